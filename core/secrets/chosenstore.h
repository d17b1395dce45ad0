#pragma once

#include "core/base/whenfinished.h"
#include "core/secrets/secretstore.h"
#include "core/secrets/vaultstore.h"

#include <functional>
#include <memory>
#include <optional>

namespace canopy {

/// The store the person chose: the keychain, this session, or an encrypted vault file. The rest of
/// the program holds this one and need not know. Never changes its place by itself (KC-12).
///
/// What another place holds stays there, and jobs under way end where they began. GUI thread.
class ChosenStore final : public SecretStore
{
    Q_OBJECT

public:
    using Kind = SecretStoreState::Kind;
    using MakeStore = std::function<std::unique_ptr<SecretStore>()>;

    /// @p makeKeychain is called at the first use: nothing is asked of the keychain at start.
    ChosenStore(MakeStore makeKeychain, const QString &vaultPath, Kind kind,
                QObject *parent = nullptr);
    ~ChosenStore() override;

    Kind kind() const { return m_kind; }
    bool vaultExists() const { return m_vault.exists(); }
    void useKeychain() { choose(Kind::Keychain); }
    void useSession() { choose(Kind::SessionOnly); }
    /// Creates the file and uses it; errors as VaultStore::create().
    QFuture<Result<Done>> createVault(Secret passphrase);
    /// Opens the file and uses it; errors as VaultStore::unlockWith().
    QFuture<Result<Done>> openVault(Secret passphrase);
    /// Forgets what opens the vault; the keychain is the desktop's to lock.
    void lock();
    /// The person did not give the passphrase that passphraseWanted() asked for.
    void giveUpUnlocking();

    QFuture<Result<SecretStoreState>> state() override;
    QFuture<Result<Secret>> read(const SecretId &id) override;
    QFuture<Result<Done>> write(const SecretId &id, Secret value) override;
    QFuture<Result<Done>> remove(const SecretId &id) override;
    /// A vault is opened by its passphrase only: passphraseWanted() asks for it, and the future
    /// ends with openVault() or giveUpUnlocking().
    QFuture<Result<Done>> unlock() override;
    bool hasPendingWrites() const override;

signals:
    void passphraseWanted();
    void kindChanged(canopy::SecretStoreState::Kind kind);

private:
    void choose(Kind kind);
    SecretStore &store();
    QFuture<Result<Done>> chooseVaultAfter(const QFuture<Result<Done>> &opened);
    void relay(const SecretStore &store);

    MakeStore m_makeKeychain;
    std::unique_ptr<SecretStore> m_keychain;
    std::unique_ptr<SecretStore> m_session;
    VaultStore m_vault;
    Kind m_kind;
    std::optional<Promise<Done>> m_unlocking;
};

} // namespace canopy
