#include "core/chutes/chutesclient.h"
#include "core/chutes/networktransport.h"
#include "tests/core/chutes/alice.h"
#include "tests/core/chutes/awaited.h"
#include "tests/support/faultserver.h"

#include <QCryptographicHash>
#include <QLocale>
#include <QSslCertificate>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace canopy {

namespace {

using test::FaultServer;

const QByteArray registeredBody =
    "{\"username\":\"ada\",\"user_id\":\"u\",\"fingerprint\":\"aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C\"}";

/// The ways in which HTTP marks the end of an answer.
QList<std::pair<const char *, QByteArray>> framings(const QByteArray &body)
{
    const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    return {
        {"length", head + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body},
        {"one chunk", test::chunkedBytes(200, body, body.size())},
        {"small chunks", test::chunkedBytes(200, body, 7)},
        {"connection", head + "Connection: close\r\n\r\n" + body},
        {"HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\n" + body},
    };
}

/// With less patience: where a chunk's size is cut off, Qt waits for ever, and only our idle timer
/// ends it.
class HurriedTransport final : public Transport
{
    Q_OBJECT

public:
    explicit HurriedTransport(Transport &inner)
        : m_inner(inner)
    {
    }
    QFuture<Result<HttpResponse>> send(HttpRequest request) override
    {
        request.idle = 250ms;
        return m_inner.send(std::move(request));
    }

private:
    Transport &m_inner;
};

} // namespace

/// The client on a real connection: half an answer is never an answer (NET-10, F-17), and what is
/// signed is what arrives.
class TestWholeAnswers : public QObject
{
    Q_OBJECT

private:
    SystemClock m_clock;
    SystemRandom m_random;
    std::shared_ptr<const HotkeyCredential> m_hotkey;

    static ChutesClient::Registration adaRegisters(const QString &name = u"ada"_s)
    {
        return {.username = name, .coldkey = test::alice().address()};
    }

    QFuture<Result<RegisteredAccount>> registering(ChutesClient &client) const
    {
        return client.registerAccount(adaRegisters(), m_hotkey);
    }

    static void trustTests(NetworkTransport &transport)
    {
        transport.trustAlso(QSslCertificate::fromPath(QStringLiteral(CANOPY_SOURCE_DIR)
                                                      + "/tests/fixtures/tls/authority.pem"_L1));
    }

private slots:
    void initTestCase()
    {
        QVERIFY(prepareSecretMemory());
        m_hotkey = test::aliceCredential(m_clock, m_random);
    }

    void cutAtEveryByte_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("orderly");
        for (const auto &[name, bytes] : framings(registeredBody)) {
            QTest::addRow("%s, closed", name) << bytes << true;
            QTest::addRow("%s, cut", name) << bytes << false;
        }
    }
    void cutAtEveryByte()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const bool, orderly);
        FaultServer server;
        NetworkTransport patient;
        HurriedTransport transport(patient);
        ChutesClient client(transport, m_clock, m_random, server.origin());
        const auto ends = [orderly](const QByteArray &part) {
            return orderly ? test::sendsAndCloses(part) : test::sendsAndCuts(part);
        };
        // The body is over before the framing is: without the last chunk it still is whole.
        const qsizetype bodyEnd = bytes.lastIndexOf('}') + 1;
        for (qsizetype length = 0; length < bodyEnd; ++length) {
            server.always(ends(bytes.first(length)));
            const auto registered = test::awaited(registering(client));
            QVERIFY2(!registered, bytes.first(length).constData());
            QVERIFY(registered.error().inDoubt);
            QVERIFY(registered.error().code != Error::Code::Cancelled);
            QCOMPARE(server.received().size(), length + 1);
        }
        server.always(ends(bytes));
        QVERIFY(test::awaited(registering(client)));
    }

    void cutOverTls()
    {
        FaultServer server(FaultServer::Kind::Tls);
        NetworkTransport patient;
        HurriedTransport transport(patient);
        trustTests(patient);
        ChutesClient client(transport, m_clock, m_random, server.origin());
        int requests = 0;
        for (const auto &[name, bytes] : framings(registeredBody)) {
            const qsizetype bodyEnd = bytes.lastIndexOf('}') + 1;
            for (qsizetype length = bodyEnd - registeredBody.size(); length < bodyEnd;
                 length += 5) {
                server.always(test::sendsAndCuts(bytes.first(length)));
                const auto registered = test::awaited(registering(client));
                QVERIFY2(!registered, name);
                QVERIFY(registered.error().inDoubt);
                QCOMPARE(server.received().size(), ++requests);
            }
            server.always(test::sendsAndCuts(bytes));
            QVERIFY2(test::awaited(registering(client)), name);
            ++requests;
        }
    }

    void wrongChunks_data()
    {
        QTest::addColumn<QByteArray>("chunks");
        QTest::newRow("not a size") << "zz\r\n"_ba + registeredBody + "\r\n0\r\n\r\n";
        QTest::newRow("too small") << "10\r\n"_ba + registeredBody + "\r\n0\r\n\r\n";
        QTest::newRow("too large") << "1000\r\n"_ba + registeredBody + "\r\n0\r\n\r\n";
        QTest::newRow("negative") << "-1\r\n"_ba + registeredBody + "\r\n0\r\n\r\n";
        QTest::newRow("huge") << "ffffffffffffffff\r\n"_ba + registeredBody + "\r\n0\r\n\r\n";
    }
    void wrongChunks()
    {
        QFETCH(const QByteArray, chunks);
        FaultServer server;
        server.always(
            test::sendsAndCloses("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks));
        NetworkTransport transport;
        ChutesClient client(transport, m_clock, m_random, server.origin());
        const auto registered = test::awaited(registering(client));
        QVERIFY(!registered);
        QVERIFY(registered.error().inDoubt);
        QCOMPARE(server.received().size(), 1);
    }

    void wrongLengths_data()
    {
        QTest::addColumn<QByteArray>("length");
        const auto size = registeredBody.size();
        QTest::newRow("one short") << QByteArray::number(size - 1);
        QTest::newRow("one long") << QByteArray::number(size + 1);
        QTest::newRow("zero") << "0"_ba;
    }
    void wrongLengths()
    {
        QFETCH(const QByteArray, length);
        FaultServer server;
        server.always(test::sendsAndCloses("HTTP/1.1 200 OK\r\nContent-Length: " + length
                                           + "\r\n\r\n" + registeredBody));
        NetworkTransport transport;
        ChutesClient client(transport, m_clock, m_random, server.origin());
        const auto registered = test::awaited(registering(client));
        QVERIFY(!registered);
        QVERIFY(registered.error().inDoubt);
    }

    /// The service hashes what arrives; so does this test.
    void signedBytesAreSentBytes()
    {
        FaultServer server;
        server.always(test::answers(401, "{\"detail\":\"Invalid request signature\"}"));
        NetworkTransport transport;
        ChutesClient client(transport, m_clock, m_random, server.origin());
        const auto address = test::alice().address().toString().toLatin1();
        for (int i = 0; i < 50; ++i) {
            const auto name = u"user-%1"_s.arg(i);
            QVERIFY(!test::awaited(client.registerAccount(adaRegisters(name), m_hotkey)));
            const auto &received = server.received().last();
            const auto hash = QCryptographicHash::hash(received.body, QCryptographicHash::Sha256);
            const QByteArray message = address + ':'
                + received.header("X-Chutes-Nonce").value_or("") + ':' + hash.toHex();
            QVERIFY(test::isAlices(received.header("X-Chutes-Signature").value_or(""), message));
            QCOMPARE(received.header("X-Chutes-Hotkey"), address);
            QCOMPARE(received.header("Content-Type"), "application/json");
            QCOMPARE(received.target, "/users/register");
        }
    }

    void clockFromTheDateHeader()
    {
        FaultServer server;
        const auto ahead = m_clock.now().addSecs(3600);
        const auto date =
            QLocale::c().toString(ahead, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1();
        server.then(test::answers(401, "{\"detail\":\"Invalid nonce!\"}", {{"Date", date}}));
        server.then(test::answers(200, "{\"username\":\"ada\",\"user_id\":\"u\"}"));
        NetworkTransport transport;
        ChutesClient client(transport, m_clock, m_random, server.origin());
        QVERIFY(test::awaited(client.me(m_hotkey)));
        QCOMPARE(server.received().size(), 2);
        const auto nonce =
            server.received().last().header("X-Chutes-Nonce").value_or("").toLongLong();
        QVERIFY(qAbs(nonce - ahead.toSecsSinceEpoch()) <= 30);
        QVERIFY(qAbs(client.skewSeconds() - 3600) <= 30);
    }

    /// Qt repeats a GET by itself where the connection ends without an answer; the client's own
    /// repeats come on top, and there is an end to both.
    void readingHasAnEnd()
    {
        FaultServer server;
        server.always([](test::FaultConnection &connection) { connection.close(); });
        NetworkTransport transport;
        ChutesClient client(transport, m_clock, m_random, server.origin());
        client.setRetryPolicy({.most = 2, .pause = 1ms});
        const auto account = test::awaited(client.me(m_hotkey));
        QCOMPARE(account.error().code, Error::Code::ConnectionLost);
        QVERIFY(!account.error().inDoubt);
        QVERIFY(server.received().size() >= 3);
        QVERIFY(server.received().size() <= 12);
    }

    void deletedWhileAsking()
    {
        FaultServer server;
        server.always(test::sendsAndWaits({}));
        auto transport = std::make_unique<NetworkTransport>();
        auto client = std::make_unique<ChutesClient>(*transport, m_clock, m_random,
                                                     server.origin());
        const auto account = client->me(m_hotkey);
        const auto registered = registering(*client);
        QTRY_COMPARE(server.received().size(), 2);
        client.reset();
        QVERIFY(account.isCanceled());
        QVERIFY(registered.isCanceled());
        transport.reset();
    }
};

} // namespace canopy

QTEST_GUILESS_MAIN(canopy::TestWholeAnswers)
#include "tst_wholeanswers.moc"
