#include "core/secrets/keychainqueue.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

/// Ends when the test says so.
class ManualTask final : public KeychainTask
{
    Q_OBJECT

public:
    ManualTask(QString name, QStringList &log, bool isChange = false)
        : m_name(std::move(name))
        , m_log(log)
        , m_isChange(isChange)
    {
    }
    ~ManualTask() override { m_log.append(m_name + u" gone"_s); }
    Q_DISABLE_COPY_MOVE(ManualTask)

    void start() override { m_log.append(m_name + u" started"_s); }
    bool giveUp() override
    {
        if (!m_isChange)
            m_log.append(m_name + u" gave up"_s);
        return !m_isChange;
    }
    bool isChange() const override { return m_isChange; }
    void end() { emit ended(); }

private:
    QString m_name;
    QStringList &m_log;
    bool m_isChange;
};

constexpr KeychainQueue::Patience patient{.waitingMs = 60000, .giveUpMs = 60000};

} // namespace

class TestKeychainQueue : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void runsOneAfterTheOther();
    void tellsWhenItWaits();
    void waitsForEachTaskAnew();
    void givesUpWhatRuns();
    void givesUpWhatIsWaitingItsTurn();
    void neverGivesUpChanges();
    void countsChanges();
    void takesItsTasksAlong();

private:
    QPointer<ManualTask> add(KeychainQueue &queue, const QString &name, bool isChange = false);

    QStringList m_log;
};

QPointer<ManualTask> TestKeychainQueue::add(KeychainQueue &queue, const QString &name,
                                            bool isChange)
{
    auto task = std::make_unique<ManualTask>(name, m_log, isChange);
    QPointer<ManualTask> added = task.get();
    queue.add(std::move(task));
    return added;
}

void TestKeychainQueue::init()
{
    m_log.clear();
}

void TestKeychainQueue::runsOneAfterTheOther()
{
    KeychainQueue queue(patient, nullptr);
    const auto first = add(queue, u"1"_s);
    const auto second = add(queue, u"2"_s);
    QCOMPARE(m_log, QStringList{u"1 started"_s});
    first->end();
    QCOMPARE(m_log, (QStringList{u"1 started"_s, u"2 started"_s}));
    QTRY_VERIFY(first.isNull());
    second->end();
    QTRY_VERIFY(second.isNull());
    const auto third = add(queue, u"3"_s);
    QCOMPARE(m_log.last(), u"3 started"_s);
    third->end();
}

void TestKeychainQueue::tellsWhenItWaits()
{
    KeychainQueue queue({.waitingMs = 20, .giveUpMs = 60000}, nullptr);
    QSignalSpy waiting(&queue, &KeychainQueue::waitingChanged);
    const auto task = add(queue, u"1"_s);
    QTRY_COMPARE(waiting.size(), 1);
    QCOMPARE(waiting.last().value(0).toBool(), true);
    task->end();
    QCOMPARE(waiting.size(), 2);
    QCOMPARE(waiting.last().value(0).toBool(), false);
}

void TestKeychainQueue::waitsForEachTaskAnew()
{
    KeychainQueue queue({.waitingMs = 20, .giveUpMs = 60000}, nullptr);
    QSignalSpy waiting(&queue, &KeychainQueue::waitingChanged);
    const auto first = add(queue, u"1"_s);
    const auto second = add(queue, u"2"_s);
    QTRY_COMPARE(waiting.size(), 1);
    first->end();
    QCOMPARE(waiting.size(), 2);
    QTRY_COMPARE(waiting.size(), 3);
    QCOMPARE(waiting.last().value(0).toBool(), true);
    second->end();
    QCOMPARE(waiting.last().value(0).toBool(), false);
    // Short ones are not worth a word.
    waiting.clear();
    add(queue, u"3"_s)->end();
    QVERIFY(waiting.isEmpty());
}

/// The job still runs, and blocks the keychain, until it ends by itself.
void TestKeychainQueue::givesUpWhatRuns()
{
    KeychainQueue queue({.waitingMs = 60000, .giveUpMs = 20}, nullptr);
    const auto running = add(queue, u"1"_s);
    QTRY_VERIFY(m_log.contains(u"1 gave up"_s));
    QVERIFY(running);
    const auto change = add(queue, u"2"_s, true);
    QVERIFY(!m_log.contains(u"2 started"_s));
    running->end();
    QVERIFY(m_log.contains(u"2 started"_s));
    change->end();
}

void TestKeychainQueue::givesUpWhatIsWaitingItsTurn()
{
    KeychainQueue queue({.waitingMs = 60000, .giveUpMs = 20}, nullptr);
    const auto running = add(queue, u"1"_s, true);
    const auto second = add(queue, u"2"_s);
    const auto third = add(queue, u"3"_s, true);
    QTRY_VERIFY(second.isNull());
    QVERIFY(m_log.contains(u"2 gave up"_s));
    running->end();
    QVERIFY(m_log.contains(u"3 started"_s));
    QVERIFY(!m_log.contains(u"2 started"_s));
    third->end();
}

void TestKeychainQueue::neverGivesUpChanges()
{
    KeychainQueue queue({.waitingMs = 60000, .giveUpMs = 10}, nullptr);
    const auto running = add(queue, u"1"_s, true);
    const auto second = add(queue, u"2"_s, true);
    const auto read = add(queue, u"3"_s);
    QTRY_VERIFY(read.isNull());
    QVERIFY(running);
    QVERIFY(second);
    QVERIFY(queue.hasPendingChanges());
}

void TestKeychainQueue::countsChanges()
{
    KeychainQueue queue(patient, nullptr);
    const QSignalSpy changed(&queue, &KeychainQueue::pendingChangesChanged);
    const auto read = add(queue, u"1"_s);
    QVERIFY(!queue.hasPendingChanges());
    const auto change = add(queue, u"2"_s, true);
    QVERIFY(queue.hasPendingChanges());
    read->end();
    QVERIFY(queue.hasPendingChanges());
    change->end();
    QVERIFY(!queue.hasPendingChanges());
    QCOMPARE(changed.size(), 2);
}

void TestKeychainQueue::takesItsTasksAlong()
{
    {
        KeychainQueue queue(patient, nullptr);
        add(queue, u"1"_s);
        add(queue, u"2"_s);
    }
    QCOMPARE(m_log, (QStringList{u"1 started"_s, u"1 gone"_s, u"2 gone"_s}));
}

QTEST_GUILESS_MAIN(TestKeychainQueue)

#include "tst_keychainqueue.moc"
