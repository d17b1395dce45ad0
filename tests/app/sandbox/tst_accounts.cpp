#include "sandboxclient.h"

#include <QDateTime>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;
using sandbox::Generation;

namespace {

QString tokenFor(Sandbox &sandbox)
{
    return sandbox.options.generation < Generation::October2025 ? QString()
                                                                : sandbox.registrationToken();
}

/// change_fingerprint's own scheme: it covers the new fingerprint, not the body.
Headers changeHeaders(const TestKey &key, const QByteArray &fingerprint, qint64 age = 0)
{
    const QByteArray nonce = QByteArray::number(QDateTime::currentSecsSinceEpoch() - age);
    const QByteArray hotkey = key.address().toLatin1();
    return {{"X-Chutes-Hotkey", hotkey},
            {"X-Chutes-Nonce", nonce},
            {"X-Chutes-Signature", key.sign(hotkey + ':' + fingerprint + ':' + nonce)}};
}

const QByteArray newFingerprint = "NewFingerprintOf32Characters0001";
const QByteArray changeBody = "{\"fingerprint\":\"" + newFingerprint + "\"}";
const QString changePath = u"/users/change_fingerprint"_s;

Headers without(Headers headers, const QByteArray &name)
{
    headers.removeIf([&](const auto &header) { return header.first == name; });
    return headers;
}

} // namespace

class TestAccounts : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void openApiListsWhatIsServed_data();
    void openApiListsWhatIsServed();
    void ping();
    void nameCheck_data();
    void nameCheck();
    void nameCheckWantsAName();
    void accountFields_data();
    void accountFields();
    void otherAccounts();
    void changeBySignature_data();
    void changeBySignature();
    void changeRefusals_data();
    void changeRefusals();
    void changeByOldFingerprint();
    void changeByColdkey();
    void loginRefusals_data();
    void loginRefusals();
    void loginByHotkey();
    void loginNonceIsUsedUp();
    void linking();
    void deposit();
};

void TestAccounts::openApiListsWhatIsServed_data()
{
    QTest::addColumn<Generation>("generation");
    QTest::addColumn<QStringList>("expected");
    const QStringList always{u"/api_keys/"_s,
                             u"/api_keys/{api_key_id}"_s,
                             u"/chutes/"_s,
                             u"/images/"_s,
                             u"/ping"_s,
                             u"/return_developer_deposit"_s,
                             u"/users/change_fingerprint"_s,
                             u"/users/login"_s,
                             u"/users/name_check"_s,
                             u"/users/register"_s};
    const QStringList july = always + QStringList{u"/developer_deposit"_s, u"/users/me"_s};
    QTest::newRow("seed") << Generation::Seed
                          << july
            + QStringList{u"/users/link_validator"_s, u"/users/link_subnet_owner"_s};
    QTest::newRow("2025-07") << Generation::July2025 << july;
    QTest::newRow("2025-10") << Generation::October2025
                             << always
            + QStringList{u"/users/me"_s, u"/users/registration_token"_s};
    QTest::newRow("2026-05") << Generation::May2026
                             << always
            + QStringList{u"/users/{user_id}"_s, u"/users/registration_token"_s,
                          u"/users/login/nonce"_s, u"{path}"_s};
}

void TestAccounts::openApiListsWhatIsServed()
{
    QFETCH(const Generation, generation);
    QFETCH(QStringList, expected);
    Sandbox sandbox(generation);
    const Reply reply = sandbox.get(u"/openapi.json"_s);
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.contentType, "application/json"_ba);
    QStringList paths = reply.json().value("paths"_L1).toObject().keys();
    paths.sort();
    expected.sort();
    QCOMPARE(paths, expected);
}

void TestAccounts::ping()
{
    Sandbox sandbox;
    const Reply reply = sandbox.get(u"/ping"_s);
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.body, "{\"message\":\"pong\"}"_ba);
    QVERIFY(reply.headers.contains("date"));
}

void TestAccounts::nameCheck_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray free = "{\"valid\":true,\"available\":true}";
    const QByteArray taken = "{\"valid\":true,\"available\":false}";
    const QByteArray invalid = "{\"valid\":false,\"available\":false}";
    QTest::newRow("free") << u"bob"_s << free;
    QTest::newRow("taken") << u"axb"_s << taken;
    QTest::newRow("other case") << u"AXB"_s << taken;
    QTest::newRow("underscore is any character") << u"a_b"_s << taken;
    QTest::newRow("two underscores") << u"a__b"_s << free;
    QTest::newRow("short") << u"ab"_s << invalid;
    QTest::newRow("empty") << u""_s << invalid;
    QTest::newRow("percent is not a name") << u"a%25b"_s << invalid;
    QTest::newRow("plus is a space") << u"a+b"_s << invalid;
}

void TestAccounts::nameCheck()
{
    QFETCH(const QString, query);
    Sandbox sandbox;
    sandbox.registered(TestKey(1), u"axb"_s);
    const Reply reply = sandbox.get(u"/users/name_check?username="_s + query);
    QCOMPARE(reply.status, 200);
    QTEST(reply.body, "expected");
}

void TestAccounts::nameCheckWantsAName()
{
    Sandbox sandbox;
    const Reply reply = sandbox.get(u"/users/name_check"_s);
    QCOMPARE(reply.status, 422);
    const QByteArray expected =
        R"({"detail":[{"type":"missing","loc":["query","username"],"msg":"Field required","input":null}]})";
    QCOMPARE(reply.body, expected);
}

void TestAccounts::accountFields_data()
{
    QTest::addColumn<Generation>("generation");
    QTest::addColumn<QByteArray>("tail");
    const QByteArray july =
        R"("balance":0.0,"bonus_used":false,"permissions_bitmask":0,"logo":null,"permissions":[]})";
    QTest::newRow("seed") << Generation::Seed << july;
    QTest::newRow("2025-07") << Generation::July2025 << july;
    const QByteArray october =
        R"("permissions_bitmask":0,"balance":0.0,"logo":null,"permissions":[]})";
    QTest::newRow("2025-10") << Generation::October2025 << october;
    const QByteArray may =
        R"("permissions_bitmask":0,"balance":0.0,"netuids":null,"quotas":null,"logo":null,"permissions":[]})";
    QTest::newRow("2026-05") << Generation::May2026 << may;
}

void TestAccounts::accountFields()
{
    QFETCH(const Generation, generation);
    QFETCH(const QByteArray, tail);
    Sandbox sandbox(generation);
    const QJsonObject account = sandbox.registered(TestKey(1), u"alice"_s, tokenFor(sandbox));
    const Reply reply = sandbox.get(u"/users/me"_s, bearer(sandbox.sessionOf(account)));
    QCOMPARE(reply.status, 200);
    const auto field = [&](QLatin1StringView name) -> QByteArray {
        return "\"" + account.value(name).toString().toUtf8() + "\"";
    };
    QByteArray expected = "{\"username\":\"alice\",\"user_id\":" + field("user_id"_L1)
        + ",\"logo_id\":null,\"created_at\":" + field("created_at"_L1)
        + ",\"hotkey\":" + field("hotkey"_L1) + ",\"coldkey\":" + field("coldkey"_L1)
        + ",\"payment_address\":" + field("payment_address"_L1) + ',';
    if (generation < Generation::October2025)
        expected += "\"developer_payment_address\":" + field("developer_payment_address"_L1) + ',';
    QCOMPARE(reply.body, QByteArray(expected + tail));
}

void TestAccounts::otherAccounts()
{
    Sandbox sandbox(Generation::May2026);
    const QString token = sandbox.registrationToken();
    const TestKey key(1);
    const QJsonObject alice = sandbox.registered(key, u"alice"_s, token);
    const QJsonObject bob = sandbox.registered(TestKey(2), u"bob"_s, token);
    const Headers session = bearer(sandbox.sessionOf(alice));
    const auto pathOf = [](const QJsonObject &account) {
        return QString(u"/users/"_s + account.value("user_id"_L1).toString());
    };
    QCOMPARE(sandbox.get(pathOf(alice), session).json().value("username"_L1), u"alice"_s);
    QCOMPARE(sandbox.get(pathOf(bob), session).summary(),
             "403 This action can only be performed by billing admin accounts."_ba);
    QCOMPARE(sandbox.get(u"/users/link_validator"_s, session).summary(), "404 User not found"_ba);
    const Reply linked = sandbox.get(u"/users/link_validator"_s,
                                     key.purposeHeaders("link_account"));
    QCOMPARE(linked.status, 401);
    QVERIFY(linked.detail().endsWith(":me"_L1));
}

void TestAccounts::changeBySignature_data()
{
    QTest::addColumn<Generation>("generation");
    QTest::newRow("seed") << Generation::Seed;
    QTest::newRow("2025-10") << Generation::October2025;
    QTest::newRow("2026-05") << Generation::May2026;
}

void TestAccounts::changeBySignature()
{
    QFETCH(const Generation, generation);
    Sandbox sandbox(generation);
    const TestKey key(1);
    const QJsonObject account = sandbox.registered(key, u"alice"_s, tokenFor(sandbox));
    const QByteArray session = sandbox.sessionOf(account);
    const Reply reply = sandbox.send("POST", changePath, changeHeaders(key, newFingerprint),
                                     changeBody);
    QCOMPARE(reply.body, "{\"status\":\"Fingerprint updated\"}"_ba);
    QCOMPARE(sandbox.get(u"/users/me"_s, bearer(session)).summary(), "401 Invalid token."_ba);
    QVERIFY(sandbox.sessionOf(account).isEmpty());
    QVERIFY(
        !sandbox.sessionOf({{u"fingerprint"_s, QString::fromLatin1(newFingerprint)}}).isEmpty());
}

void TestAccounts::changeRefusals_data()
{
    QTest::addColumn<Generation>("generation");
    QTest::addColumn<Headers>("headers");
    QTest::addColumn<QByteArray>("expected");
    const TestKey key(1);
    const auto seed = Generation::Seed;
    const auto may = Generation::May2026;
    const Headers good = changeHeaders(key, newFingerprint);
    const QByteArray nobody = "401 No user found with the provided hotkey/coldkey";
    QTest::newRow("stranger") << seed << changeHeaders(TestKey(2), newFingerprint) << nobody;
    QTest::newRow("signs another") << seed << changeHeaders(key, "another") << nobody;
    QTest::newRow("generic scheme") << seed << key.bodyHeaders(changeBody) << nobody;
    const Headers old = changeHeaders(key, newFingerprint, 305);
    QTest::newRow("old") << seed << old << QByteArray("401 Invalid nonce: " + old.at(1).second);
    QTest::newRow("no hotkey")
        << seed << without(good, "X-Chutes-Hotkey")
        << "401 You must provide either coldkey or hotkey along with a signature and nonce."_ba;
    QTest::newRow("no hex") << seed
                            << without(good, "X-Chutes-Signature")
            + Headers{{"X-Chutes-Signature", "0x00"}}
                            << "401 Invalid signature"_ba;
    QTest::newRow("nonce missing, 2025") << seed << without(good, "X-Chutes-Nonce") << "422 "_ba;
    QTest::newRow("nonce missing, 2026")
        << may << without(good, "X-Chutes-Nonce") << "401 Missing or invalid BT signature."_ba;
    QTest::newRow("coldkey, 2025") << seed
                                   << without(good, "X-Chutes-Hotkey")
            + Headers{{"X-Chutes-Coldkey", key.address().toLatin1()}}
                                   << "500 "_ba;
    QTest::newRow("fingerprint wrong") << may << Headers{{"Authorization", "wrong"}}
                                       << "401 Missing or invalid fingerprint provided."_ba;
    QTest::newRow("fingerprint in 2025-07 is ignored")
        << seed << Headers{{"Authorization", "wrong"}} << "422 "_ba;
}

void TestAccounts::changeRefusals()
{
    QFETCH(const Generation, generation);
    QFETCH(const Headers, headers);
    Sandbox sandbox(generation);
    const QJsonObject account = sandbox.registered(TestKey(1), u"alice"_s, tokenFor(sandbox));
    const Reply reply = sandbox.send("POST", changePath, headers, changeBody);
    QTEST(reply.summary(), "expected");
    QVERIFY(!sandbox.sessionOf(account).isEmpty());
}

void TestAccounts::changeByOldFingerprint()
{
    for (const auto generation : {Generation::October2025, Generation::May2026}) {
        Sandbox sandbox(generation);
        const QJsonObject account = sandbox.registered(TestKey(1), u"alice"_s, tokenFor(sandbox));
        const QByteArray old = account.value("fingerprint"_L1).toString().toLatin1();
        const Headers scheme{{"Authorization", "Bearer " + old}};
        QCOMPARE(sandbox.send("POST", changePath, scheme, changeBody).status, 401);
        QCOMPARE(sandbox.send("POST", changePath, {{"Authorization", old}}, changeBody).status,
                 200);
        QVERIFY(sandbox.sessionOf(account).isEmpty());
    }
}

void TestAccounts::changeByColdkey()
{
    Sandbox sandbox(Generation::May2026);
    const TestKey coldkey(7);
    const QByteArray body = jsonBody(
        {{u"username"_s, u"alice"_s}, {u"coldkey"_s, coldkey.address()}});
    const QString path = u"/users/register?token="_s + sandbox.registrationToken();
    QCOMPARE(sandbox.postSigned(path, TestKey(1), body).status, 200);
    Headers headers = changeHeaders(coldkey, newFingerprint);
    headers[0].first = "X-Chutes-Coldkey";
    QCOMPARE(sandbox.send("POST", changePath, headers, changeBody).status, 200);
}

void TestAccounts::loginRefusals_data()
{
    QTest::addColumn<Generation>("generation");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const auto seed = Generation::Seed;
    const auto may = Generation::May2026;
    const QByteArray wrong = "{\"fingerprint\":\"wrong\"}";
    const QByteArray missing = "401 Missing or invalid fingerprint provided.";
    const QByteArray provide = "400 Please provide either 'fingerprint' or "
                               "'hotkey'+'signature'+'nonce' for authentication.";
    QTest::newRow("wrong, 2025") << seed << wrong << missing;
    QTest::newRow("none, 2025") << seed << "{}"_ba << missing;
    QTest::newRow("wrong, 2026") << may << wrong << "401 Invalid fingerprint."_ba;
    QTest::newRow("none, 2026") << may << "{}"_ba << provide;
    QTest::newRow("half a hotkey, 2026") << may << "{\"hotkey\":\"5x\"}"_ba << provide;
    QTest::newRow("unknown nonce, 2026")
        << may << "{\"hotkey\":\"5x\",\"signature\":\"00\",\"nonce\":\"n\"}"_ba
        << "401 Invalid or expired nonce. Please request a new one."_ba;
    QTest::newRow("not JSON") << seed << "nonsense"_ba << "500 "_ba;
    QTest::newRow("array") << may << "[]"_ba << "500 "_ba;
}

void TestAccounts::loginRefusals()
{
    QFETCH(const Generation, generation);
    QFETCH(const QByteArray, body);
    Sandbox sandbox(generation);
    const Reply reply = sandbox.send("POST", u"/users/login"_s, {}, body);
    QTEST(reply.summary(), "expected");
    if (reply.status == 500) {
        QCOMPARE(reply.body, "Internal Server Error"_ba);
        QCOMPARE(reply.contentType, "text/plain; charset=utf-8"_ba);
    }
}

void TestAccounts::loginByHotkey()
{
    Sandbox sandbox(Generation::May2026);
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s, sandbox.registrationToken());
    const QJsonObject offered = sandbox.get(u"/users/login/nonce"_s).json();
    QCOMPARE(offered.value("expires_in"_L1).toInt(), 300);
    const QString nonce = offered.value("nonce"_L1).toString();
    const auto bodyOf = [&](const TestKey &signer, const QByteArray &signature) {
        return jsonBody({{u"hotkey"_s, signer.address()},
                         {u"signature"_s, QString::fromLatin1(signature)},
                         {u"nonce"_s, nonce}});
    };
    const Reply reply = sandbox.send("POST", u"/users/login"_s, {},
                                     bodyOf(key, key.sign(nonce.toLatin1())));
    QCOMPARE(reply.status, 200);
    const QByteArray session = reply.json().value("token"_L1).toString().toLatin1();
    QCOMPARE(sandbox.get(u"/users/me"_s, bearer(session)).status, 200);
}

void TestAccounts::loginNonceIsUsedUp()
{
    Sandbox sandbox(Generation::May2026);
    const TestKey key(1);
    const auto login = [&](const QString &nonce, const QString &hotkey, const QByteArray &hex) {
        const QByteArray body = jsonBody({{u"hotkey"_s, hotkey},
                                          {u"signature"_s, QString::fromLatin1(hex)},
                                          {u"nonce"_s, nonce}});
        return sandbox.send("POST", u"/users/login"_s, {}, body).summary();
    };
    const auto newNonce = [&] {
        return sandbox.get(u"/users/login/nonce"_s).json().value("nonce"_L1).toString();
    };
    const QByteArray expired = "401 Invalid or expired nonce. Please request a new one.";

    const QString burnt = newNonce();
    QCOMPARE(login(burnt, key.address(), key.sign("other")), "401 Invalid signature."_ba);
    QCOMPARE(login(burnt, key.address(), key.sign(burnt.toLatin1())), expired);
    QCOMPARE(login(newNonce(), key.address(), "xx"), "401 Invalid signature format."_ba);
    QCOMPARE(login(newNonce(), u"5x"_s, "00"), "401 Signature verification failed."_ba);
    const QString fresh = newNonce();
    QCOMPARE(login(fresh, key.address(), key.sign(fresh.toLatin1())),
             "401 No account found for this hotkey."_ba);
    const QString late = newNonce();
    sandbox.service().setClockOffset(301);
    QCOMPARE(login(late, key.address(), key.sign(late.toLatin1())), expired);
}

void TestAccounts::linking()
{
    Sandbox sandbox;
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s);
    const QString query = u"?hotkey="_s + TestKey(2).address() + u"&signature="
        + QString::fromLatin1(TestKey(2).sign("x"));
    for (const auto &path : {u"/users/link_validator"_s, u"/users/link_subnet_owner"_s}) {
        QCOMPARE(sandbox.get(path + query, key.purposeHeaders("link_account")).summary(),
                 "401 Invalid hotkey or signature."_ba);
        QCOMPARE(sandbox.get(path, key.purposeHeaders("link_account")).status, 422);
    }
}

void TestAccounts::deposit()
{
    const QByteArray body = "{\"address\":\"5EcZsewZSTxUaX8gwyHzkKsqT3NwLP1n2faZPyjttCeaPdYe\"}";
    const QString path = u"/return_developer_deposit"_s;
    const TestKey key(1);
    Sandbox seed;
    seed.registered(key, u"alice"_s);
    QCOMPARE(seed.get(u"/developer_deposit"_s).json().value("usd"_L1).toDouble(), 250.0);
    QCOMPARE(seed.postSigned(path, key, body).body, "Internal Server Error"_ba);

    Sandbox october(Generation::October2025);
    october.registered(key, u"alice"_s, october.registrationToken());
    const Reply refused = october.postSigned(path, key, body);
    QVERIFY(refused.summary().startsWith(
        "400 You have not made any payments to the developer deposit address: 5"));
    QCOMPARE(october.postSigned(path, key, "{}").status, 422);
    QCOMPARE(october.get(u"/developer_deposit"_s).status, 401);
}

QTEST_GUILESS_MAIN(TestAccounts)
#include "tst_accounts.moc"
