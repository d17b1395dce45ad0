#include "app/sandbox/fingerprints.h"
#include "core/crypto/ss58.h"
#include "sandboxclient.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QJsonArray>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;
using sandbox::Generation;

namespace {

const QString registerPath = u"/users/register"_s;

QByteArray form(const QString &username = u"alice"_s)
{
    return jsonBody({{u"username"_s, username}, {u"coldkey"_s, strangersColdkey()}});
}

} // namespace

class TestRegistration : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void answersAsDocumented_data()
    {
        QTest::addColumn<Generation>("generation");
        QTest::addColumn<bool>("hasDeveloperAddress");
        QTest::newRow("seed") << Generation::Seed << true;
        QTest::newRow("2025-07") << Generation::July2025 << true;
        QTest::newRow("2025-10") << Generation::October2025 << false;
        QTest::newRow("2026-05") << Generation::May2026 << false;
    }
    void answersAsDocumented()
    {
        QFETCH(const Generation, generation);
        QFETCH(const bool, hasDeveloperAddress);
        Sandbox sandbox(generation);
        const QString token = generation >= Generation::October2025 ? sandbox.registrationToken()
                                                                    : QString();
        const QString query = token.isEmpty() ? QString() : u"?token="_s + token;
        const TestKey key(1);
        const Reply reply = sandbox.postSigned(registerPath + query, key, form());
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.contentType, "application/json"_ba);
        QVERIFY(reply.body.startsWith("{\"username\":\"alice\",\"user_id\":\""));
        QVERIFY(reply.body.endsWith("\"api_key\":null,\"logo\":null}"));
        const QJsonObject account = reply.json();
        QCOMPARE(account.value("hotkey"_L1).toString(), key.address());
        QCOMPARE(account.value("coldkey"_L1).toString(), strangersColdkey());
        QCOMPARE(account.contains("developer_payment_address"_L1), hasDeveloperAddress);
        QVERIFY(Ss58Address::parse(account.value("payment_address"_L1).toString()));
        QVERIFY(account.value("created_at"_L1).toString().endsWith(u'Z'));
        const QByteArray fingerprint = account.value("fingerprint"_L1).toString().toLatin1();
        QCOMPARE(fingerprint.size(), 32);
        QCOMPARE(account.value("user_id"_L1).toString(),
                 sandbox::userIdOf(sandbox::fingerprintHash(fingerprint)));
    }

    void theFingerprintIsNotStored()
    {
        Sandbox sandbox;
        const QJsonObject account = sandbox.registered(TestKey(1), u"alice"_s);
        const QByteArray fingerprint = account.value("fingerprint"_L1).toString().toLatin1();
        sandbox.restart();
        const QDir folder(sandbox.options.dataDir);
        const auto files = folder.entryList(QDir::Files);
        QVERIFY(files.contains(u"sandbox.sqlite"_s));
        for (const QString &name : files) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(!file.readAll().contains(fingerprint));
        }
        QCOMPARE(QFile::permissions(folder.filePath(u"sandbox.sqlite"_s))
                     & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
    }

    void refusedBodies_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("empty")
            << ""_ba
            << R"([{"type":"missing","loc":["body"],"msg":"Field required","input":null}])"_ba;
        QTest::newRow("not JSON")
            << "{bad"_ba
            << R"([{"type":"json_invalid","loc":["body",1],"msg":"JSON decode error","input":{},"ctx":{"error":"Expecting property name enclosed in double quotes"}}])"_ba;
        QTest::newRow("fields missing")
            << "{}"_ba
            << R"([{"type":"missing","loc":["body","username"],"msg":"Field required","input":{}},{"type":"missing","loc":["body","coldkey"],"msg":"Field required","input":{}}])"_ba;
        QTest::newRow("number")
            << R"({"coldkey":"x","username":5})"_ba
            << R"([{"type":"string_type","loc":["body","username"],"msg":"Input should be a valid string","input":5}])"_ba;
        QTest::newRow("array")
            << "[1]"_ba
            << R"([{"type":"model_attributes_type","loc":["body"],"msg":"Input should be a valid dictionary or object to extract fields from","input":[1]}])"_ba;
    }
    void refusedBodies()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, expected);
        Sandbox sandbox;
        const Reply reply = sandbox.postSigned(registerPath, TestKey(1), body);
        QCOMPARE(reply.status, 422);
        QCOMPARE(reply.body, QByteArray("{\"detail\":" + expected + '}'));
    }

    void wantsTheHotkeyHeader()
    {
        Sandbox sandbox;
        const QByteArray expected =
            R"({"detail":[{"type":"missing","loc":["header","X-Chutes-Hotkey"],"msg":"Field required","input":null}]})"_ba;
        const Reply reply = sandbox.send("POST", registerPath, {}, form());
        QCOMPARE(reply.status, 422);
        QCOMPARE(reply.body, expected);
    }

    void registersUnverifiedWithoutSignature()
    {
        Sandbox sandbox;
        const Headers headers{{"X-Chutes-Hotkey", TestKey(1).address().toLatin1()}};
        QCOMPARE(sandbox.send("POST", registerPath, headers, form()).status, 200);
    }

    void signatureComesFirst()
    {
        Sandbox sandbox(Generation::October2025);
        sandbox.options.settings.registrationsPerDay = 0;
        sandbox.restart();
        const QByteArray body = form(u"!"_s);
        const Headers headers = TestKey(1).bodyHeaders(body + ' ');
        const Reply reply = sandbox.send("POST", registerPath, headers, body);
        QCOMPARE(reply.status, 401);
        QVERIFY(reply.detail().startsWith("Invalid request signature for hotkey "_L1));
    }

    /// Each row breaks everything from one check on; the first broken one must answer.
    void checksInOrder_data()
    {
        QTest::addColumn<int>("firstBroken");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("rate") << 0 << "429 Too may registration requests."_ba;
        QTest::newRow("token missing")
            << 1
            << "400 Missing registration token in URL query params, please ensure you have "
               "upgraded to chutes>=0.3.33 and try again."_ba;
        QTest::newRow("token wrong") << 2
                                     << "403 Invalid registration token, or registration token "
                                        "does not match expected IP address"_ba;
        QTest::newRow("hotkey") << 3 << "409 This hotkey is already registered to a user!"_ba;
        QTest::newRow("username form") << 4
                                       << "400 Username must be 3-15 characters and contain only "
                                          "alphanumeric/underscore/dash characters"_ba;
        QTest::newRow("username taken")
            << 5 << "409 Username bob already exists, sorry! Please choose another."_ba;
        QTest::newRow("balance")
            << 6
            << "402 You must have at least 0.25 tao on your coldkey to register an account."_ba;
    }
    void checksInOrder()
    {
        QFETCH(const int, firstBroken);
        Sandbox sandbox(Generation::October2025);
        const TestKey known(1);
        sandbox.registered(known, u"bob"_s, sandbox.registrationToken());
        sandbox.options.settings.coldkeyBalance = Tao::fromRao(249'999'999);
        sandbox.options.settings.registrationsPerDay = firstBroken == 0 ? 1 : 100;
        sandbox.restart();

        QString query = u"?token="_s + sandbox.registrationToken();
        if (firstBroken <= 1)
            query.clear();
        else if (firstBroken == 2)
            query = u"?token=replaceme"_s;
        const TestKey &key = firstBroken <= 3 ? known : TestKey(2);
        QString username = u"carol"_s;
        if (firstBroken <= 4)
            username = u"!"_s;
        else if (firstBroken == 5)
            username = u"bob"_s;
        const Reply reply = sandbox.postSigned(registerPath + query, key, form(username));
        QTEST(reply.summary(), "expected");
    }

    void unverifiableColdkeyIsLetThrough()
    {
        Sandbox sandbox(Generation::October2025);
        sandbox.options.settings.coldkeyBalance = Tao();
        sandbox.restart();
        const QByteArray body = jsonBody(
            {{u"username"_s, u"alice"_s}, {u"coldkey"_s, u"nonsense"_s}});
        const QString token = sandbox.registrationToken();
        QCOMPARE(sandbox.postSigned(registerPath + u"?token="_s + token, TestKey(1), body).status,
                 200);
    }

    void balanceOfOneColdkey()
    {
        Sandbox sandbox(Generation::May2026);
        sandbox.options.settings.coldkeyBalances = {{strangersColdkey(), Tao()}};
        sandbox.restart();
        const QString path = registerPath + u"?token="_s + sandbox.registrationToken();
        QCOMPARE(sandbox.postSigned(path, TestKey(1), form()).status, 402);
        const QByteArray other = jsonBody(
            {{u"username"_s, u"alice"_s}, {u"coldkey"_s, TestKey(9).address()}});
        QCOMPARE(sandbox.postSigned(path, TestKey(1), other).status, 200);
    }

    void anUnderscoreTakesEveryName()
    {
        Sandbox sandbox;
        sandbox.registered(TestKey(1), u"axb"_s);
        const Reply reply = sandbox.postSigned(registerPath, TestKey(2), form(u"A_B"_s));
        QCOMPARE(reply.summary(),
                 "409 Username A_B already exists, sorry! Please choose another."_ba);
    }

    void countsSuccessesADay_data()
    {
        QTest::addColumn<Generation>("generation");
        QTest::addColumn<int>("allowed");
        QTest::newRow("seed") << Generation::Seed << 4;
        QTest::newRow("2025-10") << Generation::October2025 << 4;
        QTest::newRow("2026-05") << Generation::May2026 << 3;
    }
    void countsSuccessesADay()
    {
        QFETCH(const Generation, generation);
        QFETCH(const int, allowed);
        Sandbox sandbox(generation);
        QString path = registerPath;
        if (generation >= Generation::October2025)
            path += u"?token="_s + sandbox.registrationToken();
        for (int i = 0; i < allowed; ++i) {
            // Failures do not count.
            QCOMPARE(
                sandbox.postSigned(path, TestKey(static_cast<char>(i + 1)), form(u"!"_s)).status,
                400);
            const QByteArray body = form(u"user%1"_s.arg(i));
            QCOMPARE(sandbox.postSigned(path, TestKey(static_cast<char>(i + 1)), body).status, 200);
        }
        sandbox.restart();
        QCOMPARE(sandbox.postSigned(path, TestKey(9), form()).summary(),
                 "429 Too may registration requests."_ba);
        sandbox.service().setClockOffset(86'401);
        if (generation >= Generation::October2025)
            path = registerPath + u"?token="_s + sandbox.registrationToken();
        const QByteArray body = form();
        const QByteArray hash = QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex();
        const Headers headers = TestKey(9).headers(hash,
                                                   QDateTime::currentSecsSinceEpoch() + 86'401);
        QCOMPARE(sandbox.send("POST", path, headers, body).status, 200);
    }

    void tokenPage()
    {
        Sandbox sandbox(Generation::October2025);
        const Reply page = sandbox.get(u"/users/registration_token"_s);
        QCOMPARE(page.status, 200);
        QVERIFY(page.contentType.startsWith("text/html"));
        QVERIFY(page.body.contains("<form method=\"post\">"));
        const Reply made = sandbox.send("POST", u"/users/registration_token"_s);
        QVERIFY(made.contentType.startsWith("text/html"));
        QVERIFY(made.body.contains("Expires in 5 minutes"));
        QCOMPARE(QUuid::fromString(sandbox.registrationToken()).version(), QUuid::Random);
    }

    void tokenLastsFiveMinutesAndMayBeUsedAgain()
    {
        Sandbox sandbox(Generation::October2025);
        const QString path = registerPath + u"?token="_s + sandbox.registrationToken();
        QCOMPARE(sandbox.postSigned(path, TestKey(1), form(u"alice"_s)).status, 200);
        sandbox.service().setClockOffset(298);
        QCOMPARE(sandbox.postSigned(path, TestKey(2), form(u"bob"_s)).status, 200);
        sandbox.service().setClockOffset(301);
        QCOMPARE(sandbox.postSigned(path, TestKey(3), form(u"carol"_s)).status, 403);
    }

    void anyTokenIfAskedFor()
    {
        Sandbox sandbox(Generation::May2026);
        sandbox.options.settings.acceptAnyToken = true;
        sandbox.restart();
        QCOMPARE(sandbox.postSigned(registerPath, TestKey(1), form()).status, 400);
        QCOMPARE(
            sandbox.postSigned(registerPath + u"?token=replaceme"_s, TestKey(1), form()).status,
            200);
    }

    void tokenPagesAreCountedIn2026()
    {
        Sandbox sandbox(Generation::May2026);
        const QString path = u"/users/registration_token"_s;
        for (int i = 0; i < 4; ++i)
            QCOMPARE(sandbox.get(path).status, 200);
        QCOMPARE(sandbox.get(path).summary(),
                 "429 Too many registration token attempts from 127.0.0.1"_ba);
    }

    void noTokenPageBefore()
    {
        Sandbox sandbox;
        QCOMPARE(sandbox.get(u"/users/registration_token"_s).summary(),
                 "401 Authentication required."_ba);
    }
};

QTEST_GUILESS_MAIN(TestRegistration)
#include "tst_registration.moc"
