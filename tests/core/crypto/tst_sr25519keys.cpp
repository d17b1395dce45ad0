#include "core/crypto/sr25519.h"
#include "tests/support/vectors.h"

#include <QTest>

#include <sodium.h>

using namespace canopy;
using namespace Qt::StringLiterals;

namespace {

using Secret64 = std::array<std::uint8_t, 64>;

Secret64 secretOf(const std::array<std::uint8_t, 32> &seed)
{
    Secret64 secret{};
    sr25519::expandSeed(seed, secret);
    return secret;
}

} // namespace

class TestSr25519Keys : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void seeds_data();
    void seeds();
    void mnemonicKeys_data();
    void mnemonicKeys();
    void privateKeys_data();
    void privateKeys();
    void uris_data();
    void uris();
    void otherForm_data();
    void otherForm();
    void unusableSecrets();
    void badPublicKeys();
};

void TestSr25519Keys::initTestCase()
{
    QVERIFY(sodium_init() >= 0);
}

void TestSr25519Keys::seeds_data()
{
    QTest::addColumn<QJsonObject>("row");
    int index = 0;
    for (const QJsonValue row : vectors::rows(vectors::load(u"keys-and-uris"_s), u"seeds"_s))
        vectors::newRow(index++, row[u"origin"_s].toString()) << row.toObject();
}

void TestSr25519Keys::seeds()
{
    QFETCH(QJsonObject, row);
    const auto secret = secretOf(vectors::fixedHex<32>(row.value(u"seed"_s)));
    QCOMPARE(vectors::toHex(secret), row.value(u"privateKey"_s).toString().toLatin1());
    QVERIFY(sr25519::isUsableSecret(secret));
    QCOMPARE(vectors::toHex(sr25519::publicKeyOf(secret)),
             row.value(u"publicKey"_s).toString().toLatin1());
}

void TestSr25519Keys::mnemonicKeys_data()
{
    QTest::addColumn<QJsonObject>("row");
    int index = 0;
    for (const QJsonValue row : vectors::rows(vectors::load(u"mnemonics"_s), u"valid"_s))
        vectors::newRow(index++, row[u"origin"_s].toString()) << row.toObject();
}

void TestSr25519Keys::mnemonicKeys()
{
    QFETCH(QJsonObject, row);
    const auto secret = secretOf(vectors::fixedHex<32>(row.value(u"miniSecret"_s)));
    QCOMPARE(vectors::toHex(secret), row.value(u"privateKey"_s).toString().toLatin1());
    QCOMPARE(vectors::toHex(sr25519::publicKeyOf(secret)),
             row.value(u"publicKey"_s).toString().toLatin1());
}

void TestSr25519Keys::privateKeys_data()
{
    QTest::addColumn<QJsonObject>("row");
    int index = 0;
    for (const QJsonValue row :
         vectors::rows(vectors::load(u"keys-and-uris"_s), u"private_keys"_s)) {
        const QByteArray input = vectors::hex(row[u"privateKey_input"_s]);
        // The types only admit 64 bytes; other texts are the keyfile reader's affair.
        if (row[u"privateKey_input"_s].toString().size() != 128 || input.size() != 64)
            continue;
        vectors::newRow(index++, row[u"case"_s].toString()) << row.toObject();
    }
    QVERIFY(index >= 5);
}

void TestSr25519Keys::privateKeys()
{
    QFETCH(QJsonObject, row);
    const auto secret = vectors::fixedHex<64>(row.value(u"privateKey_input"_s));
    const bool hasNonce = sodium_is_zero(secret.data() + 32, 32) == 0;
    QCOMPARE(sr25519::isUsableSecret(secret),
             row.value(u"btwallet_accepts"_s).toBool() && hasNonce);
    if (row.value(u"btwallet_accepts"_s).toBool())
        QCOMPARE(vectors::toHex(sr25519::publicKeyOf(secret)),
                 row.value(u"publicKey"_s).toString().toLatin1());
}

void TestSr25519Keys::uris_data()
{
    QTest::addColumn<QJsonObject>("row");
    int index = 0;
    for (const QJsonValue row : vectors::rows(vectors::load(u"keys-and-uris"_s), u"suris"_s)) {
        if (row.toObject().contains(u"privateKey_scalar"_s))
            vectors::newRow(index++, row[u"suri"_s].toString()) << row.toObject();
    }
}

void TestSr25519Keys::uris()
{
    QFETCH(QJsonObject, row);
    // The nonce half of a softly derived key is random and not recorded; any one does.
    QByteArray secret = vectors::hex(row.value(u"privateKey_scalar"_s));
    secret += row.contains(u"privateKey"_s) ? vectors::hex(row.value(u"privateKey"_s)).last(32)
                                            : QByteArray(32, 'n');
    const auto usable = vectors::fixed<64>(secret);
    QVERIFY(sr25519::isUsableSecret(usable));
    QCOMPARE(vectors::toHex(sr25519::publicKeyOf(usable)),
             row.value(u"publicKey"_s).toString().toLatin1());
    if (row.contains(u"privateKey"_s))
        QCOMPARE(QString::fromLatin1(secret.toHex()), row.value(u"privateKey"_s).toString());
}

void TestSr25519Keys::otherForm_data()
{
    QTest::addColumn<QJsonObject>("row");
    int index = 0;
    const auto rows = vectors::rows(vectors::load(u"keys-and-uris"_s), u"secret_form_conversion"_s);
    for (const QJsonValue row : rows)
        vectors::newRow(index++, u"key"_s) << row.toObject();
}

// polkadot-js keeps eight times the scalar: never taken for btwallet's form.
void TestSr25519Keys::otherForm()
{
    QFETCH(QJsonObject, row);
    const auto secret = vectors::fixedHex<64>(row.value(u"privateKey"_s));
    QVERIFY(sr25519::isUsableSecret(secret));
    QCOMPARE(vectors::toHex(sr25519::publicKeyOf(secret)),
             row.value(u"publicKey"_s).toString().toLatin1());
    const auto timesEight = vectors::fixedHex<64>(row.value(u"polkadot_ed25519_form_secret"_s));
    QVERIFY(!sr25519::isUsableSecret(timesEight));
}

void TestSr25519Keys::unusableSecrets()
{
    Secret64 secret = secretOf({1, 2, 3});
    QVERIFY(sr25519::isUsableSecret(secret));
    Secret64 zeroScalar = secret;
    std::fill_n(zeroScalar.begin(), 32, std::uint8_t{0});
    QVERIFY(!sr25519::isUsableSecret(zeroScalar));
    QVERIFY(!sr25519::isValidPublicKey(sr25519::publicKeyOf(zeroScalar)));
    Secret64 zeroNonce = secret;
    std::fill_n(zeroNonce.begin() + 32, 32, std::uint8_t{0});
    QVERIFY(!sr25519::isUsableSecret(zeroNonce));
    Secret64 topBit = secret;
    topBit[31] |= 0x80;
    QVERIFY(!sr25519::isUsableSecret(topBit));
}

void TestSr25519Keys::badPublicKeys()
{
    // N1: bit 255 set; libsodium 1.0.18 takes it for Alice's key.
    const auto bit255 = vectors::fixed<32>(
        QByteArray::fromHex("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da2fd"));
    const auto signature1 = QByteArray::fromHex(
        "5007db7f5fa75f8d8bfefb30417e4785eeac07f6a3315a6ddd1849a8a9349263"
        "ee68841939aef6fdb5619f9fbb4bec9495f0e958ba8a7a53fb17b4d1c7d31f83");
    QVERIFY(!sr25519::isValidPublicKey(bit255));
    QVERIFY(!sr25519::verify(bit255, asBytes("abc"), asBytes(signature1)));
    // N2: the identity, for which anyone can sign.
    const sr25519::PublicKey identity{};
    const auto signature2 = QByteArray::fromHex(
        "5007db7f5fa75f8d8bfefb30417e4785eeac07f6a3315a6ddd1849a8a9349263"
        "0101010101010101010101010101010101010101010101010101010101010180");
    QVERIFY(!sr25519::isValidPublicKey(identity));
    QVERIFY(!sr25519::verify(identity, asBytes("abc"), asBytes(signature2)));

    auto alice = bit255;
    alice[31] &= 0x7f;
    QVERIFY(sr25519::isValidPublicKey(alice));
    // Half of all even strings are no point; none of the odd ones is.
    alice[0] |= 1;
    QVERIFY(!sr25519::isValidPublicKey(alice));
}

QTEST_GUILESS_MAIN(TestSr25519Keys)
#include "tst_sr25519keys.moc"
