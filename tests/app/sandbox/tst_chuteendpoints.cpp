#include "sandboxclient.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;
using sandbox::Generation;

namespace {

const QString completions = u"/llm/v1/chat/completions"_s;
const QByteArray unknownModel = R"({"model":"nobody/none","messages":[]})";

QStringList namesIn(const Reply &reply)
{
    QStringList names;
    for (const auto &item : reply.json().value("items"_L1).toArray())
        names.append(item.toObject().value("name"_L1).toString());
    return names;
}

/// The secret of a new key with these scopes.
QByteArray keyWith(Sandbox &sandbox, const TestKey &key, const QByteArray &scopes)
{
    static int number = 0;
    const auto made = sandbox.postSigned(u"/api_keys/"_s, key,
                                         R"({"name":"k)" + QByteArray::number(++number)
                                             + R"(","admin":false,"scopes":)" + scopes + '}');
    return made.json().value("secret_key"_L1).toString().toLatin1();
}

} // namespace

/// /chutes/, /images/, the gateway and the chutes' hosts (contract §3.2, §8.2 to §8.4).
class TestChuteEndpoints : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void anonymousSeesPublicOnes();
    void ownAndSharedOnes();
    void filters();
    void ranges_data();
    void ranges();
    void imagesNeedAnAccount();
    void modelsArePublic();
    void gatewayAsksForAScopeOnChutes_data();
    void gatewayAsksForAScopeOnChutes();
    void hostsAskForTheirChute();
    void openApiListsThem();
};

void TestChuteEndpoints::anonymousSeesPublicOnes()
{
    Sandbox sandbox;
    for (const auto &path : {u"/chutes/"_s, u"/chutes/?include_public=true"_s}) {
        const auto reply = sandbox.get(path);
        QCOMPARE(reply.status, 200);
        QCOMPARE(namesIn(reply).size(), 5);
        for (const auto &item : reply.json().value("items"_L1).toArray())
            QCOMPARE(item.toObject().value("public"_L1), QJsonValue(true));
    }
    QCOMPARE(sandbox.get(u"/chutes/"_s, bearer("nonsense")).status, 401);
    QCOMPARE(sandbox.get(u"/chutes"_s).summary(), "401 Authentication required."_ba);
}

void TestChuteEndpoints::ownAndSharedOnes()
{
    Sandbox sandbox;
    const TestKey key(1);
    const auto userId = sandbox.registered(key, u"Alice_1"_s).value("user_id"_L1);
    const auto own = sandbox.get(u"/chutes/"_s, key.purposeHeaders("chutes"));
    QCOMPARE(namesIn(own),
             (QStringList{u"team-translator"_s, u"support-bot"_s, u"invoice-reader"_s,
                          u"night-batch"_s}));
    const auto items = own.json().value("items"_L1).toArray();
    QVERIFY(items.at(0).toObject().value("user"_L1).toObject().value("user_id"_L1) != userId);
    const auto bot = items.at(1).toObject();
    QCOMPARE(bot.value("user"_L1).toObject().value("user_id"_L1), userId);
    QCOMPARE(bot.value("slug"_L1).toString(), u"alice-1-support-bot"_s);
    const auto all = sandbox.get(u"/chutes/?include_public=1"_s, key.purposeHeaders("chutes"));
    QCOMPARE(namesIn(all).size(), 9);
    QCOMPARE(sandbox.get(u"/chutes/"_s, key.purposeHeaders("images")).status, 401);
}

void TestChuteEndpoints::filters()
{
    Sandbox sandbox;
    QCOMPARE(namesIn(sandbox.get(u"/chutes/?name=STORY"_s)),
             QStringList{u"canopy-sandbox/Story-Writer-70B"_s});
    QCOMPARE(namesIn(sandbox.get(u"/chutes/?template=embedding"_s)),
             QStringList{u"canopy-sandbox/Text-Embedder"_s});
    QCOMPARE(namesIn(sandbox.get(u"/chutes/?slug=canopy-sandbox-picture-maker"_s)),
             QStringList{u"canopy-sandbox/Picture-Maker"_s});
    const auto second = sandbox.get(u"/chutes/?limit=2&page=1"_s);
    QCOMPARE(namesIn(second).size(), 2);
    QCOMPARE(second.json().value("total"_L1).toInt(), 5);
    QVERIFY(namesIn(sandbox.get(u"/chutes/?limit=2&page=9"_s)).isEmpty());
}

void TestChuteEndpoints::ranges_data()
{
    QTest::addColumn<Generation>("generation");
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("status");
    QTest::newRow("bad bool") << Generation::Seed << u"include_public=perhaps"_s << 422;
    QTest::newRow("bad page") << Generation::Seed << u"page="_s << 422;
    QTest::newRow("old, huge limit") << Generation::October2025 << u"limit=6000"_s << 200;
    QTest::newRow("new, huge limit") << Generation::May2026 << u"limit=6000"_s << 422;
    QTest::newRow("new, no limit") << Generation::May2026 << u"limit=0"_s << 422;
    QTest::newRow("new, page 101") << Generation::May2026 << u"page=101"_s << 422;
    QTest::newRow("old, negative") << Generation::Seed << u"page=-1"_s << 500;
}

void TestChuteEndpoints::ranges()
{
    QFETCH(const Generation, generation);
    QFETCH(const QString, query);
    Sandbox sandbox(generation);
    QTEST(sandbox.get(u"/chutes/?"_s + query).status, "status");
}

void TestChuteEndpoints::imagesNeedAnAccount()
{
    Sandbox sandbox;
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s);
    QCOMPARE(sandbox.get(u"/images/"_s).status, 401);
    const auto images = sandbox.get(u"/images/"_s, key.purposeHeaders("images"));
    QCOMPARE(namesIn(images).size(), 3);
    QCOMPARE(namesIn(sandbox.get(u"/images/?name=bot&tag=1.4.0"_s, key.purposeHeaders("images"))),
             QStringList{u"support-bot"_s});
    // The source's "read-only access to images" opens no door.
    const auto scoped = keyWith(sandbox, key, R"([{"object_type":"images","action":"read"}])");
    QCOMPARE(sandbox.get(u"/images/"_s, bearer(scoped)).summary(),
             "401 Invalid token or user not found"_ba);
}

void TestChuteEndpoints::modelsArePublic()
{
    Sandbox sandbox;
    const auto models = sandbox.get(u"/llm/v1/models"_s);
    QCOMPARE(models.status, 200);
    const auto data = models.json().value("data"_L1).toArray();
    QCOMPARE(data.size(), 3);
    QVERIFY(!data.first().toObject().value("chute_id"_L1).toString().isEmpty());
    QCOMPARE(sandbox.get(u"/llm/v1/models"_s, bearer("cpk_bad")).status, 401);
}

void TestChuteEndpoints::gatewayAsksForAScopeOnChutes_data()
{
    QTest::addColumn<QByteArray>("scopes");
    QTest::addColumn<int>("status");
    QTest::newRow("invoke") << "[{\"object_type\":\"chutes\",\"action\":\"invoke\"}]"_ba << 404;
    QTest::newRow("every action") << "[{\"object_type\":\"chutes\"}]"_ba << 404;
    // Here the id is not looked at, whatever it is.
    QTest::newRow("one chute")
        << "[{\"object_type\":\"chutes\",\"object_id\":\"x\",\"action\":\"invoke\"}]"_ba << 404;
    QTest::newRow("read") << "[{\"object_type\":\"chutes\",\"action\":\"read\"}]"_ba << 401;
    QTest::newRow("images") << "[{\"object_type\":\"images\",\"action\":\"invoke\"}]"_ba << 401;
    QTest::newRow("none") << "[]"_ba << 401;
}

void TestChuteEndpoints::gatewayAsksForAScopeOnChutes()
{
    QFETCH(const QByteArray, scopes);
    QFETCH(const int, status);
    for (const auto generation : {Generation::Seed, Generation::May2026}) {
        Sandbox sandbox(generation);
        const TestKey key(1);
        sandbox.registered(key, u"alice"_s,
                           generation == Generation::May2026 ? sandbox.registrationToken()
                                                             : QString());
        const auto headers = bearer(keyWith(sandbox, key, scopes));
        const auto reply = sandbox.send("POST", completions, headers, unknownModel);
        QCOMPARE(reply.status, status);
        QCOMPARE(reply.detail(),
                 status == 404 ? u"model not found: nobody/none"_s
                               : u"Invalid token or user not found"_s);
        const auto known = sandbox.send(
            "POST", completions, headers,
            R"({"model":"canopy-sandbox/Small-Talk-8B","messages":[]})");
        QCOMPARE(known.status, status == 404 ? 200 : 401);
    }
}

void TestChuteEndpoints::hostsAskForTheirChute()
{
    Sandbox sandbox;
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s);
    const auto bot = sandbox.get(u"/chutes/?name=support"_s, key.purposeHeaders("chutes"))
                         .json()
                         .value("items"_L1)
                         .toArray()
                         .first()
                         .toObject();
    const QByteArray scope = R"([{"object_type":"chutes","object_id":")"
        + bot.value("chute_id"_L1).toString().toLatin1() + R"(","action":"invoke"}])";
    const auto headers = bearer(keyWith(sandbox, key, scope));
    const auto at = [](const QString &slug) -> QString { return u'/' + slug + u".chutes/none"_s; };
    QCOMPARE(sandbox.get(at(bot.value("slug"_L1).toString()), headers).summary(),
             "404 No matching cord found!"_ba);
    QCOMPARE(sandbox.get(at(u"alice-night-batch"_s), headers).status, 401);
    QCOMPARE(sandbox.get(at(u"nobody-nothing"_s), headers).status, 401);
    const auto all = bearer(keyWith(sandbox, key, R"([{"object_type":"chutes"}])"));
    QCOMPARE(sandbox.get(at(u"alice-night-batch"_s), all).summary(),
             "404 No matching cord found!"_ba);
    QCOMPARE(sandbox.get(at(u"nobody-nothing"_s), all).summary(),
             "404 No matching chute found!"_ba);
    QCOMPARE(sandbox.get(at(u"alice-night-batch"_s)).summary(), "401 Authentication required."_ba);
}

void TestChuteEndpoints::openApiListsThem()
{
    Sandbox sandbox;
    const auto paths = sandbox.get(u"/openapi.json"_s).json().value("paths"_L1).toObject();
    QVERIFY(paths.contains(u"/chutes/"_s));
    QVERIFY(paths.contains(u"/images/"_s));
    QVERIFY(!paths.contains(u"/llm/v1/models"_s));
}

QTEST_GUILESS_MAIN(TestChuteEndpoints)
#include "tst_chuteendpoints.moc"
