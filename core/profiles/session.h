#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/whenfinished.h"
#include "core/chutes/chutesclient.h"
#include "core/profiles/profile.h"
#include "core/secrets/secretstore.h"

#include <QDateTime>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace canopy {

/// An open profile: its client, and the credential it signs in with. Switching accounts destroys
/// it and its pages; late answers then reach nobody, and open futures end as Cancelled (NET-16).
///
/// A token it signed in to lives in memory only. GUI thread; the transport, the store, the clock
/// and the random source must outlive it.
class Session : public QObject
{
    Q_OBJECT

public:
    Session(Profile profile, Transport &transport, SecretStore &secrets, const Clock &clock,
            RandomSource &random, QObject *parent = nullptr);

    const Profile &profile() const { return m_profile; }
    ChutesClient &client() { return m_client; }
    SecretStore &secrets() { return m_secrets; }

    /// The account as the service reports it, signing in by whatever this profile holds and this
    /// service accepts (contract §2.6): a session by hotkey where the service offers one, a signed
    /// GET /users/me where that can be signed, a session by fingerprint otherwise. A session that
    /// ended is signed in to again, once.
    ///
    /// SecretAbsent where the profile holds nothing to sign in with, HotkeyNotAllowed or NotOffered
    /// where it holds only a hotkey and this service wants a fingerprint; KeychainLocked,
    /// KeychainMissing … where the store does not say; KeyMismatch where the stored seed is not the
    /// profile's hotkey; the client's errors otherwise. While one is under way, others get the same
    /// answer.
    QFuture<Result<Account>> account();
    /// What the service offers, asked once and kept for the session; a failure is not kept.
    QFuture<Result<Capabilities>> capabilities();
    /// A credential that may list, create and revoke keys: the hotkey, whose signatures work on
    /// every generation of the service, or else a session token. Errors as account().
    QFuture<Result<std::shared_ptr<const Credential>>> keyCredential();

    /// When the last answer came, invalid if none did.
    const QDateTime &lastAnswerAt() const { return m_lastAnswerAt; }

signals:
    /// Only when it changed.
    void reachabilityChanged(bool reachable);

private:
    using AccountPromise = Promise<Account>;
    using CredentialResult = Result<std::shared_ptr<const Credential>>;
    using CredentialHandler = std::function<void(CredentialResult)>;
    using HotkeyHandler = std::function<void(Result<std::shared_ptr<const HotkeyCredential>>)>;

    void signIn(const AccountPromise &promise);
    void signInWithHotkey(const AccountPromise &promise,
                          const std::shared_ptr<const HotkeyCredential> &hotkey);
    void askSigned(const AccountPromise &promise,
                   const std::shared_ptr<const HotkeyCredential> &hotkey);
    void signInWithFingerprint(const AccountPromise &promise, const Error &otherwise);
    void askWithToken(const AccountPromise &promise, bool mayBeOld);

    /// Opens a session with the fingerprint. @p otherwise: what to say if the profile has none.
    void openWithFingerprint(const Error &otherwise, const CredentialHandler &handler);
    /// The hotkey from the stored seed, read once. SecretAbsent if the profile has none.
    void withHotkey(const HotkeyHandler &handler);
    void adoptToken(Secret token);
    SecretId secretId(SecretKind kind) const;
    void setReachable(bool reachable);

    Profile m_profile;
    SecretStore &m_secrets;
    const Clock &m_clock;
    RandomSource &m_random;
    ChutesClient m_client;
    std::shared_ptr<const HotkeyCredential> m_hotkey;
    std::shared_ptr<const Credential> m_token;
    std::optional<Capabilities> m_capabilities;
    std::optional<QFuture<Result<Account>>> m_accountAsked;
    std::optional<QFuture<Result<Capabilities>>> m_capabilitiesAsked;
    QDateTime m_lastAnswerAt;
    bool m_reachable = true;
};

} // namespace canopy
