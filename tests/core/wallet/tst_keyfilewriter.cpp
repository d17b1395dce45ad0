#include "core/wallet/keyfile.h"
#include "core/wallet/keyfilewriter.h"
#include "tests/support/vectors.h"
#include "tests/support/walletfixture.h"

#include <QTest>

using namespace canopy;
using namespace Qt::StringLiterals;
using Code = Error::Code;

namespace {

QJsonObject vectorFile()
{
    return vectors::load(u"keyfile-json"_s);
}

QString addressA()
{
    return vectorFile().value(u"A"_s)[u"ss58Address"_s].toString();
}

} // namespace

class TestKeyfileWriter : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void writesTheFormOfBtwallet();
    void writesNoSeedThatIsNotThere();
    void writesOnlyItsOwnPhrase();
};

void TestKeyfileWriter::initTestCase()
{
    QVERIFY(prepareSecretMemory());
}

void TestKeyfileWriter::writesTheFormOfBtwallet()
{
    const QJsonObject expected = vectorFile().value(u"A"_s).toObject();
    const auto seed = Secret::take(
        vectors::hex(QJsonValue(expected.value(u"secretSeed"_s).toString().sliced(2))));
    const auto key = KeyPair::fromSeed(seed);
    QVERIFY(key.has_value());
    const QByteArray untidy = "  "
        + vectors::utf8(expected.value(u"secretPhrase"_s)).replace(' ', "\t ") + "\n";
    const auto written = keyfileJson(*key, Secret::copyOf(untidy));
    QVERIFY(written.has_value());
    const auto value = [&expected](QLatin1StringView name) {
        return vectors::utf8(expected.value(name));
    };
    const QByteArray text = "{\"accountId\":\"" + value("accountId"_L1) + "\",\"publicKey\":\""
        + value("publicKey"_L1) + "\",\"privateKey\":\"" + value("privateKey"_L1)
        + "\",\"secretPhrase\":\"" + value("secretPhrase"_L1) + "\",\"secretSeed\":\""
        + value("secretSeed"_L1) + "\",\"ss58Address\":\"" + value("ss58Address"_L1) + "\"}";
    QCOMPARE(written->view().bytes().toByteArray(), text);
    const auto summary = keyfile::summarise(written->view());
    QVERIFY(summary && summary->hasSeed);
    QCOMPARE(summary->address->toString(), addressA());

    const QByteArray publicText = publicKeyfileJson(key->address());
    QCOMPARE(publicText,
             QByteArray("{\"accountId\":\"" + value("accountId"_L1) + "\",\"publicKey\":\""
                        + value("publicKey"_L1) + "\",\"ss58Address\":\"" + value("ss58Address"_L1)
                        + "\"}"));
    QCOMPARE(keyfile::publicAddressOf(publicText)->toString(), addressA());
}

void TestKeyfileWriter::writesNoSeedThatIsNotThere()
{
    const KeyPair whole = WalletFixture::key(1);
    const auto key = KeyPair::fromPrivateKey(whole.privateKey(), whole.address().publicKey());
    QVERIFY(key.has_value());
    const auto written = keyfileJson(*key);
    QVERIFY(written.has_value());
    const auto object = QJsonDocument::fromJson(written->view().bytes().toByteArray()).object();
    QCOMPARE(object.keys(),
             QStringList({u"accountId"_s, u"privateKey"_s, u"publicKey"_s, u"ss58Address"_s}));
    QVERIFY(!keyfile::summarise(written->view())->hasSeed);
    QVERIFY(keyfile::keyPairOf(written->view())->address() == whole.address());
}

void TestKeyfileWriter::writesOnlyItsOwnPhrase()
{
    const KeyPair key = WalletFixture::key(1);
    const auto phrase = vectors::utf8(vectorFile().value(u"A"_s)[u"secretPhrase"_s]);
    QCOMPARE(keyfileJson(key, Secret::copyOf(phrase)).error().code, Code::KeyMismatch);
    QCOMPARE(keyfileJson(key, Secret::copyOf("old leopard")).error().code, Code::InvalidInput);
}

QTEST_GUILESS_MAIN(TestKeyfileWriter)
#include "tst_keyfilewriter.moc"
