#include "core/crypto/ss58.h"
#include "tests/support/vectors.h"

#include <QTest>

#include <sodium.h>

using namespace canopy;
using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView alphabet =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"_L1;

QJsonObject vectorFile()
{
    return vectors::load(u"ss58"_s);
}

sr25519::PublicKey randomKey()
{
    sr25519::PublicKey key{};
    randombytes_buf(key.data(), key.size());
    return key;
}

} // namespace

Q_DECLARE_METATYPE(canopy::Ss58Error)

class TestSs58 : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void valid_data();
    void valid();
    void otherNetworks_data();
    void otherNetworks();
    void invalid_data();
    void invalid();
    void causes_data();
    void causes();
    void everyPrefixThereAndBack();
    void roundTrip();
    void noSingleSubstitutionPasses();
    void noTranspositionPasses();
    void equalByKey();
};

void TestSs58::initTestCase()
{
    QVERIFY(sodium_init() >= 0);
}

void TestSs58::valid_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QByteArray>("publicKey");
    for (const QJsonValue row : vectors::rows(vectorFile(), u"bittensor_valid"_s)) {
        QTest::newRow(vectors::utf8(row[u"address"_s]).constData())
            << row[u"address"_s].toString() << vectors::hex(row[u"publicKey"_s]);
    }
}

void TestSs58::valid()
{
    QFETCH(QString, address);
    QFETCH(QByteArray, publicKey);
    const auto parsed = Ss58Address::parse(address);
    QVERIFY(parsed.has_value());
    QCOMPARE(asView(parsed->publicKey()).toByteArray(), publicKey);
    QCOMPARE(parsed->toString(), address);
    QCOMPARE(Ss58Address::fromPublicKey(parsed->publicKey()).toString(), address);
}

void TestSs58::otherNetworks_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QByteArray>("publicKey");
    QTest::addColumn<int>("prefix");
    int index = 0;
    for (const QJsonValue row : vectors::rows(vectorFile(), u"other_networks"_s)) {
        vectors::newRow(index++, row[u"name"_s].toString())
            << row[u"address"_s].toString() << vectors::hex(row[u"publicKey"_s])
            << row[u"prefix"_s].toInt();
    }
}

void TestSs58::otherNetworks()
{
    QFETCH(QString, address);
    QFETCH(QByteArray, publicKey);
    QFETCH(int, prefix);
    const auto decoded = ss58::decode(address);
    if (prefix == 46 || prefix == 47) {
        QVERIFY(!decoded.has_value());
        QCOMPARE(decoded.error(), Ss58Error::ReservedPrefix);
        return;
    }
    QVERIFY(decoded.has_value());
    QCOMPARE(decoded->prefix, prefix);
    QCOMPARE(decoded->payload, publicKey);
    QCOMPARE(ss58::encode(asBytes(publicKey), prefix), address);
    const auto parsed = Ss58Address::parse(address);
    QVERIFY(!parsed.has_value());
    QCOMPARE(parsed.error(), Ss58Error::OtherNetwork);
}

void TestSs58::invalid_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("accepted");
    int index = 0;
    for (const QJsonValue row : vectors::rows(vectorFile(), u"invalid"_s)) {
        vectors::newRow(index++, row[u"name"_s].toString())
            << row[u"address"_s].toString()
            << row[u"gui_expected"_s].toString().startsWith("well formed"_L1);
    }
}

void TestSs58::invalid()
{
    QFETCH(QString, address);
    QFETCH(bool, accepted);
    QCOMPARE(Ss58Address::parse(address).has_value(), accepted);
}

void TestSs58::causes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Ss58Error>("cause");
    const QString good = u"5FRXakC5HZ9qYMXFjmfTFSUxgHgPzeVFKyHguacKvmep8WXw"_s;
    QTest::newRow("empty") << QString() << Ss58Error::Empty;
    QTest::newRow("blank") << u"  "_s << Ss58Error::BadCharacter;
    QTest::newRow("untrimmed") << u" "_s + good << Ss58Error::BadCharacter;
    QTest::newRow("newline after") << good + u'\n' << Ss58Error::BadCharacter;
    QTest::newRow("a zero") << QString(good).replace(7, 1, u'0') << Ss58Error::BadCharacter;
    QTest::newRow("capital O") << QString(good).replace(7, 1, u'O') << Ss58Error::BadCharacter;
    QTest::newRow("capital I") << QString(good).replace(7, 1, u'I') << Ss58Error::BadCharacter;
    QTest::newRow("small l") << QString(good).replace(7, 1, u'l') << Ss58Error::BadCharacter;
    QTest::newRow("Cyrillic") << QString(good).replace(0, 1, QChar(0x0405))
                              << Ss58Error::BadCharacter;
    QTest::newRow("NUL inside") << QString(good).replace(7, 1, QChar(u'\0'))
                                << Ss58Error::BadCharacter;
    QTest::newRow("public key") << u"0x"_s + QString(64, u'a') << Ss58Error::BadCharacter;
    QTest::newRow("one short") << good.chopped(1) << Ss58Error::BadLength;
    QTest::newRow("one long") << good + u'w' << Ss58Error::BadLength;
    QTest::newRow("bitcoin") << u"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"_s << Ss58Error::BadLength;
    QTest::newRow("48 zero bytes") << QString(48, u'1') << Ss58Error::BadLength;
    QTest::newRow("a megabyte") << QString(1'000'000, u'5') << Ss58Error::BadLength;
    QTest::newRow("last character") << good.chopped(1) + u'x' << Ss58Error::BadChecksum;
    QTest::newRow("upper case") << u"5FRXAKC5HZ9QYMXFJMFTFSUXGHGPZEVFKYHGUACKVMEP8WXW"_s
                                << Ss58Error::BadChecksum;
    QTest::newRow("47") << u"5kMpshu6D1XUKeYaGS4a8wp5uiPsGZdrGg4LyzpqF3dFY1Wi"_s
                        << Ss58Error::ReservedPrefix;
    QTest::newRow("first byte 192")
        << u"LDWUMZQYwCLryACqbdd1tcNhd58WE8wKd4PPC75VP2qxM8eu"_s << Ss58Error::ReservedPrefix;
    QTest::newRow("first byte 255")
        << u"SW72e4Wx9XSeorh4fB3WgP8ULe92ggc7WKHexAbTYuJg5DaV"_s << Ss58Error::ReservedPrefix;
    QTest::newRow("42 in two bytes")
        << u"Zp4WGYHgZ2AoRjQ77oWjT65TVi6zASGzEyKgGndE1AwA3o2gt"_s << Ss58Error::NotCanonical;
    QTest::newRow("0 in two bytes")
        << u"VBrRBjYJox7shucgBCQ3c5pbGTpbkueT9w2ZM3NWgaUqMJhGp"_s << Ss58Error::NotCanonical;
    QTest::newRow("Polkadot") << u"14Mpj5T99LRJytXmhQiTPbK7Xug3gx3PQU2B4sbgUrgLK497"_s
                              << Ss58Error::OtherNetwork;
}

void TestSs58::causes()
{
    QFETCH(QString, text);
    QFETCH(Ss58Error, cause);
    const auto parsed = Ss58Address::parse(text);
    QVERIFY(!parsed.has_value());
    QCOMPARE(parsed.error(), cause);
}

void TestSs58::everyPrefixThereAndBack()
{
    const auto key = randomKey();
    for (int prefix = 0; prefix < 16384; ++prefix) {
        if (prefix == 46 || prefix == 47)
            continue;
        const auto decoded = ss58::decode(ss58::encode(ByteSpan(key), prefix));
        QVERIFY2(decoded.has_value(), QByteArray::number(prefix).constData());
        QCOMPARE(decoded->prefix, prefix);
        QCOMPARE(asBytes(decoded->payload).front(), key.front());
    }
}

void TestSs58::roundTrip()
{
    for (int i = 0; i < 2'000; ++i) {
        auto key = randomKey();
        // Leading zeros are where base58 goes wrong.
        if (i % 4 == 0)
            std::fill_n(key.begin(), i % 32, std::uint8_t{0});
        const auto address = Ss58Address::fromPublicKey(key);
        QCOMPARE(address.toString().size(), 48);
        QVERIFY(address.toString().startsWith(u'5'));
        const auto parsed = Ss58Address::parse(address.toString());
        QVERIFY(parsed.has_value());
        QCOMPARE(parsed->publicKey(), key);
    }
}

// A 16-bit checksum lets one error in 65,536 through by chance; over the fixed set of addresses
// here there is none, and the prefix check takes most of the rest.
void TestSs58::noSingleSubstitutionPasses()
{
    int tried = 0;
    for (const QJsonValue row : vectors::rows(vectorFile(), u"bittensor_valid"_s)) {
        const QString good = row[u"address"_s].toString();
        for (qsizetype at = 0; at < good.size(); ++at) {
            for (const QChar c : QString(alphabet)) {
                if (c == good.at(at))
                    continue;
                QString bad = good;
                bad[at] = c;
                QVERIFY2(!Ss58Address::parse(bad).has_value(), qPrintable(bad));
                ++tried;
            }
        }
    }
    QCOMPARE(tried, 5 * 48 * 57);
}

void TestSs58::noTranspositionPasses()
{
    int tried = 0;
    for (int i = 0; i < 200; ++i) {
        sr25519::PublicKey key{};
        // A fixed set: BLAKE2b of the number.
        crypto_generichash(key.data(), key.size(), reinterpret_cast<const unsigned char *>(&i),
                           sizeof(i), nullptr, 0);
        const QString good = Ss58Address::fromPublicKey(key).toString();
        for (qsizetype at = 0; at + 1 < good.size(); ++at) {
            if (good.at(at) == good.at(at + 1))
                continue;
            QString bad = good;
            std::swap(bad[at], bad[at + 1]);
            QVERIFY2(!Ss58Address::parse(bad).has_value(), qPrintable(bad));
            ++tried;
        }
    }
    QVERIFY(tried > 9'000);
}

void TestSs58::equalByKey()
{
    const auto one = Ss58Address::fromPublicKey(randomKey());
    const auto same = Ss58Address::parse(one.toString());
    QVERIFY(same.has_value());
    QVERIFY(*same == one);
    QVERIFY(Ss58Address::fromPublicKey(randomKey()) != one);
}

QTEST_GUILESS_MAIN(TestSs58)
#include "tst_ss58.moc"
