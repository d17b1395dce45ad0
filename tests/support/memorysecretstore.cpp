#include "tests/support/memorysecretstore.h"

#include "core/base/whenfinished.h"

#include <QTimer>

#include <utility>

namespace canopy::test {

QString MemorySecretStore::nameOf(const SecretId &id)
{
    return id.origin + u'|' + id.profileId + u'|' + QString::number(static_cast<int>(id.kind))
        + u'|' + id.item;
}

void MemorySecretStore::enqueue(Job job)
{
    ++m_operations;
    if (m_gate && m_gate())
        m_waiting.append(std::move(job));
    else
        QTimer::singleShot(0, this, std::move(job));
}

void MemorySecretStore::release()
{
    m_gate = {};
    for (auto &job : std::exchange(m_waiting, {}))
        QTimer::singleShot(0, this, std::move(job));
}

void MemorySecretStore::dropWaiting()
{
    m_gate = {};
    m_waiting.clear();
}

std::optional<MemorySecretStore::Fault> MemorySecretStore::take(Operation operation,
                                                                SecretKind kind)
{
    for (auto &fault : m_faults) {
        if (fault.operation != operation || fault.remaining == 0
            || (fault.kind && *fault.kind != kind))
            continue;
        if (fault.remaining > 0)
            --fault.remaining;
        return fault;
    }
    return std::nullopt;
}

const Secret *MemorySecretStore::find(const SecretId &id) const
{
    const auto found = m_entries.find(nameOf(id));
    return found == m_entries.end() ? nullptr : &found->second.value;
}

const Secret *MemorySecretStore::find(SecretKind kind) const
{
    for (const auto &[name, entry] : m_entries) {
        if (entry.id.kind == kind)
            return &entry.value;
    }
    return nullptr;
}

int MemorySecretStore::count(SecretKind kind) const
{
    return static_cast<int>(std::ranges::count_if(m_entries, [kind](const auto &entry) {
        return entry.second.id.kind == kind;
    }));
}

QFuture<Result<SecretStoreState>> MemorySecretStore::state()
{
    const Promise<SecretStoreState> promise;
    enqueue([this, promise] { promise.finish(m_state); });
    return promise.future();
}

QFuture<Result<Secret>> MemorySecretStore::read(const SecretId &id)
{
    const Promise<Secret> promise;
    enqueue([this, promise, id] {
        if (const auto fault = take(Operation::Read, id.kind))
            promise.finish(failure(fault->code));
        else if (const auto *value = find(id))
            promise.finish(value->clone());
        else
            promise.finish(failure(Error::Code::SecretAbsent));
    });
    return promise.future();
}

QFuture<Result<Done>> MemorySecretStore::write(const SecretId &id, Secret value)
{
    const Promise<Done> promise;
    const auto shared = std::make_shared<Secret>(std::move(value));
    enqueue([this, promise, id, shared] {
        const auto fault = take(Operation::Write, id.kind);
        if (!fault || fault->works)
            m_entries.insert_or_assign(nameOf(id), Entry{id, shared->clone()});
        promise.finish(fault ? Result<Done>(failure(fault->code)) : Done{});
    });
    return promise.future();
}

QFuture<Result<Done>> MemorySecretStore::remove(const SecretId &id)
{
    const Promise<Done> promise;
    enqueue([this, promise, id] {
        const auto fault = take(Operation::Remove, id.kind);
        if (!fault || fault->works)
            m_entries.erase(nameOf(id));
        promise.finish(fault ? Result<Done>(failure(fault->code)) : Done{});
    });
    return promise.future();
}

QFuture<Result<Done>> MemorySecretStore::unlock()
{
    m_state.availability = SecretStoreState::Availability::Unlocked;
    return readyFuture<Done>(Done{});
}

} // namespace canopy::test
