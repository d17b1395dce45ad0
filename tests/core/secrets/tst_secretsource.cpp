#include "core/secrets/secret.h"

#include <QTest>

#include <atomic>
#include <cstring>
#include <malloc.h>

using namespace Qt::StringLiterals;
using namespace canopy;

// Looks into every block at the moment it is freed, which is the last time that is allowed.
namespace {

constexpr std::size_t markSize = 16;
std::atomic<bool> isLooking = false;
std::atomic<int> marksFreed = 0;

/// Sixteen times the same byte, in eight or sixteen bits each.
bool isMarked(const unsigned char *bytes, std::size_t size, std::size_t step)
{
    std::size_t run = 0;
    for (std::size_t i = 0; i < size; i += step) {
        run = bytes[i] == 'Z' ? run + 1 : 0;
        if (run == markSize)
            return true;
    }
    return false;
}

} // namespace

// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): glibc's own name
extern "C" void __libc_free(void *block);

extern "C" void free(void *block) noexcept
{
    if (block != nullptr && isLooking) {
        const auto *bytes = static_cast<const unsigned char *>(block);
        const std::size_t size = malloc_usable_size(block);
        if (isMarked(bytes, size, 1) || isMarked(bytes, size, 2))
            ++marksFreed;
    }
    __libc_free(block);
}

class TestSecretSource : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void looksAtFreedBlocks();
    void takingWipesBytes();
    void takingWipesSpareCapacity();
    void takingWipesWhatWasInFront();
    void takingWipesText();
    void sharedBytesStay();
};

void TestSecretSource::initTestCase()
{
    QVERIFY(prepareSecretMemory());
}

void TestSecretSource::init()
{
    marksFreed = 0;
    isLooking = true;
}

void TestSecretSource::cleanup()
{
    isLooking = false;
}

/// The tests below would find something if there was something to find.
void TestSecretSource::looksAtFreedBlocks()
{
    QByteArray(40, 'Z').clear();
    QCOMPARE(marksFreed.load(), 1);
    QString(40, u'Z').clear();
    QCOMPARE(marksFreed.load(), 2);
}

void TestSecretSource::takingWipesBytes()
{
    const Secret secret = Secret::take(QByteArray(40, 'Z'));
    QCOMPARE(secret.size(), 40);
    QCOMPARE(marksFreed.load(), 0);
}

void TestSecretSource::takingWipesSpareCapacity()
{
    QByteArray bytes(400, 'Z');
    bytes.resize(3);
    const Secret secret = Secret::take(std::move(bytes));
    QCOMPARE(secret.size(), 3);
    QCOMPARE(marksFreed.load(), 0);
}

void TestSecretSource::takingWipesWhatWasInFront()
{
    QByteArray bytes(400, 'Z');
    bytes.remove(0, 397);
    const Secret secret = Secret::take(std::move(bytes));
    QCOMPARE(secret.size(), 3);
    QCOMPARE(marksFreed.load(), 0);
}

void TestSecretSource::takingWipesText()
{
    const Secret secret = Secret::takeText(QString(40, u'Z'));
    QCOMPARE(secret.size(), 40);
    QCOMPARE(marksFreed.load(), 0);
}

void TestSecretSource::sharedBytesStay()
{
    {
        QByteArray bytes(40, 'Z');
        const QByteArray other = bytes;
        const Secret secret = Secret::take(std::move(bytes));
        QCOMPARE(marksFreed.load(), 0);
        QCOMPARE(other, QByteArray(40, 'Z'));
        marksFreed = 0;
    }
    QCOMPARE(marksFreed.load(), 1);
}

QTEST_GUILESS_MAIN(TestSecretSource)

#include "tst_secretsource.moc"
