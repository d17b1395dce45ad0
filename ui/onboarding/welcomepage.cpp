#include "ui/onboarding/welcomepage.h"

#include "core/base/whenfinished.h"
#include "ui/text/displaytext.h"
#include "ui/text/registrationtext.h"
#include "ui/text/storetext.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choicebutton.h"
#include "ui/widgets/iconlabel.h"
#include "ui/widgets/icontext.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/scrollpage.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

WelcomePage::WelcomePage(OnboardingContext context, bool isSandbox, QWidget *parent)
    : QWidget(parent)
    , m_context(std::move(context))
    , m_import(m_context.registration)
    , m_secrets(plainLabel({}, TextStyle::Caption, &Theme::muted))
    , m_unfinished(new MessageBar(this))
    , m_back(makeButton(tr("&Back"), ButtonRole::Link, u"return"_s))
    , m_found(new Card(Card::Ground::Sunken, this))
    , m_foundRow(m_found->addTextRow(u"file"_s, &Theme::muted, tr("Found on this computer")))
{
    setObjectName("welcome"_L1);
    m_found->setObjectName("found"_L1);
    m_secrets->setObjectName("secretsWillBeKept"_L1);
    m_foundRow->setTitleStyle(TextStyle::Strong);
    m_unfinished->setObjectName("unfinished"_L1);
    m_back->setObjectName("back"_L1);
    m_found->hide();
    auto *scroll = new ScrollPage({24, 20, 24, 16}, this);
    auto *content = new QWidget(this);
    content->setMaximumWidth(scaled(560));
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_unfinished);
    column->addSpacing(16);
    column->addWidget(makeChoices(isSandbox));
    column->addSpacing(24);
    column->addWidget(m_found);
    // Between two stretches, not by an alignment: that would cut the wrapped texts.
    auto *middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(content, 1000);
    middle->addStretch(1);
    // A little above the middle, where the eye looks first.
    scroll->column()->insertStretch(0, 2);
    scroll->add(middle);
    scroll->column()->setStretch(scroll->column()->count() - 1, 3);

    auto *page = new QVBoxLayout(this);
    page->setContentsMargins({});
    page->setSpacing(0);
    page->addWidget(scroll, 1);
    page->addWidget(makeFoot());
}

QWidget *WelcomePage::makeChoices(bool isSandbox)
{
    auto *choices = new QWidget(this);
    auto *column = new QVBoxLayout(choices);
    column->setContentsMargins({});
    column->setSpacing(8);
    column->addWidget(new IconLabel(u"logo"_s, 56, &Theme::link), 0, Qt::AlignLeft);
    column->addSpacing(8);
    column->addWidget(plainLabel(tr("Welcome to Canopy"), TextStyle::Display));
    column->addWidget(
        wrappedLabel(tr("Accounts, API keys and wallets for Chutes, kept on this "
                        "computer. Nothing is sent anywhere until you choose what to do."),
                     TextStyle::Body, &Theme::muted, 520));
    column->addSpacing(16);
    auto *create = new ChoiceButton(u"account"_s, tr("Create a Chutes account…"),
                                    tr("Pick a Bittensor wallet, then register its hotkey."));
    create->setObjectName("createAccount"_L1);
    column->addWidget(create);
    auto *import = new ChoiceButton(u"import"_s, tr("Import an existing account…"),
                                    tr("From config.ini, or from a hotkey that is registered."));
    import->setObjectName("importAccount"_L1);
    column->addWidget(import);
    connect(create, &QAbstractButton::clicked, this, &WelcomePage::createRequested);
    connect(import, &QAbstractButton::clicked, this, [this] { emit importRequested({}); });
    if (!isSandbox) {
        auto *sandbox = new ChoiceButton(
            u"sandbox"_s, tr("Try the sandbox"),
            tr("A pretend service inside Canopy, with wallets of its own."));
        sandbox->setObjectName("trySandbox"_L1);
        column->addWidget(sandbox);
        connect(sandbox, &QAbstractButton::clicked, this, &WelcomePage::sandboxRequested);
    }
    setFocusProxy(create);
    return choices;
}

QWidget *WelcomePage::makeFoot()
{
    auto *foot = new QWidget(this);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(8);
    QPushButton *settings = makeButton(tr("&Settings"), ButtonRole::Link, u"settings"_s);
    settings->setObjectName("settings"_L1);
    row->addWidget(m_back);
    m_back->hide();
    row->addWidget(settings);
    row->addStretch();
    row->addWidget(new IconLabel(u"lock"_s, 16, &Theme::muted));
    row->addWidget(m_secrets);
    row->addSpacing(8);
    row->addWidget(plainLabel(u"Canopy " CANOPY_VERSION ""_s, TextStyle::Caption, &Theme::muted));
    connect(m_back, &QPushButton::clicked, this, &WelcomePage::backRequested);
    connect(settings, &QPushButton::clicked, this, &WelcomePage::settingsRequested);
    m_secrets->setText(tr("Where secrets are kept is being looked up"));
    return foot;
}

void WelcomePage::showUnfinished(const QList<PendingOperation> &pending)
{
    for (const PendingOperation &operation : pending) {
        if (operation.kind != PendingOperation::Kind::Register)
            continue;
        m_unfinished->showMessage(Tone::Warning,
                                  tr("The registration of “%1” is not finished.")
                                      .arg(displayText(operation.username, 60)),
                                  tr("Canopy does not know yet whether %1 accepted it.")
                                      .arg(operation.service.display()));
        connect(m_unfinished->addButton(tr("Continue…")), &QPushButton::clicked, this,
                [this, path = operation.hotkeyPath] { emit unfinishedOpened(path); });
        return;
    }
}

void WelcomePage::setBackAllowed(bool allowed)
{
    m_back->setVisible(allowed);
}

void WelcomePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    // After the first painting, so that the window is there first.
    QTimer::singleShot(0, this, &WelcomePage::lookAround);
}

void WelcomePage::lookAround()
{
    if (m_lookedAround)
        return;
    m_lookedAround = true;
    whenFinished(m_import.look(m_context.configPath), this,
                 [this](const Result<ImportAccount::Found> &found) { foundConfig(found); });
    whenFinished(walletfolder::scanInBackground(m_context.wallets.path), this,
                 [this](const Result<WalletListing> &listing) { foundWallets(listing); });
    whenFinished(m_context.store.state(), this, [this](const Result<SecretStoreState> &state) {
        if (state && state->availability == SecretStoreState::Availability::Unlocked)
            m_secrets->setText(
                tr("Secrets will be kept in %1").arg(displayText(storeName(*state))));
        else if (state)
            m_secrets->setText(displayText(storeStateText(*state)));
        else
            m_secrets->setText(tr("Where secrets can be kept is not known"));
    });
}

void WelcomePage::foundConfig(const Result<ImportAccount::Found> &found)
{
    if (!found || !canImport(*found))
        return;
    const QString name = displayText(found->username, 60);
    m_configFound = tr("Account %1 in %2").arg(name, displayText(m_context.configPath));
    QPushButton *import = makeButton(tr("Import %1…").arg(escapeMnemonic(name)));
    import->setObjectName("importFound"_L1);
    setCompact(import);
    m_foundRow->addAction(import);
    connect(import, &QPushButton::clicked, this,
            [this] { emit importRequested(m_context.configPath); });
    showFound();
}

void WelcomePage::foundWallets(const Result<WalletListing> &listing)
{
    if (!listing || listing->wallets.isEmpty())
        return;
    int hotkeys = 0;
    for (const Wallet &wallet : listing->wallets)
        hotkeys += static_cast<int>(wallet.hotkeys.size());
    m_walletsFound = tr("Wallets: %1, hotkeys: %2, in %3")
                         .arg(QString::number(listing->wallets.size()), QString::number(hotkeys),
                              displayText(m_context.wallets.path));
    showFound();
}

void WelcomePage::showFound()
{
    QStringList parts{m_configFound, m_walletsFound};
    parts.removeAll(QString());
    m_foundRow->setText(parts.join(u" · "_s));
    m_found->show();
}

} // namespace canopy
