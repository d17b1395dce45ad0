#include <QByteArray>
#include <QFile>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

// Compiled twice: with the wiping and, to see that the test can find something, without it.

namespace {

constexpr std::size_t secretSize = 40;

/// A random text that is nowhere in memory in one piece but where the test puts it.
struct MaskedSecret
{
    std::array<std::uint8_t, secretSize> masked{};
    std::array<std::uint8_t, secretSize> mask{};

    std::uint8_t at(std::size_t i) const { return static_cast<std::uint8_t>(masked[i] ^ mask[i]); }
};

MaskedSecret randomSecret()
{
    MaskedSecret secret;
    for (std::size_t i = 0; i < secretSize; ++i) {
        secret.mask[i] = static_cast<std::uint8_t>(QRandomGenerator::system()->bounded(1, 256));
        secret.masked[i] = static_cast<std::uint8_t>(('a' + QRandomGenerator::system()->bounded(26))
                                                     ^ secret.mask[i]);
    }
    return secret;
}

/// Whether the secret is at @p bytes, a byte every @p step. Compared from the twelfth byte on:
/// the allocator writes its own links over the beginning of a free block.
bool isAt(const MaskedSecret &secret, const std::uint8_t *bytes, std::size_t step)
{
    for (std::size_t i = 12; i < secretSize; ++i) {
        if (bytes[i * step] != secret.at(i))
            return false;
    }
    return true;
}

int copiesIn(const MaskedSecret &secret, const std::uint8_t *begin, const std::uint8_t *end)
{
    int copies = 0;
    for (const std::uint8_t *at = begin; at + 2 * secretSize <= end; ++at) {
        if (isAt(secret, at, 1) || isAt(secret, at, 2))
            ++copies;
    }
    return copies;
}

/// In the heap of the process, read where it is, so that looking makes no copies.
int copiesInHeap(const MaskedSecret &secret)
{
    QFile maps(QStringLiteral("/proc/self/maps"));
    if (!maps.open(QIODevice::ReadOnly))
        return -1;
    int copies = 0;
    for (const QByteArray &line : maps.readAll().split('\n')) {
        if (!line.endsWith("[heap]"))
            continue;
        const auto dash = line.indexOf('-');
        const auto begin = line.first(dash).toULongLong(nullptr, 16);
        const auto end = line.mid(dash + 1, line.indexOf(' ') - dash - 1).toULongLong(nullptr, 16);
        copies += copiesIn(secret, reinterpret_cast<const std::uint8_t *>(begin),
                           reinterpret_cast<const std::uint8_t *>(end));
    }
    return copies;
}

struct Traces
{
    QByteArray bytes;
    QString text;
    QJsonDocument document;
};

QByteArray plain(const MaskedSecret &secret)
{
    QByteArray text;
    text.reserve(secretSize);
    for (std::size_t i = 0; i < secretSize; ++i)
        text.append(static_cast<char>(secret.at(i)));
    return text;
}

void leave(int what, const MaskedSecret &secret, Traces &traces)
{
    traces.bytes = plain(secret);
    if (what == 1)
        traces.text = QString::fromLatin1(traces.bytes);
    if (what == 2)
        traces.document = QJsonDocument::fromJson(R"({"secret_key":")" + traces.bytes + R"("})");
    for (int i = 0; what == 3 && i < 200; ++i)
        traces.bytes.append("0123456789abcdef");
}

} // namespace

class TestWipeFree : public QObject
{
    Q_OBJECT

private slots:
    void findsLivingCopies();
    void freedTextIsGone_data();
    void freedTextIsGone();
    void reallocKeepsContents();
    void reallocFollowsTheStandard();
};

void TestWipeFree::findsLivingCopies()
{
    const MaskedSecret secret = randomSecret();
    const QByteArray bytes = plain(secret);
    QCOMPARE(copiesInHeap(secret), 1);
    const QString text = QString::fromLatin1(bytes);
    QCOMPARE(copiesInHeap(secret), 2);
}

void TestWipeFree::freedTextIsGone_data()
{
    QTest::addColumn<int>("what");
    QTest::newRow("QByteArray") << 0;
    QTest::newRow("QString") << 1;
    QTest::newRow("QJsonDocument") << 2;
    QTest::newRow("growing") << 3;
}

void TestWipeFree::freedTextIsGone()
{
    QFETCH(const int, what);
    const MaskedSecret secret = randomSecret();
    {
        // Many at once, so that the few blocks the test itself needs afterwards cannot cover all.
        std::vector<Traces> traces(50);
        for (Traces &trace : traces)
            leave(what, secret, trace);
    }
    const int copies = copiesInHeap(secret);
#ifdef EXPECT_WIPED
    QCOMPARE(copies, 0);
#else
    QVERIFY2(copies > 0, "nothing stays behind without the wiping: this test cannot fail");
#endif
}

void TestWipeFree::reallocKeepsContents()
{
    std::size_t size = 1;
    auto *bytes = static_cast<std::uint8_t *>(std::malloc(size));
    QVERIFY(bytes);
    bytes[0] = 0;
    // Up beyond the largest block that is wiped, and down again.
    for (const std::size_t next : {7UL, 24UL, 25UL, 1000UL, 5000UL, 200000UL, 3000000UL, 4000000UL,
                                   900000UL, 40000UL, 100UL, 3UL}) {
        auto *moved = static_cast<std::uint8_t *>(std::realloc(bytes, next));
        QVERIFY(moved);
        bytes = moved;
        for (std::size_t i = 0; i < std::min(size, next); ++i)
            QVERIFY(bytes[i] == static_cast<std::uint8_t>(i));
        for (std::size_t i = 0; i < next; ++i)
            bytes[i] = static_cast<std::uint8_t>(i);
        size = next;
    }
    std::free(bytes);
}

void TestWipeFree::reallocFollowsTheStandard()
{
    void *fresh = std::realloc(nullptr, 32);
    QVERIFY(fresh);
    // As glibc has it: the block is freed.
    QVERIFY(std::realloc(fresh, 0) == nullptr);
    std::free(nullptr);
    void *aligned = std::aligned_alloc(64, 256);
    QVERIFY(aligned);
    std::free(aligned);
}

QTEST_GUILESS_MAIN(TestWipeFree)

#include "tst_wipefree.moc"
