#include "ui/onboarding/confirmpage.h"

#include "core/base/whenfinished.h"
#include "ui/text/displaytext.h"
#include "ui/widgets/addresslabel.h"
#include "ui/widgets/card.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"

#include <QPushButton>
#include <QWizard>

using namespace Qt::StringLiterals;

namespace canopy {

ConfirmPage::ConfirmPage(RegisterAccount &flow, const OnboardingContext &context, QWidget *parent)
    : StepPage(
          tr("Register this account"),
          tr("This is sent to the service, signed by the hotkey. It cannot be undone: a hotkey "
             "can have one account, and the username stays."),
          parent)
    , m_flow(flow)
    , m_context(context)
    , m_card(new Card(Card::Ground::Base, this))
{
    m_card->setObjectName("summary"_L1);
    m_card->setLabelWidth(128);
    m_card->setMaximumWidth(scaled(680));
    add(m_card, 16);
    setCommitPage(true);
}

void ConfirmPage::initializePage()
{
    const auto &client = m_context.registration.client;
    const Wallet &wallet = m_flow.wallet();
    const Hotkey &hotkey = m_flow.hotkey();
    bar()->closeMessage();
    m_card->clear();
    m_card->addValueRow(tr("Service"), client.registrationOrigin().display(),
                        client.service().isOfficial() ? &Theme::text : &Theme::warning);
    m_card->addValueRow(tr("Username"), displayText(m_flow.username()));
    m_card->addValueRow(tr("Wallet"), displayText(wallet.name, 64));
    m_card->addValueRow(tr("Hotkey"), displayText(hotkey.name, 64));
    if (hotkey.address) {
        m_card->addAddressRow(tr("Hotkey address"),
                              new AddressLabel(tr("Hotkey address"), hotkey.address->toString()));
    }
    if (wallet.coldkeyAddress) {
        m_card->addAddressRow(tr("Coldkey address"),
                              new AddressLabel(tr("Coldkey address"),
                                               wallet.coldkeyAddress->toString()));
    }
    m_card->addValueRow(tr("Token"),
                        m_flow.wantsToken() ? tr("The one you pasted")
                                            : tr("None: this service asks for none"));
}

void ConfirmPage::start()
{
    bar()->closeMessage();
    whenFinished(m_flow.registerNow(), this,
                 [this](const Result<RegisterAccount::Outcome> &outcome) {
                     if (outcome) {
                         emit registered(*outcome);
                         finish(true);
                     } else {
                         finish(false);
                         failed(outcome.error());
                     }
                 });
}

void ConfirmPage::failed(const Error &error)
{
    const ErrorText text = errorText(error,
                                     {.doing = Doing::Registering,
                                      .subject = m_context.registration.client.service().display(),
                                      .accountExists = m_flow.accountFound()});
    if (text.isEmpty())
        return;
    if (text.field == ErrorField::Username || text.field == ErrorField::Token) {
        emit failedAt(text.field, text);
        return;
    }
    showProblem(text);
    offer(text);
}

void ConfirmPage::offer(const ErrorText &text)
{
    switch (text.next) {
    case Next::ImportAccount:
        connect(bar()->addButton(nextLabel(text.next), u"import"_s), &QPushButton::clicked, this,
                [this] { emit importRequested(m_flow.hotkey().path); });
        break;
    case Next::ChooseHotkey:
    case Next::ChooseUsername:
    case Next::NewToken: {
        const ErrorField field = text.next == Next::ChooseHotkey ? ErrorField::Hotkey
            : text.next == Next::NewToken                        ? ErrorField::Token
                                                                 : ErrorField::Username;
        connect(bar()->addButton(nextLabel(text.next)), &QPushButton::clicked, this,
                [this, field] { emit failedAt(field, {}); });
        break;
    }
    case Next::UnlockStore:
        connect(bar()->addButton(nextLabel(text.next)), &QPushButton::clicked, this, [this] {
            whenFinished(m_context.store.unlock(), this, [this](const Result<Done> &result) {
                if (result)
                    bar()->closeMessage();
            });
        });
        break;
    case Next::CheckOutcome:
        // The flow settles what is in doubt before it sends anything.
        connect(bar()->addButton(nextLabel(text.next), u"refresh"_s), &QPushButton::clicked, this,
                [this] { wizard()->next(); });
        break;
    case Next::TryAgain:
    default:
        // "Register" below is the way to try again.
        break;
    }
}

} // namespace canopy
