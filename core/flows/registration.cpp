#include "core/flows/registration.h"

#include "core/base/logging.h"

#include <QSet>

#include <utility>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

/// The hotkeys that windows of this process are registering at this moment. Without it, a second
/// window would take the first one's journal entry for that of a crash, and replace a fingerprint
/// that is just arriving.
QSet<QString> &hotkeysUnderWay()
{
    static QSet<QString> hotkeys;
    return hotkeys;
}

tl::unexpected<Error> missing(const QString &field)
{
    return failure(Error{.code = Error::Code::InvalidInput, .field = field});
}

bool isRegistrationOf(const PendingOperation &operation, const Origin &service,
                      const Ss58Address &hotkey)
{
    return operation.kind == PendingOperation::Kind::Register && operation.service == service
        && operation.subject == hotkey.toString();
}

} // namespace

Registration::Registration(RegistrationContext context, SecretStore &secrets,
                           RegistrationRequest request, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_secrets(secrets)
    , m_request(std::move(request))
{
}

Registration::~Registration()
{
    releaseHotkey();
}

Result<Done> Registration::readyToSend() const
{
    if (!m_request.wallet.coldkeyAddress)
        return missing(u"coldkey"_s);
    if (!isValidUsername(m_request.username))
        return missing(u"username"_s);
    if (!m_request.token.isEmpty() && !isRegistrationToken(m_request.token))
        return missing(u"token"_s);
    return Done{};
}

std::optional<PendingOperation> Registration::inDoubt(const Journal &journal, const Origin &service,
                                                      const Ss58Address &hotkey)
{
    for (const auto &operation : journal.pending()) {
        if (isRegistrationOf(operation, service, hotkey))
            return operation;
    }
    return std::nullopt;
}

bool Registration::claimHotkey()
{
    const QString name = m_context.client.service().toString() + u' '
        + m_request.hotkey->address().toString();
    if (hotkeysUnderWay().contains(name))
        return false;
    m_claimed = name;
    hotkeysUnderWay().insert(name);
    return true;
}

void Registration::releaseHotkey()
{
    if (!m_claimed.isEmpty())
        hotkeysUnderWay().remove(std::exchange(m_claimed, {}));
}

QFuture<Result<Registration::Outcome>> Registration::begin()
{
    m_running = true;
    return m_promise.future();
}

QFuture<Result<Registration::Outcome>> Registration::start()
{
    if (const auto ready = readyToSend(); !ready)
        return readyFuture<Outcome>(failure(ready.error()));
    if (!claimHotkey()) {
        return readyFuture<Outcome>(
            failure(Error::Code::Conflict, u"another window registers this hotkey"_s));
    }
    const auto earlier = inDoubt(m_context.journal, m_context.client.service(),
                                 m_request.hotkey->address());
    const auto future = begin();
    if (earlier) {
        m_sentBefore = true;
        settle(*earlier, std::nullopt);
    } else {
        probeStore();
    }
    return future;
}

QFuture<Result<Registration::Outcome>> Registration::reconcile(const PendingOperation &operation)
{
    const auto &hotkey = m_request.hotkey;
    if (!isRegistrationOf(operation, m_context.client.service(), hotkey->address()))
        return readyFuture<Outcome>(missing(u"hotkey"_s));
    if (!claimHotkey()) {
        return readyFuture<Outcome>(
            failure(Error::Code::Conflict, u"another window registers this hotkey"_s));
    }
    const auto future = begin();
    settle(operation, Error{.code = Error::Code::HotkeyNotRegistered});
    return future;
}

void Registration::finish(Result<Outcome> result)
{
    releaseHotkey();
    m_running = false;
    m_promise.finish(std::move(result));
}

void Registration::probeStore()
{
    const auto probed = probeSecretStore(m_secrets, m_context.client.service().toString());
    whenFinished(probed, this, [this](const Result<Done> &result) {
        if (result)
            writeJournal();
        else
            finish(failure(result.error()));
    });
}

void Registration::writeJournal()
{
    // start() asked for it; reconcile(), which sends nothing, takes a wallet without one.
    const auto &coldkey = m_request.wallet.coldkeyAddress;
    if (!coldkey) {
        finish(missing(u"coldkey"_s));
        return;
    }
    PendingOperation operation{
        .kind = PendingOperation::Kind::Register,
        .service = m_context.client.service(),
        .profileId = m_context.profiles.newId(),
        .subject = m_request.hotkey->address().toString(),
        .username = m_request.username,
        .coldkey = coldkey->toString(),
        .hotkeyName = m_request.hotkeyFile.name,
        .hotkeyPath = m_request.hotkeyFile.path,
        .walletName = m_request.wallet.name,
        .startedAt = m_context.clock.now(),
    };
    const auto id = m_context.journal.begin(operation);
    if (!id) {
        finish(failure(id.error()));
        return;
    }
    operation.id = *id;
    m_operation = std::move(operation);
    send(*coldkey);
}

void Registration::send(const Ss58Address &coldkey)
{
    const auto answer = m_context.client.registerAccount(
        {.username = m_request.username, .coldkey = coldkey, .token = m_request.token},
        m_request.hotkey);
    whenFinished(answer, this, [this](Result<RegisteredAccount> registered) {
        takeAnswer(std::move(registered));
    });
}

void Registration::takeAnswer(Result<RegisteredAccount> answer)
{
    if (answer) {
        m_accountFound = true;
        m_fingerprint = std::move(answer->fingerprint);
        m_outcome.account = std::move(answer->account);
        keepOutcome();
        return;
    }
    auto error = answer.error();
    if (error.code == Error::Code::Cancelled) {
        finish(failure(std::move(error)));
        return;
    }
    m_accountFound = error.code == Error::Code::HotkeyTaken;
    if (mayHaveRegistered(error) || (m_accountFound && m_sentBefore)) {
        settle(m_operation, std::move(error));
        return;
    }
    dropFromJournal(m_operation.id);
    finish(failure(std::move(error)));
}

// What became of it -----------------------------------------------------------------------------

void Registration::settle(const PendingOperation &operation, std::optional<Error> cause)
{
    m_operation = operation;
    auto *settling = new SettleRegistration(m_context, m_secrets, m_request.hotkey, operation,
                                            this);
    whenFinished(settling->start(), this,
                 [this, settling, cause = std::move(cause)](Result<SettledRegistration> settled) {
                     m_accountFound = m_accountFound || settling->accountFound();
                     settling->deleteLater();
                     takeSettled(std::move(settled), cause);
                 });
}

void Registration::takeSettled(Result<SettledRegistration> settled,
                               const std::optional<Error> &cause)
{
    if (settled) {
        m_accountFound = true;
        m_fingerprint = std::move(settled->fingerprint);
        auto &outcome = m_outcome;
        outcome.account = std::move(settled->account);
        outcome.accountConfirmed = settled->accountConfirmed;
        outcome.fingerprintReplaced = settled->replaced;
        keepOutcome();
        return;
    }
    auto error = cause.value_or(settled.error());
    if (settled.error().code == Error::Code::HotkeyNotRegistered) {
        dropFromJournal(m_operation.id);
        if (!cause) {
            // What was in doubt before is known now; the way is free.
            probeStore();
            return;
        }
        error.inDoubt = false;
    } else {
        if (m_accountFound || error.code == Error::Code::HotkeyNotRegistered)
            error = settled.error();
        error.inDoubt = true;
    }
    finish(failure(std::move(error)));
}

void Registration::dropFromJournal(const QString &operationId)
{
    // A journal that cannot be written keeps the entry: the next start asks once more, in vain.
    if (const auto settled = m_context.journal.settle(operationId); !settled)
        qCWarning(lcFlows, "a settled registration could not be taken out of the journal");
}

// Keeping what came back ------------------------------------------------------------------------

void Registration::describeProfile()
{
    const auto &account = m_outcome.account;
    const auto &operation = m_operation;
    m_profile = Profile{
        .id = operation.profileId,
        .service = operation.service,
        .username = account.username,
        .userId = account.userId,
        .hotkeyName = m_request.hotkeyFile.name,
        .hotkey = m_request.hotkey->address(),
        .coldkey = m_request.wallet.coldkeyAddress,
        .paymentAddress = account.paymentAddress,
        .walletName = m_request.wallet.name,
        .hotkeyPath = m_request.hotkeyFile.path,
        .addedAt = m_context.clock.now(),
    };
}

QFuture<Result<KeepAccount::Kept>> Registration::keep()
{
    auto *keeping = new KeepAccount(m_context, m_secrets, m_request.hotkey, m_profile, m_unsettled,
                                    this);
    const auto future = keeping->start(m_fingerprint);
    whenFinished(future, keeping, [this, keeping](const Result<KeepAccount::Kept> &kept) {
        keeping->deleteLater();
        if (!kept)
            return;
        m_profile = kept->profile;
        m_profileSaved = !kept->profileError;
        if (kept->settled)
            m_unsettled.clear();
    });
    return future;
}

void Registration::keepOutcome()
{
    describeProfile();
    m_unsettled = m_operation.id;
    whenFinished(keep(), this, [this](const Result<KeepAccount::Kept> &kept) {
        if (!kept) {
            finish(failure(kept.error()));
            return;
        }
        auto outcome = std::move(m_outcome);
        outcome.profile = kept->profile;
        outcome.storedAt = kept->storedAt;
        outcome.storeError = kept->storeError;
        outcome.profileError = kept->profileError;
        outcome.store = kept->store;
        finish(std::move(outcome));
    });
}

QFuture<Result<Done>> Registration::keepAgain()
{
    const Promise<Done> promise;
    whenFinished(keep(), this, [promise](const Result<KeepAccount::Kept> &kept) {
        if (!kept)
            promise.finish(failure(kept.error()));
        else if (kept->storeError)
            promise.finish(failure(*kept->storeError));
        else if (kept->profileError)
            promise.finish(failure(*kept->profileError));
        else
            promise.finish(Done{});
    });
    return promise.future();
}

void Registration::forgetFingerprint()
{
    m_fingerprint = Secret();
    // Without a profile the journal is the only trace of the account: it stays.
    if (!m_unsettled.isEmpty() && m_profileSaved)
        dropFromJournal(std::exchange(m_unsettled, {}));
}

} // namespace canopy
