#include "ui/shell/mainwindow.h"

#include "core/profiles/session.h"
#include "ui/text/displaytext.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/sandboxbanner.h"

#include <QCloseEvent>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

MainWindow::MainWindow(SecretStore &secrets, QWidget *parent)
    : QMainWindow(parent)
    , m_secrets(secrets)
    , m_notice(new MessageBar(this))
    , m_saving(new MessageBar(this))
{
    setObjectName("mainWindow"_L1);
    m_notice->setObjectName("notice"_L1);
    m_saving->setObjectName("savingSecrets"_L1);
    setWindowTitle(u"Canopy"_s);
    setMinimumSize(900, 600);
    resize(1200, 760);
    auto *central = new QWidget(this);
    m_column = new QVBoxLayout(central);
    m_column->setContentsMargins({});
    m_column->setSpacing(0);
    m_bars = new QVBoxLayout;
    m_bars->setContentsMargins({});
    m_bars->setSpacing(8);
    for (MessageBar *bar : {m_notice, m_saving}) {
        m_bars->addWidget(bar);
        bar->installEventFilter(this);
    }
    m_column->addLayout(m_bars);
    setCentralWidget(central);
    makeShortcuts();

    m_patience.setSingleShot(true);
    m_patience.setInterval(std::chrono::seconds(5));
    connect(&m_patience, &QTimer::timeout, this, [this] {
        // Asked to end by the system: what is not stored by now will not be.
        m_closeAnyway = true;
        close();
    });
    connect(&m_secrets, &SecretStore::pendingWritesChanged, this, &MainWindow::retryClosing);
}

MainWindow::~MainWindow() = default;

void MainWindow::setSandboxBanner(const QString &name, const QString &words)
{
    m_column->insertWidget(0, new SandboxBanner(name, words, this));
}

void MainWindow::showNotice(const QString &title, const QString &body)
{
    m_notice->showMessage(Tone::Warning, title, body);
    m_notice->setClosable(true);
}

void MainWindow::showScreen(QWidget *screen, const QString &title, MayClose mayClose)
{
    clear();
    m_mayClose = std::move(mayClose);
    setContent(screen);
    setWindowTitle(title.isEmpty() ? u"Canopy"_s : tr("%1 – Canopy").arg(title));
    if (QWidget *first = screen->focusProxy())
        first->setFocus(Qt::OtherFocusReason);
}

AccountView *MainWindow::showAccount(Session &session, const PageRegistry &pages,
                                     const QList<AccountEntry> &accounts)
{
    clear();
    auto *view = new AccountView(pages, session, this);
    m_account = view;
    setContent(view);
    setAccounts(accounts, session.profile().id);
    //: Title of the window: the name of the account, and that of the program.
    setWindowTitle(tr("%1 – Canopy").arg(displayText(session.profile().username, 60)));
    TopBar *bar = view->topBar();
    connect(bar, &TopBar::accountChosen, this, &MainWindow::accountChosen);
    connect(bar, &TopBar::addAccountRequested, this, &MainWindow::addAccountRequested);
    connect(bar, &TopBar::signOutRequested, this, &MainWindow::signOutRequested);
    connect(bar, &TopBar::lockRequested, this, &MainWindow::lockRequested);
    return view;
}

void MainWindow::clear()
{
    m_mayClose = {};
    if (m_content) {
        // At once: the pages must not outlive the session they borrow.
        delete m_content.data();
        m_content = nullptr;
    }
}

void MainWindow::setAccounts(const QList<AccountEntry> &accounts, const QString &currentId)
{
    m_accounts = accounts;
    if (m_account)
        m_account->topBar()->setAccounts(accounts, currentId);
}

void MainWindow::raiseWindow()
{
    if (isMinimized())
        showNormal();
    show();
    raise();
    activateWindow();
}

void MainWindow::closeWhenPossible()
{
    m_closeWanted = true;
    close();
    if (isVisible() && m_secrets.hasPendingWrites())
        m_patience.start();
}

void MainWindow::retryClosing()
{
    if (m_saving->isVisible() && !m_secrets.hasPendingWrites())
        m_saving->closeMessage();
    if (m_closeWanted)
        close();
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent) {
        // Space around the bars, and none where there is no bar.
        const bool isEmpty = m_notice->isHidden() && m_saving->isHidden();
        m_bars->setContentsMargins(isEmpty ? QMargins() : QMargins(24, 12, 24, 12));
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    const bool mayClose = m_closeAnyway || ((!m_mayClose || m_mayClose()) && !waitForSecrets());
    if (!mayClose) {
        event->ignore();
        return;
    }
    m_patience.stop();
    emit closing();
    event->accept();
}

bool MainWindow::waitForSecrets()
{
    if (!m_secrets.hasPendingWrites())
        return false;
    m_closeWanted = true;
    m_saving->showMessage(Tone::Warning, tr("A secret is still being stored."),
                          tr("Canopy closes as soon as your keyring has confirmed it."));
    connect(m_saving->addButton(tr("Quit anyway")), &QPushButton::clicked, this, [this] {
        m_closeAnyway = true;
        close();
    });
    return true;
}

void MainWindow::setContent(QWidget *content)
{
    m_content = content;
    m_column->addWidget(content, 1);
    content->show();
}

void MainWindow::makeShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto &&handler) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this,
                std::forward<decltype(handler)>(handler));
    };
    const auto number = [](int index) { return static_cast<Qt::Key>(Qt::Key_1 + index); };
    for (int index = 0; index < 5; ++index) {
        add(QKeySequence(Qt::ALT | number(index)), [this, index] {
            if (m_account)
                m_account->openPageAt(index);
        });
    }
    for (int index = 0; index < 9; ++index) {
        add(QKeySequence(Qt::CTRL | number(index)), [this, index] {
            if (m_account && index < m_accounts.size())
                emit accountChosen(m_accounts.at(index).profileId);
        });
    }
    add(QKeySequence(Qt::CTRL | Qt::Key_Comma), [this] {
        if (m_account)
            m_account->openPage(PageId::Settings);
    });
    add(QKeySequence(Qt::Key_F5), [this] {
        if (m_account && m_account->currentPage())
            m_account->currentPage()->refresh();
    });
    add(QKeySequence(Qt::Key_F6), [this] {
        if (m_account)
            m_account->moveRegion(true);
    });
    add(QKeySequence(Qt::SHIFT | Qt::Key_F6), [this] {
        if (m_account)
            m_account->moveRegion(false);
    });
    add(QKeySequence(Qt::CTRL | Qt::Key_L), [this] {
        if (m_account)
            emit lockRequested();
    });
    add(QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { close(); });
}

} // namespace canopy
