#include "core/secrets/vaultstore.h"
#include "tests/support/await.h"
#include "tests/support/faultyfilesystem.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <cerrno>
#include <memory>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

SecretId idOf(const QString &item)
{
    return {.origin = u"https://api.chutes.ai"_s,
            .profileId = u"00112233445566778899aabbccddeeff"_s,
            .kind = SecretKind::ApiKey,
            .item = item};
}

Secret passphrase()
{
    return Secret::copyOf("correct horse battery staple");
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

void setContent(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

/// A derivation takes the better part of a second, so the vault is made once and copied.
class TestVaultStore : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void createsAFileOfOnesOwn();
    void refusesToCreateOverAFile();
    void isLockedUntilUnlocked();
    void refusesWrongPassphrases();
    void keepsSecretsAcrossRestarts();
    void replacesAndRemoves();
    void storesNothingInClear();
    void locksAgain();
    void lockingStopsAnUnlockUnderWay();
    void saysWhatIsWrongWithTheFile_data();
    void saysWhatIsWrongWithTheFile();
    void noticesTampering();
    void noticesAnotherVaultInItsPlace();
    void survivesFailingWrites_data();
    void survivesFailingWrites();
    void runsInOrder();
    void countsPendingWrites();
    void carriesOutWritesWhenTheStoreGoes();
    void neverBlocks();
    void refusesWhatOtherStoresCouldNotTake();

private:
    QString path() const { return m_folder->filePath(u"secrets.vault"_s); }
    /// An open vault with "old" under the item "a".
    std::unique_ptr<VaultStore> openStore() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QByteArray m_vault;
};

void TestVaultStore::initTestCase()
{
    QVERIFY(prepareSecretMemory());
    QTemporaryDir folder;
    const QString made = folder.filePath(u"secrets.vault"_s);
    VaultStore store(made);
    AWAIT_DONE(store.create(passphrase()));
    AWAIT_DONE(store.write(idOf(u"a"_s), Secret::copyOf("old")));
    m_vault = contentOf(made);
}

void TestVaultStore::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    setContent(path(), m_vault);
}

std::unique_ptr<VaultStore> TestVaultStore::openStore() const
{
    auto store = std::make_unique<VaultStore>(path());
    const auto unlocked = await(store->unlockWith(passphrase()));
    return unlocked ? std::move(store) : nullptr;
}

void TestVaultStore::createsAFileOfOnesOwn()
{
    const QString fresh = m_folder->filePath(u"new/folder/secrets.vault"_s);
    VaultStore store(fresh);
    QVERIFY(!store.exists());
    QCOMPARE(await(store.state())->availability, SecretStoreState::Availability::Missing);
    AWAIT_DONE(store.create(passphrase()));
    QVERIFY(store.exists());
    const auto state = await(store.state());
    QCOMPARE(state->kind, SecretStoreState::Kind::VaultFile);
    QCOMPARE(state->availability, SecretStoreState::Availability::Unlocked);
    QCOMPARE(state->backend, u"secrets.vault"_s);
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(fresh) & others));
    QVERIFY(!(QFile::permissions(QFileInfo(fresh).path()) & others));
}

void TestVaultStore::refusesToCreateOverAFile()
{
    VaultStore store(path());
    AWAIT_ERROR(store.create(passphrase()), Error::Code::FileConflict);
    QCOMPARE(contentOf(path()), m_vault);
    VaultStore other(m_folder->filePath(u"other.vault"_s));
    AWAIT_ERROR(other.create(Secret()), Error::Code::InvalidInput);
    QVERIFY(!other.exists());
}

void TestVaultStore::isLockedUntilUnlocked()
{
    VaultStore store(path());
    QCOMPARE(await(store.state())->availability, SecretStoreState::Availability::Locked);
    AWAIT_ERROR(store.read(idOf(u"a"_s)), Error::Code::KeychainLocked);
    AWAIT_ERROR(store.write(idOf(u"a"_s), Secret::copyOf("new")), Error::Code::KeychainLocked);
    AWAIT_ERROR(store.remove(idOf(u"a"_s)), Error::Code::KeychainLocked);
    AWAIT_ERROR(store.unlock(), Error::Code::KeychainLocked);
    QCOMPARE(contentOf(path()), m_vault);
    AWAIT_DONE(store.unlockWith(passphrase()));
    QCOMPARE(await(store.state())->availability, SecretStoreState::Availability::Unlocked);
}

void TestVaultStore::refusesWrongPassphrases()
{
    VaultStore store(path());
    AWAIT_ERROR(store.unlockWith(Secret::copyOf("Correct horse battery staple")),
                Error::Code::WrongPassword);
    AWAIT_ERROR(store.unlockWith(Secret()), Error::Code::InvalidInput);
    QCOMPARE(await(store.state())->availability, SecretStoreState::Availability::Locked);
}

void TestVaultStore::keepsSecretsAcrossRestarts()
{
    {
        const auto store = openStore();
        QVERIFY(store);
        AWAIT_DONE(store->write(idOf(u"b"_s), Secret::copyOf(QByteArray("nul\0\xff", 5))));
    }
    const auto store = openStore();
    QVERIFY(store);
    QVERIFY(await(store->read(idOf(u"a"_s)))->view().bytes() == "old");
    QVERIFY(await(store->read(idOf(u"b"_s)))->view().bytes() == QByteArray("nul\0\xff", 5));
    AWAIT_ERROR(store->read(idOf(u"c"_s)), Error::Code::SecretAbsent);
}

void TestVaultStore::replacesAndRemoves()
{
    const auto store = openStore();
    QVERIFY(store);
    AWAIT_DONE(store->write(idOf(u"a"_s), Secret::copyOf("new")));
    QVERIFY(await(store->read(idOf(u"a"_s)))->view().bytes() == "new");
    AWAIT_DONE(store->remove(idOf(u"a"_s)));
    AWAIT_ERROR(store->read(idOf(u"a"_s)), Error::Code::SecretAbsent);
    const QByteArray before = contentOf(path());
    AWAIT_DONE(store->remove(idOf(u"a"_s)));
    QCOMPARE(contentOf(path()), before);
}

void TestVaultStore::storesNothingInClear()
{
    const auto store = openStore();
    QVERIFY(store);
    AWAIT_DONE(store->write(idOf(u"laptop"_s), Secret::copyOf("cpk_very_secret_value")));
    const QByteArray bytes = contentOf(path());
    for (const char *told : {"cpk_", "very_secret", "laptop", "chutes", "api-key", "00112233"})
        QVERIFY2(!bytes.contains(told), told);
}

void TestVaultStore::locksAgain()
{
    const auto store = openStore();
    QVERIFY(store);
    const auto reading = store->read(idOf(u"a"_s));
    store->lock();
    QVERIFY(await(reading));
    AWAIT_ERROR(store->read(idOf(u"a"_s)), Error::Code::KeychainLocked);
    QCOMPARE(await(store->state())->availability, SecretStoreState::Availability::Locked);
}

void TestVaultStore::lockingStopsAnUnlockUnderWay()
{
    VaultStore store(path());
    const auto unlocking = store.unlockWith(passphrase());
    store.lock();
    AWAIT_ERROR(unlocking, Error::Code::Cancelled);
    AWAIT_ERROR(store.read(idOf(u"a"_s)), Error::Code::KeychainLocked);
}

void TestVaultStore::saysWhatIsWrongWithTheFile_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    const auto damaged = static_cast<int>(Error::Code::FileDamaged);
    QByteArray tampered = m_vault;
    tampered[m_vault.size() - 1] = static_cast<char>(tampered.back() ^ 1);
    QByteArray salted = m_vault;
    salted[30] = static_cast<char>(salted[30] ^ 1);
    QByteArray greedy = m_vault;
    greedy[19] = '\x7f';
    QByteArray later = m_vault;
    later[8] = 2;
    QTest::newRow("empty") << QByteArray() << damaged;
    QTest::newRow("half") << m_vault.first(m_vault.size() / 2) << damaged;
    QTest::newRow("one byte short") << m_vault.chopped(1) << damaged;
    QTest::newRow("not a vault") << QByteArray(500, 'x') << damaged;
    QTest::newRow("wants two terabytes") << greedy << damaged;
    QTest::newRow("later version") << later << static_cast<int>(Error::Code::Unsupported);
    QTest::newRow("tag") << tampered << static_cast<int>(Error::Code::WrongPassword);
    QTest::newRow("salt") << salted << static_cast<int>(Error::Code::WrongPassword);
}

void TestVaultStore::saysWhatIsWrongWithTheFile()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, code);
    setContent(path(), bytes);
    VaultStore store(path());
    const auto unlocked = await(store.unlockWith(passphrase()));
    QVERIFY(!unlocked);
    QCOMPARE(static_cast<int>(unlocked.error().code), code);
    QCOMPARE(contentOf(path()), bytes);
}

void TestVaultStore::noticesTampering()
{
    const auto store = openStore();
    QVERIFY(store);
    // Every byte of the file, while the vault is open.
    for (qsizetype at = 0; at < m_vault.size(); ++at) {
        QByteArray bytes = m_vault;
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
        setContent(path(), bytes);
        const auto read = await(store->read(idOf(u"a"_s)));
        QVERIFY2(!read && read.error().code != Error::Code::SecretAbsent,
                 qPrintable(QString::number(at)));
        QVERIFY(!await(store->write(idOf(u"a"_s), Secret::copyOf("new"))));
        QVERIFY(!await(store->remove(idOf(u"a"_s))));
        QCOMPARE(contentOf(path()), bytes);
    }
    QFile::remove(path());
    AWAIT_ERROR(store->read(idOf(u"a"_s)), Error::Code::FileMissing);
    AWAIT_ERROR(store->write(idOf(u"a"_s), Secret::copyOf("new")), Error::Code::FileMissing);
    QVERIFY(!store->exists());
}

void TestVaultStore::noticesAnotherVaultInItsPlace()
{
    const auto store = openStore();
    QVERIFY(store);
    QFile::remove(path());
    VaultStore other(path());
    AWAIT_DONE(other.create(Secret::copyOf("another passphrase")));
    const QByteArray bytes = contentOf(path());
    AWAIT_ERROR(store->read(idOf(u"a"_s)), Error::Code::KeychainLocked);
    AWAIT_ERROR(store->write(idOf(u"a"_s), Secret::copyOf("new")), Error::Code::KeychainLocked);
    QCOMPARE(contentOf(path()), bytes);
}

void TestVaultStore::survivesFailingWrites_data()
{
    QTest::addColumn<int>("call");
    QTest::addColumn<int>("errorNumber");
    QTest::addColumn<int>("after");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, FileFault::Call call, int error, int after,
                        Error::Code code) {
        QTest::newRow(name) << static_cast<int>(call) << error << after << static_cast<int>(code);
    };
    using Call = FileFault::Call;
    row("full at once", Call::Write, ENOSPC, 0, Error::Code::DiskFull);
    row("full half way", Call::Write, ENOSPC, 60, Error::Code::DiskFull);
    row("broken disk", Call::Fsync, EIO, 0, Error::Code::FileNotWritable);
    row("no rename", Call::Rename, EACCES, 0, Error::Code::FileNotWritable);
}

void TestVaultStore::survivesFailingWrites()
{
    QFETCH(const int, call);
    QFETCH(const int, errorNumber);
    QFETCH(const int, after);
    QFETCH(const int, code);
    const auto store = openStore();
    QVERIFY(store);
    {
        const ScopedFileFault fault({.call = static_cast<FileFault::Call>(call),
                                     .errorNumber = errorNumber,
                                     .after = after});
        const auto written = await(store->write(idOf(u"a"_s), Secret::copyOf("new")));
        QVERIFY(ScopedFileFault::count() > 0);
        QVERIFY(!written);
        QCOMPARE(static_cast<int>(written.error().code), code);
    }
    QCOMPARE(contentOf(path()), m_vault);
    QVERIFY(await(store->read(idOf(u"a"_s)))->view().bytes() == "old");
    AWAIT_DONE(store->write(idOf(u"a"_s), Secret::copyOf("new")));
    QVERIFY(await(store->read(idOf(u"a"_s)))->view().bytes() == "new");
}

void TestVaultStore::runsInOrder()
{
    const auto store = openStore();
    QVERIFY(store);
    const auto before = store->read(idOf(u"a"_s));
    QList<QFuture<Result<Done>>> writes;
    for (int i = 0; i < 10; ++i)
        writes.append(store->write(idOf(u"a"_s), Secret::copyOf(QByteArray::number(i))));
    const auto between = store->read(idOf(u"a"_s));
    const auto removed = store->remove(idOf(u"a"_s));
    const auto after = store->read(idOf(u"a"_s));
    AWAIT_ERROR(after, Error::Code::SecretAbsent);
    QVERIFY(await(before)->view().bytes() == "old");
    QVERIFY(await(between)->view().bytes() == "9");
    AWAIT_DONE(removed);
    for (const auto &write : writes)
        AWAIT_DONE(write);
}

void TestVaultStore::countsPendingWrites()
{
    const auto store = openStore();
    QVERIFY(store);
    const QSignalSpy changed(store.get(), &SecretStore::pendingWritesChanged);
    const auto writing = store->write(idOf(u"a"_s), Secret::copyOf("new"));
    QVERIFY(store->hasPendingWrites());
    AWAIT_DONE(writing);
    QTRY_VERIFY(!store->hasPendingWrites());
    QCOMPARE(changed.size(), 2);
}

void TestVaultStore::carriesOutWritesWhenTheStoreGoes()
{
    auto store = openStore();
    QVERIFY(store);
    const auto writing = store->write(idOf(u"a"_s), Secret::copyOf("new"));
    store.reset();
    AWAIT_DONE(writing);
    store = openStore();
    QVERIFY(store);
    QVERIFY(await(store->read(idOf(u"a"_s)))->view().bytes() == "new");
}

void TestVaultStore::neverBlocks()
{
    VaultStore store(path());
    QElapsedTimer call;
    call.start();
    const auto unlocking = store.unlockWith(passphrase());
    QVERIFY(call.elapsed() < 50);
    int ticks = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&ticks] { ++ticks; });
    timer.start(5);
    AWAIT_DONE(unlocking);
    QVERIFY(ticks > 10);
}

void TestVaultStore::refusesWhatOtherStoresCouldNotTake()
{
    const auto store = openStore();
    QVERIFY(store);
    AWAIT_ERROR(store->write(idOf(u"a"_s), Secret()), Error::Code::InvalidInput);
    AWAIT_ERROR(store->write(idOf(u"a"_s), Secret::copyOf(QByteArray(2000, 'x'))),
                Error::Code::InvalidInput);
    QVERIFY(await(store->read(idOf(u"a"_s)))->view().bytes() == "old");
}

QTEST_GUILESS_MAIN(TestVaultStore)

#include "tst_vaultstore.moc"
