#pragma once

#include "core/secrets/secretstore.h"

#include <QList>

#include <functional>
#include <map>
#include <optional>

namespace canopy::test {

/// A secret store in memory whose misbehaviour is chosen. Every answer comes from the event loop.
class MemorySecretStore final : public SecretStore
{
    Q_OBJECT

public:
    using SecretStore::SecretStore;

    enum class Operation { Read, Write, Remove };
    struct Fault
    {
        Operation operation = Operation::Write;
        std::optional<SecretKind> kind = {}; ///< nullopt: any
        Error::Code code = Error::Code::KeychainNotStored;
        int remaining = 1; ///< −1: always
        bool works = false; ///< it is done all the same, only not said
    };
    void add(const Fault &fault) { m_faults.append(fault); }
    void clearFaults() { m_faults.clear(); }
    void setState(const SecretStoreState &state) { m_state = state; }
    /// Asked at each operation: true keeps it waiting until release(), like a prompt that nobody
    /// touches.
    void setGate(std::function<bool()> gate) { m_gate = std::move(gate); }
    void release();
    /// What waits never happens.
    void dropWaiting();

    const Secret *find(const SecretId &id) const;
    /// The one entry of @p kind, whatever its profile.
    const Secret *find(SecretKind kind) const;
    int count(SecretKind kind) const;
    int operations() const { return m_operations; }

    QFuture<Result<SecretStoreState>> state() override;
    QFuture<Result<Secret>> read(const SecretId &id) override;
    QFuture<Result<Done>> write(const SecretId &id, Secret value) override;
    QFuture<Result<Done>> remove(const SecretId &id) override;
    QFuture<Result<Done>> unlock() override;
    bool hasPendingWrites() const override { return !m_waiting.isEmpty(); }

private:
    struct Entry
    {
        SecretId id;
        Secret value;
    };
    using Job = std::function<void()>;
    void enqueue(Job job);
    std::optional<Fault> take(Operation operation, SecretKind kind);
    static QString nameOf(const SecretId &id);

    std::map<QString, Entry> m_entries;
    QList<Fault> m_faults;
    QList<Job> m_waiting;
    SecretStoreState m_state{.kind = SecretStoreState::Kind::Keychain,
                             .availability = SecretStoreState::Availability::Unlocked,
                             .backend = QStringLiteral("GNOME Keyring")};
    int m_operations = 0;
    std::function<bool()> m_gate;
};

} // namespace canopy::test
