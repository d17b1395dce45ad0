#include "core/flows/settleregistration.h"

#include "core/base/whenfinished.h"

#include <QTimer>

#include <array>
#include <utility>

namespace canopy {

namespace {

/// A request is answered or dead well within this; an older one needs no second look.
constexpr qint64 stillUnderWaySeconds = 180;

constexpr std::array passing{Error::Code::Offline,        Error::Code::Timeout,
                             Error::Code::ConnectionLost, Error::Code::ServiceFailed,
                             Error::Code::WebPage,        Error::Code::Malformed};

bool mayPass(const Error &error)
{
    return std::ranges::find(passing, error.code) != passing.end();
}

} // namespace

bool mayHaveRegistered(const Error &error)
{
    switch (error.code) {
    case Error::Code::Redirected:
    case Error::Code::AnswerTooLarge:
    case Error::Code::Malformed:
    case Error::Code::WebPage:
    case Error::Code::ServiceFailed:
        return true;
    default:
        return error.inDoubt;
    }
}

SettleRegistration::SettleRegistration(RegistrationContext context, SecretStore &secrets,
                                       std::shared_ptr<const HotkeyCredential> hotkey,
                                       PendingOperation operation, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_secrets(secrets)
    , m_hotkey(std::move(hotkey))
    , m_operation(std::move(operation))
{
}

SecretId SettleRegistration::id(SecretKind kind) const
{
    return {
        .origin = m_operation.service.toString(), .profileId = m_operation.profileId, .kind = kind};
}

QFuture<Result<SettledRegistration>> SettleRegistration::start()
{
    const auto read = m_secrets.read(id(SecretKind::Fingerprint));
    whenFinished(read, this, [this](Result<Secret> stored) {
        if (stored) {
            m_fingerprintStored = true;
            m_settled.fingerprint = std::move(*stored);
            look();
        } else if (stored.error().code == Error::Code::SecretAbsent) {
            readPending();
        } else {
            m_promise.finish(failure(stored.error()));
        }
    });
    return m_promise.future();
}

void SettleRegistration::readPending()
{
    const auto read = m_secrets.read(id(SecretKind::PendingFingerprint));
    whenFinished(read, this, [this](Result<Secret> pending) {
        if (pending)
            m_pending = std::move(*pending);
        else if (pending.error().code != Error::Code::SecretAbsent) {
            m_promise.finish(failure(pending.error()));
            return;
        }
        look();
    });
}

void SettleRegistration::look()
{
    whenFinished(m_context.client.findAccount(m_hotkey), this,
                 [this](const Result<ChutesClient::Registered> &found) { takeFound(found); });
}

void SettleRegistration::takeFound(const Result<ChutesClient::Registered> &found)
{
    const bool unknown = !found && found.error().code != Error::Code::HotkeyNotRegistered;
    if (unknown && m_fingerprintStored) {
        // The answer had arrived, so the account is there, whether the service can be asked or not.
        learnAccount();
        return;
    }
    if (unknown) {
        if (!mayPass(found.error()) || !lookAgain())
            m_promise.finish(failure(found.error()));
        return;
    }
    if (!found || !found->yes) {
        const auto age = m_operation.startedAt.secsTo(m_context.clock.now());
        if (age > stillUnderWaySeconds || !lookAgain())
            m_promise.finish(failure(Error::Code::HotkeyNotRegistered));
        return;
    }
    m_accountFound = true;
    const auto &account = found->account;
    m_settled.accountConfirmed = account.has_value();
    if (account)
        m_settled.account = *account;
    if (m_fingerprintStored)
        learnAccount();
    else
        replace();
}

bool SettleRegistration::lookAgain()
{
    if (m_looks >= m_context.lookAgainAfter.size())
        return false;
    QTimer::singleShot(m_context.lookAgainAfter.at(m_looks), this, &SettleRegistration::look);
    ++m_looks;
    return true;
}

void SettleRegistration::replace()
{
    auto *replacing = new ReplaceFingerprint(m_context.client, m_secrets, m_hotkey,
                                             id(SecretKind::Fingerprint), this);
    auto fingerprint = m_pending.isEmpty() ? newFingerprint(m_context.random)
                                           : std::move(m_pending);
    whenFinished(replacing->start(std::move(fingerprint)), this,
                 [this, replacing](Result<ReplaceFingerprint::Replaced> replaced) {
                     replacing->deleteLater();
                     if (!replaced) {
                         m_promise.finish(failure(replaced.error()));
                         return;
                     }
                     m_settled.replaced = true;
                     m_settled.fingerprint = std::move(replaced->fingerprint);
                     learnAccount();
                 });
}

void SettleRegistration::learnAccount()
{
    if (!m_settled.account.username.isEmpty()) {
        finish();
        return;
    }
    // Where /users/me cannot be signed with a hotkey, a session can read it.
    whenFinished(m_context.client.loginWithFingerprint(m_settled.fingerprint), this,
                 [this](Result<Secret> token) {
                     if (!token) {
                         finish();
                         return;
                     }
                     const auto session = std::make_shared<BearerCredential>(
                         Credential::Kind::SessionToken, std::move(*token));
                     whenFinished(m_context.client.me(session), this,
                                  [this](const Result<Account> &account) {
                                      if (account)
                                          m_settled.account = *account;
                                      finish();
                                  });
                 });
}

void SettleRegistration::finish()
{
    m_settled.accountConfirmed = !m_settled.account.username.isEmpty();
    if (!m_settled.accountConfirmed) {
        m_settled.account.username = m_operation.username;
        m_settled.account.hotkey = m_operation.subject;
        m_settled.account.coldkey = m_operation.coldkey;
    }
    m_promise.finish(std::move(m_settled));
}

} // namespace canopy
