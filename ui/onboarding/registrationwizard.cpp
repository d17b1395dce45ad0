#include "ui/onboarding/registrationwizard.h"

#include "ui/onboarding/confirmpage.h"
#include "ui/onboarding/connectionpage.h"
#include "ui/onboarding/donepage.h"
#include "ui/onboarding/leavedialog.h"
#include "ui/onboarding/tokenpage.h"
#include "ui/onboarding/usernamepage.h"
#include "ui/onboarding/walletchooser.h"
#include "ui/onboarding/walletpage.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/hostlabel.h"
#include "ui/widgets/iconlabel.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/steplist.h"
#include "ui/widgets/sunkenpanel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QShortcut>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace canopy {

EmbeddedWizard::EmbeddedWizard(QWidget *parent)
    : QWizard(parent)
{
    setWindowFlags(Qt::Widget);
    setWizardStyle(QWizard::ClassicStyle);
    setOptions(QWizard::NoBackButtonOnStartPage | QWizard::NoBackButtonOnLastPage
               | QWizard::NoCancelButtonOnLastPage | QWizard::HaveFinishButtonOnEarlyPages);
    setOption(QWizard::HaveFinishButtonOnEarlyPages, false);
    setButtonText(QWizard::NextButton, tr("&Next"));
    setButtonText(QWizard::BackButton, tr("&Back"));
    setButtonText(QWizard::CancelButton, tr("Cancel"));
    setButtonText(QWizard::CommitButton, tr("&Register"));
    setButtonText(QWizard::FinishButton, tr("&Finish"));
    setButtonLayout({QWizard::CancelButton, QWizard::Stretch, QWizard::BackButton,
                     QWizard::NextButton, QWizard::CommitButton, QWizard::FinishButton});
    for (const auto which : {QWizard::NextButton, QWizard::CommitButton, QWizard::FinishButton}) {
        setButtonRole(button(which), ButtonRole::Primary);
        button(which)->setMinimumWidth(scaled(96));
    }
    button(QWizard::NextButton)->setObjectName("next"_L1);
    button(QWizard::CommitButton)->setObjectName("register"_L1);
    button(QWizard::FinishButton)->setObjectName("finish"_L1);
    button(QWizard::BackButton)->setObjectName("back"_L1);
    button(QWizard::CancelButton)->setObjectName("cancel"_L1);
}

bool EmbeddedWizard::event(QEvent *event)
{
    const bool handled = QWizard::event(event);
    // What makes QWizard lay itself out anew, with the style's margins around everything.
    switch (event->type()) {
    case QEvent::Polish:
    case QEvent::StyleChange:
    case QEvent::LayoutRequest:
        arrange();
        break;
    default:
        break;
    }
    return handled;
}

void EmbeddedWizard::arrange()
{
    // Everything stands in one grid, on a widget that QWizard puts between itself and its pages.
    auto *inside = button(QWizard::NextButton)->parentWidget();
    auto *grid = inside ? qobject_cast<QGridLayout *>(inside->layout()) : nullptr;
    if (!grid)
        return;
    grid->setContentsMargins({});
    // Setting a spacing asks for a new layout even where it is the old one.
    if (grid->horizontalSpacing() != 0 || grid->verticalSpacing() != 0)
        grid->setSpacing(0);
    for (int index = 0; index < grid->count(); ++index) {
        QLayout *row = grid->itemAt(index)->layout();
        if (row && row->indexOf(button(QWizard::NextButton)) >= 0)
            row->setContentsMargins(40, 16, 40, 16);
    }
}

void EmbeddedWizard::orderButtonsLast()
{
    const std::array<QWidget *, 5> buttons{button(QWizard::CancelButton),
                                           button(QWizard::BackButton), button(QWizard::NextButton),
                                           button(QWizard::CommitButton),
                                           button(QWizard::FinishButton)};
    QWidget *last = nullptr;
    for (QWidget *each = nextInFocusChain(); each != this; each = each->nextInFocusChain()) {
        if (isAncestorOf(each) && (each->focusPolicy() & Qt::TabFocus) != 0
            && std::ranges::find(buttons, each) == buttons.end())
            last = each;
    }
    for (QWidget *each : buttons) {
        if (last)
            setTabOrder(last, each);
        last = each;
    }
}

void EmbeddedWizard::reject()
{
    emit cancelRequested();
}

// QWizard hides its whole inside for a moment whenever a page's completeness changes (its guard
// against flicker), and Qt moves the focus out of what is hidden: in a wizard that is no window, to
// the steps beside it. The focus stays where it is; the inside comes back at once.
bool EmbeddedWizard::focusNextPrevChild(bool next)
{
    if (currentPage() != nullptr && !currentPage()->isVisible())
        return true;
    return QWizard::focusNextPrevChild(next);
}

RegistrationWizard::RegistrationWizard(OnboardingContext context, QWidget *parent)
    : QWidget(parent)
    , m_context(std::move(context))
    , m_flow(m_context.registration)
    , m_wizard(new EmbeddedWizard(this))
    , m_steps(new StepList(this))
    , m_connectionPage(new ConnectionPage(m_flow, m_context))
    , m_walletPage(new WalletPage(m_flow, m_context))
    , m_usernamePage(new UsernamePage(m_flow, m_context))
    , m_tokenPage(new TokenPage(m_flow, m_context))
    , m_confirmPage(new ConfirmPage(m_flow, m_context))
    , m_donePage(new DonePage(m_flow, m_context))
{
    setObjectName("registrationWizard"_L1);
    addPages();
    makeWizard();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(makeSide());
    row->addWidget(m_wizard, 1);
    showSteps();
    m_wizard->restart();
}

// The pages borrow the flow, so they go first; members would be destroyed before child widgets.
RegistrationWizard::~RegistrationWizard()
{
    delete m_wizard;
}

void RegistrationWizard::addPages()
{
    m_wizard->setPage(Connection, m_connectionPage);
    m_wizard->setPage(WalletAndHotkey, m_walletPage);
    m_wizard->setPage(Username, m_usernamePage);
    m_wizard->setPage(Token, m_tokenPage);
    m_wizard->setPage(Confirm, m_confirmPage);
    m_wizard->setPage(Done, m_donePage);
    m_usernamePage->setNextIds(Token, Confirm);
    m_walletPage->setDonePage(Done);

    connect(m_connectionPage, &ConnectionPage::checked, this, [this] {
        showSteps();
        // Next was disabled until now, and a disabled button takes no focus.
        if (m_wizard->currentId() == Connection)
            QTimer::singleShot(0, this, &RegistrationWizard::focusPage);
    });
    connect(m_walletPage, &WalletPage::importRequested, this, &RegistrationWizard::importRequested);
    connect(m_walletPage, &WalletPage::settled, this,
            [this](const RegisterAccount::Outcome &outcome) {
                m_donePage->setOutcome(outcome);
                m_wizard->next();
            });
    connect(m_walletPage->chooser(), &WalletChooser::folderChosen, this,
            &RegistrationWizard::folderChosen);
    connect(m_confirmPage, &ConfirmPage::importRequested, this,
            &RegistrationWizard::importRequested);
    connect(m_confirmPage, &ConfirmPage::failedAt, this, &RegistrationWizard::failedAt);
    connect(m_confirmPage, &ConfirmPage::registered, m_donePage, &DonePage::setOutcome);
    connect(m_confirmPage, &AsyncPage::busyChanged, this, &RegistrationWizard::closeAllowed);
    connect(m_donePage, &DonePage::completeChanged, this, &RegistrationWizard::closeAllowed);
    connect(m_donePage, &DonePage::finishRequested, m_wizard, &QDialog::accept);
}

void RegistrationWizard::makeWizard()
{
    connect(m_wizard, &QWizard::currentIdChanged, this, &RegistrationWizard::pageChanged);
    connect(m_wizard, &EmbeddedWizard::cancelRequested, this, &RegistrationWizard::askToLeave);
    connect(m_wizard, &QDialog::accepted, this, [this] {
        m_flow.forgetFingerprint();
        emit finished();
    });
    auto *backKey = new QShortcut(QKeySequence(Qt::ALT | Qt::Key_Left), this);
    connect(backKey, &QShortcut::activated, this, [this] {
        const QAbstractButton *back = m_wizard->button(QWizard::BackButton);
        if (back->isVisible() && back->isEnabled())
            m_wizard->back();
    });
}

QWidget *RegistrationWizard::makeSide()
{
    auto *side = new SunkenPanel(Qt::RightEdge, this);
    side->setFixedWidth(scaled(240));
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new IconLabel(u"logo"_s, 24, &Theme::link));
    head->addWidget(plainLabel(tr("Create a Chutes account"), TextStyle::Strong));
    head->addStretch();
    auto *host = new HostLabel(side);
    host->setObjectName("host"_L1);
    const Origin &service = m_context.registration.client.service();
    host->setHost(service.display(), service.isOfficial());
    host->setOpensPage(false);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(20);
    column->addLayout(head);
    column->addWidget(m_steps);
    column->addStretch();
    column->addWidget(host);
    connect(m_steps, &StepList::backRequested, this,
            [this](int index) { goBackTo(m_stepIds.at(index)); });
    return side;
}

bool RegistrationWizard::mayClose()
{
    if (m_flow.isRegistering()) {
        m_confirmPage->bar()->showMessage(
            Tone::Info, tr("The registration is under way."),
            tr("Canopy closes only after the answer, because the account fingerprint is in it."));
        return false;
    }
    if (m_wizard->currentId() == Done && !m_donePage->isComplete()) {
        m_donePage->sayWhyNot();
        return false;
    }
    return true;
}

void RegistrationWizard::selectHotkey(const QString &path)
{
    m_walletPage->chooser()->selectHotkey(path);
}

void RegistrationWizard::pageChanged(int id)
{
    const qsizetype index = m_stepIds.indexOf(id);
    if (index < 0)
        return;
    m_steps->setCurrent(static_cast<int>(index));
    m_steps->setBackAllowed(id != Done);
    m_wizard->orderButtonsLast();
    emit closeAllowed();
    // After QWizard has placed the focus itself.
    QTimer::singleShot(0, this, &RegistrationWizard::focusPage);
}

void RegistrationWizard::focusPage()
{
    const auto *page = qobject_cast<StepPage *>(m_wizard->currentPage());
    if (!page)
        return;
    QWidget *first = page->firstControl();
    if (!first || !first->isEnabled()) {
        const auto next = page->isCommitPage() ? QWizard::CommitButton : QWizard::NextButton;
        first = m_wizard->button(page->isFinalPage() ? QWizard::FinishButton : next);
    }
    first->setFocus(Qt::OtherFocusReason);
}

void RegistrationWizard::showSteps()
{
    m_stepIds = {Connection, WalletAndHotkey, Username, Token, Confirm, Done};
    QStringList names{tr("Connection"),         tr("Wallet and hotkey"), tr("Username"),
                      tr("Registration token"), tr("Confirm"),           tr("Done")};
    if (!m_flow.wantsToken()) {
        m_stepIds.removeAt(Token);
        names.removeAt(Token);
    }
    m_steps->setSteps(names);
    const qsizetype index = m_stepIds.indexOf(m_wizard->currentId());
    m_steps->setCurrent(qMax(0, static_cast<int>(index)));
}

void RegistrationWizard::goBackTo(int id)
{
    const auto *page = qobject_cast<StepPage *>(m_wizard->currentPage());
    if (!page || page->isBusy() || m_wizard->currentId() == Done || !m_wizard->hasVisitedPage(id))
        return;
    while (m_wizard->currentId() != id && m_wizard->currentId() > Connection)
        m_wizard->back();
}

void RegistrationWizard::failedAt(ErrorField field, const ErrorText &text)
{
    switch (field) {
    case ErrorField::Username:
        goBackTo(Username);
        if (!text.isEmpty())
            m_usernamePage->showRefused(text);
        break;
    case ErrorField::Token:
        // A service that was not known to want one may turn out to.
        goBackTo(m_wizard->hasVisitedPage(Token) ? Token : Username);
        if (!text.isEmpty())
            m_tokenPage->showRefused(text);
        break;
    default:
        goBackTo(WalletAndHotkey);
        break;
    }
}

bool RegistrationWizard::hasInput() const
{
    return m_wizard->currentId() > WalletAndHotkey;
}

void RegistrationWizard::askToLeave()
{
    if (!mayClose() || m_wizard->currentId() == Done)
        return;
    if (!hasInput()) {
        emit cancelled();
        return;
    }
    auto *dialog = new LeaveDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, &RegistrationWizard::cancelled);
    dialog->open();
}

} // namespace canopy
