#include "core/chutes/chutesclient.h"
#include "tests/core/chutes/alice.h"
#include "tests/core/chutes/awaited.h"
#include "tests/support/scriptedtransport.h"

#include <QCryptographicHash>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace canopy;

namespace {

using Code = Error::Code;
using Method = HttpRequest::Method;

const QString keyId = u"6d1f9b6e-8d39-4c3b-9a33-0f9a4c3b1a11"_s;
const QByteArray secretText = "cpk_6d1f9b6e8d394c3b9a330f9a4c3b1a11."
                              "dff3e6bb3a6b5a2b9c48da3abcd5ca5f.Az09Az09Az09Az09Az09Az09Az09Az09";
const AccessRequest invoke{.rows = {{.scope = {.objectType = u"chutes"_s, .action = u"invoke"_s}}}};

QByteArray item(const QByteArray &id, const QByteArray &name, const QByteArray &more = {})
{
    return R"({"api_key_id":")" + id
        + R"(","user_id":"dff3e6bb-3a6b-5a2b-9c48-da3abcd5ca5f","admin":false,"name":")" + name
        + R"(","created_at":"2025-07-22T15:34:23","last_used_at":null,"scopes":[])" + more + '}';
}

QByteArray secretMember(const QByteArray &text)
{
    return ",\"secret_key\":\"" + text + '"';
}

QByteArray page(int total, int first, int count)
{
    QByteArray items;
    for (int i = first; i < first + count; ++i) {
        items += items.isEmpty() ? "" : ",";
        items += item("id-" + QByteArray::number(i), "key " + QByteArray::number(i));
    }
    return R"({"total":)" + QByteArray::number(total) + R"(,"page":0,"limit":100,"items":[)" + items
        + "]}";
}

} // namespace

/// What the client asks about keys and what there is to choose for them (contract §4, §8).
class TestKeyCalls : public QObject
{
    Q_OBJECT

private:
    test::StandingClock m_clock;
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
        m_transport = std::make_unique<test::ScriptedTransport>();
        m_client = std::make_unique<ChutesClient>(*m_transport, m_clock, m_random,
                                                  Origin::official());
        m_client->setRetryPolicy({.pause = 1ms});
    }
    void cleanup()
    {
        m_client.reset();
        m_transport.reset();
    }

    void creates()
    {
        m_transport->answer(200, item(keyId.toLatin1(), "ci", secretMember(secretText)));
        const auto made = test::awaited(m_client->createApiKey(u"ci"_s, invoke, m_hotkey));
        QVERIFY(made);
        QCOMPARE(made->key.id, keyId);
        QCOMPARE(test::textOf(made->secret), secretText);
        QCOMPARE(sentCount(), 1);
        QCOMPARE(sent(0).method, Method::Post);
        QCOMPARE(sent(0).url, u"https://api.chutes.ai/api_keys/"_s);
        QCOMPARE(
            sent(0).body,
            R"({"admin":false,"name":"ci","scopes":[{"action":"invoke","object_type":"chutes"}]})"_ba);
        const auto hash =
            QCryptographicHash::hash(sent(0).body, QCryptographicHash::Sha256).toHex();
        const QByteArray message = sent(0).header("X-Chutes-Hotkey") + ':'
            + sent(0).header("X-Chutes-Nonce") + ':' + hash;
        QVERIFY(test::isAlices(sent(0).header("X-Chutes-Signature"), message));
    }

    void refusals_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Code>("code");
        QTest::addColumn<QString>("field");
        QTest::addColumn<bool>("inDoubt");
        const auto add = [](const char *tag, int status, const QByteArray &body, Code code,
                            const QString &field, bool inDoubt) {
            QTest::newRow(tag) << status << body << code << field << inDoubt;
        };
        add("taken", 409, R"({"detail":"An API key already exists with this name"})",
            Code::Conflict, u"name"_s, false);
        add("name", 400,
            R"({"detail":"Invalid request: API key name should start with alphanumeric character and contain up to 32 total allowed characters"})",
            Code::Rejected, u"name"_s, false);
        add("type", 400,
            R"({"detail":"Invalid request: Invalid object_type, must be one of images, chutes, invocations"})",
            Code::Rejected, u"scopes"_s, false);
        add("action", 422,
            R"({"detail":[{"type":"enum","loc":["body","scopes",0,"action"],"msg":"Input should be 'read'","input":"fly"}]})",
            Code::Rejected, u"scopes.0.action"_s, false);
        add("500", 500, "Internal Server Error", Code::ServiceFailed, {}, true);
        add("503", 503, R"({"detail":"x"})", Code::ServiceFailed, {}, true);
        add("429", 429, R"({"detail":"x"})", Code::RateLimited, {}, false);
        add("no secret", 200, item(keyId.toLatin1(), "ci"), Code::Malformed, {}, true);
        add("secret of another key", 200,
            item("12345678-1234-5678-9abc-123456789012", "ci", secretMember(secretText)),
            Code::Malformed, {}, true);
        add("secret of another format", 200,
            item(keyId.toLatin1(), "ci", secretMember("cpk_short")), Code::Malformed, {}, true);
        add("secret twice", 200,
            item(keyId.toLatin1(), "ci", secretMember(secretText) + secretMember(secretText)),
            Code::Malformed, {}, true);
        add("half", 200, item(keyId.toLatin1(), "ci", secretMember(secretText)).chopped(1),
            Code::Malformed, {}, true);
    }
    void refusals()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        m_transport->answer(status, body, {}, 0,
                            body.startsWith('{') ? "application/json" : "text/plain");
        const auto made = test::awaited(m_client->createApiKey(u"ci"_s, invoke, m_hotkey));
        QVERIFY(!made);
        QTEST(made.error().code, "code");
        QTEST(made.error().field, "field");
        QTEST(made.error().inDoubt, "inDoubt");
        QVERIFY(!made.error().detail.contains(u"cpk_"_s));
        QVERIFY(!made.error().said.contains(u"cpk_"_s));
        // Never a second time.
        QCOMPARE(sentCount(), 1);
    }
    void lostAnswersAreNotRepeated()
    {
        m_transport->fail({.code = Code::ConnectionLost, .inDoubt = true});
        const auto made = test::awaited(m_client->createApiKey(u"ci"_s, invoke, m_hotkey));
        QVERIFY(made.error().inDoubt);
        m_transport->fail({.code = Code::ConnectionLost, .inDoubt = true});
        QVERIFY(test::awaited(m_client->revokeApiKey(keyId, m_hotkey)).error().inDoubt);
        QCOMPARE(sentCount(), 2);
    }

    void revokes()
    {
        m_transport->answer(200, R"({"api_key_id":")" + keyId.toLatin1() + R"(","deleted":true})");
        QVERIFY(test::awaited(m_client->revokeApiKey(keyId, m_hotkey)));
        QCOMPARE(sent(0).method, Method::Delete);
        QCOMPARE(sent(0).url, u"https://api.chutes.ai/api_keys/"_s + keyId);
        QVERIFY(test::isAlices(sent(0).header("X-Chutes-Signature"),
                               sent(0).header("X-Chutes-Hotkey") + ':'
                                   + sent(0).header("X-Chutes-Nonce") + ":api_keys"));
        for (const QByteArray words : {"API key not found, or does not belong to you",
                                       "Image not found, or does not belong to you"}) {
            m_transport->answer(404, R"({"detail":")" + words + R"("})");
            QCOMPARE(test::awaited(m_client->revokeApiKey(keyId, m_hotkey)).error().code,
                     Code::NotFound);
        }
        for (const QByteArray &body :
             {R"({"api_key_id":"x","deleted":true})"_ba, R"({"deleted":true})"_ba,
              QByteArray(R"({"api_key_id":")" + keyId.toLatin1() + R"(","deleted":false})")}) {
            m_transport->answer(200, body);
            const auto revoked = test::awaited(m_client->revokeApiKey(keyId, m_hotkey));
            QCOMPARE(revoked.error().code, Code::Malformed);
            QVERIFY(revoked.error().inDoubt);
        }
    }
    void idsGoIntoPathsOnlyIfTheyAreIds()
    {
        for (const QString &id : QStringList{u""_s, u"ci"_s, u"../users/me"_s, keyId + u"?x=1"_s,
                                             keyId.toUpper(), u'{' + keyId + u'}'}) {
            QCOMPARE(test::awaited(m_client->revokeApiKey(id, m_hotkey)).error().code,
                     Code::InvalidInput);
            QCOMPARE(test::awaited(m_client->apiKey(id, m_hotkey)).error().code,
                     Code::InvalidInput);
        }
        QCOMPARE(sentCount(), 0);
    }
    void readsOne()
    {
        m_transport->answer(200, item(keyId.toLatin1(), "ci"));
        QCOMPARE(test::awaited(m_client->apiKey(keyId, m_hotkey))->name, u"ci"_s);
        m_transport->answer(200, item("12345678-1234-5678-9abc-123456789012", "ci"));
        QCOMPARE(test::awaited(m_client->apiKey(keyId, m_hotkey)).error().code, Code::Malformed);
    }

    void readsAllPages()
    {
        m_transport->answer(200, page(250, 0, 100));
        m_transport->answer(200, page(250, 100, 100));
        m_transport->answer(200, page(250, 200, 50));
        const auto keys = test::awaited(m_client->allApiKeys(m_hotkey));
        QVERIFY(keys);
        QCOMPARE(keys->size(), 250);
        QCOMPARE(sentCount(), 3);
        QCOMPARE(sent(2).query, u"page=2&limit=100"_s);
    }
    void dropsDoublesAndReadsAgain()
    {
        // The pages overlap: two keys were never shown the first time.
        m_transport->answer(200, page(150, 0, 100));
        m_transport->answer(200, page(150, 98, 50));
        m_transport->answer(200, page(150, 50, 100));
        m_transport->answer(200, page(150, 0, 50));
        const auto keys = test::awaited(m_client->allApiKeys(m_hotkey));
        QVERIFY(keys);
        QCOMPARE(keys->size(), 150);
        QCOMPARE(sentCount(), 4);
    }
    void readsAgainWhereTheTotalMoves()
    {
        m_transport->answer(200, page(150, 0, 100));
        m_transport->answer(200, page(149, 100, 49));
        m_transport->answer(200, page(149, 0, 100));
        m_transport->answer(200, page(149, 100, 49));
        const auto keys = test::awaited(m_client->allApiKeys(m_hotkey));
        QVERIFY(keys);
        QCOMPARE(keys->size(), 149);
    }
    void givesUpOnAListThatNeverStandsStill()
    {
        for (int i = 0; i < 3; ++i) {
            m_transport->answer(200, page(150 + i, 0, 100));
            m_transport->answer(200, page(160 + i, 100, 50));
        }
        QCOMPARE(test::awaited(m_client->allApiKeys(m_hotkey)).error().code, Code::Conflict);
        QCOMPARE(sentCount(), 6);
    }
    void onePageThatFailsFailsAll()
    {
        m_transport->answer(200, page(150, 0, 100));
        m_transport->answer(500, "Internal Server Error", {}, 0, "text/plain");
        QCOMPARE(test::awaited(m_client->allApiKeys(m_hotkey)).error().code, Code::ServiceFailed);
        m_transport->answer(200, page(0, 0, 0));
        QVERIFY(test::awaited(m_client->allApiKeys(m_hotkey))->isEmpty());
        m_transport->answer(200, page(2'000'000'000, 0, 1));
        QCOMPARE(test::awaited(m_client->allApiKeys(m_hotkey)).error().code, Code::AnswerTooLarge);
    }

    void pickers()
    {
        m_transport->answer(
            200, R"({"total":1,"page":0,"limit":100,"items":[{"chute_id":"c","name":"n"}]})");
        QCOMPARE(test::awaited(m_client->ownChutes(m_hotkey))->first().id, u"c"_s);
        QCOMPARE(sent(0).query, u"page=0&limit=100"_s);
        QVERIFY(!sent(0).header("X-Chutes-Signature").isEmpty());

        m_transport->answer(200, R"({"total":9,"page":0,"limit":100,"items":[]})");
        QVERIFY(test::awaited(m_client->publicChutes(u"a b&c"_s))->isEmpty());
        QCOMPARE(sent(1).query, u"include_public=true&limit=100&name=a%20b%26c"_s);
        QVERIFY(sent(1).headers.isEmpty());

        m_transport->answer(
            200, R"({"total":1,"page":0,"limit":100,"items":[{"image_id":"i","name":"n"}]})");
        QCOMPARE(test::awaited(m_client->ownImages(m_hotkey))->first().id, u"i"_s);
        QCOMPARE(sent(2).url, u"https://api.chutes.ai/images/"_s);

        m_transport->answer(200, R"({"object":"list","data":[{"id":"a/b","chute_id":"c"}]})");
        QCOMPARE(test::awaited(m_client->publicModels())->first().chuteId, std::optional(u"c"_s));
        QCOMPARE(sent(3).url, u"https://llm.chutes.ai/v1/models"_s);
        QVERIFY(sent(3).headers.isEmpty());

        m_transport->answer(200, R"({"total":1,"page":0,"limit":100,"items":[{"name":"n"}]})");
        QCOMPARE(test::awaited(m_client->ownChutes(m_hotkey)).error().code, Code::Malformed);
    }

    void tries_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code"); // −1: let through
        const auto add = [](const char *tag, int status, const QByteArray &body, int code) {
            QTest::newRow(tag) << status << body << code;
        };
        const auto of = [](Code code) { return static_cast<int>(code); };
        add("no such model", 404, R"({"detail":"model not found: canopy/no-such-model"})", -1);
        add("refused", 401, R"({"detail":"Invalid token or user not found"})",
            of(Code::KeyRefused));
        add("not the gateway", 404, R"({"detail":"No matching chute found!"})",
            of(Code::NotOffered));
        add("nobody there", 401, R"({"detail":"Authentication required."})", of(Code::NotOffered));
        add("no balance, as an object", 402, R"({"detail":{"message":"Payment required"}})",
            of(Code::PaymentRequired));
        add("429", 429, "<html>429 Too Many Requests</html>", of(Code::RateLimited));
        add("503", 503, R"({"detail":"No instances available"})", of(Code::ServiceFailed));
        add("portal", 200, "<html>Log in</html>", of(Code::WebPage));
    }
    void tries()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const int, code);
        m_client->setRetryPolicy({.most = 0});
        const auto key = std::make_shared<const BearerCredential>(Credential::Kind::ApiKey,
                                                                  Secret::copyOf(secretText));
        for (const bool gateway : {true, false}) {
            m_transport->answer(status, body, {}, 0,
                                body.startsWith('{') ? "application/json" : "text/html");
            const auto tried = test::awaited(gateway ? m_client->tryAtGateway(key)
                                                     : m_client->tryAtChute(u"me-bot"_s, key));
            QCOMPARE(tried ? -1 : static_cast<int>(tried.error().code), code);
        }
        QCOMPARE(sent(0).url, u"https://llm.chutes.ai/v1/chat/completions"_s);
        QCOMPARE(sent(0).header("Authorization"), QByteArray("Bearer " + secretText));
        QCOMPARE(sent(0).body, R"({"model":"canopy/no-such-model","messages":[]})"_ba);
        QCOMPARE(sent(1).url, u"https://me-bot.chutes.ai/canopy-no-such-path"_s);
    }
    void onlyKeysAreTried()
    {
        QCOMPARE(test::awaited(m_client->tryAtGateway(m_hotkey)).error().code, Code::InvalidInput);
        const auto token = std::make_shared<const BearerCredential>(Credential::Kind::SessionToken,
                                                                    Secret::copyOf("abc"));
        QCOMPARE(test::awaited(m_client->tryAtGateway(token)).error().code, Code::InvalidInput);
        const auto other = *Origin::parse(u"https://chutes.example"_s);
        ChutesClient client(*m_transport, m_clock, m_random, other);
        const auto key = std::make_shared<const BearerCredential>(Credential::Kind::ApiKey,
                                                                  Secret::copyOf(secretText));
        QCOMPARE(test::awaited(client.tryAtGateway(key)).error().code, Code::NotOffered);
        QCOMPARE(test::awaited(client.publicModels()).error().code, Code::NotOffered);
        QCOMPARE(sentCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestKeyCalls)
#include "tst_keycalls.moc"
