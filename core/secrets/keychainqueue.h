#pragma once

#include <QObject>
#include <QTimer>

#include <deque>
#include <memory>

namespace canopy {

/// One operation on the keychain, from its turn in the queue to its answer.
class KeychainTask : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Called once, when it is this task's turn. @ref ended follows, never from within the call.
    virtual void start() = 0;
    /// The person has waited long enough: answers, if the task is of a kind that may. The task
    /// stays until its job has ended, and takes the late answer.
    virtual bool giveUp() { return false; }
    /// Whether it writes or removes.
    virtual bool isChange() const { return false; }

signals:
    void ended();
};

/// Runs tasks one after the other, and tells when one keeps everybody waiting.
///
/// Destroying the queue destroys its tasks; jobs that run already end by themselves.
class KeychainQueue final : public QObject
{
    Q_OBJECT

public:
    struct Patience
    {
        int waitingMs = 1000; ///< until waitingChanged(true)
        int giveUpMs = 25000; ///< until a task is asked to give up, whether it was its turn or not
    };

    KeychainQueue(Patience patience, QObject *parent);

    void add(std::unique_ptr<KeychainTask> task);
    bool hasPendingChanges() const;

signals:
    void waitingChanged(bool waiting);
    void pendingChangesChanged();

private:
    void startFront();
    void endFront();
    void giveUp(KeychainTask *task);
    void setWaiting(bool waiting);

    Patience m_patience;
    std::deque<std::unique_ptr<KeychainTask>> m_tasks; ///< the first one runs
    QTimer m_waitingTimer;
    bool m_isWaiting = false;
};

} // namespace canopy
