#pragma once

#include "core/base/whenfinished.h"
#include "core/secrets/keychainqueue.h"
#include "core/secrets/keychainservice.h"

#include <functional>

namespace canopy {

/// What the operations on one entry share: they believe neither "not found" nor "done" (KC-01).
class EntryTask : public KeychainTask
{
    Q_OBJECT

public:
    /// @p service must outlive the task.
    EntryTask(KeychainService &service, SecretId id);

protected:
    /// Reads what is stored, four-valued: bytes, SecretAbsent if really absent, KeychainLocked, or
    /// unknown. Prompts nobody.
    void readEntry(const std::function<void(Result<Secret>)> &then);

    /// Runs @p job, and once more over a new connection if the first seems to have met a daemon
    /// that was restarted (KC-10). Every job may be repeated.
    template <typename T>
    void attempt(const std::function<QFuture<Result<T>>()> &job,
                 const std::function<void(Result<T>)> &then, bool mayReconnect = true);

    KeychainService &service() const { return m_service; }
    const SecretId &id() const { return m_id; }
    const QString &name() const { return m_name; }

private:
    void explainAbsence(const std::function<void(Result<Secret>)> &then);

    KeychainService &m_service;
    SecretId m_id;
    QString m_name;
};

class ReadTask final : public EntryTask
{
    Q_OBJECT

public:
    using EntryTask::EntryTask;
    QFuture<Result<Secret>> future() const { return m_promise.future(); }
    void start() override;
    bool giveUp() override;

private:
    Promise<Secret> m_promise;
};

class WriteTask final : public EntryTask
{
    Q_OBJECT

public:
    /// @p sealed is the envelope to be stored.
    WriteTask(KeychainService &service, const SecretId &id, Secret sealed);
    QFuture<Result<Done>> future() const { return m_promise.future(); }
    void start() override;
    bool isChange() const override { return true; }

private:
    void write();
    void verify(const Result<Done> &written);
    void end(const Result<Done> &result);

    Promise<Done> m_promise;
    Secret m_sealed;
};

class RemoveTask final : public EntryTask
{
    Q_OBJECT

public:
    using EntryTask::EntryTask;
    QFuture<Result<Done>> future() const { return m_promise.future(); }
    void start() override;
    bool isChange() const override { return true; }

private:
    void remove();
    void verify(const Result<Done> &removed);
    void end(const Result<Done> &result);

    Promise<Done> m_promise;
};

class UnlockTask final : public KeychainTask
{
    Q_OBJECT

public:
    explicit UnlockTask(KeychainService &service);
    QFuture<Result<Done>> future() const { return m_promise.future(); }
    void start() override;

private:
    KeychainService &m_service;
    Promise<Done> m_promise;
};

} // namespace canopy
