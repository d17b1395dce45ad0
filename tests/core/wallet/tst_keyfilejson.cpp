#include "core/wallet/keyfilejson.h"
#include "tests/support/vectors.h"

#include <QRandomGenerator>
#include <QTest>

#include <sodium.h>

using namespace canopy;
using namespace Qt::StringLiterals;

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

void compareField(const keyfilejson::Field &field, const QJsonValue &oracle)
{
    if (field.kind() == keyfilejson::Field::Kind::Text)
        QCOMPARE(QString::fromUtf8(field.text()), oracle.toString());
    else if (field.kind() == keyfilejson::Field::Kind::Absent)
        QVERIFY(oracle.isNull() || oracle.isUndefined());
}

} // namespace

class TestKeyfileJson : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void scannerAgainstQt();
    void scannerRefuses_data();
    void scannerRefuses();
    void deepNesting();
};

void TestKeyfileJson::initTestCase()
{
    QVERIFY(sodium_init() >= 0);
}

// Whatever the scanner accepts, Qt's parser accepts, and both read the same.
void TestKeyfileJson::scannerAgainstQt()
{
    QRandomGenerator random(99);
    QList<QByteArray> texts;
    for (const QJsonValue row : vectors::rows(vectorFile(), u"rows"_s))
        texts.append(textOf(row.toObject()));
    int accepted = 0;
    for (int round = 0; round < 20'000; ++round) {
        QByteArray text = texts.at(random.bounded(texts.size()));
        if (round >= texts.size() && !text.isEmpty()) {
            const QByteArray spice = R"({}[],:"\ut0e-. )"_ba;
            text[random.bounded(text.size())] = spice.at(random.bounded(spice.size()));
        }
        keyfilejson::Fields fields;
        if (!keyfilejson::scan(text, fields))
            continue;
        ++accepted;
        QJsonParseError error;
        const auto oracle = QJsonDocument::fromJson(text, &error);
        QVERIFY2(oracle.isObject(), text.constData());
        compareField(fields.secretSeed, oracle[u"secretSeed"_s]);
        compareField(fields.secretPhrase, oracle[u"secretPhrase"_s]);
        compareField(fields.privateKey, oracle[u"privateKey"_s]);
        compareField(fields.publicKey, oracle[u"publicKey"_s]);
    }
    QVERIFY(accepted > 2'000);
}

void TestKeyfileJson::scannerRefuses_data()
{
    QTest::addColumn<QByteArray>("text");
    const QList<QByteArray> texts = {
        "{\"a\":01}"_ba,
        "{\"a\":1.}"_ba,
        "{\"a\":.5}"_ba,
        "{\"a\":+1}"_ba,
        "{\"a\":-}"_ba,
        "{\"a\":1e}"_ba,
        "{\"a\":0x1}"_ba,
        "{\"a\":NaN}"_ba,
        "{\"a\":Infinity}"_ba,
        "{\"a\":TRUE}"_ba,
        "{\"a\":nul}"_ba,
        "{\"a\":}"_ba,
        "{\"a\"}"_ba,
        "{a:1}"_ba,
        "{\"a\":1,}"_ba,
        "{,}"_ba,
        "{\"a\":1 \"b\":2}"_ba,
        "{\"a\":[1,]}"_ba,
        "{\"a\":[}"_ba,
        "{\"a\":\"\\x\"}"_ba,
        "{\"a\":\"\\u12g4\"}"_ba,
        "{\"a\":\"\\ud800\"}"_ba,
        "{\"a\":\"\\udc00\"}"_ba,
        "{\"a\":\"\\ud800\\u0041\"}"_ba,
        "{\"a\":\"\n\"}"_ba,
        "{\"a\":\"\x7f\xff\"}"_ba,
        "{\"a\":\"unfinished"_ba,
        "{\"a\":\"\\"_ba,
        "{\"a\":1}}"_ba,
        "{\"a\":1} x"_ba,
        "{"_ba,
        "}"_ba,
        "{/**/\"a\":1}"_ba,
        QByteArray("{\"a\":1}\0", 8),
        "\v{\"a\":1}"_ba,
    };
    int index = 0;
    for (const QByteArray &text : texts)
        vectors::newRow(index++, QString::fromLatin1(text)) << text;
}

void TestKeyfileJson::scannerRefuses()
{
    QFETCH(QByteArray, text);
    keyfilejson::Fields fields;
    QVERIFY(!keyfilejson::scan(text, fields));
}

void TestKeyfileJson::deepNesting()
{
    const auto nested = [](int depth) -> QByteArray {
        return "{\"x\":" + QByteArray(depth, '[') + QByteArray(depth, ']') + "}";
    };
    keyfilejson::Fields fields;
    QVERIFY(keyfilejson::scan(nested(30), fields));
    QVERIFY(!keyfilejson::scan(nested(30'000), fields));
    QVERIFY(!keyfilejson::scan(QByteArray(QByteArray("{\"x\":").repeated(10'000)), fields));
}

QTEST_GUILESS_MAIN(TestKeyfileJson)
#include "tst_keyfilejson.moc"
