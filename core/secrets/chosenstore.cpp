#include "core/secrets/chosenstore.h"

#include "core/secrets/sessionstore.h"

#include <utility>

namespace canopy {

ChosenStore::ChosenStore(MakeStore makeKeychain, const QString &vaultPath, Kind kind,
                         QObject *parent)
    : SecretStore(parent)
    , m_makeKeychain(std::move(makeKeychain))
    , m_vault(vaultPath)
    , m_kind(kind)
{
    relay(m_vault);
}

ChosenStore::~ChosenStore() = default;

QFuture<Result<Done>> ChosenStore::createVault(Secret passphrase)
{
    return chooseVaultAfter(m_vault.create(std::move(passphrase)));
}

QFuture<Result<Done>> ChosenStore::openVault(Secret passphrase)
{
    return chooseVaultAfter(m_vault.unlockWith(std::move(passphrase)));
}

void ChosenStore::lock()
{
    m_vault.lock();
}

void ChosenStore::giveUpUnlocking()
{
    if (const auto unlocking = std::exchange(m_unlocking, {}))
        unlocking->finish(failure(Error::Code::Cancelled));
}

QFuture<Result<SecretStoreState>> ChosenStore::state()
{
    return store().state();
}

QFuture<Result<Secret>> ChosenStore::read(const SecretId &id)
{
    return store().read(id);
}

QFuture<Result<Done>> ChosenStore::write(const SecretId &id, Secret value)
{
    return store().write(id, std::move(value));
}

QFuture<Result<Done>> ChosenStore::remove(const SecretId &id)
{
    return store().remove(id);
}

QFuture<Result<Done>> ChosenStore::unlock()
{
    if (m_kind != Kind::VaultFile)
        return store().unlock();
    if (!m_unlocking) {
        m_unlocking.emplace();
        emit passphraseWanted();
    }
    return m_unlocking->future();
}

bool ChosenStore::hasPendingWrites() const
{
    return (m_keychain && m_keychain->hasPendingWrites()) || m_vault.hasPendingWrites();
}

void ChosenStore::choose(Kind kind)
{
    if (m_kind == kind)
        return;
    m_kind = kind;
    emit kindChanged(kind);
}

SecretStore &ChosenStore::store()
{
    if (m_kind == Kind::VaultFile)
        return m_vault;
    auto &made = m_kind == Kind::Keychain ? m_keychain : m_session;
    if (!made) {
        made = m_kind == Kind::Keychain ? m_makeKeychain() : std::make_unique<SessionStore>();
        relay(*made);
    }
    return *made;
}

QFuture<Result<Done>> ChosenStore::chooseVaultAfter(const QFuture<Result<Done>> &opened)
{
    const Promise<Done> promise;
    whenFinished(opened, this, [this, promise](const Result<Done> &result) {
        if (result) {
            choose(Kind::VaultFile);
            if (const auto unlocking = std::exchange(m_unlocking, {}))
                unlocking->finish(Done());
        }
        promise.finish(result);
    });
    return promise.future();
}

void ChosenStore::relay(const SecretStore &store)
{
    connect(&store, &SecretStore::waitingChanged, this, &SecretStore::waitingChanged);
    connect(&store, &SecretStore::pendingWritesChanged, this, &SecretStore::pendingWritesChanged);
}

} // namespace canopy
