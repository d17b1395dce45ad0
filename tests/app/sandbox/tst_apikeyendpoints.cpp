#include "sandboxclient.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;
using sandbox::Generation;

namespace {

const QString keysPath = u"/api_keys/"_s;

QByteArray named(const QString &name, bool admin = true)
{
    return jsonBody({{u"name"_s, name}, {u"admin"_s, admin}});
}

} // namespace

/// /api_keys/ (contract §3, §4).
class TestApiKeyEndpoints : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void createsAsDocumented();
    void listsAsDocumented();
    void pages();
    void refusedQueries_data();
    void refusedQueries();
    void refusedArguments_data();
    void refusedArguments();
    void invalidFields_data();
    void invalidFields();
    void adminKeysKeepNoScopes();
    void namesAreUniqueInAnAccount();
    void onlyInvokingScopesGrantAnything_data();
    void onlyInvokingScopesGrantAnything();
    void deletes_data();
    void deletes();
    void deletedKeysGoOnWorkingForAWhile();
    void keysOfOthers_data();
    void keysOfOthers();
    void outlivesARestart();
};

void TestApiKeyEndpoints::createsAsDocumented()
{
    Sandbox sandbox;
    const TestKey key(1);
    const QJsonObject account = sandbox.registered(key, u"alice"_s);
    const QByteArray body =
        R"({"name":"ci","admin":false,"scopes":[{"object_type":"chutes","object_id":"12345678-1234-5678-9abc-123456789012","action":"invoke"},{"object_type":"chutes"},{"object_type":"chutes"}]})";
    const Reply reply = sandbox.postSigned(keysPath, key, body);
    QCOMPARE(reply.status, 200);
    const QJsonObject made = reply.json();
    const QString id = made.value("api_key_id"_L1).toString();
    const QString userId = account.value("user_id"_L1).toString();
    QCOMPARE(made.value("user_id"_L1).toString(), userId);
    QCOMPARE(QUuid::fromString(id).version(), QUuid::Random);
    QVERIFY(made.value("last_used_at"_L1).isNull());
    static const QRegularExpression naive(
        u"\\A\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?\\z"_s);
    QVERIFY(naive.match(made.value("created_at"_L1).toString()).hasMatch());

    const QString secret = made.value("secret_key"_L1).toString();
    QCOMPARE(secret.size(), 102);
    const QStringList parts = secret.split(u'.');
    QCOMPARE(parts.at(0), u"cpk_"_s + QString(id).remove(u'-'));
    QCOMPARE(parts.at(1), QString(userId).remove(u'-'));

    const QJsonArray scopes = made.value("scopes"_L1).toArray();
    QCOMPARE(scopes.size(), 3);
    const QByteArray text = reply.body;
    QVERIFY(
        text.contains("\"object_id\":\"12345678-1234-5678-9abc-123456789012\",\"method\":null}"));
    QVERIFY(text.contains("\"object_id\":null,\"method\":null}"));
    QVERIFY(!text.contains("action"));
    QVERIFY(text.startsWith("{\"api_key_id\":"));
}

void TestApiKeyEndpoints::listsAsDocumented()
{
    Sandbox sandbox;
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s);
    QCOMPARE(sandbox.get(keysPath, key.purposeHeaders("api_keys")).body,
             "{\"total\":0,\"page\":0,\"limit\":25,\"items\":[],\"cord_refs\":null}"_ba);
    const Reply made = sandbox.postSigned(keysPath, key, named(u"ci"_s));
    QByteArray item = made.body;
    item = item.first(item.indexOf(",\"secret_key\"")) + '}';
    const Reply list = sandbox.get(keysPath, key.purposeHeaders("api_keys"));
    QCOMPARE(list.body,
             QByteArray("{\"total\":1,\"page\":0,\"limit\":25,\"items\":[" + item
                        + "],\"cord_refs\":null}"));
    const QString id = made.json().value("api_key_id"_L1).toString();
    QCOMPARE(sandbox.get(keysPath + id, key.purposeHeaders("api_keys")).body, item);
    QCOMPARE(sandbox.get(keysPath + u"ci"_s, key.purposeHeaders("api_keys")).summary(),
             "404 API key with id ci not found or doesn't belong to you"_ba);
}

void TestApiKeyEndpoints::pages()
{
    Sandbox sandbox;
    const TestKey key(1);
    const Headers session = bearer(sandbox.sessionOf(sandbox.registered(key, u"alice"_s)));
    constexpr int total = 30;
    for (int i = 0; i < total; ++i)
        QCOMPARE(sandbox.send("POST", keysPath, session, named(u"key %1"_s.arg(i))).status, 200);
    QSet<QString> names;
    const auto read = [&](const QString &query) {
        const QJsonObject list = sandbox.get(keysPath + query, session).json();
        if (list.value("total"_L1).toInt() != total)
            return qsizetype(-1);
        const QJsonArray items = list.value("items"_L1).toArray();
        for (const auto &item : items)
            names.insert(item.toObject().value("name"_L1).toString());
        return items.size();
    };
    QCOMPARE(read(u""_s), 25);
    QCOMPARE(read(u"?page=1"_s), 5);
    QCOMPARE(names.size(), total);
    QCOMPARE(read(u"?page=2"_s), 0);
    QCOMPARE(read(u"?limit=7&page=4"_s), 2);
    QCOMPARE(read(u"?limit=0"_s), 25);
    QCOMPARE(sandbox.get(keysPath + u"?limit=0"_s, session).json().value("limit"_L1).toInt(-1), 0);
    QCOMPARE(read(u"?limit=1000&name=ignored"_s), total);
}

void TestApiKeyEndpoints::refusedQueries_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("body");
    const auto parsing = [](const QByteArray &name, const QByteArray &input) {
        return QByteArray(
            R"({"detail":[{"type":"int_parsing","loc":["query",")" + name
            + R"("],"msg":"Input should be a valid integer, unable to parse string as an integer","input":")"
            + input + R"("}]})");
    };
    QTest::newRow("word") << u"?page=abc"_s << parsing("page", "abc");
    QTest::newRow("empty") << u"?page="_s << parsing("page", "");
    QTest::newRow("limit") << u"?limit=x"_s << parsing("limit", "x");
    QTest::newRow("negative limit") << u"?limit=-1"_s << "Internal Server Error"_ba;
    QTest::newRow("negative page") << u"?page=-1"_s << "Internal Server Error"_ba;
}

void TestApiKeyEndpoints::refusedQueries()
{
    QFETCH(const QString, query);
    Sandbox sandbox;
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s);
    QTEST(sandbox.get(keysPath + query, key.purposeHeaders("api_keys")).body, "body");
}

void TestApiKeyEndpoints::refusedArguments_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray badName =
        "400 Invalid request: API key name should start with alphanumeric character and contain "
        "up to 32 total allowed characters (letters, numbers, dashes, underscores, or spaces)";
    QTest::newRow("empty name") << named(u""_s) << badName;
    QTest::newRow("long name") << named(u"a234567890123456789012345"_s) << badName;
    QTest::newRow("slash") << named(u"a/b"_s) << badName;
    const QByteArray images = R"({"name":"x","admin":false,"scopes":[{"object_type":"users"}]})";
    QTest::newRow("object type")
        << images
        << "400 Invalid request: Invalid object_type, must be one of images, chutes, invocations"_ba;
    const QByteArray nullScopes = R"({"name":"x","admin":false,"scopes":null})";
    QTest::newRow("null scopes") << nullScopes << "500 "_ba;
    const QByteArray adminNull = R"({"name":"x","admin":true,"scopes":null})";
    QTest::newRow("null scopes of an admin") << adminNull << "200 "_ba;
    QTest::newRow("can do nothing") << named(u"x"_s, false) << "200 "_ba;
    const QByteArray lax = R"({"name":"x","admin":"yes"})";
    QTest::newRow("lax boolean") << lax << "200 "_ba;
}

void TestApiKeyEndpoints::refusedArguments()
{
    QFETCH(const QByteArray, body);
    Sandbox sandbox;
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s);
    QTEST(sandbox.postSigned(keysPath, key, body).summary(), "expected");
}

void TestApiKeyEndpoints::invalidFields_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray noAdmin =
        R"([{"type":"missing","loc":["body","admin"],"msg":"Field required","input":{"name":"ci"}}])";
    QTest::newRow("no admin") << "{\"name\":\"ci\"}"_ba << noAdmin;
    const QByteArray flyBody =
        R"({"name":"ci","admin":false,"scopes":[{"object_type":"chutes","action":"fly"}]})";
    const QByteArray fly =
        R"([{"type":"enum","loc":["body","scopes",0,"action"],"msg":"Input should be 'read', 'write', 'delete' or 'invoke'","input":"fly","ctx":{"expected":"'read', 'write', 'delete' or 'invoke'"}}])";
    QTest::newRow("fly") << flyBody << fly;
    const QByteArray maybe =
        R"([{"type":"bool_parsing","loc":["body","admin"],"msg":"Input should be a valid boolean, unable to interpret input","input":"maybe"}])";
    QTest::newRow("maybe") << "{\"name\":\"ci\",\"admin\":\"maybe\"}"_ba << maybe;
    const QByteArray bad =
        R"([{"type":"json_invalid","loc":["body",1],"msg":"JSON decode error","input":{},"ctx":{"error":"Expecting property name enclosed in double quotes"}}])";
    QTest::newRow("not JSON") << "{bad"_ba << bad;
    const QByteArray noType =
        R"([{"type":"missing","loc":["body","scopes",0,"object_type"],"msg":"Field required","input":{}}])";
    QTest::newRow("no type") << "{\"name\":\"ci\",\"admin\":false,\"scopes\":[{}]}"_ba << noType;
}

void TestApiKeyEndpoints::invalidFields()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, expected);
    Sandbox sandbox;
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s);
    const Reply reply = sandbox.postSigned(keysPath, key, body);
    QCOMPARE(reply.status, 422);
    QCOMPARE(reply.body, QByteArray("{\"detail\":" + expected + '}'));

    Headers plain = key.bodyHeaders(body);
    plain += Headers{{"Content-Type", "text/plain"}};
    const Reply text = sandbox.send("POST", keysPath, plain, body);
    QCOMPARE(text.status, 422);
    QVERIFY(text.body.startsWith(
        "{\"detail\":[{\"type\":\"model_attributes_type\",\"loc\":[\"body\"]"));
}

void TestApiKeyEndpoints::adminKeysKeepNoScopes()
{
    Sandbox sandbox;
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s);
    const QByteArray body = R"({"name":"x","admin":true,"scopes":[{"object_type":"nonsense"}]})";
    const QJsonObject made = sandbox.postSigned(keysPath, key, body).json();
    QCOMPARE(made.value("admin"_L1).toBool(), true);
    QCOMPARE(made.value("scopes"_L1).toArray().size(), 0);
}

void TestApiKeyEndpoints::namesAreUniqueInAnAccount()
{
    Sandbox sandbox;
    const TestKey alice(1);
    const TestKey bob(2);
    sandbox.registered(alice, u"alice"_s);
    sandbox.registered(bob, u"bob"_s);
    QCOMPARE(sandbox.postSigned(keysPath, alice, named(u"ci"_s)).status, 200);
    QCOMPARE(sandbox.postSigned(keysPath, alice, named(u"ci"_s)).summary(),
             "409 An API key already exists with this name"_ba);
    QCOMPARE(sandbox.postSigned(keysPath, alice, named(u"CI"_s)).status, 200);
    QCOMPARE(sandbox.postSigned(keysPath, bob, named(u"ci"_s)).status, 200);
}

void TestApiKeyEndpoints::onlyInvokingScopesGrantAnything_data()
{
    QTest::addColumn<QByteArray>("scopes");
    QTest::addColumn<bool>("invokesC1");
    const QByteArray all = R"([{"object_type":"chutes"}])";
    const QByteArray invoke = R"([{"object_type":"chutes","action":"invoke"}])";
    const QByteArray one = R"([{"object_type":"chutes","object_id":"c1","action":"invoke"}])";
    const QByteArray other = R"([{"object_type":"chutes","object_id":"c2","action":"invoke"}])";
    const QByteArray read = R"([{"object_type":"chutes","action":"read"}])";
    const QByteArray images = R"([{"object_type":"images"},{"object_type":"invocations"}])";
    QTest::newRow("all chutes") << all << true;
    QTest::newRow("invoke") << invoke << true;
    QTest::newRow("that chute") << one << true;
    QTest::newRow("another chute") << other << false;
    QTest::newRow("read") << read << false;
    QTest::newRow("images and invocations") << images << false;
    QTest::newRow("nothing") << "[]"_ba << false;
}

void TestApiKeyEndpoints::onlyInvokingScopesGrantAnything()
{
    QFETCH(const QByteArray, scopes);
    QFETCH(const bool, invokesC1);
    Sandbox sandbox;
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s);
    const QByteArray body = "{\"name\":\"x\",\"admin\":false,\"scopes\":" + scopes + '}';
    const QJsonObject made = sandbox.postSigned(keysPath, key, body).json();
    const Headers headers = bearer(made.value("secret_key"_L1).toString().toLatin1());
    const QByteArray refused = "401 Invalid token or user not found";
    for (const auto &path : {u"/users/me"_s, u"/api_keys/"_s})
        QCOMPARE(sandbox.get(path, headers).summary(), refused);
    QCOMPARE(sandbox.send("POST", keysPath, headers, named(u"more"_s)).summary(), refused);
    // There are no chutes here: a key that gets through finds none.
    QCOMPARE(sandbox.send("POST", u"/chutes/c1/run"_s, headers, "{}").summary(),
             invokesC1 ? "404 No matching chute found!"_ba : refused);
}

void TestApiKeyEndpoints::deletes_data()
{
    QTest::addColumn<Generation>("generation");
    QTest::addColumn<QByteArray>("missing");
    QTest::newRow("seed") << Generation::Seed
                          << "404 Image not found, or does not belong to you"_ba;
    QTest::newRow("2025-10") << Generation::October2025
                             << "404 API key not found, or does not belong to you"_ba;
}

void TestApiKeyEndpoints::deletes()
{
    QFETCH(const Generation, generation);
    QFETCH(const QByteArray, missing);
    Sandbox sandbox(generation);
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s,
                       generation == Generation::Seed ? QString() : sandbox.registrationToken());
    const QString id =
        sandbox.postSigned(keysPath, key, named(u"ci"_s)).json().value("api_key_id"_L1).toString();
    const Headers headers = key.purposeHeaders("api_keys");
    QCOMPARE(sandbox.send("DELETE", keysPath + id, headers).body,
             QByteArray("{\"api_key_id\":\"" + id.toLatin1() + "\",\"deleted\":true}"));
    QCOMPARE(sandbox.send("DELETE", keysPath + id, headers).summary(), missing);
    QCOMPARE(sandbox.get(keysPath, headers).json().value("total"_L1).toInt(-1), 0);
}

void TestApiKeyEndpoints::deletedKeysGoOnWorkingForAWhile()
{
    Sandbox sandbox;
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s);
    const auto made = [&](const QString &name) {
        return sandbox.postSigned(keysPath, key, named(name)).json();
    };
    const auto works = [&](const QJsonObject &apiKey) {
        const QByteArray secret = apiKey.value("secret_key"_L1).toString().toLatin1();
        return sandbox.get(u"/users/me"_s, bearer(secret)).status == 200;
    };
    const auto remove = [&](const QJsonObject &apiKey) {
        const QString id = apiKey.value("api_key_id"_L1).toString();
        QCOMPARE(sandbox.send("DELETE", keysPath + id, key.purposeHeaders("api_keys")).status, 200);
    };
    const QJsonObject used = made(u"used"_s);
    const QJsonObject unused = made(u"unused"_s);
    QVERIFY(works(used));
    remove(used);
    remove(unused);
    QVERIFY(works(used));
    QVERIFY(!works(unused));
    sandbox.service().setClockOffset(1'201);
    QVERIFY(!works(used));

    sandbox.options.settings.keyCacheSeconds = 0;
    sandbox.restart();
    const QJsonObject quick = made(u"quick"_s);
    QVERIFY(works(quick));
    remove(quick);
    QVERIFY(!works(quick));
}

void TestApiKeyEndpoints::keysOfOthers_data()
{
    QTest::addColumn<Generation>("generation");
    QTest::addColumn<int>("status");
    QTest::newRow("2025-07: anybody's") << Generation::July2025 << 200;
    QTest::newRow("2025-10: one's own") << Generation::October2025 << 404;
}

void TestApiKeyEndpoints::keysOfOthers()
{
    QFETCH(const Generation, generation);
    QFETCH(const int, status);
    Sandbox sandbox(generation);
    const QString token = generation == Generation::July2025 ? QString()
                                                             : sandbox.registrationToken();
    const TestKey alice(1);
    const TestKey bob(2);
    sandbox.registered(alice, u"alice"_s, token);
    sandbox.registered(bob, u"bob"_s, token);
    const QString path = keysPath
        + sandbox.postSigned(keysPath, alice, named(u"ci"_s))
              .json()
              .value("api_key_id"_L1)
              .toString();
    QCOMPARE(sandbox.get(path, bob.purposeHeaders("api_keys")).status, 404);
    QCOMPARE(sandbox.send("DELETE", path, bob.purposeHeaders("api_keys")).status, status);
    QCOMPARE(sandbox.get(path, alice.purposeHeaders("api_keys")).status, status == 200 ? 404 : 200);
}

void TestApiKeyEndpoints::outlivesARestart()
{
    Sandbox sandbox;
    const TestKey key(1);
    const QJsonObject account = sandbox.registered(key, u"alice"_s);
    const QJsonObject made = sandbox.postSigned(keysPath, key, named(u"ci"_s)).json();
    sandbox.restart();
    const Headers headers = bearer(made.value("secret_key"_L1).toString().toLatin1());
    QCOMPARE(sandbox.get(u"/users/me"_s, headers).json().value("user_id"_L1),
             account.value("user_id"_L1));
    QCOMPARE(sandbox.get(keysPath, headers).json().value("total"_L1).toInt(), 1);
    QVERIFY(!sandbox.sessionOf(account).isEmpty());
}

QTEST_GUILESS_MAIN(TestApiKeyEndpoints)
#include "tst_apikeyendpoints.moc"
