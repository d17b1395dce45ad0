#pragma once

#include "core/secrets/secretstore.h"

#include <map>

namespace canopy {

/// Secrets for this session only: guarded memory, gone when the program ends (KC-12).
class SessionStore final : public SecretStore
{
    Q_OBJECT

public:
    using SecretStore::SecretStore;

    QFuture<Result<SecretStoreState>> state() override;
    QFuture<Result<Secret>> read(const SecretId &id) override;
    QFuture<Result<Done>> write(const SecretId &id, Secret value) override;
    QFuture<Result<Done>> remove(const SecretId &id) override;
    QFuture<Result<Done>> unlock() override;
    bool hasPendingWrites() const override { return false; }

private:
    std::map<QString, Secret> m_entries;
};

} // namespace canopy
