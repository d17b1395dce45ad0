#include "core/secrets/vaultstore.h"

#include "core/base/background.h"
#include "core/base/files.h"
#include "core/secrets/entryname.h"
#include "core/secrets/envelope.h"
#include "core/secrets/vaultfile.h"

#include <QFileInfo>
#include <QThreadPool>

#include <utility>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

/// The key of an open vault, and what it was derived with. Shared with jobs that still run when
/// the vault is locked, and never changed.
struct OpenVault
{
    vaultfile::Derivation derivation;
    Secret key;
};
using OpenVaultPtr = std::shared_ptr<const OpenVault>;

struct Content
{
    vaultfile::Entries entries;
    FileStamp stamp;
};

Result<OpenVaultPtr> opened(const Secret &passphrase, const vaultfile::Derivation &derivation)
{
    auto key = vaultfile::deriveKey(passphrase, derivation);
    if (!key)
        return failure(key.error());
    return std::make_shared<const OpenVault>(
        OpenVault{.derivation = derivation, .key = std::move(*key)});
}

Result<OpenVaultPtr> createVault(const QString &path, const Secret &passphrase)
{
    if (const auto made = makePrivateFolder(QFileInfo(path).path()); !made)
        return failure(made.error());
    auto vault = opened(passphrase, vaultfile::freshDerivation());
    if (!vault)
        return vault;
    const auto bytes = vaultfile::seal((*vault)->key, (*vault)->derivation, {});
    if (!bytes)
        return failure(bytes.error());
    if (const auto created = createFile(path, *bytes); !created)
        return failure(created.error());
    return vault;
}

Result<OpenVaultPtr> openVault(const QString &path, const Secret &passphrase)
{
    const auto file = readSmallFile(path, vaultfile::largestFile);
    if (!file)
        return failure(file.error());
    const auto derivation = vaultfile::derivationOf(file->bytes);
    if (!derivation)
        return failure(derivation.error());
    auto vault = opened(passphrase, *derivation);
    if (!vault)
        return vault;
    if (const auto entries = vaultfile::open(file->bytes, (*vault)->key); !entries)
        return failure(entries.error());
    return vault;
}

Result<Content> load(const QString &path, const OpenVault &vault)
{
    const auto file = readSmallFile(path, vaultfile::largestFile);
    if (!file)
        return failure(file.error());
    const auto derivation = vaultfile::derivationOf(file->bytes);
    if (!derivation)
        return failure(derivation.error());
    if (*derivation != vault.derivation)
        return failure(Error::Code::KeychainLocked, u"the vault has another passphrase now"_s);
    auto entries = vaultfile::open(file->bytes, vault.key);
    if (!entries)
        return failure(Error::Code::FileDamaged, u"the vault no longer opens"_s);
    return Content{.entries = std::move(*entries), .stamp = file->stamp};
}

Result<Done> save(const QString &path, const OpenVault &vault, const Content &content)
{
    const auto bytes = vaultfile::seal(vault.key, vault.derivation, content.entries);
    if (!bytes)
        return failure(bytes.error());
    return replaceFile(path, *bytes, &content.stamp);
}

Result<Secret> readEntry(const QString &path, const OpenVault &vault, const QByteArray &name)
{
    auto content = load(path, vault);
    if (!content)
        return failure(content.error());
    const auto found = content->entries.find(name);
    if (found == content->entries.end())
        return failure(Error::Code::SecretAbsent);
    return std::move(found->second);
}

/// @p value empty: removes the entry. What was written is read back (KC-04).
Result<Done> changeEntry(const QString &path, const OpenVault &vault, const QByteArray &name,
                         const Secret &value)
{
    auto content = load(path, vault);
    if (!content)
        return failure(content.error());
    if (value.isEmpty() && content->entries.erase(name) == 0)
        return Done{};
    if (!value.isEmpty())
        content->entries.insert_or_assign(name, value.clone());
    if (const auto saved = save(path, vault, *content); !saved)
        return saved;

    const auto stored = readEntry(path, vault, name);
    const bool isDone = value.isEmpty()
        ? !stored && stored.error().code == Error::Code::SecretAbsent
        : stored && stored->equals(value);
    if (!isDone)
        return failure(Error::Code::KeychainNotStored, u"the vault reads back otherwise"_s);
    return Done{};
}

} // namespace

class VaultStore::Vault
{
public:
    explicit Vault(QString filePath)
        : path(std::move(filePath))
    {
        // One thread, so that jobs keep their order.
        jobs.setMaxThreadCount(1);
    }

    /// Opens the vault when @p deriving has succeeded, unless it was locked meanwhile.
    QFuture<Result<Done>> openAfter(const QFuture<Result<OpenVaultPtr>> &deriving, QObject *context)
    {
        const Promise<Done> promise;
        whenFinished(deriving, context,
                     [this, promise, started = lockings](const Result<OpenVaultPtr> &vault) {
                         if (!vault) {
                             promise.finish(failure(vault.error()));
                             return;
                         }
                         if (lockings != started) {
                             promise.finish(failure(Error::Code::Cancelled));
                             return;
                         }
                         open = *vault;
                         promise.finish(Done{});
                     });
        return promise.future();
    }

    QString path;
    OpenVaultPtr open; ///< null while locked
    int lockings = 0;
    int pendingWrites = 0;
    QThreadPool jobs; ///< what was handed in is carried out, also when the store goes
};

VaultStore::VaultStore(QString path, QObject *parent)
    : SecretStore(parent)
    , m_vault(std::make_unique<Vault>(std::move(path)))
{
}

VaultStore::~VaultStore() = default;

bool VaultStore::exists() const
{
    return QFileInfo::exists(m_vault->path);
}

QFuture<Result<Done>> VaultStore::create(Secret passphrase)
{
    if (exists())
        return readyFuture<Done>(failure(Error::Code::FileConflict));
    const auto typed = std::make_shared<const Secret>(std::move(passphrase));
    const auto job = [path = m_vault->path, typed] { return createVault(path, *typed); };
    return m_vault->openAfter(runInBackground<OpenVaultPtr>(keyDerivationPool(), job), this);
}

QFuture<Result<Done>> VaultStore::unlockWith(Secret passphrase)
{
    const auto typed = std::make_shared<const Secret>(std::move(passphrase));
    const auto job = [path = m_vault->path, typed] { return openVault(path, *typed); };
    return m_vault->openAfter(runInBackground<OpenVaultPtr>(keyDerivationPool(), job), this);
}

void VaultStore::lock()
{
    m_vault->open.reset();
    ++m_vault->lockings;
}

QFuture<Result<SecretStoreState>> VaultStore::state()
{
    using Availability = SecretStoreState::Availability;
    auto availability = m_vault->open ? Availability::Unlocked : Availability::Locked;
    if (!exists())
        availability = Availability::Missing;
    return readyFuture<SecretStoreState>(
        SecretStoreState{.kind = SecretStoreState::Kind::VaultFile,
                         .availability = availability,
                         .backend = QFileInfo(m_vault->path).fileName()});
}

QFuture<Result<Secret>> VaultStore::read(const SecretId &id)
{
    if (!m_vault->open)
        return readyFuture<Secret>(failure(Error::Code::KeychainLocked));
    return runInBackground<Secret>(m_vault->jobs,
                                   [path = m_vault->path, vault = m_vault->open,
                                    name = entryName(id).toUtf8()] {
                                       return readEntry(path, *vault, name);
                                   });
}

QFuture<Result<Done>> VaultStore::write(const SecretId &id, Secret value)
{
    // The limits of the other stores, so that what is held here can be moved there.
    if (!envelope::fits(id, value.size()))
        return readyFuture<Done>(failure(Error::Code::InvalidInput, u"size of a secret"_s));
    return change(id, std::move(value));
}

QFuture<Result<Done>> VaultStore::remove(const SecretId &id)
{
    return change(id, Secret());
}

QFuture<Result<Done>> VaultStore::change(const SecretId &id, Secret value)
{
    if (!m_vault->open)
        return readyFuture<Done>(failure(Error::Code::KeychainLocked));
    const auto kept = std::make_shared<const Secret>(std::move(value));
    const auto future = runInBackground<Done>(m_vault->jobs,
                                              [path = m_vault->path, vault = m_vault->open,
                                               name = entryName(id).toUtf8(), kept] {
                                                  return changeEntry(path, *vault, name, *kept);
                                              });
    ++m_vault->pendingWrites;
    emit pendingWritesChanged();
    whenFinished(future, this, [this](const Result<Done> &) {
        --m_vault->pendingWrites;
        emit pendingWritesChanged();
    });
    return future;
}

QFuture<Result<Done>> VaultStore::unlock()
{
    return readyFuture<Done>(failure(Error::Code::KeychainLocked, u"needs the passphrase"_s));
}

bool VaultStore::hasPendingWrites() const
{
    return m_vault->pendingWrites > 0;
}

} // namespace canopy
