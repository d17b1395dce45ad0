#include "core/chutes/apikeysecret.h"
#include "core/chutes/chute.h"
#include "core/chutes/origin.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

const QByteArray first = "cpk_" + QByteArray(32, 'a') + '.' + QByteArray(32, '0') + '.'
    + QByteArray("Az09Az09Az09Az09Az09Az09Az09Az09");
const QByteArray second = "cpk_" + QByteArray(32, '1') + '.' + QByteArray(32, 'f') + '.'
    + QByteArray(32, 'x');

QByteArray utf16(const QByteArray &text, bool bigEndian)
{
    QByteArray wide;
    for (const char c : text) {
        if (bigEndian)
            wide += '\0';
        wide += c;
        if (!bigEndian)
            wide += '\0';
    }
    return wide;
}

} // namespace

/// The text of a key (contract §2.2), wherever it turns up.
class TestApiKeySecret : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void saysWhoseItIs();
    void others_data();
    void others();
    void finds_data();
    void finds();
    void findsNothingInNoise();
    void pasted_data();
    void pasted();
    void gateways();
    void values_data();
    void values();
};

void TestApiKeySecret::saysWhoseItIs()
{
    QCOMPARE(first.size(), apiKeySecretLength);
    const ApiKeyIdentity expected{.keyId = u"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"_s,
                                  .userId = u"00000000-0000-0000-0000-000000000000"_s};
    QCOMPARE(identityOf(QByteArrayView(first)), std::optional(expected));
    QCOMPARE(identityOf(Secret::copyOf(first)), std::optional(expected));
    QCOMPARE(identityOf(Secret()), std::optional<ApiKeyIdentity>());
}

void TestApiKeySecret::others_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("short") << first.chopped(1);
    QTest::newRow("long") << first + 'x';
    QTest::newRow("space") << ' ' + first.chopped(1);
    QTest::newRow("prefix") << QByteArray(first).replace("cpk_", "cak_");
    QTest::newRow("capital prefix") << QByteArray(first).replace("cpk_", "CPK_");
    QTest::newRow("capital hex") << QByteArray(first).replace("aaaa", "AAAA");
    QTest::newRow("not hex") << QByteArray(first).replace("aaaa", "gggg");
    QTest::newRow("no dot") << QByteArray(first).replace('.', '-');
    QTest::newRow("sign in the last part") << first.chopped(1) + '-';
    QTest::newRow("eight bits") << first.chopped(1) + '\xe9';
    QTest::newRow("line end") << first.chopped(1) + '\n';
}

void TestApiKeySecret::others()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!identityOf(QByteArrayView(text)));
}

void TestApiKeySecret::finds_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QList<int>>("offsets");
    QTest::newRow("nothing") << QByteArray("nothing") << QList<int>{};
    QTest::newRow("alone") << first << QList<int>{0};
    QTest::newRow("two") << first + ' ' + second << QList<int>{0, 103};
    QTest::newRow("side by side") << first + ',' + first << QList<int>{0, 103};
    QTest::newRow("in JSON") << "{\"k\":\"" + first + "\"}" << QList<int>{6};
    QTest::newRow("after a letter") << 'x' + first << QList<int>{1};
    QTest::newRow("goes on") << first + 'x' << QList<int>{};
    QTest::newRow("a prefix too many") << "cpk_" + first << QList<int>{4};
    QTest::newRow("half, then whole") << first.first(60) + second << QList<int>{60};
    QTest::newRow("cut off") << second + first.chopped(1) << QList<int>{};
    QTest::newRow("between NULs") << QByteArray(3, '\0') + first + '\0' << QList<int>{3};
    QTest::newRow("UTF-16 little") << utf16("a " + first + '\n', false) << QList<int>{4};
    QTest::newRow("UTF-16 big") << utf16(first, true) << QList<int>{0};
    QTest::newRow("UTF-16 at an odd place") << 'z' + utf16(first, false) << QList<int>{1};
}

void TestApiKeySecret::finds()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QList<int>, offsets);
    QList<int> found;
    for (const auto &key : findApiKeys(text))
        found.append(static_cast<int>(key.offset));
    // Seen from both byte orders, the same characters may start one byte apart.
    if (QByteArray(QTest::currentDataTag()).startsWith("UTF-16")) {
        QCOMPARE(found.size(), offsets.size());
        QVERIFY(std::abs(found.first() - offsets.first()) <= 1);
    } else {
        QCOMPARE(found, offsets);
    }
}

void TestApiKeySecret::findsNothingInNoise()
{
    QByteArray noise;
    for (int i = 0; i < 100'000; ++i)
        noise += static_cast<char>((i * 7919) >> 3);
    noise += QByteArray(10'000, 'c') + QByteArray("cpk_").repeated(1000);
    QVERIFY(findApiKeys(noise).isEmpty());
    QCOMPARE(findApiKeys(QByteArray(noise + first + noise)).size(), 1);
}

void TestApiKeySecret::pasted_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("problem");
    QTest::newRow("alone") << first << QString();
    QTest::newRow("spaces") << " \t" + first + "\r\n" << QString();
    QTest::newRow("Bearer") << "Authorization: Bearer " + first << QString();
    QTest::newRow("Basic, as the CLI prints") << "Basic " + first << QString();
    QTest::newRow("export") << "export CHUTES_API_KEY='" + first + "'" << QString();
    QTest::newRow("twice the same") << first + '\n' + first << QString();
    QTest::newRow("two") << first + '\n' + second << u"several"_s;
    QTest::newRow("none") << QByteArray("hello") << u"none"_s;
    QTest::newRow("empty") << QByteArray() << u"none"_s;
    QTest::newRow("OAuth token") << QByteArray("cak_") + first.sliced(4) << u"none"_s;
    QTest::newRow("UTF-16") << utf16(first, false) << u"none"_s;
}

void TestApiKeySecret::pasted()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, problem);
    const auto key = apiKeyIn(Secret::copyOf(text));
    QCOMPARE(key.has_value(), problem.isEmpty());
    if (key) {
        QVERIFY(key->equals(Secret::copyOf(first)));
    } else {
        QCOMPARE(key.error().code, Error::Code::InvalidInput);
        QCOMPARE(key.error().field, problem);
    }
}

void TestApiKeySecret::gateways()
{
    const auto text = [](const std::optional<ServedAt> &at) {
        return at ? at->toString("/v1") : QString();
    };
    const auto local = *Origin::parse(u"http://127.0.0.1:8000"_s);
    const auto other = *Origin::parse(u"https://chutes.example"_s);
    QCOMPARE(text(Origin::gatewayFor(Origin::official())), u"https://llm.chutes.ai/v1"_s);
    QCOMPARE(text(Origin::gatewayFor(local)), u"http://127.0.0.1:8000/llm/v1"_s);
    QCOMPARE(text(Origin::gatewayFor(other)), QString());
    QCOMPARE(text(Origin::chuteFor(Origin::official(), u"me-bot"_s)),
             u"https://me-bot.chutes.ai/v1"_s);
    QCOMPARE(text(Origin::chuteFor(local, u"me-bot"_s)),
             u"http://127.0.0.1:8000/me-bot.chutes/v1"_s);
    QCOMPARE(text(Origin::chuteFor(other, u"me-bot"_s)), QString());
    for (const auto &slug : {u""_s, u"a.b"_s, u"a/b"_s, u"evil.example/"_s, u"-a"_s, u"A"_s,
                             u"a@b"_s, u"a:1"_s, u"ä"_s, QString(64, u'a')})
        QCOMPARE(text(Origin::chuteFor(Origin::official(), slug)), QString());
}

void TestApiKeySecret::values_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("good");
    const auto add = [](const char *tag, const QString &kind, const QByteArray &json, bool good) {
        QTest::newRow(tag) << kind << json << good;
    };
    add("chute", u"chute"_s,
        R"({"chute_id":"i","name":"n","slug":null,"public":true,"user":{"user_id":"u","username":"a"}})",
        true);
    add("chute, bare", u"chute"_s, R"({"chute_id":"i","name":"n"})", true);
    add("chute without id", u"chute"_s, R"({"name":"n"})", false);
    add("chute with a bad slug", u"chute"_s, R"({"chute_id":"i","name":"n","slug":7})", false);
    add("image", u"image"_s, R"({"image_id":"i","name":"n","tag":"1","status":"built"})", true);
    add("image without name", u"image"_s, R"({"image_id":"i","name":""})", false);
    add("image with a bad tag", u"image"_s, R"({"image_id":"i","name":"n","tag":[]})", false);
    add("model", u"model"_s, R"({"id":"a/b","chute_id":"c"})", true);
    add("model, bare", u"model"_s, R"({"id":"a/b"})", true);
    add("model without id", u"model"_s, R"({"chute_id":"c"})", false);
    add("model with a bad chute", u"model"_s, R"({"id":"a/b","chute_id":1})", false);
}

void TestApiKeySecret::values()
{
    QFETCH(const QString, kind);
    QFETCH(const QByteArray, json);
    QFETCH(const bool, good);
    const auto object = QJsonDocument::fromJson(json).object();
    QVERIFY(!object.isEmpty());
    const bool read = kind == "chute"_L1 ? Chute::fromJson(object).has_value()
        : kind == "image"_L1             ? Image::fromJson(object).has_value()
                                         : PublicModel::fromJson(object).has_value();
    QCOMPARE(read, good);
}

QTEST_GUILESS_MAIN(TestApiKeySecret)
#include "tst_apikeysecret.moc"
