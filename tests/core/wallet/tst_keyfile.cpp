#include "core/wallet/keyfile.h"
#include "tests/support/vectors.h"

#include <QRandomGenerator>
#include <QTest>

using namespace canopy;
using namespace Qt::StringLiterals;
using Code = Error::Code;

namespace {

QJsonObject vectorFile()
{
    return vectors::load(u"keyfile-json"_s);
}

QByteArray textOf(const QJsonObject &row)
{
    return row.contains(u"hex"_s) ? vectors::hex(row.value(u"hex"_s))
                                  : vectors::utf8(row.value(u"text"_s));
}

/// What the recommended outcomes that are errors mean here. Where a vector leaves the choice, the
/// stricter one is taken.
Code codeFor(const QString &expected)
{
    if (expected.contains("offer import"_L1))
        return Code::Unsupported;
    if (expected.startsWith("error: inconsistent"_L1) || expected.startsWith("error or load"_L1))
        return Code::KeyMismatch;
    for (const auto known : {"error: bad"_L1, "error: not valid"_L1, "error: no key material"_L1,
                             "error: empty"_L1, "full or error"_L1}) {
        if (expected.startsWith(known))
            return Code::FileDamaged;
    }
    if (expected == "error"_L1)
        return Code::FileDamaged;
    qFatal("no code for %s", qPrintable(expected));
}

QByteArray goodFile()
{
    const QJsonObject key = vectorFile().value(u"A"_s).toObject();
    return QJsonDocument(key).toJson(QJsonDocument::Compact);
}

QString addressA()
{
    return vectorFile().value(u"A"_s)[u"ss58Address"_s].toString();
}

} // namespace

class TestKeyfile : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void recorded_data();
    void recorded();
    void decrypted_data();
    void decrypted();
    void everyTruncationFails();
    void everyChangedValueFails_data();
    void everyChangedValueFails();
    void randomDamageNeverGivesAnotherKey();
    void hugeValues();
    void phraseCheck();
    void hashedAccounts();
    void rawSeedThatFitsNothing();
};

void TestKeyfile::initTestCase()
{
    QVERIFY(prepareSecretMemory());
}

void TestKeyfile::recorded_data()
{
    QTest::addColumn<QJsonObject>("row");
    int index = 0;
    for (const QJsonValue row : vectors::rows(vectorFile(), u"rows"_s))
        vectors::newRow(index++, row[u"name"_s].toString()) << row.toObject();
}

void TestKeyfile::recorded()
{
    QFETCH(QJsonObject, row);
    const QByteArray text = textOf(row);
    const QJsonValue expected = row.value(u"gui_expected"_s);
    const QString kind = expected[u"kind"_s].toString();
    const QString address = expected[u"ss58"_s].toString();
    const auto summary = keyfile::summarise(text);
    const auto key = keyfile::keyPairOf(text);
    const auto inPubFile = keyfile::publicAddressOf(text);

    if (kind == "full"_L1 || kind == "public"_L1) {
        QVERIFY2(summary, summary ? "" : qPrintable(summary.error().detail));
        QCOMPARE(summary->address->toString(), address);
        QCOMPARE(summary->kind,
                 kind == "full"_L1 ? KeyfileSummary::Kind::Full : KeyfileSummary::Kind::PublicOnly);
        QCOMPARE(summary->hadByteOrderMark, text.startsWith("\xef\xbb\xbf"));
        QCOMPARE(inPubFile->toString(), address);
        QCOMPARE(key.has_value(), kind == "full"_L1);
        if (key)
            QCOMPARE(key->address().toString(), address);
        else
            QCOMPARE(key.error().code, Code::InvalidInput);
        return;
    }
    QVERIFY(!summary.has_value());
    QVERIFY(!key.has_value());
    QCOMPARE(key.error().code, summary.error().code);
    if (kind == "unsupported"_L1) {
        QCOMPARE(summary.error().code, Code::Unsupported);
        QCOMPARE(summary.error().detail, expected[u"reason"_s].toString());
        QCOMPARE(keyfile::statedAddressOf(text)->toString(), address);
        return;
    }
    const bool isBarePublic = kind == "public-in-pub-file"_L1
        || expected.toString() == "public in a pub file"_L1
        || row.value(u"name"_s).toString() == "bare 0x seed"_L1;
    QCOMPARE(inPubFile.has_value(), isBarePublic);
    if (isBarePublic) {
        QCOMPARE(summary.error().code, Code::Unsupported);
        if (!address.isEmpty())
            QCOMPARE(inPubFile->toString(), address);
        return;
    }
    QCOMPARE(summary.error().code, codeFor(expected.toString()));
}

void TestKeyfile::decrypted_data()
{
    QTest::addColumn<QByteArray>("text");
    int index = 0;
    for (const QJsonValue row : vectors::rows(vectors::load(u"encrypted-keyfiles"_s), u"valid"_s)) {
        if (row[u"plaintext"_s].toString().startsWith(u'{'))
            vectors::newRow(index++, row[u"name"_s].toString())
                << vectors::utf8(row[u"plaintext"_s]);
    }
}

void TestKeyfile::decrypted()
{
    QFETCH(QByteArray, text);
    const auto key = keyfile::keyPairOf(text);
    QVERIFY2(key, key ? "" : qPrintable(key.error().detail));
    QCOMPARE(key->address().toString(), QJsonDocument::fromJson(text)[u"ss58Address"_s].toString());
}

void TestKeyfile::everyTruncationFails()
{
    const QByteArray text = goodFile();
    QVERIFY(keyfile::summarise(text).has_value());
    for (qsizetype size = 0; size < text.size(); ++size) {
        const auto summary = keyfile::summarise(text.first(size));
        QVERIFY(!summary.has_value());
        QCOMPARE(summary.error().code, Code::FileDamaged);
    }
}

void TestKeyfile::everyChangedValueFails_data()
{
    QTest::addColumn<QString>("field");
    const QStringList fields = vectorFile().value(u"A"_s).toObject().keys();
    QCOMPARE(fields.size(), 6);
    for (const QString &field : fields)
        QTest::newRow(qPrintable(field)) << field;
}

// SIG-01: one changed character in any field, and the file is nobody's.
void TestKeyfile::everyChangedValueFails()
{
    QFETCH(QString, field);
    QJsonObject key = vectorFile().value(u"A"_s).toObject();
    const QString value = key.value(field).toString();
    int tried = 0;
    for (qsizetype at = value.startsWith("0x"_L1) ? 2 : 0; at < value.size(); ++at) {
        QString changed = value;
        changed[at] = changed.at(at) == u'a' ? u'b' : u'a';
        // The second half of a private key is a nonce, which no public key depends on.
        if (field == "privateKey"_L1 && at >= 2 + 64)
            continue;
        key.insert(field, changed);
        const auto text = QJsonDocument(key).toJson();
        const auto summary = keyfile::summarise(text);
        QVERIFY2(!summary.has_value(), qPrintable(changed));
        QVERIFY(!keyfile::keyPairOf(text).has_value());
        ++tried;
    }
    QVERIFY(tried > 40);
}

void TestKeyfile::randomDamageNeverGivesAnotherKey()
{
    QRandomGenerator random(20261124);
    const QByteArray good = goodFile();
    const QString address = addressA();
    for (int round = 0; round < 3'000; ++round) {
        QByteArray bad = good;
        for (int change = 0; change <= random.bounded(3); ++change)
            bad[random.bounded(bad.size())] = static_cast<char>(random.bounded(256));
        const auto key = keyfile::keyPairOf(bad);
        if (key)
            QCOMPARE(key->address().toString(), address);
    }
}

void TestKeyfile::hugeValues()
{
    for (const QByteArray &field :
         {"secretPhrase"_ba, "secretSeed"_ba, "privateKey"_ba, "ss58Address"_ba, "publicKey"_ba}) {
        const QByteArray text = "{\"" + field + "\":\"" + QByteArray(60'000, 'a') + "\"}";
        const auto summary = keyfile::summarise(text);
        QVERIFY(!summary.has_value());
        QCOMPARE(summary.error().code, Code::FileDamaged);
    }
    // Where it means nothing it does no harm.
    QJsonObject key = vectorFile().value(u"A"_s).toObject();
    key.insert(u"comment"_s, QString(50'000, u'a'));
    QVERIFY(keyfile::summarise(QJsonDocument(key).toJson()).has_value());
}

void TestKeyfile::phraseCheck()
{
    QJsonObject mixed = vectorFile().value(u"A"_s).toObject();
    mixed.insert(u"secretPhrase"_s, vectorFile().value(u"B"_s)[u"secretPhrase"_s]);
    const QByteArray text = QJsonDocument(mixed).toJson();
    QCOMPARE(keyfile::summarise(text).error().code, Code::KeyMismatch);
    // Left for later while listing, and never let through to a signature.
    QVERIFY(keyfile::summarise(text, keyfile::PhraseCheck::Checksum).has_value());
    QCOMPARE(keyfile::keyPairOf(text).error().code, Code::KeyMismatch);

    const QByteArray alone = "{\"secretPhrase\":\""
        + vectors::utf8(vectorFile().value(u"A"_s)[u"secretPhrase"_s]) + "\"}";
    QCOMPARE(keyfile::summarise(alone, keyfile::PhraseCheck::Checksum)->address->toString(),
             addressA());
}

void TestKeyfile::hashedAccounts()
{
    QJsonObject key = vectorFile().value(u"A"_s).toObject();
    key.insert(u"hashedDescriptor"_s, QJsonObject{{u"scheme"_s, u"x"_s}});
    const auto summary = keyfile::summarise(QJsonDocument(key).toJson());
    QCOMPARE(summary.error().code, Code::Unsupported);
    key.insert(u"hashedDescriptor"_s, QJsonValue::Null);
    QVERIFY(keyfile::summarise(QJsonDocument(key).toJson()).has_value());
}

void TestKeyfile::rawSeedThatFitsNothing()
{
    const QByteArray raw = "\"secretSeed\":\"0x12345678901234567890123456789012\""_ba;
    QCOMPARE(keyfile::summarise(QByteArray("{" + raw + "}")).error().code, Code::FileDamaged);
    QJsonObject key = vectorFile().value(u"A"_s).toObject();
    key.insert(u"secretSeed"_s, u"0x12345678901234567890123456789012"_s);
    QCOMPARE(keyfile::summarise(QJsonDocument(key).toJson()).error().code, Code::FileDamaged);
}

QTEST_GUILESS_MAIN(TestKeyfile)
#include "tst_keyfile.moc"
