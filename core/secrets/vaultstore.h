#pragma once

#include "core/secrets/secretstore.h"

#include <memory>

namespace canopy {

/// An encrypted file for machines without a keychain: argon2id + XChaCha20-Poly1305; the format
/// is described in core/secrets/vaultfile.h. Chosen by the person, never fallen back to.
///
/// Locked until unlockWith(); the derived key stays in guarded memory until lock(). The file is
/// read again for every operation, so no other secret stays in memory. Besides the answers of
/// SecretStore there are those of files: FileMissing, FileDamaged, FileUnsafe, DiskFull …;
/// FileConflict if another program changed the vault at the same moment.
class VaultStore final : public SecretStore
{
    Q_OBJECT

public:
    explicit VaultStore(QString path, QObject *parent = nullptr);
    ~VaultStore() override;

    bool exists() const;
    /// Creates the file; FileConflict if it exists. Seconds of work, off the GUI thread.
    QFuture<Result<Done>> create(Secret passphrase);
    /// WrongPassword, OutOfMemory, FileDamaged, FileMissing; Unsupported for a vault of a later
    /// version; Cancelled if lock() came in between.
    QFuture<Result<Done>> unlockWith(Secret passphrase);
    void lock();

    QFuture<Result<SecretStoreState>> state() override;
    QFuture<Result<Secret>> read(const SecretId &id) override;
    QFuture<Result<Done>> write(const SecretId &id, Secret value) override;
    QFuture<Result<Done>> remove(const SecretId &id) override;
    /// KeychainLocked: only the passphrase opens a vault; the window asks for it.
    QFuture<Result<Done>> unlock() override;
    bool hasPendingWrites() const override;

private:
    /// Writes @p value, or removes the entry if it is empty.
    QFuture<Result<Done>> change(const SecretId &id, Secret value);

    class Vault;
    std::unique_ptr<Vault> m_vault;
};

} // namespace canopy
