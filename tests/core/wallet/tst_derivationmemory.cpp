#include "core/wallet/derivationmemory.h"
#include "core/wallet/walletfolder.h"
#include "tests/support/await.h"
#include "tests/support/walletfixture.h"

#include <QFile>
#include <QScopeGuard>
#include <QTest>

#include <sys/resource.h>
#include <unistd.h>

using namespace canopy;
using namespace Qt::StringLiterals;

namespace {

rlim_t addressSpaceInUse()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no statm");
    return file.readAll().split(' ').first().toULongLong()
        * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace

class TestDerivationMemory : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void meminfo_data();
    void meminfo();
    void thisMachine();
    void addressSpaceLimit();
};

void TestDerivationMemory::initTestCase()
{
    QVERIFY(prepareSecretMemory());
}

void TestDerivationMemory::meminfo_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("known");
    QTest::addColumn<quint64>("bytes");
    QTest::newRow("as it is") << "MemTotal: 16384 kB\nMemAvailable:    2048 kB\nCached: 1 kB\n"_ba
                              << true << quint64{2'097'152};
    QTest::newRow("nothing left") << "MemAvailable: 0 kB\n"_ba << true << quint64{0};
    QTest::newRow("old kernel") << "MemTotal: 16384 kB\nMemFree: 1 kB\n"_ba << false << quint64{0};
    QTest::newRow("empty") << QByteArray() << false << quint64{0};
    QTest::newRow("cut") << "MemAvailable:"_ba << false << quint64{0};
    QTest::newRow("no number") << "MemAvailable: much kB\n"_ba << false << quint64{0};
    QTest::newRow("negative") << "MemAvailable: -1 kB\n"_ba << false << quint64{0};
}

void TestDerivationMemory::meminfo()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, known);
    QFETCH(quint64, bytes);
    const auto available = derivationmemory::availableIn(text);
    QCOMPARE(available.has_value(), known);
    QCOMPARE(available.value_or(0), bytes);
}

void TestDerivationMemory::thisMachine()
{
    QVERIFY(derivationmemory::canSpare(4096));
    QVERIFY(!derivationmemory::canSpare(1ULL << 60U));
}

// Out of memory is its own outcome, both where it is foreseen and where libsodium finds out.
void TestDerivationMemory::addressSpaceLimit()
{
    const WalletFixture fixture;
    fixture.addEncryptedHotkey(u"w"_s, u"h"_s, WalletFixture::key(1),
                               std::array<std::uint8_t, 32>{1});
    const Hotkey hotkey = walletfolder::scan(fixture.folder())->wallets.first().hotkeys.first();
    // Threads take address space too; they are there before the limit is.
    AWAIT_DONE(walletfolder::scanInBackground(fixture.folder()));

    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_AS, &before), 0);
    const rlimit tight{.rlim_cur = addressSpaceInUse() + 300ULL * 1024 * 1024,
                       .rlim_max = before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_AS, &tight), 0);
    const auto restore = qScopeGuard([&before] { ::setrlimit(RLIMIT_AS, &before); });
    QVERIFY(!derivationmemory::canSpare(keyfilecipher::naclMemory));
    AWAIT_ERROR(walletfolder::unlockHotkey(hotkey, Secret::copyOf("x")), Error::Code::OutOfMemory);
    std::array<std::uint8_t, 32> key{};
    QVERIFY(!keyfilecipher::deriveNaclKey("x", key));
}

QTEST_GUILESS_MAIN(TestDerivationMemory)
#include "tst_derivationmemory.moc"
