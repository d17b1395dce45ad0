#include "ui/onboarding/walletpage.h"

#include "core/base/whenfinished.h"
#include "ui/onboarding/walletchooser.h"
#include "ui/text/displaytext.h"
#include "ui/widgets/messagebar.h"

#include <QPushButton>
#include <QTreeView>
#include <QWizard>

using namespace Qt::StringLiterals;

namespace canopy {

WalletPage::WalletPage(RegisterAccount &flow, const OnboardingContext &context, QWidget *parent)
    : StepPage(
          tr("Choose a wallet and a hotkey"),
          tr("The hotkey signs you in to Chutes. The coldkey holds the money and is never opened "
             "here: Canopy reads only its public address."),
          parent)
    , m_flow(flow)
    , m_context(context)
    , m_chooser(new WalletChooser(context.wallets, context.registration.client.service().display()))
{
    addStretching(m_chooser, 16);
    connect(m_chooser, &WalletChooser::readyChanged, this, [this] {
        bar()->closeMessage();
        emit completeChanged();
    });
    connect(m_chooser, &WalletChooser::clipboardTampered, this, [this] {
        bar()->showMessage(Tone::Danger, tr("The clipboard was changed after copying."),
                           tr("It now holds something else than what you copied."));
    });
    connect(m_chooser, &WalletChooser::chosen, this, [this] {
        if (isComplete())
            wizard()->next();
    });
}

void WalletPage::initializePage()
{
    m_chooser->scan();
}

bool WalletPage::isComplete() const
{
    return StepPage::isComplete() && m_chooser->isReady();
}

QWidget *WalletPage::firstControl() const
{
    return m_chooser->tree();
}

void WalletPage::start()
{
    // Nothing is asked again on the way to the last page.
    if (m_isSettled) {
        finish(true);
        return;
    }
    const auto choice = m_chooser->choice();
    if (!choice) {
        finish(false);
        return;
    }
    if (m_flow.hasHotkey() && m_uncheckedPath == choice->hotkey.path) {
        finish(true);
        return;
    }
    m_uncheckedPath.clear();
    bar()->closeMessage();
    whenFinished(m_flow.chooseHotkey(choice->wallet, choice->hotkey, m_chooser->takePassword()),
                 this,
                 [this](const Result<ChutesClient::Registered> &answer) { answered(answer); });
}

void WalletPage::answered(const Result<ChutesClient::Registered> &answer)
{
    const bool isFree = answer && !answer->yes;
    finish(isFree);
    const QDateTime now = m_context.registration.clock.now();
    if (isFree) {
        m_chooser->setAnswer(WalletTreeModel::AccountState::None, now);
        return;
    }
    if (answer) {
        m_chooser->setAnswer(WalletTreeModel::AccountState::Exists, now);
        showExisting(*answer);
        return;
    }
    const ErrorText text = errorText(
        answer.error(),
        {.doing = answer.error().code == Error::Code::WrongPassword ? Doing::OpeningHotkey
             : m_flow.hotkeyUnchecked()                             ? Doing::CheckingHotkey
                                                                    : Doing::OpeningHotkey,
         .subject = m_context.registration.client.service().display()});
    if (text.field == ErrorField::Password) {
        m_chooser->setPasswordError(text.meaning);
        return;
    }
    if (m_flow.hotkeyUnchecked()) {
        m_uncheckedPath = m_flow.hotkey().path;
        bar()->showMessage(Tone::Warning, text.what,
                           tr("The hotkey is open. Next goes on without knowing whether it has an "
                              "account; the service says so when you register."));
        if (!text.serverWords.isEmpty())
            bar()->setQuote(tr("The service said:"), text.serverWords);
        return;
    }
    showProblem(text);
}

void WalletPage::showExisting(const ChutesClient::Registered &registered)
{
    if (const auto operation = m_flow.inDoubt()) {
        bar()->showMessage(
            Tone::Warning,
            tr("The registration of “%1” that was cut off had been accepted.")
                .arg(displayText(operation->username, 60)),
            tr("Its fingerprint was lost on the way. Canopy sets a new one and stores "
               "it."));
        connect(bar()->addButton(tr("Finish it")), &QPushButton::clicked, this,
                [this, operation] { settle(*operation); });
        return;
    }
    const QString title = registered.account
        ? tr("This hotkey has an account already: %1")
              .arg(displayText(registered.account->username, 60))
        : tr("This hotkey has an account already.");
    bar()->showMessage(Tone::Info, title,
                       tr("A hotkey can have one account. Import it, or choose another hotkey."));
    const QString path = m_flow.hotkey().path;
    connect(bar()->addButton(tr("Import it…"), u"import"_s), &QPushButton::clicked, this,
            [this, path] { emit importRequested(path); });
}

void WalletPage::settle(const PendingOperation &operation)
{
    setEnabled(false);
    whenFinished(
        m_flow.reconcile(operation), this, [this](const Result<RegisterAccount::Outcome> &outcome) {
            setEnabled(true);
            if (outcome) {
                m_isSettled = true;
                emit settled(*outcome);
                return;
            }
            showProblem(errorText(outcome.error(),
                                  {.doing = Doing::Registering,
                                   .subject = m_context.registration.client.service().display(),
                                   .accountExists = m_flow.accountFound()}));
        });
}

} // namespace canopy
