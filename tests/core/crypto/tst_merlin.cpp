#include "core/crypto/keccak.h"
#include "core/crypto/merlin.h"
#include "tests/support/vectors.h"

#include <QCryptographicHash>
#include <QTest>

#include <sodium.h>

#include <vector>

using namespace canopy;
using namespace Qt::StringLiterals;

namespace {

QByteArray challenge(merlin::Transcript &transcript, const QByteArray &label, int size)
{
    std::vector<std::uint8_t> out(static_cast<std::size_t>(size));
    transcript.challenge(label, out);
    return asView(out).toByteArray();
}

QList<QByteArray> witnesses(const merlin::Transcript &transcript, const QJsonObject &operation)
{
    merlin::WitnessRandom random(transcript);
    for (const QJsonValue witness : operation.value(u"witness"_s).toArray()) {
        random.rekey(vectors::hex(witness[u"label"_s]), asBytes(vectors::hex(witness[u"data"_s])));
    }
    random.finalize(vectors::fixedHex<32>(operation.value(u"external"_s)));
    QList<QByteArray> outputs;
    for (const QJsonValue size : operation.value(u"fills"_s).toArray()) {
        std::vector<std::uint8_t> out(static_cast<std::size_t>(size.toInt()));
        random.fill(out);
        outputs.append(asView(out).toByteArray());
    }
    return outputs;
}

} // namespace

class TestMerlin : public QObject
{
    Q_OBJECT

private slots:
    void keccakOfZero();
    void keccakTwice();
    void transcript_data();
    void transcript();
    void aCopyIsAFork();
};

void TestMerlin::keccakOfZero()
{
    std::array<std::uint8_t, keccakStateSize> state{};
    keccakF1600(state);
    // Lanes f1258f7940e1dde7 … eaf1ff7b5ceca249, little endian (sr25519 §7).
    QCOMPARE(vectors::toHex(std::span(state).first<8>()), "e7dde140798f25f1"_ba);
    QCOMPARE(vectors::toHex(std::span(state).last<8>()), "49a2ec5c7bfff1ea"_ba);
}

// SHA3-256 is one permutation of a padded block; Qt has it, and so is the oracle.
void TestMerlin::keccakTwice()
{
    constexpr std::size_t sha3Rate = 136;
    std::array<std::uint8_t, keccakStateSize> state{};
    const QByteArray message(200, 'k');
    std::ranges::copy(asBytes(message).first(sha3Rate), state.begin());
    keccakF1600(state);
    const ByteSpan rest = asBytes(message).subspan(sha3Rate);
    for (std::size_t i = 0; i < rest.size(); ++i)
        state[i] ^= rest[i];
    state[rest.size()] ^= 0x06;
    state[sha3Rate - 1] ^= 0x80;
    keccakF1600(state);
    QCOMPARE(asView(std::span(state).first<32>()).toByteArray(),
             QCryptographicHash::hash(message, QCryptographicHash::Sha3_256));
}

void TestMerlin::transcript_data()
{
    QTest::addColumn<QJsonObject>("vector");
    int index = 0;
    for (const QJsonValue row : vectors::rows(vectors::load(u"merlin-strobe"_s), u"vectors"_s))
        vectors::newRow(index++, row[u"name"_s].toString()) << row.toObject();
}

void TestMerlin::transcript()
{
    QFETCH(QJsonObject, vector);
    merlin::Transcript transcript(vectors::hex(vector.value(u"label_hex"_s)));
    QList<QByteArray> outputs;
    for (const QJsonValue value : vector.value(u"ops"_s).toArray()) {
        const QJsonObject operation = value.toObject();
        const QString kind = operation.value(u"op"_s).toString();
        const QByteArray label = vectors::hex(operation.value(u"label"_s));
        if (kind == "append"_L1)
            transcript.append(label, asBytes(vectors::hex(operation.value(u"data"_s))));
        else if (kind == "append_last"_L1)
            transcript.append(label, asBytes(outputs.last()));
        else if (kind == "append_u64"_L1)
            transcript.append(label, operation.value(u"x"_s).toVariant().toULongLong());
        else if (kind == "challenge"_L1)
            outputs.append(challenge(transcript, label, operation.value(u"n"_s).toInt()));
        else if (kind == "rng"_L1)
            outputs.append(witnesses(transcript, operation));
        else
            QFAIL(qPrintable(kind));
    }
    QList<QByteArray> expected;
    for (const QJsonValue output : vector.value(u"outputs"_s).toArray())
        expected.append(vectors::hex(output));
    QVERIFY(!expected.isEmpty());
    QCOMPARE(outputs, expected);
}

void TestMerlin::aCopyIsAFork()
{
    merlin::Transcript original("fork");
    original.append("x", asBytes("1"));
    merlin::Transcript same = original;
    merlin::Transcript other = original;
    other.append("y", asBytes("2"));
    const QByteArray first = challenge(original, "c"_ba, 32);
    QCOMPARE(challenge(same, "c"_ba, 32), first);
    QVERIFY(challenge(other, "c"_ba, 32) != first);
}

QTEST_GUILESS_MAIN(TestMerlin)
#include "tst_merlin.moc"
