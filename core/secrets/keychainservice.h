#pragma once

#include "core/secrets/secretstore.h"

namespace canopy {

/// The service and label of every entry of ours; the key is entryName().
inline constexpr QLatin1StringView keychainServiceName{"Canopy"};

/// What a keychain says about itself, which QtKeychain cannot tell: it answers "not found" for a
/// locked entry, and "done" for the removal of one (F-5, F-6).
///
/// Questions go over D-Bus without ever blocking, prompt nobody, and are answered within seconds.
class KeychainService : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    enum class Presence {
        Absent, ///< known, because everything that could hold it is unlocked
        PresentLocked,
        Present,
    };

    virtual QFuture<Result<SecretStoreState>> state() = 0;
    /// Fails with KeychainLocked, KeychainMissing or KeychainUnknown where nothing is known.
    virtual QFuture<Result<Presence>> find(const QString &name) = 0;
    /// Lets the system ask the person; open as long as its prompt is.
    virtual QFuture<Result<Done>> unlock() = 0;
};

/// What follows from @p state for an operation that needs it unlocked.
Result<Done> mayUse(const SecretStoreState &state);

} // namespace canopy
