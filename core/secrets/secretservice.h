#pragma once

#include "core/secrets/keychainservice.h"

namespace canopy {

/// The Secret Service of freedesktop.org: GNOME Keyring, KeePassXC, KWallet of Plasma 6.
class SecretService final : public KeychainService
{
    Q_OBJECT

public:
    using KeychainService::KeychainService;

    QFuture<Result<SecretStoreState>> state() override;
    QFuture<Result<Presence>> find(const QString &name) override;
    /// Unlocks the default collection, or has one made where there is none.
    QFuture<Result<Done>> unlock() override;
};

} // namespace canopy
