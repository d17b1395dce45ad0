#include "ui/onboarding/connectionpage.h"

#include "core/base/whenfinished.h"
#include "ui/onboarding/hostconfirmation.h"
#include "ui/text/registrationtext.h"
#include "ui/text/storetext.h"
#include "ui/vault/passphrasedialog.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/checkrow.h"
#include "ui/widgets/icontext.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

using Check = RegisterAccount::Check;
using CheckState = RegisterAccount::CheckState;

CheckRow::State rowState(CheckState state)
{
    switch (state) {
    case CheckState::Running:
        return CheckRow::State::Running;
    case CheckState::Passed:
        return CheckRow::State::Passed;
    case CheckState::Warned:
        return CheckRow::State::Warned;
    case CheckState::Failed:
        return CheckRow::State::Failed;
    case CheckState::NotTried:
        break;
    }
    return CheckRow::State::NotTried;
}

bool allowsNext(CheckState state)
{
    return state == CheckState::Passed || state == CheckState::Warned;
}

} // namespace

ConnectionPage::ConnectionPage(RegisterAccount &flow, const OnboardingContext &context,
                               QWidget *parent)
    : StepPage(
          tr("Check the connection"),
          tr("Canopy looks first whether a registration can succeed, so that nothing has to be "
             "typed twice."),
          parent)
    , m_flow(flow)
    , m_context(context)
    , m_service(new CheckRow(checkText(Check::Service, {}, {}).title))
    , m_clock(new CheckRow(checkText(Check::Clock, {}, {}).title))
    , m_secrets(new CheckRow(checkText(Check::SecretStore, {}, {}).title))
{
    m_service->setObjectName("checkService"_L1);
    m_clock->setObjectName("checkClock"_L1);
    m_secrets->setObjectName("checkSecrets"_L1);
    if (!context.serviceIsKnown) {
        m_confirmation = new HostConfirmation(
            context.registration.client.service(),
            tr("The environment variable CHUTES_API_URL names it."), this);
        add(m_confirmation, 16);
        connect(m_confirmation, &HostConfirmation::confirmed, this, &ConnectionPage::runChecks);
    }
    auto *card = new Card(Card::Ground::Base, this);
    card->addRow(m_service);
    card->addRow(m_clock);
    card->addRow(m_secrets);
    add(card, 16);
    connect(&flow, &RegisterAccount::checkChanged, this, &ConnectionPage::show);
    connect(&flow, &RegisterAccount::checksFinished, this, [this] {
        emit completeChanged();
        emit checked();
    });
}

void ConnectionPage::initializePage()
{
    if (!m_started && !m_confirmation)
        runChecks();
}

bool ConnectionPage::isComplete() const
{
    return StepPage::isComplete() && allowsNext(m_flow.check(Check::Service).state)
        && allowsNext(m_flow.check(Check::Clock).state)
        && allowsNext(m_flow.check(Check::SecretStore).state);
}

QWidget *ConnectionPage::firstControl() const
{
    return m_confirmation && !m_confirmation->isConfirmed() ? m_confirmation->edit() : nullptr;
}

void ConnectionPage::start()
{
    finish(true);
}

void ConnectionPage::runChecks()
{
    m_started = true;
    m_flow.runChecks();
    emit completeChanged();
}

CheckRow *ConnectionPage::rowOf(Check which) const
{
    switch (which) {
    case Check::Service:
        return m_service;
    case Check::Clock:
        return m_clock;
    case Check::SecretStore:
        break;
    }
    return m_secrets;
}

void ConnectionPage::show(Check which)
{
    const auto result = m_flow.check(which);
    const QString host = m_context.registration.client.service().display();
    CheckRow *row = rowOf(which);
    row->setState(rowState(result.state), checkText(which, result, host).sentence);
    offerMending(which, result);
    emit completeChanged();
}

void ConnectionPage::offerMending(Check which, const RegisterAccount::CheckResult &result)
{
    CheckRow *row = rowOf(which);
    row->removeButton();
    if (which == Check::SecretStore && m_otherStores) {
        m_otherStores->deleteLater();
        m_otherStores = nullptr;
    }
    if (result.state != CheckState::Failed)
        return;
    if (which != Check::SecretStore) {
        connect(row->setButton(tr("Try again")), &QPushButton::clicked, this,
                &ConnectionPage::runChecks);
        return;
    }
    const bool isLocked = result.store.availability == SecretStoreState::Availability::Locked
        || (result.error && result.error->code == Error::Code::KeychainLocked);
    if (isLocked && result.store.kind != SecretStoreState::Kind::VaultFile) {
        connect(row->setButton(tr("Unlock the keychain")), &QPushButton::clicked, this,
                &ConnectionPage::unlock);
    } else {
        connect(row->setButton(tr("Try again")), &QPushButton::clicked, this,
                [this] { m_flow.checkSecretStore(); });
    }
    offerOtherStores();
}

void ConnectionPage::offerOtherStores()
{
    m_otherStores = new QWidget(this);
    m_otherStores->setObjectName("otherStores"_L1);
    auto *card = new Card(Card::Ground::Base, m_otherStores);
    auto *column = new QVBoxLayout(m_otherStores);
    column->setContentsMargins({});
    column->addWidget(card);

    IconText *vault = card->addTextRow(
        u"lock"_s, &Theme::muted, tr("An encrypted file instead"),
        tr("Opened by a passphrase that only you know, asked each time Canopy starts."));
    QPushButton *useVault = makeButton(tr("Use an encrypted vault file…"));
    setCompact(useVault);
    useVault->setObjectName("useVault"_L1);
    vault->addAction(useVault);
    IconText *session = card->addTextRow(
        u"clock"_s, &Theme::muted, tr("Nowhere"),
        tr("Everything secret is forgotten when Canopy ends. You will have to keep the account "
           "fingerprint yourself."));
    QPushButton *useSession = makeButton(tr("Keep secrets for this session only"));
    setCompact(useSession);
    useSession->setObjectName("useSession"_L1);
    session->addAction(useSession);

    connect(useVault, &QPushButton::clicked, this, [this] {
        auto *dialog = new PassphraseDialog(m_context.store, window());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, this, [this] { m_flow.checkSecretStore(); });
        dialog->open();
    });
    connect(useSession, &QPushButton::clicked, this, [this] {
        m_context.store.useSession();
        m_flow.checkSecretStore();
    });
    add(m_otherStores, 20);
    m_otherStores->show();
}

void ConnectionPage::unlock()
{
    whenFinished(m_context.store.unlock(), this,
                 [this](const Result<Done> &) { m_flow.checkSecretStore(); });
}

} // namespace canopy
