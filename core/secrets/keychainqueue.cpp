#include "core/secrets/keychainqueue.h"

#include <algorithm>

namespace canopy {

KeychainQueue::KeychainQueue(Patience patience, QObject *parent)
    : QObject(parent)
    , m_patience(patience)
{
    m_waitingTimer.setSingleShot(true);
    connect(&m_waitingTimer, &QTimer::timeout, this, [this] { setWaiting(true); });
}

void KeychainQueue::add(std::unique_ptr<KeychainTask> task)
{
    KeychainTask *added = task.get();
    connect(added, &KeychainTask::ended, this, &KeychainQueue::endFront);
    QTimer::singleShot(m_patience.giveUpMs, added, [this, added] { giveUp(added); });
    m_tasks.push_back(std::move(task));
    if (added->isChange())
        emit pendingChangesChanged();
    if (m_tasks.front().get() == added)
        startFront();
}

bool KeychainQueue::hasPendingChanges() const
{
    return std::ranges::any_of(m_tasks, [](const auto &task) { return task->isChange(); });
}

void KeychainQueue::startFront()
{
    m_waitingTimer.start(m_patience.waitingMs);
    m_tasks.front()->start();
}

void KeychainQueue::endFront()
{
    // It is still inside its own signal.
    KeychainTask *ended = m_tasks.front().release();
    const bool wasChange = ended->isChange();
    ended->deleteLater();
    m_tasks.pop_front();
    m_waitingTimer.stop();
    setWaiting(false);
    if (!m_tasks.empty())
        startFront();
    if (wasChange)
        emit pendingChangesChanged();
}

void KeychainQueue::giveUp(KeychainTask *task)
{
    if (!task->giveUp() || m_tasks.front().get() == task)
        return;
    std::erase_if(m_tasks, [task](const auto &waiting) { return waiting.get() == task; });
}

void KeychainQueue::setWaiting(bool waiting)
{
    if (m_isWaiting == waiting)
        return;
    m_isWaiting = waiting;
    emit waitingChanged(waiting);
}

} // namespace canopy
