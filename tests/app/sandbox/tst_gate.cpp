#include "sandboxclient.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QLocale>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;
using sandbox::Generation;

namespace {

qint64 now()
{
    return QDateTime::currentSecsSinceEpoch();
}

/// The value of one header replaced, or the header left out if @p value is null.
Headers with(Headers headers, const QByteArray &name, const QByteArray &value)
{
    headers.removeIf([&](const auto &header) { return header.first == name; });
    if (!value.isNull())
        headers.append({name, value});
    return headers;
}

const QString keysPath = u"/api_keys/"_s;

} // namespace

/// Who is let in, and every 401 (contract §1.2, §2).
class TestGate : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void hotkeyRefusals_data();
    void hotkeyRefusals();
    void nonceWindow_data();
    void nonceWindow();
    void clockOffsetMovesTheWindow();
    void wrappedMessagesAreAccepted();
    void bodyIsCovered();
    void emptyBodyIsCovered();
    void accountBySignature_data();
    void accountBySignature();
    void missingNonce_data();
    void missingNonce();
    void bearerRefusals_data();
    void bearerRefusals();
    void anySchemeCarriesAKey_data();
    void anySchemeCarriesAKey();
    void hotkeyWinsOverAuthorization();
    void sessions();
    void catchAll_data();
    void catchAll();
    void catchAllHasNoBodyForHead();
    void otherMethodsAreNotAllowed();
};

void TestGate::hotkeyRefusals_data()
{
    QTest::addColumn<Headers>("headers");
    QTest::addColumn<QByteArray>("expected");
    const TestKey known(1);
    const TestKey stranger(2);
    const Headers good = known.purposeHeaders("api_keys");
    const QByteArray hotkey = known.address().toLatin1();
    const QByteArray nonce = good.at(1).second;
    const QByteArray refused = "401 Invalid request signature for hotkey " + hotkey
        + ". Message: " + hotkey + ':' + nonce + ":api_keys";

    QTest::newRow("nothing") << Headers{}
                             << "401 Can't find a user with that api key in our db :("_ba;
    QTest::newRow("hotkey alone") << Headers{{"X-Chutes-Hotkey", hotkey}}
                                  << "401 Can't find a user with that api key in our db :("_ba;
    QTest::newRow("nonce not a number")
        << with(good, "X-Chutes-Nonce", "12a") << "401 Invalid nonce!"_ba;
    QTest::newRow("negative nonce")
        << with(good, "X-Chutes-Nonce", '-' + nonce) << "401 Invalid nonce!"_ba;
    QTest::newRow("0x")
        << with(good, "X-Chutes-Signature", "0x12")
        << "401 Invalid signature: 0x12, with error: non-hexadecimal number found in fromhex() arg "
           "at position 1"_ba;
    QTest::newRow("other purpose") << known.headers("chutes", nonce.toLongLong()) << refused;
    QTest::newRow("other key") << with(stranger.headers("api_keys", nonce.toLongLong()),
                                       "X-Chutes-Hotkey", hotkey)
                               << refused;
    QTest::newRow("too short") << with(good, "X-Chutes-Signature", good.at(2).second.chopped(2))
                               << refused;
    QTest::newRow("not an address")
        << with(good, "X-Chutes-Hotkey", "5Nobody")
        << QByteArray("401 Invalid request signature for hotkey 5Nobody. Message: 5Nobody:" + nonce
                      + ":api_keys");
    QTest::newRow("not registered")
        << stranger.purposeHeaders("api_keys")
        << QByteArray("401 Could not find user with hotkey: " + stranger.address().toLatin1());
}

void TestGate::hotkeyRefusals()
{
    QFETCH(const Headers, headers);
    Sandbox sandbox;
    sandbox.registered(TestKey(1), u"alice"_s);
    QTEST(sandbox.get(keysPath, headers).summary(), "expected");
}

void TestGate::nonceWindow_data()
{
    QTest::addColumn<int>("offset");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("old") << -590 << true;
    QTest::newRow("too old") << -600 << false;
    QTest::newRow("ahead") << 595 << true;
    QTest::newRow("too far ahead") << 610 << false;
}

void TestGate::nonceWindow()
{
    QFETCH(const int, offset);
    QFETCH(const bool, accepted);
    Sandbox sandbox;
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s);
    const Reply reply = sandbox.get(keysPath, key.headers("api_keys", now() + offset));
    QCOMPARE(reply.summary(), accepted ? "200 "_ba : "401 Invalid nonce!"_ba);
}

void TestGate::clockOffsetMovesTheWindow()
{
    Sandbox sandbox;
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s);
    sandbox.options.clockOffsetSeconds = 3'600;
    sandbox.restart();
    const Reply refused = sandbox.get(keysPath, key.purposeHeaders("api_keys"));
    QCOMPARE(refused.summary(), "401 Invalid nonce!"_ba);
    QDateTime told = QLocale::c().toDateTime(QString::fromLatin1(refused.headers.value("date")),
                                             u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    told.setTimeSpec(Qt::UTC);
    QVERIFY(told.isValid());
    const qint64 skew = told.toSecsSinceEpoch() - now();
    QVERIFY(qAbs(skew - 3'600) <= 2);
    QCOMPARE(sandbox.get(keysPath, key.headers("api_keys", now() + skew)).status, 200);
}

void TestGate::wrappedMessagesAreAccepted()
{
    Sandbox sandbox;
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s);
    const Headers plain = key.purposeHeaders("api_keys");
    const QByteArray message = plain.at(0).second + ':' + plain.at(1).second + ":api_keys";
    const Headers wrapped = with(plain, "X-Chutes-Signature",
                                 key.sign("<Bytes>" + message + "</Bytes>"));
    QCOMPARE(sandbox.get(keysPath, wrapped).status, 200);
}

void TestGate::bodyIsCovered()
{
    Sandbox sandbox;
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s);
    const QByteArray body = "{\"name\": \"ci\", \"admin\": true}";
    const Reply refused = sandbox.send("POST", keysPath, key.bodyHeaders(body + ' '), body);
    QCOMPARE(refused.status, 401);
    const QByteArray hash = QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex();
    QVERIFY(refused.detail().endsWith(u':' + QString::fromLatin1(hash)));
    QCOMPARE(sandbox.send("POST", keysPath, key.bodyHeaders(body), body).status, 200);
}

void TestGate::emptyBodyIsCovered()
{
    Sandbox sandbox;
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s);
    const QByteArray hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    QCOMPARE(sandbox.send("POST", u"/nowhere"_s, key.headers(hash, now())).summary(),
             "404 No matching chute found!"_ba);
}

void TestGate::accountBySignature_data()
{
    QTest::addColumn<Generation>("generation");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("seed") << Generation::Seed << false;
    QTest::newRow("2025-07") << Generation::July2025 << false;
    QTest::newRow("2025-10") << Generation::October2025 << true;
    QTest::newRow("2026-05") << Generation::May2026 << true;
}

void TestGate::accountBySignature()
{
    QFETCH(const Generation, generation);
    QFETCH(const bool, accepted);
    Sandbox sandbox(generation);
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s,
                       generation < Generation::October2025 ? QString()
                                                            : sandbox.registrationToken());
    const Reply reply = sandbox.get(u"/users/me"_s, key.purposeHeaders("me"));
    QCOMPARE(reply.summary(),
             accepted ? "200 "_ba : "401 Either payload_str or purpose must be provided"_ba);
}

void TestGate::missingNonce_data()
{
    QTest::addColumn<Generation>("generation");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("refused") << Generation::October2025 << "401 Invalid nonce!"_ba;
    QTest::newRow("dropped") << Generation::May2026
                             << "401 Can't find a user with that api key in our db :("_ba;
}

void TestGate::missingNonce()
{
    QFETCH(const Generation, generation);
    Sandbox sandbox(generation);
    const Headers headers = with(TestKey(1).purposeHeaders("api_keys"), "X-Chutes-Nonce",
                                 QByteArray());
    QTEST(sandbox.get(keysPath, headers).summary(), "expected");
}

void TestGate::bearerRefusals_data()
{
    QTest::addColumn<QByteArray>("authorization");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray malformed = "401 Missing or invalid authorization header(s)";
    const QByteArray zeros(32, '0');
    QTest::newRow("a word") << "Basic something"_ba << malformed;
    QTest::newRow("scheme alone") << "Bearer"_ba << malformed;
    QTest::newRow("short key") << "Bearer cpk_abc"_ba << malformed;
    QTest::newRow("unknown key") << QByteArray("Bearer cpk_" + zeros + '.' + zeros + '.' + zeros)
                                 << "401 Invalid token or user not found"_ba;
    QTest::newRow("a fingerprint") << "Bearer aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C"_ba
                                   << "401 Invalid token."_ba;
    QTest::newRow("not our token") << "Bearer eyJhbGciOiJub25lIn0.e30."_ba
                                   << "401 Invalid token."_ba;
}

void TestGate::bearerRefusals()
{
    QFETCH(const QByteArray, authorization);
    Sandbox sandbox;
    QTEST(sandbox.get(keysPath, {{"Authorization", authorization}}).summary(), "expected");
}

void TestGate::anySchemeCarriesAKey_data()
{
    QTest::addColumn<QByteArray>("scheme");
    QTest::newRow("Bearer") << "Bearer "_ba;
    QTest::newRow("Basic") << "Basic "_ba;
    QTest::newRow("bare") << ""_ba;
}

void TestGate::anySchemeCarriesAKey()
{
    QFETCH(const QByteArray, scheme);
    Sandbox sandbox;
    const TestKey key(1);
    sandbox.registered(key, u"alice"_s);
    const QJsonObject made =
        sandbox.postSigned(keysPath, key, "{\"name\":\"ci\",\"admin\":true}").json();
    const QByteArray secret = made.value("secret_key"_L1).toString().toLatin1();
    QCOMPARE(sandbox.get(u"/users/me"_s, {{"Authorization", scheme + secret}}).status, 200);
}

void TestGate::hotkeyWinsOverAuthorization()
{
    Sandbox sandbox;
    const TestKey key(1);
    const QByteArray session = sandbox.sessionOf(sandbox.registered(key, u"alice"_s));
    Headers headers = bearer(session);
    QCOMPARE(sandbox.get(keysPath, headers).status, 200);
    headers += key.headers("chutes", now());
    QCOMPARE(sandbox.get(keysPath, headers).status, 401);
}

void TestGate::sessions()
{
    Sandbox sandbox;
    const QByteArray session = sandbox.sessionOf(sandbox.registered(TestKey(1), u"alice"_s));
    QCOMPARE(session.count('.'), 2);
    QCOMPARE(sandbox.get(u"/users/me"_s, bearer(session)).status, 200);
    sandbox.restart();
    QCOMPARE(sandbox.get(u"/users/me"_s, bearer(session)).status, 200);

    QByteArray altered = session;
    altered[altered.size() - 2] = altered.at(altered.size() - 2) == 'A' ? 'B' : 'A';
    QCOMPARE(sandbox.get(u"/users/me"_s, bearer(altered)).summary(), "401 Invalid token."_ba);

    sandbox.service().setClockOffset(7LL * 86'400 + 1);
    QCOMPARE(sandbox.get(u"/users/me"_s, bearer(session)).summary(), "401 Token expired."_ba);
}

void TestGate::catchAll_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    for (const char *path : {"/api_keys", "/users/me/", "/nowhere", "/v1/models", "/", "/ping/"})
        QTest::newRow(path) << "GET"_ba << QString::fromLatin1(path);
    QTest::newRow("wrong method") << "PUT"_ba << u"/ping"_s;
    QTest::newRow("PATCH") << "PATCH"_ba << u"/api_keys/"_s;
    QTest::newRow("DELETE") << "DELETE"_ba << u"/users/me"_s;
    QTest::newRow("POST") << "POST"_ba << u"/ping"_s;
}

void TestGate::catchAll()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QString, path);
    Sandbox sandbox;
    const TestKey key(1);
    const QByteArray session = sandbox.sessionOf(sandbox.registered(key, u"alice"_s));
    QCOMPARE(sandbox.send(method, path).summary(), "401 Authentication required."_ba);
    QCOMPARE(sandbox.send(method, path, bearer(session)).summary(),
             "404 No matching chute found!"_ba);
    if (method == "GET" || method == "DELETE")
        QCOMPARE(sandbox.send(method, path, key.purposeHeaders("me")).summary(),
                 "401 Either payload_str or purpose must be provided"_ba);
    const QJsonObject made = sandbox
                                 .postSigned(keysPath, key,
                                             "{\"name\":\"ci\",\"admin\":false,\"scopes\":[{"
                                             "\"object_type\":\"chutes\"}]}")
                                 .json();
    const QByteArray secret = made.value("secret_key"_L1).toString().toLatin1();
    QCOMPARE(sandbox.send(method, path, bearer(secret)).summary(),
             "401 Invalid token or user not found"_ba);
}

void TestGate::catchAllHasNoBodyForHead()
{
    Sandbox sandbox;
    const Reply reply = sandbox.send("HEAD", u"/ping"_s);
    QCOMPARE(reply.status, 401);
    QVERIFY(reply.body.isEmpty());
}

void TestGate::otherMethodsAreNotAllowed()
{
    Sandbox sandbox;
    for (const auto &path : {u"/ping"_s, u"/nowhere"_s})
        QCOMPARE(sandbox.send("OPTIONS", path).summary(), "405 Method Not Allowed"_ba);
}

QTEST_GUILESS_MAIN(TestGate)
#include "tst_gate.moc"
