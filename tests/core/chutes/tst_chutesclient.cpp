#include "core/chutes/chutesclient.h"
#include "tests/core/chutes/alice.h"
#include "tests/core/chutes/awaited.h"
#include "tests/support/scriptedtransport.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace canopy {

namespace {

using Code = Error::Code;
using Method = HttpRequest::Method;

constexpr qint64 standing = 1'753'198'463;
const QByteArray aliceAddress = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const QByteArray fingerprintText = "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C";
const QByteArray meAnswer =
    "{\"username\":\"ada\",\"user_id\":\"dff3e6bb-3a6b-5a2b-9c48-da3abcd5ca5f\"}";
const QByteArray noKeys = "{\"total\":0,\"page\":0,\"limit\":100,\"items\":[]}";

QByteArray refusal(const QByteArray &words)
{
    return "{\"detail\":\"" + words + "\"}";
}

QDateTime at(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
}

ChutesClient::Registration adaRegisters(const QString &token = {})
{
    return {
        .username = u"ada"_s,
        .coldkey = Ss58Address::parse(u"5EcZsewZSTxUaX8gwyHzkKsqT3NwLP1n2faZPyjttCeaPdYe").value(),
        .token = token};
}

} // namespace

class TestChutesClient : public QObject
{
    Q_OBJECT

private:
    test::StandingClock m_clock{standing};
    test::ConstantRandom m_random;
    std::unique_ptr<test::ScriptedTransport> m_transport;
    std::unique_ptr<ChutesClient> m_client;
    std::shared_ptr<const HotkeyCredential> m_hotkey;

    const test::SentRequest &sent(qsizetype i) const { return m_transport->sent().at(i); }
    qsizetype sentCount() const { return m_transport->sent().size(); }

private slots:
    void initTestCase()
    {
        QVERIFY(prepareSecretMemory());
        m_hotkey = test::aliceCredential(m_clock, m_random);
    }
    void init()
    {
        m_clock.set(standing);
        m_transport = std::make_unique<test::ScriptedTransport>();
        m_client = std::make_unique<ChutesClient>(*m_transport, m_clock, m_random,
                                                  Origin::official());
        m_client->setRetryPolicy({.pause = 2ms, .longestPause = 60s});
    }
    void cleanup()
    {
        m_client.reset();
        m_transport.reset();
    }

    void ping()
    {
        QSignalSpy answered(m_client.get(), &ChutesClient::answered);
        m_transport->answer(200, "{\"message\":\"pong\"}", at(standing + 90));
        const auto pong = test::awaited(m_client->ping());
        QVERIFY(pong);
        QVERIFY(pong->skewKnown);
        QCOMPARE(pong->skewSeconds, 90);
        QCOMPARE(m_client->skewSeconds(), 90);
        QCOMPARE(sent(0).url, u"https://api.chutes.ai/ping"_s);
        QCOMPARE(sent(0).deadline, 12'000ms);
        QVERIFY(sent(0).headers.isEmpty());
        QCOMPARE(answered.size(), 1);

        m_transport->answer(200, "{\"message\":\"pong\"}");
        const auto dateless = test::awaited(m_client->ping());
        QVERIFY(dateless && !dateless->skewKnown);
        QCOMPARE(m_client->skewSeconds(), 90);

        m_transport->answer(200, "{\"ok\":true}");
        QCOMPARE(test::awaited(m_client->ping()).error().code, Code::Malformed);
    }

    /// A nonce years ahead would be a signature to keep for later.
    void absurdClocksAreNotFollowed()
    {
        const qint64 years = 10LL * 365 * 86'400;
        for (const qint64 skew : {years, -years, 86'400LL, -86'400LL}) {
            m_transport->answer(200, "{\"message\":\"pong\"}", at(standing + skew));
            const auto pong = test::awaited(m_client->ping());
            QCOMPARE(pong->skewSeconds, skew);
            QCOMPARE(m_client->skewSeconds(), 0);
            m_transport->answer(401, refusal("Invalid nonce!"), at(standing + skew));
            const auto before = sentCount();
            const auto me = test::awaited(m_client->me(m_hotkey));
            QCOMPARE(me.error().code, Code::ClockSkew);
            QCOMPARE(me.error().skewSeconds, skew);
            QCOMPARE(sentCount(), before + 1);
        }
    }

    void me()
    {
        m_transport->answer(200, meAnswer);
        const auto account = test::awaited(m_client->me(m_hotkey));
        QVERIFY(account);
        QCOMPARE(account->username, u"ada"_s);
        QCOMPARE(sent(0).url, u"https://api.chutes.ai/users/me"_s);
        QCOMPARE(sent(0).query, QString());
        QVERIFY(
            test::isAlices(sent(0).header("X-Chutes-Signature"), aliceAddress + ":1753198463:me"));

        const auto bearer = std::make_shared<const BearerCredential>(Credential::Kind::SessionToken,
                                                                     Secret::copyOf("abc"));
        m_transport->answer(401, refusal("Token expired."));
        QCOMPARE(test::awaited(m_client->me(bearer)).error().code, Code::SessionExpired);
        QCOMPARE(sent(1).header("Authorization"), "Bearer abc");
        QCOMPARE(sent(1).headers.size(), 1);
    }

    void signsAgainByTheServicesClock()
    {
        m_transport->answer(401, refusal("Invalid nonce!"), at(standing + 3600));
        m_transport->answer(200, meAnswer);
        QVERIFY(test::awaited(m_client->me(m_hotkey)));
        QCOMPARE(sentCount(), 2);
        QCOMPARE(sent(1).header("X-Chutes-Nonce"), "1753202063");
        QVERIFY(
            test::isAlices(sent(1).header("X-Chutes-Signature"), aliceAddress + ":1753202063:me"));
        // And remembers it.
        QCOMPARE(m_client->skewSeconds(), 3600);
        m_transport->answer(200, meAnswer);
        QVERIFY(test::awaited(m_client->me(m_hotkey)));
        QCOMPARE(sent(2).header("X-Chutes-Nonce"), "1753202063");
    }

    void signsAgainOnlyOnce_data()
    {
        QTest::addColumn<bool>("hasDate");
        QTest::addColumn<qint64>("first");
        QTest::addColumn<int>("requests");
        QTest::newRow("the second is refused too") << true << qint64(3600) << 2;
        QTest::newRow("the clocks agree") << true << qint64(0) << 1;
        QTest::newRow("no clock shown") << false << qint64(0) << 1;
    }
    void signsAgainOnlyOnce()
    {
        QFETCH(const bool, hasDate);
        QFETCH(const qint64, first);
        QFETCH(const int, requests);
        m_transport->answer(401, refusal("Invalid nonce!"),
                            hasDate ? at(standing + first) : QDateTime());
        m_transport->answer(401, refusal("Invalid nonce!"), at(standing + 2 * first));
        const auto account = test::awaited(m_client->me(m_hotkey));
        QCOMPARE(account.error().code, Code::ClockSkew);
        QCOMPARE(sentCount(), requests);
        QVERIFY(!account.error().inDoubt);
    }

    void changesAreSignedAgainToo()
    {
        m_transport->answer(401, refusal("Invalid nonce: 1753198463"), at(standing - 500));
        m_transport->answer(200, "{\"status\":\"Fingerprint updated\"}");
        QVERIFY(
            test::awaited(m_client->changeFingerprint(Secret::copyOf(fingerprintText), m_hotkey)));
        QCOMPARE(sentCount(), 2);
        QCOMPARE(sent(1).body, sent(0).body);
        QCOMPARE(sent(1).header("X-Chutes-Nonce"), "1753197963");
        QVERIFY(test::isAlices(sent(1).header("X-Chutes-Signature"),
                               aliceAddress + ':' + fingerprintText + ":1753197963"));
    }

    void readingIsRepeated_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<Error::Code>("code");
        QTest::addColumn<int>("retryAfter");
        QTest::addColumn<int>("requests");
        QTest::newRow("offline") << 0 << Code::Offline << 0 << 3;
        QTest::newRow("lost") << 0 << Code::ConnectionLost << 0 << 3;
        QTest::newRow("timeout") << 0 << Code::Timeout << 0 << 1;
        QTest::newRow("TLS") << 0 << Code::TlsFailed << 0 << 1;
        QTest::newRow("redirected") << 0 << Code::Redirected << 0 << 1;
        QTest::newRow("too large") << 0 << Code::AnswerTooLarge << 0 << 1;
        QTest::newRow("408") << 408 << Code::Timeout << 0 << 3;
        QTest::newRow("429") << 429 << Code::RateLimited << 0 << 3;
        QTest::newRow("429 in an hour") << 429 << Code::RateLimited << 3600 << 1;
        QTest::newRow("429 in 61 seconds") << 429 << Code::RateLimited << 61 << 1;
        QTest::newRow("500") << 500 << Code::ServiceFailed << 0 << 1;
        QTest::newRow("502") << 502 << Code::ServiceFailed << 0 << 3;
        QTest::newRow("503") << 503 << Code::ServiceFailed << 0 << 3;
        QTest::newRow("504") << 504 << Code::ServiceFailed << 0 << 3;
        QTest::newRow("401") << 401 << Code::Unauthorized << 0 << 1;
        QTest::newRow("404") << 404 << Code::NotFound << 0 << 1;
    }
    void readingIsRepeated()
    {
        QFETCH(const int, status);
        QFETCH(const Error::Code, code);
        QFETCH(const int, retryAfter);
        QFETCH(const int, requests);
        QSignalSpy unreachable(m_client.get(), &ChutesClient::unreachable);
        for (int i = 0; i < 5; ++i) {
            if (status == 0)
                m_transport->fail({.code = code});
            else
                m_transport->answer(status, "{}", {}, retryAfter);
        }
        const auto account = test::awaited(m_client->me(m_hotkey));
        QCOMPARE(account.error().code, code);
        QCOMPARE(account.error().retryAfterSeconds, retryAfter);
        QCOMPARE(sentCount(), requests);
        const bool away = status == 0 && code != Code::Redirected && code != Code::AnswerTooLarge;
        QCOMPARE(unreachable.size(), away ? 1 : 0);
    }

    void changingIsNeverRepeated_data() { readingIsRepeated_data(); }
    void changingIsNeverRepeated()
    {
        QFETCH(const int, status);
        QFETCH(const Error::Code, code);
        QFETCH(const int, retryAfter);
        for (int i = 0; i < 12; ++i) {
            if (status == 0)
                m_transport->fail({.code = code, .inDoubt = true});
            else
                m_transport->answer(status, "{}", {}, retryAfter);
        }
        const bool doubtful = status == 0 || status == 408 || status >= 500;
        const auto registered = test::awaited(m_client->registerAccount(adaRegisters(), m_hotkey));
        QCOMPARE(registered.error().code, code);
        QCOMPARE(registered.error().inDoubt, doubtful);
        QCOMPARE(sentCount(), 1);
        const auto changed = test::awaited(
            m_client->changeFingerprint(Secret::copyOf(fingerprintText), m_hotkey));
        QCOMPARE(changed.error().inDoubt, doubtful);
        QCOMPARE(sentCount(), 2);
        QVERIFY(!test::awaited(m_client->loginWithFingerprint(Secret::copyOf(fingerprintText))));
        QCOMPARE(sentCount(), 3);
    }

    void aPassingFailureIsForgotten()
    {
        m_transport->fail({.code = Code::Offline});
        m_transport->answer(503, "{}");
        m_transport->answer(200, meAnswer);
        QSignalSpy unreachable(m_client.get(), &ChutesClient::unreachable);
        QVERIFY(test::awaited(m_client->me(m_hotkey)));
        QCOMPARE(sentCount(), 3);
        QCOMPARE(unreachable.size(), 0);
    }

    void registersAtTheOfficialHost()
    {
        const QByteArray answer = "{\"username\":\"ada\",\"user_id\":\"u\",\"hotkey\":\""
            + aliceAddress + "\",\"fingerprint\":\"" + fingerprintText + "\"}";
        m_transport->answer(200, answer);
        auto registered = test::awaited(m_client->registerAccount(
            adaRegisters(u"6d1f9b6e-8d39-4c3b-9a33-0f9a4c3b1a11"_s), m_hotkey));
        QVERIFY(registered);
        QCOMPARE(registered->account.username, u"ada"_s);
        QCOMPARE(test::textOf(registered->fingerprint), fingerprintText);

        const auto &request = sent(0);
        QCOMPARE(request.method, Method::Post);
        QCOMPARE(request.url, u"https://rtok.chutes.ai/users/register"_s);
        QCOMPARE(request.query, u"token=6d1f9b6e-8d39-4c3b-9a33-0f9a4c3b1a11"_s);
        QCOMPARE(request.body,
                 "{\"username\":\"ada\",\"coldkey\":"
                 "\"5EcZsewZSTxUaX8gwyHzkKsqT3NwLP1n2faZPyjttCeaPdYe\"}");
        // Signed over exactly these bytes.
        const auto hash =
            QCryptographicHash::hash(request.body, QCryptographicHash::Sha256).toHex();
        QVERIFY(test::isAlices(request.header("X-Chutes-Signature"),
                               aliceAddress + ":1753198463:" + hash));
    }

    void registersElsewhere()
    {
        ChutesClient other(*m_transport, m_clock, m_random,
                           Origin::parse(u"http://127.0.0.1:8000"_s).value());
        QCOMPARE(other.tokenPage().toString(), u"http://127.0.0.1:8000/users/registration_token"_s);
        QCOMPARE(m_client->tokenPage().toString(),
                 u"https://rtok.chutes.ai/users/registration_token"_s);
        m_transport->answer(402, refusal("You must have at least 0.25 tao"));
        const auto registered = test::awaited(other.registerAccount(adaRegisters(), m_hotkey));
        QCOMPARE(registered.error().code, Code::PaymentRequired);
        QCOMPARE(sent(0).url, u"http://127.0.0.1:8000/users/register"_s);
        QCOMPARE(sent(0).query, QString());
    }

    void tokensAreEncoded()
    {
        m_transport->answer(403, refusal("Invalid registration token, or"));
        const auto registered = test::awaited(
            m_client->registerAccount(adaRegisters(u"a+b&c=d#e%41 f/?"_s), m_hotkey));
        QCOMPARE(registered.error().code, Code::TokenRefused);
        QCOMPARE(sent(0).query, u"token=a%2Bb%26c%3Dd%23e%2541%20f%2F%3F"_s);
    }

    void aRegistrationThatCannotBeReadIsInDoubt()
    {
        for (const auto *body :
             {"", "{}", "{\"username\":\"ada\",\"user_id\":\"u\"}", "{\"fingerprint\":\"abc\"}",
              "{\"fingerprint\":\"abc\",\"username\":1}"}) {
            m_transport->answer(200, body);
            const auto registered = test::awaited(
                m_client->registerAccount(adaRegisters(), m_hotkey));
            QCOMPARE(registered.error().code, Code::Malformed);
            QVERIFY(registered.error().inDoubt);
        }
    }

    void namesAreCheckedHereFirst()
    {
        auto registration = adaRegisters();
        for (const auto &name : {u""_s, u"ab"_s, u"a\"b"_s, u"ada\n"_s, u"\u0430da"_s}) {
            registration.username = name;
            QCOMPARE(test::awaited(m_client->registerAccount(registration, m_hotkey)).error().code,
                     Code::InvalidInput);
            QCOMPARE(test::awaited(m_client->checkName(name)).error().code, Code::InvalidInput);
        }
        QCOMPARE(sentCount(), 0);
        m_transport->answer(200, "{\"valid\":true,\"available\":false,\"readonly\":true}");
        const auto check = test::awaited(m_client->checkName(u"a_d-a"_s));
        QCOMPARE(*check, (NameCheck{.valid = true, .available = false}));
        QCOMPARE(sent(0).url, u"https://api.chutes.ai/users/name_check"_s);
        QCOMPARE(sent(0).query, u"username=a_d-a"_s);
        m_transport->answer(200, "{\"valid\":1,\"available\":false}");
        QCOMPARE(test::awaited(m_client->checkName(u"ada"_s)).error().code, Code::Malformed);
    }

    void findsAnAccount()
    {
        m_transport->answer(200, meAnswer);
        auto found = test::awaited(m_client->findAccount(m_hotkey));
        QVERIFY(found->yes);
        QCOMPARE(found->account->username, u"ada"_s);

        m_transport->answer(401, refusal("Could not find user with hotkey: 5G"));
        found = test::awaited(m_client->findAccount(m_hotkey));
        QVERIFY(found && !found->yes && !found->account);
        QCOMPARE(sentCount(), 2);
    }

    void findsAnAccountInJuly2025()
    {
        const auto impossible = refusal("Either payload_str or purpose must be provided");
        m_transport->answer(401, impossible);
        m_transport->answer(200, noKeys);
        auto found = test::awaited(m_client->findAccount(m_hotkey));
        QVERIFY(found && found->yes && !found->account);
        QCOMPARE(sent(1).url, u"https://api.chutes.ai/api_keys/"_s);
        QVERIFY(test::isAlices(sent(1).header("X-Chutes-Signature"),
                               aliceAddress + ":1753198463:api_keys"));

        m_transport->answer(401, impossible);
        m_transport->answer(401, refusal("Could not find user with hotkey: 5G"));
        found = test::awaited(m_client->findAccount(m_hotkey));
        QVERIFY(found && !found->yes);

        m_transport->answer(401, impossible);
        m_transport->answer(500, "");
        QCOMPARE(test::awaited(m_client->findAccount(m_hotkey)).error().code, Code::ServiceFailed);
    }

    /// Not knowing is not "no".
    void notFindingOutIsAnError_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("refused signature")
            << 401 << refusal("Invalid request signature for hotkey");
        QTest::newRow("unknown path") << 401 << refusal("Authentication required.");
        QTest::newRow("not found") << 404 << refusal("User not found");
        QTest::newRow("failed") << 500 << "Internal Server Error"_ba;
        QTest::newRow("half an answer") << 200 << meAnswer.chopped(1);
        QTest::newRow("web page") << 200 << "<html>"_ba;
    }
    void notFindingOutIsAnError()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        m_transport->answer(status, body);
        QVERIFY(!test::awaited(m_client->findAccount(m_hotkey)));
    }

    void changesTheFingerprint()
    {
        m_transport->answer(200, "{\"status\":\"Fingerprint updated\"}");
        QVERIFY(
            test::awaited(m_client->changeFingerprint(Secret::copyOf(fingerprintText), m_hotkey)));
        QCOMPARE(sent(0).method, Method::Post);
        QCOMPARE(sent(0).url, u"https://api.chutes.ai/users/change_fingerprint"_s);
        QCOMPARE(sent(0).body, "{\"fingerprint\":\"" + fingerprintText + "\"}");
        QCOMPARE(sent(0).header("Authorization"), "");
        QVERIFY(test::isAlices(sent(0).header("X-Chutes-Signature"),
                               aliceAddress + ':' + fingerprintText + ":1753198463"));
        for (const auto *answer : {"{}", "{\"status\":\"no\"}", "{\"status\":7}"}) {
            m_transport->answer(200, answer);
            const auto changed = test::awaited(
                m_client->changeFingerprint(Secret::copyOf(fingerprintText), m_hotkey));
            QCOMPARE(changed.error().code, Code::Malformed);
            QVERIFY(changed.error().inDoubt);
        }
    }

    void unusableFingerprintsStayHere()
    {
        for (const auto &text :
             QByteArrayList{"", "short", QByteArray(31, 'x'), QByteArray(31, 'x') + ' ',
                            QByteArray(31, 'x') + '\n', QByteArray(31, 'x') + "\xc3\xa4",
                            QByteArray(32, '\0')}) {
            const auto changed = test::awaited(
                m_client->changeFingerprint(Secret::copyOf(text), m_hotkey));
            QCOMPARE(changed.error().code, Code::InvalidInput);
            QVERIFY(!changed.error().inDoubt);
        }
        for (const auto &text : QByteArrayList{"", "\xff"})
            QCOMPARE(
                test::awaited(m_client->loginWithFingerprint(Secret::copyOf(text))).error().code,
                Code::InvalidInput);
        QCOMPARE(sentCount(), 0);
    }

    void logsInWithTheFingerprint()
    {
        m_transport->answer(200, "{\"token\":\"a.b.c\"}");
        auto token = test::awaited(m_client->loginWithFingerprint(Secret::copyOf("my \"own\"")));
        QCOMPARE(test::textOf(*token), "a.b.c");
        QCOMPARE(sent(0).url, u"https://api.chutes.ai/users/login"_s);
        QCOMPARE(sent(0).body, "{\"fingerprint\":\"my \\\"own\\\"\"}");
        QVERIFY(sent(0).headers.isEmpty());
        QCOMPARE(sent(0).maximumAnswer, 65'536);
        m_transport->answer(401, refusal("Invalid fingerprint."));
        QCOMPARE(test::awaited(m_client->loginWithFingerprint(Secret::copyOf("x"))).error().code,
                 Code::FingerprintRefused);
    }

    void logsInWithTheHotkey()
    {
        const QByteArray nonce = "6d1f9b6e-8d39-4c3b-9a33-0f9a4c3b1a11";
        m_transport->answer(200, "{\"nonce\":\"" + nonce + "\",\"expires_in\":300}");
        m_transport->answer(200, "{\"token\":\"a.b.c\"}");
        auto token = test::awaited(m_client->loginWithHotkey(m_hotkey));
        QCOMPARE(test::textOf(*token), "a.b.c");
        QCOMPARE(sent(0).url, u"https://api.chutes.ai/users/login/nonce"_s);
        QCOMPARE(sent(1).url, u"https://api.chutes.ai/users/login"_s);
        const auto body = QJsonDocument::fromJson(sent(1).body).object();
        QCOMPARE(body.size(), 3);
        QCOMPARE(body.value("hotkey"_L1).toString().toLatin1(), aliceAddress);
        QCOMPARE(body.value("nonce"_L1).toString().toLatin1(), nonce);
        QVERIFY(test::isAlices(body.value("signature"_L1).toString().toLatin1(), nonce));

        m_transport->answer(401, refusal("Authentication required."));
        QCOMPARE(test::awaited(m_client->loginWithHotkey(m_hotkey)).error().code, Code::NotOffered);
    }

    void hostileLoginNoncesAreNotSigned()
    {
        for (const auto &nonce :
             QByteArrayList{aliceAddress + ":1753198463:api_keys", "a b", "", "a\\\"b"}) {
            m_transport->answer(200, "{\"nonce\":\"" + nonce + "\"}");
            const auto before = sentCount();
            QCOMPARE(test::awaited(m_client->loginWithHotkey(m_hotkey)).error().code,
                     Code::Malformed);
            QCOMPARE(sentCount(), before + 1);
        }
    }

    void listsKeys()
    {
        m_transport->answer(200, noKeys);
        const auto page = test::awaited(m_client->apiKeys(3, m_hotkey));
        QVERIFY(page);
        QCOMPARE(sent(0).url, u"https://api.chutes.ai/api_keys/"_s);
        QCOMPARE(sent(0).query, u"page=3&limit=100"_s);
    }

    void capabilities()
    {
        m_transport->answer(200, "{\"openapi\":\"3.1.0\",\"paths\":{\"/secrets/\":{\"get\":{}}}}");
        const auto found = test::awaited(m_client->capabilities());
        QVERIFY(found);
        QCOMPARE(found->offers(Feature::Secrets), Offer::Present);
        QCOMPARE(found->askedAt(), m_clock.now());
        QCOMPARE(sent(0).url, u"https://api.chutes.ai/openapi.json"_s);
        QCOMPARE(sent(0).maximumAnswer, 8LL << 20);
        m_transport->answer(200, "<html>", {}, 0, "text/html");
        QCOMPARE(test::awaited(m_client->capabilities()).error().code, Code::WebPage);
        m_transport->answer(404, refusal("Not Found"));
        QCOMPARE(test::awaited(m_client->capabilities()).error().code, Code::NotOffered);
    }

    void deletedWhileAsking()
    {
        for (int i = 0; i < 4; ++i)
            m_transport->hang();
        m_client->setRetryPolicy({.pause = 1h, .longestPause = 2h});
        m_transport->fail({.code = Code::Offline});
        const auto me = m_client->me(m_hotkey);
        const auto found = m_client->findAccount(m_hotkey);
        const auto registered = m_client->registerAccount(adaRegisters(), m_hotkey);
        const auto token = m_client->loginWithHotkey(m_hotkey);
        const auto waiting = m_client->ping();
        // The last one has failed and waits for its second try.
        QTRY_VERIFY(m_transport->isExhausted());
        QCoreApplication::sendPostedEvents();
        m_client.reset();
        QVERIFY(me.isCanceled() && me.isFinished());
        QVERIFY(found.isCanceled() && found.isFinished());
        QVERIFY(registered.isCanceled() && registered.isFinished());
        QVERIFY(token.isCanceled() && token.isFinished());
        QVERIFY(waiting.isCanceled() && waiting.isFinished());
    }
};

} // namespace canopy

Q_DECLARE_METATYPE(canopy::Error::Code)

QTEST_GUILESS_MAIN(canopy::TestChutesClient)
#include "tst_chutesclient.moc"
