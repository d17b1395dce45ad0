#pragma once

#include "core/chutes/chutesclient.h"
#include "core/flows/cliconfig.h"
#include "core/flows/connectionchecks.h"
#include "core/flows/registration.h"
#include "core/profiles/chutesconfig.h"
#include "core/profiles/journal.h"
#include "core/profiles/profilestore.h"
#include "core/secrets/secretstore.h"
#include "core/wallet/wallet.h"

#include <QObject>

namespace canopy {

/// Registering a hotkey's account, from the checks to the stored fingerprint (TX-01, TX-03).
///
/// The wizard asks one thing after another; the flow keeps what was answered, so that a failure
/// never loses it. Nothing is sent twice: an answer that got lost is settled by asking whether the
/// hotkey has an account now, and then a new fingerprint is set, since the first one only ever
/// existed in that answer. GUI thread.
class RegisterAccount : public QObject
{
    Q_OBJECT

public:
    using Check = ConnectionChecks::Check;
    using CheckState = ConnectionChecks::State;
    using CheckResult = ConnectionChecks::CheckResult;

    explicit RegisterAccount(RegistrationContext context, QObject *parent = nullptr);

    // 1. Connection -----------------------------------------------------------------------------
    /// Runs all checks; checkChanged() for each, checksFinished() at the end. Also learns the
    /// capabilities.
    void runChecks();
    /// Only the secret store again: after it was unlocked, or another was chosen.
    void checkSecretStore();
    /// The store the person chose instead (session only, a vault file); it must outlive the flow.
    /// Takes effect for everything that follows; checkSecretStore() asks it.
    void useSecretStore(SecretStore &store);
    SecretStore &secretStore() const { return *m_secrets; }
    CheckResult check(Check which) const;
    const Capabilities &capabilities() const;
    /// Unknown counts as wanted where the service is the official one.
    bool wantsToken() const;

    // 2. Wallet and hotkey ----------------------------------------------------------------------
    /// Reads the key (@p password for an encrypted one) and asks the service whether it has an
    /// account. Registered::yes means: import instead.
    QFuture<Result<ChutesClient::Registered>> chooseHotkey(const Wallet &wallet,
                                                           const Hotkey &hotkey, Secret password);
    bool hasHotkey() const { return m_hotkey != nullptr; }
    /// Whether the key could be read but the service could not be asked: the wizard may go on.
    bool hotkeyUnchecked() const { return m_hotkeyUnchecked; }
    const Wallet &wallet() const { return m_wallet; }
    const Hotkey &hotkey() const { return m_hotkeyFile; }
    bool hotkeyHasSeed() const;

    // 3. Username, 4. token ---------------------------------------------------------------------
    void setUsername(const QString &username) { m_username = username; }
    const QString &username() const { return m_username; }
    QFuture<Result<NameCheck>> checkName(const QString &username);
    void setToken(const QString &token) { m_token = token; }
    void tokenPageOpened();
    /// When the page was opened last; a token is good for at least 300 s from there.
    const QDateTime &tokenPageOpenedAt() const { return m_tokenPageOpenedAt; }

    // 5. Confirm --------------------------------------------------------------------------------
    /// Canary, journal, request, store, read back. On success the profile is saved and current.
    ///
    /// A failure that may have been carried out is looked into before it is reported: the result
    /// then is either success with fingerprintReplaced, or an error that says what is known.
    using Outcome = Registration::Outcome;
    QFuture<Result<Outcome>> registerNow();
    /// A registration of an earlier run whose answer is not known (after a crash): the same
    /// reconciliation. @p operation is of the journal; the hotkey must have been chosen.
    QFuture<Result<Outcome>> reconcile(const PendingOperation &operation);
    bool isRegistering() const { return m_registration && m_registration->isRunning(); }
    /// Whether the service said, in the last registerNow() or reconcile(), that the hotkey has an
    /// account now: after a failure, what is left to do is its fingerprint.
    bool accountFound() const { return m_registration && m_registration->accountFound(); }
    /// A registration of an earlier attempt of this hotkey that is still in doubt; registerNow()
    /// settles it before it sends anything.
    std::optional<PendingOperation> inDoubt() const;

    // 6. Done -----------------------------------------------------------------------------------
    /// Empty once forgetFingerprint() was called.
    const Secret &fingerprint() const;
    /// Tries again to store the fingerprint and what could not be stored with it.
    QFuture<Result<Done>> storeFingerprintAgain();
    /// The person has seen it through: it is stored, or they said that they keep it themselves.
    /// Until this, or until it is stored, the journal remembers that it may get lost.
    void forgetFingerprint();
    /// Writes config.ini for the chutes CLI, the seed only if @p withSeed. On a worker thread.
    /// FileConflict if the file changed since previewConfig() showed it (since it was read, without
    /// a preview): nothing is written then, and a new preview takes the file as it is now.
    /// InvalidInput, @ref Error::field: user_id or hotkey_seed is not known here.
    QFuture<Result<ChutesConfigFile::Written>> writeConfig(const QString &path, bool withSeed);
    QFuture<Result<QList<ConfigDiffLine>>> previewConfig(const QString &path, bool withSeed);

signals:
    void checkChanged(canopy::RegisterAccount::Check which);
    void checksFinished();

private:
    void askForAccount(const Promise<ChutesClient::Registered> &promise, int choice);
    std::optional<Error> whyNotNow() const;
    Registration &newRegistration();
    Profile profile() const;
    std::shared_ptr<const Secret> seedForConfig(bool wanted) const;

    RegistrationContext m_context;
    SecretStore *m_secrets = nullptr; ///< borrowed: the context's, or the one chosen instead
    ConnectionChecks *m_checks = nullptr; ///< a child
    std::shared_ptr<const HotkeyCredential> m_hotkey;
    Wallet m_wallet;
    Hotkey m_hotkeyFile;
    QString m_username;
    QString m_token;
    QDateTime m_tokenPageOpenedAt;
    std::unique_ptr<Registration> m_registration; ///< the last attempt
    ConfigSeen m_configSeen; ///< what the last preview was made from
    int m_choice = 0; ///< counts chooseHotkey(): the answer to an earlier one is dropped
    bool m_hotkeyUnchecked = false;
};

} // namespace canopy
