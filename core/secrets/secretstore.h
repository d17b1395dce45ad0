#pragma once

#include "core/base/result.h"
#include "core/secrets/secret.h"

#include <QFuture>
#include <QObject>
#include <QString>

namespace canopy {

enum class SecretKind {
    HotkeySeed, ///< 32 bytes
    Fingerprint, ///< the account fingerprint, UTF-8
    PendingFingerprint, ///< written before a change is sent (TX-04)
    SessionToken, ///< JSON web token
    ApiKey, ///< one per key: SecretId::item is the key's id
    Canary, ///< written, read and removed before anything irreversible (TX-03)
};

/// Which secret. Safe to log. Entries of two origins or two profiles never share a name (KC-07).
struct SecretId
{
    QString origin; ///< "https://api.chutes.ai", or another server: a world of its own
    QString profileId; ///< 128 random bits in hex, made by ProfileStore
    SecretKind kind = SecretKind::Canary;
    QString item = {};

    bool operator==(const SecretId &) const = default;
};

/// Where secrets are kept, and in what state that is; asked without any prompt (KC-01, KC-18).
struct SecretStoreState
{
    enum class Kind { Keychain, VaultFile, SessionOnly };
    enum class Availability {
        Unlocked,
        Locked, ///< Unlock is possible
        NoCollection, ///< a keychain service without a default collection
        Missing, ///< no service, or no session bus
        Unknown, ///< it did not answer, or jobs cannot run here (no GLib event loop)
    };

    Kind kind = Kind::Keychain;
    Availability availability = Availability::Unknown;
    QString backend = {}; ///< "GNOME Keyring", "KWallet", "Secret Service", file name of the vault
    QString detail = {}; ///< for the log

    bool operator==(const SecretStoreState &) const = default;
};

/// Secrets at rest. Answers are four-valued: a value, SecretAbsent (known not to exist),
/// KeychainLocked, or KeychainMissing/KeychainUnknown (nothing is known). Only SecretAbsent may
/// ever be acted on as absence (KC-02).
///
/// Everything is asynchronous, runs in order, and is called from the GUI thread. A future may stay
/// open as long as a system prompt does; there is no cancel, and late answers are still given.
class SecretStore : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual QFuture<Result<SecretStoreState>> state() = 0;
    virtual QFuture<Result<Secret>> read(const SecretId &id) = 0;
    /// Success means: stored, read back and compared (KC-04). On any error the value may or may
    /// not be stored; an older value was not lost unless the new one is in place.
    virtual QFuture<Result<Done>> write(const SecretId &id, Secret value) = 0;
    /// Success means: verified to be gone (KC-03). A missing entry is success.
    virtual QFuture<Result<Done>> remove(const SecretId &id) = 0;
    /// Asks the system to unlock; the one call that may prompt by itself.
    virtual QFuture<Result<Done>> unlock() = 0;
    /// Jobs handed in and not answered yet; the program waits for writes before it quits (KC-09).
    virtual bool hasPendingWrites() const = 0;

signals:
    /// A job has waited for more than a second (true), or the wait is over (false): "Waiting for
    /// your keyring…".
    void waitingChanged(bool waiting);
    void pendingWritesChanged();
};

/// A write, read and removal of a random canary: whether the store can be relied on (TX-03).
/// @p store must outlive the returned future.
QFuture<Result<Done>> probeSecretStore(SecretStore &store, const QString &origin);

} // namespace canopy
