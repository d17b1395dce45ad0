#include "core/chutes/networktransport.h"
#include "tests/core/chutes/awaited.h"
#include "tests/support/faultserver.h"

#include <QSslCertificate>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace canopy {

namespace {

HttpRequest changing(HttpRequest::Method method, const Origin &origin)
{
    HttpRequest request;
    request.method = method;
    request.origin = origin;
    request.path = "/change";
    if (method == HttpRequest::Method::Post)
        request.body = Secret::copyOf(R"({"name":"ci"})");
    request.headers.push_back({.name = "X-Chutes-Signature", .value = Secret::copyOf("abcd")});
    return request;
}

void trustTests(NetworkTransport &transport)
{
    transport.trustAlso(QSslCertificate::fromPath(QStringLiteral(CANOPY_SOURCE_DIR)
                                                  + "/tests/fixtures/tls/authority.pem"_L1));
}

} // namespace

/// What changes something leaves at most once, whatever becomes of the answer (NET-03, F-14), and
/// never reaches another server (NET-01).
class TestAtMostOnce : public QObject
{
    Q_OBJECT

private:
    static void addRows(const QList<test::Fault> &faults)
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<test::FaultServer::Kind>("kind");
        QTest::addColumn<HttpRequest::Method>("method");
        using Kind = test::FaultServer::Kind;
        using Method = HttpRequest::Method;
        for (const auto kind : {Kind::Clear, Kind::Tls}) {
            for (const auto method : {Method::Post, Method::Delete}) {
                for (int i = 0; i < faults.size(); ++i)
                    QTest::addRow("%s %s: %s", kind == Kind::Tls ? "TLS" : "clear",
                                  method == Method::Post ? "POST" : "DELETE", faults[i].name)
                        << i << kind << method;
            }
        }
    }

    static QList<test::Fault> redirects(const QByteArray &target)
    {
        QList<test::Fault> faults;
        for (const int status : {300, 301, 302, 303, 304, 305, 307, 308, 399}) {
            faults.append(
                {"a redirect",
                 test::answers(status, R"({"detail":"elsewhere"})", {{"Location", target}})});
        }
        return faults;
    }

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void faults_data() { addRows(test::faultsInDoubt()); }
    void faults()
    {
        QFETCH(const int, fault);
        QFETCH(const test::FaultServer::Kind, kind);
        QFETCH(const HttpRequest::Method, method);
        test::FaultServer server(kind);
        const auto chosen = test::faultsInDoubt().at(fault);
        server.always(chosen.behaviour);
        NetworkTransport transport;
        trustTests(transport);

        auto request = changing(method, server.origin());
        const bool waits = QByteArray(chosen.name).startsWith("silent")
            || QByteArray(chosen.name).startsWith("drips");
        request.idle = waits ? 400ms : 10s;
        request.deadline = waits ? 600ms : 10s;
        const auto result = test::awaited(transport.send(std::move(request)));

        QVERIFY(!result);
        QVERIFY2(result.error().code != Error::Code::Cancelled, "no outcome");
        QCOMPARE(server.received().size(), 1);
        QCOMPARE(server.connections(), 1);
        QVERIFY(result.error().inDoubt);
        const auto &received = server.received().front();
        QCOMPARE(received.body,
                 method == HttpRequest::Method::Post ? R"({"name":"ci"})"_ba : ""_ba);
        QCOMPARE(received.header("Content-Length"), QByteArray::number(received.body.size()));
        if (waits)
            QCOMPARE(result.error().code, Error::Code::Timeout);
    }

    void redirectsAreRefused_data() { addRows(redirects("")); }
    void redirectsAreRefused()
    {
        QFETCH(const int, fault);
        QFETCH(const test::FaultServer::Kind, kind);
        QFETCH(const HttpRequest::Method, method);
        for (const auto otherKind :
             {test::FaultServer::Kind::Clear, test::FaultServer::Kind::Tls}) {
            test::FaultServer server(kind);
            test::FaultServer other(otherKind);
            const auto target = other.origin().url("/stolen").toEncoded();
            server.always(redirects(target).at(fault).behaviour);
            other.always(test::answers(200, "{}"));
            NetworkTransport transport;
            trustTests(transport);

            const auto result = test::awaited(transport.send(changing(method, server.origin())));

            QVERIFY(!result);
            QCOMPARE(result.error().code, Error::Code::Redirected);
            QVERIFY(result.error().inDoubt);
            QCOMPARE(server.received().size(), 1);
            QCOMPARE(other.connections(), 0);
        }
    }

    /// A server that closes connections it promised to keep: the next request must not be lost on
    /// one of them.
    void staleConnectionsAreNotUsed()
    {
        test::FaultServer server;
        server.always([](test::FaultConnection &connection) {
            connection.send(test::answerBytes(200, "{}", {{"Connection", "keep-alive"}}));
            connection.close();
        });
        NetworkTransport transport;
        for (int i = 1; i <= 4; ++i) {
            const auto method = i % 2 == 0 ? HttpRequest::Method::Post
                                           : HttpRequest::Method::Delete;
            const auto result = test::awaited(transport.send(changing(method, server.origin())));
            QVERIFY2(result, "lost on a stale connection");
            QCOMPARE(server.received().size(), i);
        }
        QCOMPARE(server.connections(), 4);
    }

    /// The server is gone after it has read the request: Qt tries a second connection, which is
    /// refused. That is not "nothing was sent".
    void aRefusedSecondConnectionIsInDoubt_data()
    {
        QTest::addColumn<HttpRequest::Method>("method");
        QTest::newRow("POST") << HttpRequest::Method::Post;
        QTest::newRow("DELETE") << HttpRequest::Method::Delete;
    }
    void aRefusedSecondConnectionIsInDoubt()
    {
        QFETCH(const HttpRequest::Method, method);
        test::FaultServer server;
        const auto origin = server.origin();
        server.always([&server](test::FaultConnection &connection) {
            server.close();
            connection.reset();
        });
        NetworkTransport transport;
        const auto result = test::awaited(transport.send(changing(method, origin)));
        QVERIFY(!result);
        QVERIFY(result.error().inDoubt);
        QCOMPARE(result.error().code, Error::Code::ConnectionLost);
        QCOMPARE(server.received().size(), 1);
    }

    void nothingSentIsNotInDoubt_data() { aRefusedSecondConnectionIsInDoubt_data(); }
    void nothingSentIsNotInDoubt()
    {
        QFETCH(const HttpRequest::Method, method);
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const auto origin =
            Origin::parse(u"http://127.0.0.1:"_s + QString::number(closed.serverPort())).value();
        closed.close();
        NetworkTransport transport;
        const auto result = test::awaited(transport.send(changing(method, origin)));
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::Offline);
        QVERIFY(!result.error().inDoubt);
    }

    /// A listener that takes the connection and never speaks TLS: the body stayed here.
    void aBodyThatNeverLeftIsNotInDoubt()
    {
        QTcpServer mute;
        QVERIFY(mute.listen(QHostAddress::LocalHost));
        const auto origin =
            Origin::parse(u"https://127.0.0.1:"_s + QString::number(mute.serverPort())).value();
        NetworkTransport transport;
        auto request = changing(HttpRequest::Method::Post, origin);
        request.idle = 300ms;
        const auto result = test::awaited(transport.send(std::move(request)));
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::Timeout);
        QVERIFY(!result.error().inDoubt);
    }
};

} // namespace canopy

Q_DECLARE_METATYPE(canopy::HttpRequest::Method)
Q_DECLARE_METATYPE(canopy::test::FaultServer::Kind)

QTEST_GUILESS_MAIN(canopy::TestAtMostOnce)
#include "tst_atmostonce.moc"
