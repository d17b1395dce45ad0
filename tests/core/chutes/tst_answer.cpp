#include "core/chutes/answer.h"
#include "tests/core/chutes/awaited.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

using Code = Error::Code;

HttpResponse response(int status, const QByteArray &body,
                      const QByteArray &contentType = "application/json")
{
    HttpResponse response;
    response.status = status;
    response.contentType = contentType;
    response.body = Secret::copyOf(body);
    return response;
}

QByteArray detail(const QByteArray &text)
{
    return "{\"detail\":\"" + text + "\"}";
}

const Asked reading{};
const Asked changing{.changesSomething = true};
const Asked registering{.changesSomething = true, .registers = true, .secretMember = "fingerprint"};

} // namespace

/// The catalogue of what the service says (contract §1.4, §2, §5; features appendix B).
class TestAnswer : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void refusals_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("words");
        QTest::addColumn<bool>("registers");
        QTest::addColumn<Error::Code>("code");
        const auto row = [](int status, const char *words, Code code, bool registers = false) {
            QTest::addRow("%d %s%s", status, words, registers ? " (registering)" : "")
                << status << QByteArray(words) << registers << code;
        };
        row(401, "Authentication required.", Code::NotOffered);
        row(401, "Invalid nonce!", Code::ClockSkew);
        row(401, "Invalid nonce: 1753198463", Code::ClockSkew);
        row(401, "Invalid nonce.", Code::ClockSkew);
        row(401, "Invalid or expired nonce. Please request a new one.", Code::Unauthorized);
        row(401, "Either payload_str or purpose must be provided", Code::HotkeyNotAllowed);
        row(401, "Invalid request signature for hotkey 5F. Message: 5F:1:me",
            Code::SignatureRefused);
        row(401, "Invalid request signature.", Code::SignatureRefused);
        row(401, "Invalid signature", Code::SignatureRefused);
        row(401, "Invalid signature.", Code::SignatureRefused);
        row(401, "Invalid signature format.", Code::SignatureRefused);
        row(401, "Signature verification failed.", Code::SignatureRefused);
        row(401, "Missing or invalid BT signature.", Code::SignatureRefused);
        row(401, "Bad signing message: x", Code::SignatureRefused);
        row(401, "Could not find user with hotkey: 5F", Code::HotkeyNotRegistered);
        row(401, "No account found for this hotkey.", Code::HotkeyNotRegistered);
        row(401, "No user found with the provided hotkey/coldkey", Code::HotkeyNotRegistered);
        row(401, "No user found with that hotkey.", Code::HotkeyNotRegistered);
        row(401, "Invalid token or user not found", Code::KeyRefused);
        row(401, "Can't find a user with that api key in our db :(", Code::KeyRefused);
        row(401, "Missing or invalid authorization header(s)", Code::KeyRefused);
        row(401, "Invalid API key.", Code::KeyRefused);
        row(401, "Invalid token.", Code::SessionExpired);
        row(401, "Token expired.", Code::SessionExpired);
        row(401, "Invalid fingerprint.", Code::FingerprintRefused);
        row(401, "Missing or invalid fingerprint provided.", Code::FingerprintRefused);
        row(401, "Not authorized", Code::Unauthorized);
        row(401, "", Code::Unauthorized);
        row(402, "You must have at least 0.25 tao on your coldkey to register an account.",
            Code::PaymentRequired, true);
        row(402, "balance of >= $50 to create images", Code::PaymentRequired);
        row(400, "Missing registration token in URL query params, please upgrade",
            Code::TokenMissing, true);
        row(400, "Missing registration token in URL query params, please upgrade", Code::Rejected);
        row(400, "Username must be 3-15 characters", Code::Rejected, true);
        row(400, "Invalid request: API key name should start with", Code::Rejected);
        row(400, "undeclared parameter", Code::Rejected);
        row(403,
            "Invalid registration token, or registration token does not match expected IP address",
            Code::TokenRefused, true);
        row(403,
            "Invalid registration token, or registration token does not match expected IP address",
            Code::Unauthorized);
        row(403, "Request blocked, are you trying to bypass security measures?", Code::Unauthorized,
            true);
        row(403, "Token does not have permission for this resource", Code::Unauthorized);
        row(404, "No matching chute found!", Code::NotOffered);
        row(404, "Not Found", Code::NotOffered);
        row(404, "User not found", Code::NotFound);
        row(404, "API key not found, or does not belong to you", Code::NotFound);
        row(405, "Method Not Allowed", Code::NotOffered);
        row(408, "", Code::Timeout);
        row(409, "This hotkey is already registered to a user!", Code::HotkeyTaken, true);
        row(409, "Hotkey already associated with another user: 5F", Code::HotkeyTaken);
        row(409, "Username ada already exists, sorry! Please choose another.", Code::UsernameTaken,
            true);
        row(409, "Username ada is reserved by a pending registration. Please choose another.",
            Code::UsernameTaken, true);
        row(409, "An API key already exists with this name", Code::Conflict);
        row(418, "teapot", Code::Rejected);
        row(429, "Too may registration requests.", Code::RateLimited, true);
        row(500, "Failed to fetch prices", Code::ServiceFailed);
        row(503, "Database connectivity problems: x", Code::ServiceFailed);
        row(599, "", Code::ServiceFailed);
    }
    void refusals()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, words);
        QFETCH(const bool, registers);
        QFETCH(const Error::Code, code);
        for (const bool changes : {false, true}) {
            const Asked asked{.changesSomething = changes, .registers = registers};
            auto received = response(status, detail(words));
            received.retryAfterSeconds = 30;
            const auto answer = judge(std::move(received), asked);
            QVERIFY(!answer);
            const auto &error = answer.error();
            QCOMPARE(error.code, code);
            QCOMPARE(error.httpStatus, status);
            QCOMPARE(error.said, QString::fromUtf8(words));
            QCOMPARE(error.retryAfterSeconds, 30);
            QCOMPARE(error.inDoubt, changes && (status >= 500 || status == 408));
            // Our own words never carry the service's.
            QVERIFY(words.isEmpty() || !error.detail.contains(QString::fromUtf8(words)));
        }
        // The same refusal under HTTP 200 (F-23).
        const auto hidden = judge(response(200,
                                           "{\"status_code\":" + QByteArray::number(status)
                                               + ",\"detail\":\"" + words + "\",\"headers\":null}"),
                                  {.registers = registers});
        QVERIFY(!hidden);
        QCOMPARE(hidden.error().code, code);
        QCOMPARE(hidden.error().httpStatus, status);
    }

    void usernamesAreNamed()
    {
        const auto answer = judge(response(409, detail("Username ada already exists")),
                                  registering);
        QCOMPARE(answer.error().field, u"username"_s);
    }

    /// A signature is good for ten minutes; the service's echo of it goes no further.
    void echoedSignaturesAreDropped()
    {
        const auto answer = judge(
            response(401,
                     detail("Invalid signature: 0xdeadbeef, with error: non-hexadecimal number")),
            reading);
        QCOMPARE(answer.error().code, Code::SignatureRefused);
        QVERIFY(!answer.error().said.contains(u"dead"_s));
        QCOMPARE(answer.error().said, u"Invalid signature"_s);
    }

    void complaints_data();
    void complaints()
    {
        QFETCH(const QByteArray, entries);
        QFETCH(const QString, field);
        QFETCH(const QString, said);
        const auto answer = judge(response(422, "{\"detail\":" + entries + "}"), changing);
        QVERIFY(!answer);
        const auto &error = answer.error();
        QCOMPARE(error.code, Code::Rejected);
        QCOMPARE(error.httpStatus, 422);
        QCOMPARE(error.field, field);
        QCOMPARE(error.said, said);
        QVERIFY(!error.inDoubt);
        for (const auto &text : {error.said, error.detail, error.field})
            QVERIFY(!text.contains("SECRET"_L1));
    }

    void webPages_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<Error::Code>("code");
        QTest::addColumn<bool>("inDoubt");
        QTest::newRow("portal") << 200 << Code::WebPage << true;
        QTest::newRow("challenge") << 403 << Code::WebPage << false;
        QTest::newRow("not found") << 404 << Code::WebPage << false;
        QTest::newRow("limited") << 429 << Code::RateLimited << false;
        QTest::newRow("gateway") << 502 << Code::WebPage << true;
        QTest::newRow("edge") << 522 << Code::WebPage << true;
    }
    void webPages()
    {
        QFETCH(const int, status);
        QFETCH(const Error::Code, code);
        QFETCH(const bool, inDoubt);
        const QByteArray page = "\n <html><body>429 Too Many Requests</body></html>";
        for (const auto &type : QByteArrayList{"text/html", "application/json", ""}) {
            for (const bool changes : {false, true}) {
                const auto answer = judge(response(status, page, type),
                                          {.changesSomething = changes});
                QVERIFY(!answer);
                QCOMPARE(answer.error().code, code);
                QCOMPARE(answer.error().httpStatus, status);
                QCOMPARE(answer.error().inDoubt, changes && inDoubt);
                QVERIFY(answer.error().said.isEmpty());
            }
        }
        // Whoever reads the body himself does not get a page either.
        QVERIFY(!judge(response(200, page, "text/html"), {.readsBodyItself = true}));
    }

    void refusalsThatSayNothing()
    {
        for (const auto *body :
             {"", "Internal Server Error", "{", "[]", "{}", "{\"detail\":null}", "{\"detail\":7}",
              "{\"detail\":[]}", "{\"detail\":[1]}", "{\"detail\":{}}"}) {
            const auto answer = judge(response(500, body, "text/plain"), changing);
            QVERIFY(!answer);
            QCOMPARE(answer.error().code, Code::ServiceFailed);
            QVERIFY(answer.error().said.isEmpty());
            QVERIFY(answer.error().inDoubt);
        }
    }

    void objectsAsDetail()
    {
        const auto answer = judge(
            response(402, R"({"detail":{"message":"Quota exceeded","resets":1}})"), reading);
        QCOMPARE(answer.error().code, Code::PaymentRequired);
        QCOMPARE(answer.error().said, u"Quota exceeded"_s);
    }

    void longWordsAreCut()
    {
        const auto answer = judge(response(400, detail(QByteArray(100'000, 'x'))), reading);
        QCOMPARE(answer.error().said.size(), 1000);
    }

    void unreadable_data()
    {
        QTest::addColumn<QByteArray>("body");
        for (const auto *body :
             {"", " ", "null", "true", "7", "\"x\"", "[]", "{", "{}x", "{}{}", "{\"a\":}",
              "{'a':1}", "{\"a\":NaN}", "{\"a\":1,}", "\xff", "{\"a\":\"\xff\"}"})
            QTest::newRow(body) << QByteArray(body);
        QTest::newRow("deep") << QByteArray(17, '[') + QByteArray(17, ']');
        QTest::newRow("deeper") << QByteArray(QByteArray("{\"a\":").repeated(17) + "1"
                                              + QByteArray(17, '}'));
        QTest::newRow("very deep") << QByteArray(QByteArray("{\"a\":").repeated(100'000));
    }
    void unreadable()
    {
        QFETCH(const QByteArray, body);
        for (const auto &asked : {reading, changing, registering}) {
            const auto answer = judge(response(200, body), asked);
            QVERIFY(!answer);
            QCOMPARE(answer.error().code, Code::Malformed);
            QCOMPARE(answer.error().inDoubt, asked.changesSomething);
        }
    }

    void sixteenLevelsAreRead()
    {
        const QByteArray body = QByteArray("{\"a\":").repeated(16) + "1" + QByteArray(16, '}');
        QVERIFY(judge(response(200, body), reading));
    }

    void secretsAreTaken()
    {
        const QByteArray body = R"({"username":"ada","fingerprint":"abcdef"})";
        const auto answer = judge(response(200, body), registering);
        QVERIFY(answer);
        QCOMPARE(test::textOf(answer->secret), "abcdef");
        QCOMPARE(answer->object.value("username"_L1).toString(), u"ada"_s);
        QVERIFY(answer->object.value("fingerprint"_L1).toString().trimmed().isEmpty());
        QCOMPARE(test::textOf(answer->body), body);
        // Two fingerprints, or none: not the documented answer.
        for (const auto *wrong : {R"({"fingerprint":"a","fingerprint":"b"})",
                                  R"({"username":"ada"})", R"({"fingerprint":null})"}) {
            const auto refused = judge(response(200, wrong), registering);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, Code::Malformed);
            QVERIFY(refused.error().inDoubt);
        }
        // A disguised failure is one even with a fingerprint beside it.
        QVERIFY(!judge(response(200, R"({"status_code":400,"fingerprint":"a"})"), registering));
    }

    void otherSuccesses()
    {
        QVERIFY(judge(response(201, "{}"), reading));
        QVERIFY(judge(response(200, "{\"status_code\":200}"), reading));
        QVERIFY(judge(response(200, "{\"status_code\":null}"), reading));
        QVERIFY(!judge(response(204, ""), reading));
        QCOMPARE(judge(response(200, "{\"status_code\":\"400\"}"), reading).error().code,
                 Code::ServiceFailed);
    }
};

// These rows stand after the class because moc 6.4 loses its way in such raw strings.
void TestAnswer::complaints_data()
{
    QTest::addColumn<QByteArray>("entries");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("said");
    QTest::newRow("missing")
        << R"([{"type":"missing","loc":["body","admin"],"msg":"Field required","input":{"x":"SECRET"}}])"_ba
        << u"admin"_s << u"Field required"_s;
    QTest::newRow("nested")
        << R"([{"type":"enum","loc":["body","scopes",0,"action"],"msg":"Input should be 'read'","input":"SECRET","ctx":{"expected":"SECRET"}}])"_ba
        << u"scopes.0.action"_s << u"Input should be 'read'"_s;
    QTest::newRow("broken JSON")
        << R"([{"type":"json_invalid","loc":["body",1],"msg":"JSON decode error","input":{},"ctx":{"error":"SECRET"}}])"_ba
        << QString() << u"JSON decode error"_s;
    QTest::newRow("no body")
        << R"([{"type":"missing","loc":["body"],"msg":"Field required","input":null}])"_ba
        << QString() << u"Field required"_s;
    QTest::newRow("query")
        << R"([{"type":"int_parsing","loc":["query","page"],"msg":"Input should be a valid integer","input":"SECRET"}])"_ba
        << u"page"_s << u"Input should be a valid integer"_s;
    QTest::newRow("header")
        << R"([{"type":"missing","loc":["header","X-Chutes-Hotkey"],"msg":"Field required","input":null}])"_ba
        << u"X-Chutes-Hotkey"_s << u"Field required"_s;
    QTest::newRow("two of them")
        << R"([{"loc":["body","name"],"msg":"a"},{"loc":["body","admin"],"msg":"b"}])"_ba
        << u"name"_s << u"a"_s;
    QTest::newRow("nonsense") << R"([{"loc":"body","msg":7,"input":"SECRET"}])"_ba << QString()
                              << QString();
    QTest::newRow("a string") << R"("not so")"_ba << QString() << u"not so"_s;
    QTest::newRow("an object") << R"({"input":"SECRET","msg":"not so"})"_ba << QString()
                               << u"not so"_s;
}

} // namespace canopy

Q_DECLARE_METATYPE(canopy::Error::Code)

QTEST_GUILESS_MAIN(canopy::TestAnswer)
#include "tst_answer.moc"
