#include "core/wallet/keypair.h"
#include "tests/support/vectors.h"
#include "tests/support/walletfixture.h"

#include <QTest>

using namespace canopy;
using namespace Qt::StringLiterals;

static_assert(!std::is_copy_constructible_v<KeyPair>);
static_assert(std::is_nothrow_move_constructible_v<Secret>);

namespace {

/// Always the same byte: a generator that has failed.
class StuckRandom final : public RandomSource
{
public:
    void fill(std::span<std::uint8_t> bytes) override { std::ranges::fill(bytes, std::uint8_t{0}); }
};

Secret hexSecret(const QJsonValue &value)
{
    return Secret::take(vectors::hex(value));
}

} // namespace

class TestKeyPair : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void seeds();
    void seedsOfOtherLengths();
    void privateKeys();
    void privateKeyOfAnother();
    void unusablePrivateKeys();
    void signs();
    void signsWithAStuckGenerator();
    void clones();
};

void TestKeyPair::initTestCase()
{
    QVERIFY(prepareSecretMemory());
}

void TestKeyPair::seeds()
{
    for (const QJsonValue row : vectors::rows(vectors::load(u"keys-and-uris"_s), u"seeds"_s)) {
        const auto key = KeyPair::fromSeed(hexSecret(row[u"seed"_s]));
        QVERIFY(key.has_value());
        QCOMPARE(key->address().toString(), row[u"ss58_42"_s].toString());
        QVERIFY(key->hasSeed());
        QVERIFY(key->seed().equals(hexSecret(row[u"seed"_s])));
        QVERIFY(key->privateKey().equals(hexSecret(row[u"privateKey"_s])));
    }
}

void TestKeyPair::seedsOfOtherLengths()
{
    const auto rows = vectors::rows(vectors::load(u"keys-and-uris"_s), u"non_32_byte_seeds"_s);
    for (const QJsonValue row : rows) {
        const auto key = KeyPair::fromSeed(hexSecret(row[u"seed"_s]));
        QVERIFY(!key.has_value());
        QCOMPARE(key.error().code, Error::Code::InvalidInput);
    }
}

void TestKeyPair::privateKeys()
{
    for (const QJsonValue row : vectors::rows(vectors::load(u"keys-and-uris"_s), u"suris"_s)) {
        if (!row.toObject().contains(u"privateKey"_s))
            continue;
        const auto key = KeyPair::fromPrivateKey(hexSecret(row[u"privateKey"_s]),
                                                 vectors::fixedHex<32>(row[u"publicKey"_s]));
        QVERIFY(key.has_value());
        QCOMPARE(key->address().toString(), row[u"ss58_42"_s].toString());
        QVERIFY(!key->hasSeed());
    }
}

void TestKeyPair::privateKeyOfAnother()
{
    const KeyPair one = WalletFixture::key(1);
    const KeyPair two = WalletFixture::key(2);
    const auto key = KeyPair::fromPrivateKey(one.privateKey(), two.address().publicKey());
    QVERIFY(!key.has_value());
    QCOMPARE(key.error().code, Error::Code::KeyMismatch);
    // The detail goes to the log: it may name addresses, never keys.
    QVERIFY(key.error().detail.contains(one.address().toString()));
    QVERIFY(!key.error().detail.contains(
        QString::fromLatin1(vectors::toHex(one.privateKey().view().span().first(32)))));
}

void TestKeyPair::unusablePrivateKeys()
{
    const KeyPair key = WalletFixture::key(1);
    const auto refused = [&key](const QByteArray &bytes) {
        const auto made = KeyPair::fromPrivateKey(Secret::copyOf(bytes), key.address().publicKey());
        return !made && made.error().code == Error::Code::InvalidInput;
    };
    const QByteArray good = key.privateKey().view().bytes().toByteArray();
    QVERIFY(!refused(good));
    QVERIFY(refused({}));
    QVERIFY(refused(good.first(63)));
    QVERIFY(refused(good + 'x'));
    QVERIFY(refused(QByteArray(32, '\0') + good.last(32)));
    QVERIFY(refused(good.first(32) + QByteArray(32, '\0')));
    QVERIFY(refused(QByteArray(32, '\xff') + good.last(32)));
}

void TestKeyPair::signs()
{
    const KeyPair key = WalletFixture::key(3);
    SystemRandom random;
    const QByteArray message = key.address().toString().toLatin1() + ":1700000000:me";
    const auto one = key.sign(message, random);
    const auto two = key.sign(message, random);
    QVERIFY(one && two);
    QVERIFY(*one != *two);
    for (const auto &signature : {*one, *two})
        QVERIFY(sr25519::verify(key.address().publicKey(), asBytes(message), signature));
    QVERIFY(!sr25519::verify(WalletFixture::key(4).address().publicKey(), asBytes(message), *one));
    QVERIFY(key.sign({}, random).has_value());
}

void TestKeyPair::signsWithAStuckGenerator()
{
    const KeyPair key = WalletFixture::key(3);
    StuckRandom random;
    const auto one = key.sign("one", random);
    const auto two = key.sign("two", random);
    QVERIFY(one && two);
    // Not the same nonce for two messages, which would give the key away.
    QVERIFY(!std::ranges::equal(std::span(*one).first(32), std::span(*two).first(32)));
}

void TestKeyPair::clones()
{
    KeyPair key = WalletFixture::key(5);
    const KeyPair copy = key.clone();
    const KeyPair moved = std::move(key);
    QVERIFY(copy.address() == moved.address());
    QVERIFY(copy.seed().equals(moved.seed()));
    SystemRandom random;
    QVERIFY(copy.sign("m", random).has_value());
}

QTEST_GUILESS_MAIN(TestKeyPair)
#include "tst_keypair.moc"
