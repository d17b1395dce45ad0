#include "core/chutes/secretextract.h"
#include "core/chutes/strictjson.h"
#include "tests/core/chutes/awaited.h"

#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

namespace canopy {

class TestSecretExtract : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void takes_data();
    void takes()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const QByteArray, value);
        const auto taken = takeStringMember(Secret::copyOf(json), "token");
        QVERIFY(taken);
        QCOMPARE(test::textOf(taken->value), value);
        QCOMPARE(taken->rest.size(), json.size());
        // Blanked, and the rest is what it was.
        const auto object = json::parseObject(taken->rest);
        QVERIFY(object);
        QVERIFY(object->value("token"_L1).toString().trimmed().isEmpty());
        auto before = QJsonDocument::fromJson(json).object();
        auto after = *object;
        before.remove("token"_L1);
        after.remove("token"_L1);
        QCOMPARE(after, before);
        // Wherever it is cut, nothing is taken.
        const auto whole = json.trimmed();
        for (qsizetype length = 0; length < whole.size(); ++length)
            QVERIFY(!takeStringMember(Secret::copyOf(whole.first(length)), "token"));
    }

    void refuses_data();
    void refuses()
    {
        QFETCH(const QByteArray, json);
        const auto taken = takeStringMember(Secret::copyOf(json), "token");
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, Error::Code::Malformed);
        QVERIFY(!taken.error().detail.contains("abc"_L1));
    }

    /// Whatever arrives, what is taken is what QJsonDocument would have found.
    void agreesWithQt()
    {
        QRandomGenerator random(20261124);
        const QByteArray alphabet = "{}[]:,\"\\ \ntokenu0041abx-1.e";
        const QByteArray seed = R"({"a":[1,"x"],"token":"a\u0041b","b":{"c":null}})";
        int taken = 0;
        for (int i = 0; i < 200'000; ++i) {
            auto json = seed;
            const int changes = 1 + static_cast<int>(random.bounded(3));
            for (int change = 0; change < changes; ++change) {
                const auto at = static_cast<qsizetype>(
                    random.bounded(static_cast<int>(json.size())));
                const char c = alphabet[random.bounded(static_cast<int>(alphabet.size()))];
                switch (random.bounded(3)) {
                case 0:
                    json[at] = c;
                    break;
                case 1:
                    json.insert(at, c);
                    break;
                default:
                    json.remove(at, 1);
                }
            }
            const auto result = takeStringMember(Secret::copyOf(json), "token");
            if (!result)
                continue;
            ++taken;
            QJsonParseError error;
            const auto oracle = QJsonDocument::fromJson(json, &error);
            QVERIFY2(error.error == QJsonParseError::NoError, json.constData());
            QCOMPARE(QString::fromUtf8(test::textOf(result->value)),
                     oracle.object().value("token"_L1).toString());
        }
        QVERIFY(taken > 10'000);
    }

    void buildsBodies_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("plain") << "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C"_ba;
        QTest::newRow("quotes") << "a\"b\\c/d"_ba;
        QTest::newRow("control") << QByteArray("a\0\x01\x1f\n\t b", 8);
        QTest::newRow("UTF-8") << "\xc3\xa9\xf0\x9f\x98\x80"_ba;
    }
    void buildsBodies()
    {
        QFETCH(const QByteArray, value);
        const auto body = objectWithString("fingerprint", Secret::copyOf(value));
        const auto object = json::parseObject(body.view());
        QVERIFY(object);
        QCOMPARE(object->size(), 1);
        QCOMPARE(object->value("fingerprint"_L1).toString().toUtf8(), value);
        const auto taken = takeStringMember(body, "fingerprint");
        QVERIFY(taken);
        QCOMPARE(test::textOf(taken->value), value);
    }

    void plainBodiesAreCompact()
    {
        QCOMPARE(test::textOf(objectWithString("fingerprint", Secret::copyOf("abc"))),
                 R"({"fingerprint":"abc"})");
    }
};

// The rows stand after the class because moc 6.4 loses its way in raw strings with escapes.

void TestSecretExtract::takes_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char *json, const QByteArray &value) {
        QTest::newRow(json) << QByteArray(json) << value;
    };
    row(R"({"token":"abc"})", "abc");
    row(R"( { "a" : 1 , "token" : "abc" , "b" : [1,{"token":"no"}] } )", "abc");
    row(R"({"a":null,"b":true,"c":-1.5e3,"token":"abc"})", "abc");
    row(R"({"token":"a\"b\\c\/d\b\f\n\r\t"})", "a\"b\\c/d\b\f\n\r\t");
    row(R"({"token":"\u0041\u00e9\u20ac\ud83d\ude00"})", "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
    row("{\"token\":\"\xc3\xa9\"}", "\xc3\xa9");
    row(R"({"tok\u0065n":"abc"})", "abc");
    row(R"({"x":"\"token\":\"no\"","token":"abc"})", "abc");
    row(R"({"x":"}","y":{"z":"]"},"token":"abc"})", "abc");
    row(R"({"token2":"no","toke":"no","token":"abc"})", "abc");
    row(R"({"token":"a,}]b"})", "a,}]b");
}

void TestSecretExtract::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const auto *json : {"",
                             " ",
                             "null",
                             "[]",
                             "\"token\"",
                             "{}",
                             R"({"a":1})",
                             R"({"token":null})",
                             R"({"token":1})",
                             R"({"token":["abc"]})",
                             R"({"token":{"token":"abc"}})",
                             R"({"token":""})",
                             R"({"x":{"token":"abc"}})",
                             R"([{"token":"abc"}])",
                             R"({"token":"a","token":"b"})",
                             R"({"token":"a","tok\u0065n":"b"})",
                             R"({"token":"abc"}})",
                             R"({"token":"abc"}x)",
                             R"({"token":"abc"} {"token":"abc"})",
                             R"({"token":"abc",})",
                             R"({,"token":"abc"})",
                             R"({"token" "abc"})",
                             R"({"token"::"abc"})",
                             R"({'token':'abc'})",
                             R"({token:"abc"})",
                             R"({"token":"a\qb"})",
                             R"({"token":"a\u12"})",
                             R"({"token":"a\u12g4"})",
                             R"({"token":"\ud800"})",
                             R"({"token":"\ud800\u0041"})",
                             R"({"token":"\udc00"})",
                             R"({"token":"abc)",
                             R"({"token":"abc\"})",
                             R"({"a":,"token":"abc"})",
                             R"({"a":[1,2},"token":"abc"})",
                             R"({"a":nul,"token":"abc"})",
                             R"({"a":"x""y","token":"abc"})",
                             R"({"a":1 2,"token":"abc"})",
                             R"({"a":]"token":"abc"})",
                             "{\"token\":\"a\nb\"}",
                             "{\"token\":\"\xc3\"}",
                             "{\"token\":\"\xed\xa0\x80\"}",
                             "{\"token\":\"abc\",\"a\":\"\xff\"}"})
        QTest::newRow(json) << QByteArray(json);
    QTest::newRow("too deep") << QByteArray("{\"token\":\"abc\",\"a\":" + QByteArray(20, '[')
                                            + QByteArray(20, ']') + "}");
    QTest::newRow("NUL") << QByteArray("{\"token\":\"a\0b\"}", 15);
}

} // namespace canopy

QTEST_GUILESS_MAIN(canopy::TestSecretExtract)
#include "tst_secretextract.moc"
