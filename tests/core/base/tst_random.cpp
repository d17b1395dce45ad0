#include "core/base/random.h"

#include <QSet>
#include <QTest>

#include <sodium.h>

#include <algorithm>
#include <array>
#include <deque>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

/// Hands out given bytes, and fails the test if asked for more.
class ScriptedRandom final : public RandomSource
{
public:
    explicit ScriptedRandom(std::deque<std::uint8_t> bytes)
        : m_bytes(std::move(bytes))
    {
    }
    void fill(std::span<std::uint8_t> bytes) override
    {
        for (std::uint8_t &byte : bytes) {
            QVERIFY(!m_bytes.empty());
            byte = m_bytes.front();
            m_bytes.pop_front();
        }
    }
    std::size_t left() const { return m_bytes.size(); }

private:
    std::deque<std::uint8_t> m_bytes;
};

} // namespace

class TestRandom : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }

    void takesBigEndianWords()
    {
        ScriptedRandom random({0, 0, 1, 5, 0xff, 0xff, 0xff, 0xff});
        QCOMPARE(random.below(256), 5U);
        QCOMPARE(random.below(256), 255U);
        QCOMPARE(random.left(), 0U);
    }

    void rejectsTheShortStretch()
    {
        // 2^32 mod 10 = 6: the words 0 … 5 would make 0 … 5 likelier than the rest.
        ScriptedRandom random({0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 6});
        QCOMPARE(random.below(10), 6U);
        QCOMPARE(random.left(), 0U);
    }

    void neverReachesTheBound()
    {
        SystemRandom random;
        for (const std::uint32_t bound : {1U, 2U, 3U, 62U, 0x80000001U, 0xffffffffU}) {
            for (int i = 0; i < 500; ++i)
                QVERIFY(random.below(bound) < bound);
        }
    }

    void spreadsEvenly()
    {
        SystemRandom random;
        std::array<int, 62> counts{};
        constexpr int draws = 62'000;
        for (int i = 0; i < draws; ++i)
            ++counts.at(random.below(62));
        double chiSquared = 0;
        for (const int count : counts)
            chiSquared += (count - 1000.0) * (count - 1000.0) / 1000.0;
        // 61 degrees of freedom: 150 is beyond any chance (p < 1e-8).
        QVERIFY2(chiSquared < 150, qPrintable(QString::number(chiSquared)));
    }

    void writesHex()
    {
        ScriptedRandom random({0x00, 0xab, 0xff});
        QCOMPARE(random.hex(3), u"00abff"_s);
        QCOMPARE(random.hex(0), QString());
    }

    void doesNotRepeat()
    {
        SystemRandom random;
        QSet<QString> seen;
        for (int i = 0; i < 1000; ++i)
            seen.insert(random.hex(16));
        QCOMPARE(seen.size(), 1000);
        QCOMPARE(seen.begin()->size(), 32);
    }
};

QTEST_APPLESS_MAIN(TestRandom)
#include "tst_random.moc"
