#pragma once

#include "core/base/whenfinished.h"
#include "core/chutes/chutesclient.h"
#include "core/secrets/secretstore.h"

#include <QObject>

namespace canopy {

/// 32 characters of A-Z a-z 0-9: what the service makes itself, and safe in a header.
Secret newFingerprint(RandomSource &random);

/// Gives an account a new fingerprint without ever being the only one to know it (TX-04): written
/// ahead as PendingFingerprint and read back, then sent, then promoted to Fingerprint.
///
/// The value is ours, so sending the same one again does no harm; whether a lost answer meant
/// success is found out by signing in with it. GUI thread.
class ReplaceFingerprint : public QObject
{
    Q_OBJECT

public:
    /// @p account: origin and profile, under which the values are stored. All references must
    /// outlive it.
    ReplaceFingerprint(ChutesClient &client, SecretStore &secrets,
                       std::shared_ptr<const HotkeyCredential> hotkey, SecretId account,
                       QObject *parent = nullptr);

    struct Replaced
    {
        Secret fingerprint;
        /// It holds, and is stored as PendingFingerprint, but could not be promoted.
        std::optional<Error> storeError = {};
    };
    /// @p fingerprint: newFingerprint(), or the pending one of an attempt that was cut off.
    /// Any error of the store before sending: nothing was changed. inDoubt: it may hold, and is
    /// kept as PendingFingerprint for the next attempt.
    QFuture<Result<Replaced>> start(Secret fingerprint);

private:
    void change();
    void tryIt(const Error &cause);
    void promote();
    void finish(std::optional<Error> storeError);
    SecretId id(SecretKind kind) const;

    ChutesClient &m_client;
    SecretStore &m_secrets;
    std::shared_ptr<const HotkeyCredential> m_hotkey;
    SecretId m_account;
    Secret m_fingerprint;
    Promise<Replaced> m_promise;
};

} // namespace canopy
