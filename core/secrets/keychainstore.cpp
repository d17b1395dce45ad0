#include "core/secrets/keychainstore.h"

#include "core/base/whenfinished.h"
#include "core/secrets/envelope.h"
#include "core/secrets/keychainjobs.h"
#include "core/secrets/keychainqueue.h"
#include "core/secrets/keychaintasks.h"
#include "core/secrets/kwallet.h"
#include "core/secrets/secretservice.h"

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<KeychainService> serviceOfThisDesktop()
{
    if (prefersKWallet())
        return std::make_unique<KWallet>(nullptr);
    return std::make_unique<SecretService>();
}

Error noEventLoop()
{
    return {.code = Error::Code::KeychainUnknown, .detail = u"no GLib event loop"_s};
}

} // namespace

/// The service outlives the tasks that ask it.
class KeychainStore::Queue
{
public:
    template <typename Task, typename... Arguments>
    auto run(Arguments &&...arguments)
    {
        auto task = std::make_unique<Task>(*service, std::forward<Arguments>(arguments)...);
        auto future = task->future();
        tasks.add(std::move(task));
        return future;
    }

    std::unique_ptr<KeychainService> service = serviceOfThisDesktop();
    KeychainQueue tasks{{}, nullptr};
};

KeychainStore::KeychainStore(QObject *parent)
    : SecretStore(parent)
    , m_queue(std::make_unique<Queue>())
{
    connect(&m_queue->tasks, &KeychainQueue::waitingChanged, this, &SecretStore::waitingChanged);
    connect(&m_queue->tasks, &KeychainQueue::pendingChangesChanged, this,
            &SecretStore::pendingWritesChanged);
}

KeychainStore::~KeychainStore() = default;

QFuture<Result<SecretStoreState>> KeychainStore::state()
{
    if (!keychainjobs::canRun())
        return readyFuture<SecretStoreState>(
            SecretStoreState{.kind = SecretStoreState::Kind::Keychain,
                             .availability = SecretStoreState::Availability::Unknown,
                             .detail = noEventLoop().detail});
    return m_queue->service->state();
}

QFuture<Result<Secret>> KeychainStore::read(const SecretId &id)
{
    if (!keychainjobs::canRun())
        return readyFuture<Secret>(failure(noEventLoop()));
    return m_queue->run<ReadTask>(id);
}

QFuture<Result<Done>> KeychainStore::write(const SecretId &id, Secret value)
{
    if (!keychainjobs::canRun())
        return readyFuture<Done>(failure(noEventLoop()));
    auto sealed = envelope::seal(id, value);
    if (!sealed)
        return readyFuture<Done>(failure(sealed.error()));
    return m_queue->run<WriteTask>(id, std::move(*sealed));
}

QFuture<Result<Done>> KeychainStore::remove(const SecretId &id)
{
    if (!keychainjobs::canRun())
        return readyFuture<Done>(failure(noEventLoop()));
    return m_queue->run<RemoveTask>(id);
}

QFuture<Result<Done>> KeychainStore::unlock()
{
    if (!keychainjobs::canRun())
        return readyFuture<Done>(failure(noEventLoop()));
    return m_queue->run<UnlockTask>();
}

bool KeychainStore::hasPendingWrites() const
{
    return m_queue->tasks.hasPendingChanges();
}

} // namespace canopy
