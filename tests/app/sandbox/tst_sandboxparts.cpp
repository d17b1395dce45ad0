#include "app/sandbox/faults.h"
#include "app/sandbox/fingerprints.h"
#include "app/sandbox/generation.h"
#include "app/sandbox/names.h"
#include "app/sandbox/scopes.h"
#include "app/sandbox/signatures.h"
#include "app/sandbox/timestamps.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::sandbox;

class TestSandboxParts : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void generationsHaveNames()
    {
        for (const auto generation :
             {Generation::Seed, Generation::July2025, Generation::October2025, Generation::May2026})
            QCOMPARE(generationNamed(nameOf(generation)), generation);
        QVERIFY(!generationNamed(u"2025-11"));
        QVERIFY(!generationNamed(u""));
    }

    void timestamps_data()
    {
        QTest::addColumn<qint64>("microseconds");
        QTest::addColumn<QString>("naive");
        QTest::newRow("six digits") << 1753198463123456LL << u"2025-07-22T15:34:23.123456"_s;
        QTest::newRow("leading zeros") << 1753198463000056LL << u"2025-07-22T15:34:23.000056"_s;
        QTest::newRow("no fraction") << 1753198463000000LL << u"2025-07-22T15:34:23"_s;
    }
    void timestamps()
    {
        QFETCH(const qint64, microseconds);
        QFETCH(const QString, naive);
        QCOMPARE(timestamp(microseconds, TimeSpelling::Naive), naive);
        QCOMPARE(timestamp(microseconds, TimeSpelling::Zulu), naive + u'Z');
        QCOMPARE(httpDate(microseconds), "Tue, 22 Jul 2025 15:34:23 GMT"_ba);
    }

    void fingerprintIsStoredAsTheServiceDoes()
    {
        QCOMPARE(fingerprintHash("aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C"),
                 u"c063ba8279b853218e51f4d2f39cd3d695809f3f6fa1405fe9368130341738d8bd675f26bd44cde"
                 "be73e0e6b4eda0b1edf88b9c0d889fa14fc7e190c14f553a2"_s);
        // Python: uuid.uuid5(uuid.NAMESPACE_OID, "abc")
        QCOMPARE(userIdOf(u"abc"_s), u"7697a46f-b283-5da3-8e7c-62c11c03dd9e"_s);
    }

    void newFingerprints_data()
    {
        QTest::addColumn<bool>("withoutRepeats");
        QTest::newRow("without repeats") << true;
        QTest::newRow("with repeats") << false;
    }
    void newFingerprints()
    {
        QFETCH(const bool, withoutRepeats);
        static const QRegularExpression shape(u"\\A[A-Za-z0-9]{32}\\z"_s);
        SystemRandom random;
        bool repeated = false;
        for (int i = 0; i < 50; ++i) {
            const Secret made = newFingerprint(random, withoutRepeats);
            const QString text = QString::fromLatin1(made.view().bytes());
            QVERIFY(shape.match(text).hasMatch());
            repeated = repeated || QSet<QChar>(text.begin(), text.end()).size() < text.size();
        }
        QCOMPARE(repeated, !withoutRepeats);
    }

    void usernames_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("valid");
        QTest::newRow("shortest") << u"abc"_s << true;
        QTest::newRow("longest") << u"a23456789012345"_s << true;
        QTest::newRow("dash") << u"a-b"_s << true;
        QTest::newRow("Python's $") << u"abc\n"_s << true;
        QTest::newRow("too short") << u"ab"_s << false;
        QTest::newRow("too long") << u"a234567890123456"_s << false;
        QTest::newRow("space") << u"a b"_s << false;
        QTest::newRow("not ASCII") << u"abü"_s << false;
    }
    void usernames()
    {
        QFETCH(const QString, text);
        QTEST(isUsername(text), "valid");
    }

    void keyNames_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("valid");
        QTest::newRow("one") << u"a"_s << true;
        QTest::newRow("24") << u"a23456789012345678901234"_s << true;
        QTest::newRow("leading dash") << u"-x"_s << true;
        QTest::newRow("all kinds") << u"$ a._-é"_s << true;
        QTest::newRow("bidi override passes") << u"a\u202Eb"_s << true;
        QTest::newRow("empty") << u""_s << false;
        QTest::newRow("25") << u"a234567890123456789012345"_s << false;
        QTest::newRow("slash") << u"a/b"_s << false;
        QTest::newRow("colon") << u"a:b"_s << false;
        QTest::newRow("emoji") << u"a😀"_s << false;
    }
    void keyNames()
    {
        QFETCH(const QString, text);
        QTEST(isKeyName(text), "valid");
    }

    void hex_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("position");
        QTest::newRow("good") << u"00fF"_s << -1;
        QTest::newRow("spaces between bytes") << u"00 ff"_s << -1;
        QTest::newRow("prefix") << u"0x00"_s << 1;
        QTest::newRow("odd") << u"000"_s << 3;
        QTest::newRow("first") << u"zz"_s << 0;
        QTest::newRow("second of a pair") << u"00az"_s << 3;
        QTest::newRow("space in a byte") << u"0 0"_s << 1;
    }
    void hex()
    {
        QFETCH(const QString, text);
        QFETCH(const int, position);
        const auto bytes = bytesFromHex(text);
        QCOMPARE(bytes.has_value(), position < 0);
        if (position < 0)
            QCOMPARE(*bytes, QByteArray("\x00\xff", 2));
        else
            QCOMPARE(bytes.error(), position);
    }

    void publicSignatures_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("signature");
        const QString hotkey = u"5FRk18V1cH8F8juw5WmchTNsU4SPCWxTArppqsgtTnZJ5j26"_s;
        QTest::newRow("sockets") << hotkey << hotkey.toLatin1() + ":1752323001:sockets"
                                 << "8a4fc7466c515a5006189004a27e72fe18e41e5509d36f429876cb0b401dad"
                                    "31e376acb4f336b9c91ee091b786bc072c3515b502215d0ef41ae68d4a72f0"
                                    "d283"_ba;
        QTest::newRow("whitelist")
            << u"5C5zpdLSSxFeFkLFw9tAc7DdxdK82GCAjnoe5pub73GMvKLt"_s
            << "whitelist IP 207.246.94.14"_ba
            << "4063dc072f57f6ce77ad1208dc002373c7c491c5f3d75248a51b856b061f6838656a9052b0717bbed2"
               "0e437cd6e168c784605cd9adb8fb2f90b9a1b25e94528a"_ba;
    }
    void publicSignatures()
    {
        QFETCH(const QString, address);
        QFETCH(const QByteArray, message);
        QFETCH(const QByteArray, signature);
        const QByteArray bytes = QByteArray::fromHex(signature);
        QVERIFY(signedBy(address, message, bytes));
        QVERIFY(!signedBy(address, message + '.', bytes));
        QVERIFY(!signedBy(address, message, bytes.chopped(1)));
        QVERIFY(!signedBy(u"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"_s, message, bytes));
        QVERIFY(!signedBy(u"not an address"_s, message, bytes));
    }

    void demands_data();
    void demands();
    void grants_data();
    void grants();
    void faultRules_data();
    void faultRules();
    void faultsAreUsedUp();
};

void TestSandboxParts::demands_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<Generation>("generation");
    QTest::addColumn<QString>("expected");
    const QByteArray here = "127.0.0.1:8000";
    const auto seed = Generation::Seed;
    const auto may = Generation::May2026;
    const QByteArray get = "GET";
    const QByteArray post = "POST";
    QTest::newRow("list") << get << u"/chutes/"_s << here << seed << u"|__list_or_invalid__|read"_s;
    QTest::newRow("one") << get << u"/chutes/c1"_s << here << seed << u"c1|c1|read"_s;
    QTest::newRow("me") << get << u"/users/me"_s << here << seed << u"me|me|read"_s;
    QTest::newRow("me, 2026") << get << u"/users/me"_s << here << may << u"account|__self__|read"_s;
    QTest::newRow("transfer, 2026")
        << post << u"/users/me/balance_x"_s << here << may << u"billing|__self__|write"_s;
    QTest::newRow("create key") << post << u"/api_keys/"_s << here << seed
                                << u"|__list_or_invalid__|write"_s;
    QTest::newRow("delete key") << "DELETE"_ba << u"/api_keys/k"_s << here << seed
                                << u"k|k|delete"_s;
    QTest::newRow("patch") << "PATCH"_ba << u"/idp/apps/a"_s << here << may
                           << u"a|__list_or_invalid__|write"_s;
    QTest::newRow("call") << post << u"/chutes/c1/run"_s << here << seed << u"chutes|c1|invoke"_s;
    QTest::newRow("look below") << get << u"/chutes/c1/run"_s << here << seed
                                << u"run|__list_or_invalid__|read"_s;
    QTest::newRow("llm") << post << u"/v1/chat/completions"_s << "llm.chutes.ai"_ba << seed
                         << u"chutes|__megallm__|invoke"_s;
    QTest::newRow("models") << get << u"/v1/models"_s << "llm.chutes.ai"_ba << seed
                            << u"chutes|__megallm__|invoke"_s;
    QTest::newRow("llm, other GET")
        << get << u"/v1/x"_s << "llm.chutes.ai"_ba << seed << u"x|x|read"_s;
    QTest::newRow("image") << post << u"/generate"_s << "image.chutes.ai"_ba << seed
                           << u"chutes|__megadiffuser__|invoke"_s;
    QTest::newRow("embed, 2025-07") << post << u"/v1/embeddings"_s << "embed.chutes.ai"_ba << seed
                                    << u"embeddings|embeddings|write"_s;
    QTest::newRow("embed, 2025-10") << post << u"/v1/embeddings"_s << "embed.chutes.ai"_ba
                                    << Generation::October2025 << u"chutes|__megaembed__|invoke"_s;
    QTest::newRow("instance") << get << u"/e2e/instances/c1"_s << here << may
                              << u"chutes|c1|invoke"_s;
}

void TestSandboxParts::demands()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QString, path);
    QFETCH(const QByteArray, host);
    QFETCH(const Generation, generation);
    const Demand demand = demandOf(
        {.method = method, .path = path, .headers = {{.name = "host", .value = host}}}, generation);
    const QString found = demand.objectType + u'|' + demand.objectId + u'|' + demand.action;
    QTEST(found, "expected");
}

void TestSandboxParts::grants_data()
{
    QTest::addColumn<ApiKey>("key");
    QTest::addColumn<QString>("objectId");
    QTest::addColumn<QString>("action");
    QTest::addColumn<bool>("granted");
    const auto scoped = [](const QString &type, std::optional<QString> id,
                           std::optional<QString> action) {
        return ApiKey{
            .scopes = {
                {.objectType = type, .objectId = std::move(id), .action = std::move(action)}}};
    };
    const QString c1 = u"c1"_s;
    const QString invoke = u"invoke"_s;
    const QString chutes = u"chutes"_s;
    QTest::newRow("admin") << ApiKey{.admin = true} << c1 << invoke << true;
    QTest::newRow("nothing") << ApiKey{} << c1 << invoke << false;
    QTest::newRow("all, any action") << scoped(chutes, {}, {}) << c1 << invoke << true;
    QTest::newRow("all, invoke") << scoped(chutes, {}, invoke) << c1 << invoke << true;
    QTest::newRow("all, read") << scoped(chutes, {}, u"read"_s) << c1 << invoke << false;
    QTest::newRow("that one") << scoped(chutes, c1, invoke) << c1 << invoke << true;
    QTest::newRow("another") << scoped(chutes, u"c2"_s, invoke) << c1 << invoke << false;
    QTest::newRow("another, by gateway")
        << scoped(chutes, u"c2"_s, invoke) << u"__megallm__"_s << invoke << true;
    QTest::newRow("images") << scoped(u"images"_s, {}, {}) << c1 << invoke << false;
}

void TestSandboxParts::grants()
{
    QFETCH(const ApiKey, key);
    QFETCH(const QString, objectId);
    QFETCH(const QString, action);
    const Demand demand{.objectType = u"chutes"_s, .objectId = objectId, .action = action};
    QTEST(sandbox::grants(key, demand, Generation::Seed), "granted");
}

void TestSandboxParts::faultRules_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("understood");
    QTest::addColumn<FaultRule>("expected");
    const auto row = [](const char *text, FaultRule rule) {
        QTest::newRow(text) << QString::fromLatin1(text) << true << std::move(rule);
    };
    row("/ping=late:250", {.path = u"/ping"_s, .fault = {Fault::Kind::Late, 250}});
    row("get:/ping=cut:3", {.method = "GET", .path = u"/ping"_s, .fault = {Fault::Kind::Cut, 3}});
    row("POST:/users/register=drop-after*1",
        {.method = "POST",
         .path = u"/users/register"_s,
         .fault = {Fault::Kind::DropAfter, 0},
         .remaining = 1});
    row("/x=rate-limit", {.path = u"/x"_s, .fault = {Fault::Kind::RateLimit, 0}});
    row("/x=rate-limit:30*2",
        {.path = u"/x"_s, .fault = {Fault::Kind::RateLimit, 30}, .remaining = 2});
    row("/x=text500", {.path = u"/x"_s, .fault = {Fault::Kind::Text500, 0}});
    row("/x=html", {.path = u"/x"_s, .fault = {Fault::Kind::Html, 0}});
    row("/x=malformed", {.path = u"/x"_s, .fault = {Fault::Kind::Malformed, 0}});
    row("/x=drop-before", {.path = u"/x"_s, .fault = {Fault::Kind::DropBefore, 0}});
    for (const char *text : {"", "/ping", "ping=html", "/x=", "/x=slow", "/x=late", "/x=late:-1",
                             "/x=late:x", "/x=html:3", "/x=html*", "/x=html*x", "GET:=html"})
        QTest::newRow(*text == '\0' ? "empty" : text)
            << QString::fromLatin1(text) << false << FaultRule{};
}

void TestSandboxParts::faultRules()
{
    QFETCH(const QString, text);
    QFETCH(const bool, understood);
    QFETCH(const FaultRule, expected);
    const auto rule = FaultRule::parse(text);
    QCOMPARE(rule.has_value(), understood);
    if (understood)
        QVERIFY(*rule == expected);
    else
        QCOMPARE(rule.error().code, Error::Code::InvalidInput);
}

void TestSandboxParts::faultsAreUsedUp()
{
    FaultPlan plan({*FaultRule::parse(u"POST:/a=html*2"_s), *FaultRule::parse(u"/a=text500*1"_s)});
    QCOMPARE(plan.take("GET", u"/b"_s).kind, Fault::Kind::None);
    QCOMPARE(plan.take("POST", u"/a"_s).kind, Fault::Kind::Html);
    QCOMPARE(plan.take("GET", u"/a"_s).kind, Fault::Kind::Text500);
    QCOMPARE(plan.take("POST", u"/a"_s).kind, Fault::Kind::Html);
    QCOMPARE(plan.take("POST", u"/a"_s).kind, Fault::Kind::None);
}

QTEST_GUILESS_MAIN(TestSandboxParts)
#include "tst_sandboxparts.moc"
