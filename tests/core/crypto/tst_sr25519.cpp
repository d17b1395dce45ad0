#include "core/crypto/sr25519.h"
#include "tests/support/vectors.h"

#include <QTest>

#include <sodium.h>

using namespace canopy;
using namespace Qt::StringLiterals;

namespace {

using Secret64 = std::array<std::uint8_t, 64>;
using Bytes32 = std::array<std::uint8_t, 32>;

Secret64 secretOf(const Bytes32 &seed)
{
    Secret64 secret{};
    sr25519::expandSeed(seed, secret);
    return secret;
}

Bytes32 randomBytes32()
{
    Bytes32 bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

QByteArray messageOf(const QJsonObject &row)
{
    if (const QJsonObject repeated = row.value(u"message"_s).toObject(); !repeated.isEmpty()) {
        const QByteArray byte = vectors::hex(repeated.value(u"repeat_byte"_s));
        return byte.repeated(repeated.value(u"count"_s).toInt());
    }
    return vectors::hex(row.value(u"message_hex"_s));
}

void addRows(const QJsonArray &rows)
{
    int index = 0;
    for (const QJsonValue row : rows) {
        vectors::newRow(index++, row[u"name"_s].toString()) << row.toObject();
    }
}

bool verifies(const QJsonObject &row, const QByteArray &message)
{
    const QByteArray key = vectors::hex(row.value(u"publicKey"_s));
    // A key of another length cannot even be asked about: the type says 32 bytes.
    if (key.size() != 32)
        return false;
    return sr25519::verify(vectors::fixed<32>(key), asBytes(message),
                           asBytes(vectors::hex(row.value(u"signature"_s))));
}

} // namespace

class TestSr25519 : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void deterministic_data();
    void deterministic();
    void published_data();
    void published();
    void valid_data();
    void valid();
    void invalid_data();
    void invalid();
    void wrapped_data();
    void wrapped();
    void edges_data();
    void edges();
    void signaturesOfOtherLengths();
    void randomMessages();
    void everyFlippedBitFails();
    void zeroWitnessStillDiffers();
};

void TestSr25519::initTestCase()
{
    QVERIFY(sodium_init() >= 0);
}

void TestSr25519::deterministic_data()
{
    QTest::addColumn<QJsonObject>("row");
    addRows(vectors::rows(vectors::load(u"sr25519-deterministic"_s), u"vectors"_s));
}

void TestSr25519::deterministic()
{
    QFETCH(QJsonObject, row);
    const auto secret = vectors::fixedHex<64>(row.value(u"privateKey"_s));
    const auto key = vectors::fixedHex<32>(row.value(u"publicKey"_s));
    QCOMPARE(sr25519::publicKeyOf(secret), key);
    const QByteArray message = messageOf(row);
    const auto signature = sr25519::sign(secret, key, asBytes(message),
                                         vectors::fixedHex<32>(row.value(u"rng32"_s)));
    QCOMPARE(vectors::toHex(signature), row.value(u"signature"_s).toString().toLatin1());
    QVERIFY(sr25519::verify(key, asBytes(message), signature));
}

void TestSr25519::published_data()
{
    QTest::addColumn<QByteArray>("seed");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("publicKey");
    QTest::addColumn<QByteArray>("witness");
    QTest::addColumn<QByteArray>("signature");
    const QByteArray alice = "e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a"_ba;
    const QByteArray aliceKey =
        "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"_ba;
    QTest::newRow("V1") << alice << QByteArray() << aliceKey
                        << "98191f46e5830216445436978803697a5e3ab61b1e8951d4fe9ae67bab614a5f"_ba
                        << "dc0460867ddf484156dfee8b30021d02308ccee66cd8e751d6417dab6538251e"
                           "8d57b057a6b9a30e8f984c64ce62c33be5bba30326809e0ef8b47ecadc6d0a8c"_ba;
    QTest::newRow("V2") << alice << "abc"_ba << aliceKey
                        << "7bfcfd7544b1078dda397cef45df2e6de498746805081ebc8fb90ad04eba9d02"_ba
                        << "c4c26bd10edba509752d395223fd1a497efcd14a006cbe05d87d6441e4b83e0b"
                           "b1bfe619b3148570ce856f0a0debd7588f55078a439aca7a908ac6d6aa74a088"_ba;
    QTest::newRow("V3") << "fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e"_ba
                        << QByteArray(166, 'a')
                        << "46ebddef8cd9bb167dc30878d7113b7e168e6f0646beffd77d69d39bad76b47a"_ba
                        << "36f00e57d42f871e3987e832d90f56c6940b5937688edf03c4fd3908aec402be"_ba
                        << "34cc2f83c0f46bc905447b3097c2c82c0b39d3b1491a408126f95fa8eb1bd67a"
                           "092661e4fba58036a16a42e4cffb17ad8f5e8449874ab9bcc0c0244bc221b78d"_ba;
    QTest::newRow("V4") << QByteArray(64, '0') << QByteArray(1000, 'b')
                        << "def12e42f3e487e9b14095aa8d5cc16a33491f1b50dadcf8811d1480f3fa8627"_ba
                        << "a3942b06a601b78d94e37672e349eb2da2dd4fd0716819e07fc66190b2c16d8b"_ba
                        << "04c5111d644f3a482c1cedce68b617c6c20767b0febbc647b4d98f5d9d2e1909"
                           "2dcfe0e52f64fa4f2b288c55137ec3ee1f904250e64cfd773d1711d147aa1f80"_ba;
}

void TestSr25519::published()
{
    QFETCH(QByteArray, seed);
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, publicKey);
    QFETCH(QByteArray, witness);
    QFETCH(QByteArray, signature);
    const auto secret = secretOf(vectors::fixed<32>(QByteArray::fromHex(seed)));
    const auto key = sr25519::publicKeyOf(secret);
    QCOMPARE(vectors::toHex(key), publicKey);
    const auto made = sr25519::sign(secret, key, asBytes(message),
                                    vectors::fixed<32>(QByteArray::fromHex(witness)));
    QCOMPARE(vectors::toHex(made), signature);
}

void TestSr25519::valid_data()
{
    QTest::addColumn<QJsonObject>("row");
    addRows(vectors::rows(vectors::load(u"sr25519-verify"_s), u"valid"_s));
}

void TestSr25519::valid()
{
    QFETCH(QJsonObject, row);
    QVERIFY(verifies(row, messageOf(row)));
    QVERIFY(!verifies(row, messageOf(row) + 'x'));
}

void TestSr25519::invalid_data()
{
    QTest::addColumn<QJsonObject>("row");
    addRows(vectors::rows(vectors::load(u"sr25519-verify"_s), u"invalid"_s));
}

void TestSr25519::invalid()
{
    QFETCH(QJsonObject, row);
    QVERIFY(!verifies(row, messageOf(row)));
}

void TestSr25519::wrapped_data()
{
    QTest::addColumn<QJsonObject>("row");
    addRows(vectors::rows(vectors::load(u"sr25519-verify"_s), u"bytes_wrapping"_s));
}

void TestSr25519::wrapped()
{
    QFETCH(QJsonObject, row);
    QCOMPARE(verifies(row, vectors::hex(row.value(u"verify_message_hex"_s))),
             row.value(u"expect_raw_verify"_s).toBool());
    QVERIFY(verifies(row, vectors::hex(row.value(u"actually_signed_hex"_s))));
}

void TestSr25519::edges_data()
{
    QTest::addColumn<QJsonObject>("row");
    addRows(vectors::rows(vectors::load(u"sr25519-verify"_s), u"edge_accepted_by_reference"_s));
}

void TestSr25519::edges()
{
    QFETCH(QJsonObject, row);
    QVERIFY(row.value(u"gui_expected"_s).isBool());
    QCOMPARE(verifies(row, messageOf(row)), row.value(u"gui_expected"_s).toBool());
}

void TestSr25519::signaturesOfOtherLengths()
{
    const auto secret = secretOf(randomBytes32());
    const auto key = sr25519::publicKeyOf(secret);
    const auto signature = sr25519::sign(secret, key, asBytes("m"), randomBytes32());
    const ByteSpan whole(signature);
    QVERIFY(sr25519::verify(key, asBytes("m"), whole));
    for (std::size_t size = 0; size < whole.size(); ++size)
        QVERIFY(!sr25519::verify(key, asBytes("m"), whole.first(size)));
    QByteArray longer = asView(whole).toByteArray();
    longer.append('\0');
    QVERIFY(!sr25519::verify(key, asBytes("m"), asBytes(longer)));
}

void TestSr25519::randomMessages()
{
    for (int round = 0; round < 10'000; ++round) {
        const auto secret = secretOf(randomBytes32());
        const auto key = sr25519::publicKeyOf(secret);
        QByteArray message(static_cast<qsizetype>(randombytes_uniform(400)), Qt::Uninitialized);
        randombytes_buf(message.data(), static_cast<std::size_t>(message.size()));
        auto signature = sr25519::sign(secret, key, asBytes(message), randomBytes32());
        QVERIFY2(sr25519::verify(key, asBytes(message), signature),
                 vectors::toHex(secret).constData());

        const auto bit = randombytes_uniform(512);
        signature[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        QVERIFY2(!sr25519::verify(key, asBytes(message), signature),
                 vectors::toHex(secret).constData());
    }
}

void TestSr25519::everyFlippedBitFails()
{
    const auto secret = secretOf(randomBytes32());
    const auto key = sr25519::publicKeyOf(secret);
    const QByteArray message = "5FRXakC5HZ9qYMXFjmfTFSUxgHgPzeVFKyHguacKvmep8WXw:1700000000:me"_ba;
    const auto signature = sr25519::sign(secret, key, asBytes(message), randomBytes32());
    QVERIFY(sr25519::verify(key, asBytes(message), signature));
    for (std::size_t bit = 0; bit < 512; ++bit) {
        auto flipped = signature;
        flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        QVERIFY(!sr25519::verify(key, asBytes(message), flipped));
    }
    for (std::size_t bit = 0; bit < 256; ++bit) {
        auto flipped = key;
        flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        QVERIFY(!sr25519::verify(flipped, asBytes(message), signature));
    }
    for (qsizetype bit = 0; bit < message.size() * 8; ++bit) {
        QByteArray flipped = message;
        flipped[bit / 8] = static_cast<char>(flipped.at(bit / 8) ^ (1 << (bit % 8)));
        QVERIFY(!sr25519::verify(key, asBytes(flipped), signature));
    }
}

// A generator that returns nothing but zeros must not make two messages share a nonce.
void TestSr25519::zeroWitnessStillDiffers()
{
    const auto secret = secretOf(randomBytes32());
    const auto key = sr25519::publicKeyOf(secret);
    QSet<QByteArray> commitments;
    for (int i = 0; i < 500; ++i) {
        const QByteArray message = QByteArray::number(i);
        const auto signature = sr25519::sign(secret, key, asBytes(message), Bytes32{});
        commitments.insert(asView(signature).first(32).toByteArray());
    }
    QCOMPARE(commitments.size(), 500);
}

QTEST_GUILESS_MAIN(TestSr25519)
#include "tst_sr25519.moc"
