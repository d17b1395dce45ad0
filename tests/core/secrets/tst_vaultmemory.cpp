#include "core/secrets/vaultfile.h"

#include <QTest>

#include <sys/resource.h>

using namespace canopy;

/// Apart from the other tests, because a sanitizer cannot live with little address space.
class TestVaultMemory : public QObject
{
    Q_OBJECT

private slots:
    void saysWhenMemoryIsShort();
};

void TestVaultMemory::saysWhenMemoryIsShort()
{
    QVERIFY(prepareSecretMemory());
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_AS, &before), 0);
    // Less than the derivation wants.
    const rlimit tight{.rlim_cur = rlim_t{700} * 1024 * 1024, .rlim_max = before.rlim_max};
    QCOMPARE(setrlimit(RLIMIT_AS, &tight), 0);
    const auto key = vaultfile::deriveKey(
        Secret::copyOf("password"), {.cost = {.passes = 1, .memoryKiB = vaultfile::mostMemoryKiB}});
    QCOMPARE(setrlimit(RLIMIT_AS, &before), 0);
    QVERIFY(!key);
    QCOMPARE(key.error().code, Error::Code::OutOfMemory);
}

QTEST_GUILESS_MAIN(TestVaultMemory)

#include "tst_vaultmemory.moc"
