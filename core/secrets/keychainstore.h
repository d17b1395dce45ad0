#pragma once

#include "core/secrets/secretstore.h"

#include <memory>

namespace canopy {

/// The desktop's keychain through QtKeychain (KC-01 … KC-20). Lives on the GUI thread.
///
/// A read is answered within 25 seconds, in need with KeychainUnknown; its job then still runs to
/// its end and the late answer is wiped. Writes, removals and unlocking are never given up, since
/// they may still happen: their futures stay open until what happened is verified. @ref state is
/// answered at once, past the queue.
///
/// Deleting the store is safe while jobs run: they end by themselves, unheard.
class KeychainStore final : public SecretStore
{
    Q_OBJECT

public:
    explicit KeychainStore(QObject *parent = nullptr);
    ~KeychainStore() override;

    QFuture<Result<SecretStoreState>> state() override;
    QFuture<Result<Secret>> read(const SecretId &id) override;
    QFuture<Result<Done>> write(const SecretId &id, Secret value) override;
    QFuture<Result<Done>> remove(const SecretId &id) override;
    QFuture<Result<Done>> unlock() override;
    bool hasPendingWrites() const override;

private:
    class Queue;
    std::unique_ptr<Queue> m_queue;
};

} // namespace canopy
