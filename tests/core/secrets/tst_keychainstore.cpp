#include "core/secrets/entryname.h"
#include "core/secrets/keychainstore.h"
#include "tests/support/await.h"
#include "tests/support/gnomekeyring.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <csignal>
#include <memory>

using namespace Qt::StringLiterals;
using namespace canopy;
using Availability = SecretStoreState::Availability;

namespace {

const QString origin = u"https://api.chutes.ai"_s;
const QString profile = u"00112233445566778899aabbccddeeff"_s;

SecretId idOf(const QString &item)
{
    return {.origin = origin, .profileId = profile, .kind = SecretKind::ApiKey, .item = item};
}

QStringList attributesOf(const SecretId &id)
{
    return {u"user"_s, entryName(id), u"server"_s, u"Canopy"_s};
}

/// What is stored for @p id, through libsecret's own tool.
QByteArray toolLookup(const SecretId &id)
{
    return outputOf(u"secret-tool"_s, QStringList{u"lookup"_s} + attributesOf(id));
}

void toolStore(const SecretId &id, const QByteArray &value)
{
    outputOf(u"secret-tool"_s,
             QStringList{u"store"_s, u"--label=Canopy"_s} + attributesOf(id)
                 + QStringList{u"type"_s, u"base64"_s, u"xdg:schema"_s, u"org.qt.keychain"_s},
             value.toBase64());
}

/// The longest time the event loop did not come round.
class LoopGap : public QObject
{
    Q_OBJECT

public:
    LoopGap()
    {
        m_since.start();
        connect(&m_timer, &QTimer::timeout, this,
                [this] { m_longest = std::max(m_longest, m_since.restart()); });
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.start(2);
    }
    qint64 longestMs() const { return std::max(m_longest, m_since.elapsed()); }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_longest = 0;
};

} // namespace

class TestKeychainStore : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void saysWhatItIs();
    void tellsAbsentFromPresent();
    void keepsValues_data();
    void keepsValues();
    void replaces();
    void removes();
    void refusesWhatDoesNotFit();
    void runsInOrder();
    void namesAreMeaningless();
    void noticesEntriesRemovedByOthers();
    void refusesForeignEntries_data();
    void refusesForeignEntries();
    void doesNothingWhileLocked();
    void believesNoRemovalWhileLocked();
    void locksBetweenTwoCalls();
    void unlockEndsWithoutAPrompter();
    void survivesARestartOfTheDaemon_data();
    void survivesARestartOfTheDaemon();
    void treatsADaemonStartedByTheBusAsLocked();
    void staysAliveWhileTheDaemonHangs();
    void settlesWritesThatMeetAFrozenDaemon_data();
    void settlesWritesThatMeetAFrozenDaemon();
    void saysWhenTheKeyringCannotSave();
    void probesAndLeavesNothingBehind();
    void mayBeDeletedAtAnyTime();
    void countsPendingWrites();

private:
    GnomeKeyring m_keyring;
    std::unique_ptr<KeychainStore> m_store;
};

void TestKeychainStore::initTestCase()
{
    QVERIFY(prepareSecretMemory());
    QVERIFY2(m_keyring.processId() > 0, "run it through tests/support/with-keyring.sh");
}

void TestKeychainStore::init()
{
    m_store = std::make_unique<KeychainStore>();
    if (await(m_store->state())->availability != Availability::Unlocked)
        QVERIFY(m_keyring.restart());
    for (const QString &item : {u"a"_s, u"b"_s})
        AWAIT_DONE(m_store->remove(idOf(item)));
}

void TestKeychainStore::cleanup()
{
    m_keyring.send(SIGCONT);
    m_store.reset();
}

void TestKeychainStore::saysWhatItIs()
{
    const auto state = await(m_store->state());
    QVERIFY(state);
    QCOMPARE(state->kind, SecretStoreState::Kind::Keychain);
    QCOMPARE(state->availability, Availability::Unlocked);
    QCOMPARE(state->backend, u"GNOME Keyring"_s);
    AWAIT_DONE(m_store->unlock());
}

void TestKeychainStore::tellsAbsentFromPresent()
{
    AWAIT_ERROR(m_store->read(idOf(u"a"_s)), Error::Code::SecretAbsent);
    AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf("cpk_value")));
    const auto read = await(m_store->read(idOf(u"a"_s)));
    QVERIFY(read);
    QVERIFY(read->view().bytes() == "cpk_value");
    AWAIT_ERROR(m_store->read(idOf(u"b"_s)), Error::Code::SecretAbsent);
}

void TestKeychainStore::keepsValues_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("NUL") << QByteArray("abc\0def", 7);
    QTest::newRow("UTF-8") << u"p\u00e4ss \U0001F511 \u202ertl\u65e5"_s.toUtf8();
    QTest::newRow("CRLF") << "a\r\nb\n\tc"_qba;
    QTest::newRow("seed") << QByteArray(32, '\xff');
    QTest::newRow("large") << QByteArray(1300, 'x');
}

void TestKeychainStore::keepsValues()
{
    QFETCH(const QByteArray, value);
    AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf(value)));
    // Another store, as after a restart of the program.
    KeychainStore other;
    const auto read = await(other.read(idOf(u"a"_s)));
    QVERIFY(read);
    QCOMPARE(read->view().bytes().toByteArray(), value);
}

void TestKeychainStore::replaces()
{
    AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf("old")));
    AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf("new")));
    QVERIFY(await(m_store->read(idOf(u"a"_s)))->view().bytes() == "new");
}

void TestKeychainStore::removes()
{
    AWAIT_DONE(m_store->remove(idOf(u"a"_s)));
    AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf("old")));
    AWAIT_DONE(m_store->remove(idOf(u"a"_s)));
    AWAIT_ERROR(m_store->read(idOf(u"a"_s)), Error::Code::SecretAbsent);
    QVERIFY(toolLookup(idOf(u"a"_s)).isEmpty());
}

void TestKeychainStore::refusesWhatDoesNotFit()
{
    AWAIT_ERROR(m_store->write(idOf(u"a"_s), Secret()), Error::Code::InvalidInput);
    AWAIT_ERROR(m_store->write(idOf(u"a"_s), Secret::copyOf(QByteArray(2000, 'x'))),
                Error::Code::InvalidInput);
    AWAIT_ERROR(m_store->read(idOf(u"a"_s)), Error::Code::SecretAbsent);
}

void TestKeychainStore::runsInOrder()
{
    QList<QFuture<Result<Done>>> writes;
    for (int i = 0; i < 20; ++i)
        writes.append(m_store->write(idOf(u"a"_s), Secret::copyOf(QByteArray::number(i))));
    const auto read = m_store->read(idOf(u"a"_s));
    const auto removed = m_store->remove(idOf(u"a"_s));
    AWAIT_ERROR(m_store->read(idOf(u"a"_s)), Error::Code::SecretAbsent);
    AWAIT_DONE(removed);
    QVERIFY(await(read)->view().bytes() == "19");
    for (const auto &write : writes)
        AWAIT_DONE(write);
}

/// What every program on the session bus can list without unlocking anything (KC-07).
void TestKeychainStore::namesAreMeaningless()
{
    SecretId id = idOf(u"my-laptop"_s);
    AWAIT_DONE(m_store->write(id, Secret::copyOf("cpk_very_secret")));
    const QByteArray listed = outputOf(u"busctl"_s,
                                       {u"--user"_s, u"call"_s, u"org.freedesktop.secrets"_s,
                                        u"/org/freedesktop/secrets"_s,
                                        u"org.freedesktop.Secret.Service"_s, u"SearchItems"_s,
                                        u"a{ss}"_s, u"1"_s, u"server"_s, u"Canopy"_s});
    const auto begin = listed.indexOf("\"/org/freedesktop");
    QVERIFY2(begin > 0, listed.constData());
    const QByteArray path = listed.mid(begin + 1, listed.indexOf('"', begin + 1) - begin - 1);
    const QByteArray shown = outputOf(u"busctl"_s,
                                      {u"--user"_s, u"call"_s, u"org.freedesktop.secrets"_s,
                                       QString::fromUtf8(path),
                                       u"org.freedesktop.DBus.Properties"_s, u"GetAll"_s, u"s"_s,
                                       u"org.freedesktop.Secret.Item"_s});
    QVERIFY2(shown.contains("chutes-desktop/v1/https://api.chutes.ai/"), shown.constData());
    for (const QString &told : {profile, u"my-laptop"_s, u"api-key"_s, u"cpk_"_s})
        QVERIFY2(!shown.contains(told.toUtf8()), shown.constData());
    AWAIT_DONE(m_store->remove(id));
}

void TestKeychainStore::noticesEntriesRemovedByOthers()
{
    AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf("value")));
    QVERIFY(!toolLookup(idOf(u"a"_s)).isEmpty());
    outputOf(u"secret-tool"_s, QStringList{u"clear"_s} + attributesOf(idOf(u"a"_s)));
    AWAIT_ERROR(m_store->read(idOf(u"a"_s)), Error::Code::SecretAbsent);
}

void TestKeychainStore::refusesForeignEntries_data()
{
    QTest::addColumn<QByteArray>("stored");
    QTest::newRow("garbage") << "not an envelope"_qba;
    QTest::newRow("later version") << R"({"v":2,"id":[],"value":""})"_qba;
    QTest::newRow("another secret's envelope")
        << QByteArray(R"({"v":1,"id":["https://api.chutes.ai","0",)"
                      R"("api-key","a"],"value":"YWJj"})");
}

void TestKeychainStore::refusesForeignEntries()
{
    QFETCH(const QByteArray, stored);
    toolStore(idOf(u"a"_s), stored);
    QCOMPARE(QByteArray::fromBase64(toolLookup(idOf(u"a"_s))), stored);
    AWAIT_ERROR(m_store->read(idOf(u"a"_s)), Error::Code::KeychainUnknown);
    QCOMPARE(QByteArray::fromBase64(toolLookup(idOf(u"a"_s))), stored);
    // Told to, it writes over it.
    AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf("ours")));
    QVERIFY(await(m_store->read(idOf(u"a"_s)))->view().bytes() == "ours");
}

void TestKeychainStore::doesNothingWhileLocked()
{
    AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf("kept")));
    QVERIFY(m_keyring.lock());
    QCOMPARE(await(m_store->state())->availability, Availability::Locked);
    AWAIT_ERROR(m_store->read(idOf(u"a"_s)), Error::Code::KeychainLocked);
    AWAIT_ERROR(m_store->read(idOf(u"b"_s)), Error::Code::KeychainLocked);
    AWAIT_ERROR(m_store->write(idOf(u"a"_s), Secret::copyOf("new")), Error::Code::KeychainLocked);
    AWAIT_ERROR(m_store->write(idOf(u"b"_s), Secret::copyOf("new")), Error::Code::KeychainLocked);
    QVERIFY(m_keyring.restart());
    QVERIFY(await(m_store->read(idOf(u"a"_s)))->view().bytes() == "kept");
    AWAIT_ERROR(m_store->read(idOf(u"b"_s)), Error::Code::SecretAbsent);
}

void TestKeychainStore::believesNoRemovalWhileLocked()
{
    AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf("kept")));
    QVERIFY(m_keyring.lock());
    AWAIT_ERROR(m_store->remove(idOf(u"a"_s)), Error::Code::KeychainLocked);
    AWAIT_ERROR(m_store->remove(idOf(u"b"_s)), Error::Code::KeychainLocked);
    QVERIFY(m_keyring.restart());
    QVERIFY(await(m_store->read(idOf(u"a"_s)))->view().bytes() == "kept");
    AWAIT_DONE(m_store->remove(idOf(u"a"_s)));
    QVERIFY(toolLookup(idOf(u"a"_s)).isEmpty());
}

/// The lock falls at some moment of an operation; whatever it says must be true.
void TestKeychainStore::locksBetweenTwoCalls()
{
    QRandomGenerator random(7);
    for (int round = 0; round < 12; ++round) {
        AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf("old")));
        const auto writing = m_store->write(idOf(u"a"_s), Secret::copyOf("new"));
        const auto removing = m_store->remove(idOf(u"a"_s));
        const auto reading = m_store->read(idOf(u"a"_s));
        QTimer::singleShot(random.bounded(12), this, [this] { m_keyring.lock(); });
        const auto written = await(writing);
        const auto removed = await(removing);
        const auto read = await(reading);
        QVERIFY(m_keyring.restart());
        const auto left = await(m_store->read(idOf(u"a"_s)));
        if (removed)
            QVERIFY(!left && left.error().code == Error::Code::SecretAbsent);
        else if (written)
            QVERIFY(left && left->view().bytes() == "new");
        else
            QVERIFY(left);
        if (!read && read.error().code == Error::Code::SecretAbsent)
            QVERIFY(removed);
    }
}

void TestKeychainStore::unlockEndsWithoutAPrompter()
{
    QVERIFY(m_keyring.lock());
    AWAIT_ERROR(m_store->unlock(), Error::Code::KeychainLocked);
    AWAIT_ERROR(m_store->read(idOf(u"a"_s)), Error::Code::KeychainLocked);
}

void TestKeychainStore::survivesARestartOfTheDaemon_data()
{
    QTest::addColumn<int>("first");
    QTest::newRow("read") << 0;
    QTest::newRow("write") << 1;
    QTest::newRow("remove") << 2;
}

/// libsecret keeps its session with a daemon that is gone (F-8).
void TestKeychainStore::survivesARestartOfTheDaemon()
{
    QFETCH(const int, first);
    for (int round = 0; round < 2; ++round) {
        AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf("old")));
        QVERIFY(m_keyring.restart());
        switch (first) {
        case 0:
            QVERIFY(await(m_store->read(idOf(u"a"_s)))->view().bytes() == "old");
            break;
        case 1:
            AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf("new")));
            QVERIFY(await(m_store->read(idOf(u"a"_s)))->view().bytes() == "new");
            break;
        default:
            AWAIT_DONE(m_store->remove(idOf(u"a"_s)));
            AWAIT_ERROR(m_store->read(idOf(u"a"_s)), Error::Code::SecretAbsent);
        }
    }
}

void TestKeychainStore::treatsADaemonStartedByTheBusAsLocked()
{
    AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf("kept")));
    m_keyring.kill();
    AWAIT_ERROR(m_store->read(idOf(u"a"_s)), Error::Code::KeychainLocked);
    AWAIT_ERROR(m_store->remove(idOf(u"a"_s)), Error::Code::KeychainLocked);
    QVERIFY(m_keyring.start());
    QVERIFY(await(m_store->read(idOf(u"a"_s)))->view().bytes() == "kept");
}

void TestKeychainStore::staysAliveWhileTheDaemonHangs()
{
    AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf("kept")));
    QSignalSpy waiting(m_store.get(), &SecretStore::waitingChanged);
    m_keyring.send(SIGSTOP);
    const LoopGap gap;
    AWAIT_ERROR(m_store->read(idOf(u"a"_s)), Error::Code::KeychainUnknown);
    QCOMPARE(waiting.value(0).value(0).toBool(), true);
    AWAIT_ERROR(m_store->write(idOf(u"a"_s), Secret::copyOf("new")), Error::Code::KeychainUnknown);
    AWAIT_ERROR(m_store->remove(idOf(u"a"_s)), Error::Code::KeychainUnknown);
    QCOMPARE(await(m_store->state())->availability, Availability::Unknown);
    QVERIFY2(gap.longestMs() < 50, qPrintable(u"%1 ms"_s.arg(gap.longestMs())));
    m_keyring.send(SIGCONT);
    QCOMPARE(waiting.last().value(0).toBool(), false);
    // Nothing was changed by what could not be known.
    QVERIFY(await(m_store->read(idOf(u"a"_s)))->view().bytes() == "kept");
}

void TestKeychainStore::settlesWritesThatMeetAFrozenDaemon_data()
{
    QTest::addColumn<int>("delayMs");
    for (const int delay : {0, 1, 2, 3, 4, 6, 8})
        QTest::addRow("%d ms", delay) << delay;
}

/// Frozen at some moment of a write and thawed again: success means stored, and only that.
void TestKeychainStore::settlesWritesThatMeetAFrozenDaemon()
{
    QFETCH(const int, delayMs);
    AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf("old")));
    const LoopGap gap;
    const auto writing = m_store->write(idOf(u"a"_s), Secret::copyOf("new"));
    QTimer::singleShot(delayMs, Qt::PreciseTimer, this, [this] { m_keyring.send(SIGSTOP); });
    QTimer::singleShot(1500, this, [this] { m_keyring.send(SIGCONT); });
    const auto written = await(writing);
    const qint64 longest = gap.longestMs();
    QVERIFY2(longest < 50, qPrintable(u"%1 ms"_s.arg(longest)));
    m_keyring.send(SIGCONT);
    const auto read = await(m_store->read(idOf(u"a"_s)));
    QVERIFY(read);
    QVERIFY(read->view().bytes() == (written ? "new" : "old"));
}

/// A daemon that may open no file any more cannot write one, even as root.
void TestKeychainStore::saysWhenTheKeyringCannotSave()
{
    AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf("old")));
    QVERIFY(m_keyring.forbidFiles());
    const auto changed = await(m_store->write(idOf(u"a"_s), Secret::copyOf("new")));
    const auto added = await(m_store->write(idOf(u"b"_s), Secret::copyOf("new")));
    const auto removed = await(m_store->remove(idOf(u"a"_s)));
    for (const auto &result : {changed, added, removed}) {
        QVERIFY(!result);
        // It may come to look at its folder meanwhile, and then has no collection any more.
        QVERIFY2(result.error().code == Error::Code::KeychainNotStored
                     || result.error().code == Error::Code::KeychainMissing,
                 qPrintable(result.error().detail));
    }
    QVERIFY(m_keyring.restart());
    QVERIFY(await(m_store->read(idOf(u"a"_s)))->view().bytes() == "old");
    AWAIT_ERROR(m_store->read(idOf(u"b"_s)), Error::Code::SecretAbsent);
    AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf("new")));
}

void TestKeychainStore::probesAndLeavesNothingBehind()
{
    const auto search = [] {
        return outputOf(u"secret-tool"_s, {u"search"_s, u"--all"_s, u"server"_s, u"Canopy"_s});
    };
    const QByteArray before = search();
    AWAIT_DONE(probeSecretStore(*m_store, origin));
    QCOMPARE(search(), before);
    QVERIFY(m_keyring.lock());
    AWAIT_ERROR(probeSecretStore(*m_store, origin), Error::Code::KeychainLocked);
}

/// Jobs that run when their store goes must end by themselves (F-9).
void TestKeychainStore::mayBeDeletedAtAnyTime()
{
    QRandomGenerator random(11);
    for (int round = 0; round < 40; ++round) {
        auto store = std::make_unique<KeychainStore>();
        const auto writing = store->write(idOf(u"a"_s), Secret::copyOf("value"));
        const auto reading = store->read(idOf(u"a"_s));
        const auto removing = store->remove(idOf(u"a"_s));
        const auto asking = store->state();
        QTimer timer;
        timer.setSingleShot(true);
        timer.setTimerType(Qt::PreciseTimer);
        const QSignalSpy due(&timer, &QTimer::timeout);
        timer.start(random.bounded(8));
        QTRY_VERIFY(!due.isEmpty());
        store.reset();
        QVERIFY(removing.isFinished());
    }
    AWAIT_DONE(m_store->write(idOf(u"a"_s), Secret::copyOf("value")));
    AWAIT_DONE(m_store->remove(idOf(u"a"_s)));
}

void TestKeychainStore::countsPendingWrites()
{
    const QSignalSpy changed(m_store.get(), &SecretStore::pendingWritesChanged);
    QVERIFY(!m_store->hasPendingWrites());
    const auto writing = m_store->write(idOf(u"a"_s), Secret::copyOf("value"));
    const auto reading = m_store->read(idOf(u"a"_s));
    QVERIFY(m_store->hasPendingWrites());
    AWAIT_DONE(writing);
    QTRY_VERIFY(!m_store->hasPendingWrites());
    QVERIFY(await(reading));
    QCOMPARE(changed.size(), 2);
}

QTEST_GUILESS_MAIN(TestKeychainStore)

#include "tst_keychainstore.moc"
