#pragma once

#include "core/flows/keepaccount.h"
#include "core/flows/settleregistration.h"
#include "core/wallet/wallet.h"

#include <QObject>

namespace canopy {

/// What is registered, as the wizard asked for it.
struct RegistrationRequest
{
    Wallet wallet;
    Hotkey hotkeyFile;
    std::shared_ptr<const HotkeyCredential> hotkey;
    QString username;
    QString token;
};

/// One attempt at a registration, from the canary to the account that is kept (TX-01, TX-03,
/// TX-07): canary, journal, one request, fingerprint and seed stored and read back, profile, and
/// the journal's entry taken out. Afterwards it holds the fingerprint until that is safe.
/// GUI thread; one start() or reconcile() an object.
class Registration : public QObject
{
    Q_OBJECT

public:
    /// References must outlive it.
    Registration(RegistrationContext context, SecretStore &secrets, RegistrationRequest request,
                 QObject *parent = nullptr);
    ~Registration() override;
    Q_DISABLE_COPY_MOVE(Registration)

    struct Outcome
    {
        Profile profile;
        Account account;
        /// The one the service made was lost on the way; a new one was set.
        bool fingerprintReplaced = false;
        /// False after an answer got lost and the service does not say more: then @ref account
        /// holds only what was typed here.
        bool accountConfirmed = true;
        /// Stored and read back at this time; invalid if the store failed, and then the
        /// fingerprint exists only in fingerprint() and the window must not close.
        QDateTime storedAt = {};
        /// With a valid storedAt: only the hotkey's seed could not be stored.
        std::optional<Error> storeError = {};
        /// The account exists and its fingerprint is safe, but accounts.json could not be
        /// written; the journal keeps it for the next start.
        std::optional<Error> profileError = {};
        SecretStoreState store = {};
    };
    /// Settles what an earlier attempt left in doubt first, and sends only if that came to nothing.
    QFuture<Result<Outcome>> start();
    /// Sends no registration whatever comes out.
    QFuture<Result<Outcome>> reconcile(const PendingOperation &operation);

    bool isRunning() const { return m_running; }
    bool accountFound() const { return m_accountFound; }
    const Secret &fingerprint() const { return m_fingerprint; }
    const Profile &profile() const { return m_profile; }

    QFuture<Result<Done>> keepAgain();
    void forgetFingerprint();

    /// The entry of @p journal that tells of a registration of @p hotkey at @p service.
    static std::optional<PendingOperation> inDoubt(const Journal &journal, const Origin &service,
                                                   const Ss58Address &hotkey);

private:
    Result<Done> readyToSend() const;
    bool claimHotkey();
    void releaseHotkey();
    QFuture<Result<Outcome>> begin();
    void finish(Result<Outcome> result);

    void probeStore();
    void writeJournal();
    void send(const Ss58Address &coldkey);
    void takeAnswer(Result<RegisteredAccount> answer);
    void settle(const PendingOperation &operation, std::optional<Error> cause);
    void takeSettled(Result<SettledRegistration> settled, const std::optional<Error> &cause);
    void dropFromJournal(const QString &operationId);
    void describeProfile();
    QFuture<Result<KeepAccount::Kept>> keep();
    void keepOutcome();

    RegistrationContext m_context;
    SecretStore &m_secrets;
    RegistrationRequest m_request;
    Promise<Outcome> m_promise;
    PendingOperation m_operation;
    Outcome m_outcome;
    Profile m_profile;
    Secret m_fingerprint;
    QString m_claimed; ///< this hotkey's entry among those being registered
    QString m_unsettled; ///< journal entry that waits for the fingerprint to be safe
    bool m_running = false;
    bool m_accountFound = false;
    bool m_profileSaved = false;
    /// An earlier request for this hotkey left and was not found to have worked: a "taken" now is
    /// then its late success.
    bool m_sentBefore = false;
};

} // namespace canopy
