#include "core/chutes/networktransport.h"
#include "tests/core/chutes/awaited.h"
#include "tests/support/faultserver.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace canopy {

namespace {

using test::FaultServer;

HttpRequest reading(const Origin &origin, const QByteArray &path = "/read")
{
    HttpRequest request;
    request.origin = origin;
    request.path = path;
    return request;
}

QList<QSslCertificate> authority()
{
    return QSslCertificate::fromPath(QStringLiteral(CANOPY_SOURCE_DIR)
                                     + "/tests/fixtures/tls/authority.pem"_L1);
}

/// The most memory this process ever had, in kilobytes.
qint64 peakMemory()
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    for (const auto &line : file.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').front().toLongLong();
    }
    return -1;
}

} // namespace

class TestNetworkTransport : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void aWholeAnswer_data()
    {
        QTest::addColumn<FaultServer::Kind>("kind");
        QTest::newRow("clear") << FaultServer::Kind::Clear;
        QTest::newRow("TLS") << FaultServer::Kind::Tls;
    }
    void aWholeAnswer()
    {
        QFETCH(const FaultServer::Kind, kind);
        FaultServer server(kind);
        server.always(test::sendsAndWaits(
            test::answerBytes(200, R"({"ok":true})",
                              {{"Content-Type", "Application/JSON; charset=utf-8"},
                               {"Date", "Tue, 24 Nov 2026 09:00:00 GMT"},
                               {"Retry-After", "7"}})));
        NetworkTransport transport;
        transport.trustAlso(authority());
        const auto result = test::awaited(transport.send(reading(server.origin())));
        QVERIFY(result);
        QCOMPARE(result->status, 200);
        QCOMPARE(result->contentType, "application/json");
        QCOMPARE(result->date, QDateTime(QDate(2026, 11, 24), QTime(9, 0), Qt::UTC));
        QCOMPARE(result->retryAfterSeconds, 7);
        QCOMPARE(test::textOf(result->body), R"({"ok":true})");
    }

    void whatGoesOut()
    {
        FaultServer server;
        server.always(test::answers(200, "{}", {{"Set-Cookie", "sid=tracked; Path=/"}}));
        NetworkTransport transport;
        for (int i = 0; i < 2; ++i) {
            auto request = reading(server.origin(), "/a%2Fb");
            request.query.addQueryItem(u"token"_s, u"a%2Bb%26c%3Dd"_s);
            request.headers.push_back(
                {.name = "Authorization", .value = Secret::copyOf("Bearer abc")});
            QVERIFY(test::awaited(transport.send(std::move(request))));
        }
        QCOMPARE(server.received().size(), 2);
        const auto &received = server.received().at(1);
        QCOMPARE(received.method, "GET");
        QCOMPARE(received.target, "/a%2Fb?token=a%2Bb%26c%3Dd");
        QCOMPARE(received.header("Authorization"), "Bearer abc");
        QCOMPARE(received.header("User-Agent"), "Canopy/" CANOPY_VERSION);
        QCOMPARE(received.header("Accept-Encoding"), "identity");
        QCOMPARE(received.header("Cookie"), std::nullopt);
        QCOMPARE(received.header("Referer"), std::nullopt);
        QCOMPARE(received.body, "");
    }

    void passwordsAreNotVolunteered()
    {
        FaultServer server;
        server.always(
            test::answers(401, R"({"detail":"no"})", {{"WWW-Authenticate", "Basic realm=\"x\""}}));
        NetworkTransport transport;
        for (int i = 1; i <= 2; ++i) {
            const auto result = test::awaited(transport.send(reading(server.origin())));
            QVERIFY(result);
            QCOMPARE(result->status, 401);
            QCOMPARE(test::textOf(result->body), R"({"detail":"no"})");
            QCOMPARE(server.received().size(), i);
            QCOMPARE(server.received().last().header("Authorization"), std::nullopt);
        }
    }

    void headersOfOthersAreRefused_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("line break") << "a\r\nX-Evil: 1"_ba;
        QTest::newRow("line feed") << "a\nb"_ba;
        QTest::newRow("NUL") << QByteArray("a\0b", 3);
        QTest::newRow("not ASCII") << "\xc3\xa4"_ba;
    }
    void headersOfOthersAreRefused()
    {
        QFETCH(const QByteArray, value);
        FaultServer server;
        server.always(test::answers(200, "{}"));
        NetworkTransport transport;
        auto request = reading(server.origin());
        request.headers.push_back({.name = "Authorization", .value = Secret::copyOf(value)});
        const auto result = test::awaited(transport.send(std::move(request)));
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::OriginRefused);
        QCOMPARE(server.connections(), 0);
    }

    void pathsAreChecked_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const auto *path : {"", "users", "@evil.tld/", ".evil.tld", "/a b", "/a?x=1", "/a#b",
                                 "/a\\b", "/\xd0\xb0", "/a\r\nb", ":80/"})
            QTest::newRow(path) << QByteArray(path);
    }
    void pathsAreChecked()
    {
        QFETCH(const QByteArray, path);
        FaultServer server;
        server.always(test::answers(200, "{}"));
        NetworkTransport transport;
        const auto result = test::awaited(transport.send(reading(server.origin(), path)));
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::OriginRefused);
        QCOMPARE(server.connections(), 0);
    }

    void everyStatus()
    {
        FaultServer server;
        NetworkTransport transport;
        for (int status = 200; status <= 599; ++status) {
            const bool bodiless = status == 204 || status == 304;
            server.always(test::answers(status, bodiless ? "" : R"({"detail":"words"})"));
            const auto result = test::awaited(transport.send(reading(server.origin())));
            if (status >= 300 && status < 400) {
                QVERIFY2(!result, qPrintable(QString::number(status)));
                QCOMPARE(result.error().code, Error::Code::Redirected);
                QCOMPARE(result.error().httpStatus, status);
                continue;
            }
            QVERIFY2(result, qPrintable(QString::number(status)));
            QCOMPARE(result->status, status);
            QCOMPARE(test::textOf(result->body), bodiless ? ""_ba : R"({"detail":"words"})"_ba);
        }
        QCOMPARE(server.received().size(), 400);
    }

    void strangeStatuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        for (const int status : {0, 1, 99, 101, 199, 600, 999})
            QTest::addRow("%d", status) << test::answerBytes(status, "{}");
        QTest::newRow("no status") << "HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"_ba;
        QTest::newRow("another protocol") << "ICY 200 OK\r\nContent-Length: 2\r\n\r\n{}"_ba;
    }
    void strangeStatuses()
    {
        QFETCH(const QByteArray, bytes);
        FaultServer server;
        server.always(test::sendsAndCloses(bytes));
        NetworkTransport transport;
        auto request = reading(server.origin());
        request.deadline = 3s;
        const auto result = test::awaited(transport.send(std::move(request)));
        QVERIFY(!result);
        QVERIFY(result.error().code != Error::Code::Cancelled);
    }

    void aContinueIsNotTheAnswer()
    {
        FaultServer server;
        server.always(
            test::sendsAndWaits("HTTP/1.1 100 Continue\r\n\r\n" + test::answerBytes(200, "{}")));
        NetworkTransport transport;
        const auto result = test::awaited(transport.send(reading(server.origin())));
        QVERIFY(result);
        QCOMPARE(result->status, 200);
    }

    void redirects()
    {
        FaultServer server;
        FaultServer other;
        other.always(test::answers(200, "{}"));
        const auto target = other.origin().url("/stolen").toEncoded();
        NetworkTransport transport;
        for (const int status : {301, 302, 303, 307, 308}) {
            server.always(test::answers(status, "", {{"Location", target}}));
            auto request = reading(server.origin());
            request.headers.push_back(
                {.name = "Authorization", .value = Secret::copyOf("Bearer abc")});
            const auto result = test::awaited(transport.send(std::move(request)));
            QVERIFY(!result);
            QCOMPARE(result.error().code, Error::Code::Redirected);
            QVERIFY(!result.error().inDoubt);
        }
        QCOMPARE(server.received().size(), 5);
        QCOMPARE(other.connections(), 0);
    }

    void readingIsNeverInDoubt_data()
    {
        QTest::addColumn<int>("fault");
        const auto faults = test::faultsInDoubt();
        for (int i = 0; i < faults.size(); ++i)
            QTest::newRow(faults[i].name) << i;
    }
    void readingIsNeverInDoubt()
    {
        QFETCH(const int, fault);
        FaultServer server;
        server.always(test::faultsInDoubt().at(fault).behaviour);
        NetworkTransport transport;
        auto request = reading(server.origin());
        request.idle = 1s;
        request.deadline = 2s;
        const auto result = test::awaited(transport.send(std::move(request)));
        QVERIFY(!result);
        QVERIFY(result.error().code != Error::Code::Cancelled);
        QVERIFY(!result.error().inDoubt);
    }

    void sizesAreLimited_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::addColumn<bool>("fits");
        QTest::newRow("just fits") << 1000LL << true;
        QTest::newRow("one too many") << 1001LL << false;
    }
    void sizesAreLimited()
    {
        QFETCH(const qint64, size);
        QFETCH(const bool, fits);
        const QByteArray body(size, 'x');
        for (const QByteArray &bytes :
             QByteArrayList{test::answerBytes(200, body), test::chunkedBytes(200, body, 100),
                            "HTTP/1.1 200 OK\r\n\r\n" + body}) {
            FaultServer server;
            server.always(test::sendsAndCloses(bytes));
            NetworkTransport transport;
            auto request = reading(server.origin());
            request.maximumAnswer = 1000;
            const auto result = test::awaited(transport.send(std::move(request)));
            QCOMPARE(result.has_value(), fits);
            if (!fits)
                QCOMPARE(result.error().code, Error::Code::AnswerTooLarge);
        }
    }

    /// 200 MB are offered three ways, and a body that unpacks to gigabytes (NET-08, NET-09, F-18).
    void memoryStaysSmall()
    {
        const auto megabytes = [] { return QByteArray(1 << 16, 'x'); };
        const auto header = []() -> QByteArray {
            return "X-Header: " + QByteArray(60, 'v') + "\r\n";
        };
        const QList<test::Behaviour> floods{
            [&](test::FaultConnection &connection) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 200000000\r\n\r\n");
                connection.flood(megabytes, 200'000'000);
            },
            [&](test::FaultConnection &connection) {
                connection.send("HTTP/1.1 200 OK\r\n\r\n");
                connection.flood(megabytes, 200'000'000);
            },
            [&](test::FaultConnection &connection) {
                connection.send("HTTP/1.1 200 OK\r\n");
                connection.flood(header, 200'000'000);
            },
            test::answers(200, test::deflatedZeros(9), {{"Content-Encoding", "deflate"}}),
        };
        const auto before = peakMemory();
        QVERIFY(before > 0);
        for (const auto &flood : floods) {
            FaultServer server;
            server.always(flood);
            NetworkTransport transport;
            auto request = reading(server.origin());
            request.idle = 3s;
            request.deadline = 3s;
            QVERIFY(!test::awaited(transport.send(std::move(request))));
        }
        const auto grown = peakMemory() - before;
        QVERIFY2(grown < 60'000, qPrintable(u"grew by %1 kB"_s.arg(grown)));
    }

    void certificatesAreFinal_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<bool>("trusted");
        QTest::newRow("an authority nobody knows") << u"localhost"_s << false;
        QTest::newRow("self-signed") << u"self-signed"_s << true;
        QTest::newRow("expired") << u"expired"_s << true;
        QTest::newRow("of another host") << u"other-host"_s << true;
    }
    void certificatesAreFinal()
    {
        QFETCH(const QString, certificate);
        QFETCH(const bool, trusted);
        FaultServer server(FaultServer::Kind::Tls, nullptr, certificate);
        server.always(test::answers(200, "{}"));
        NetworkTransport transport;
        if (trusted)
            transport.trustAlso(authority());
        using Method = HttpRequest::Method;
        for (const auto method : {Method::Get, Method::Post, Method::Delete}) {
            auto request = reading(server.origin());
            request.method = method;
            if (method == Method::Post)
                request.body = Secret::copyOf("{}");
            const auto result = test::awaited(transport.send(std::move(request)));
            QVERIFY(!result);
            QCOMPARE(result.error().code, Error::Code::TlsFailed);
            QVERIFY(!result.error().inDoubt);
        }
        QCOMPARE(server.received().size(), 0);
    }

    void notTlsAtAll()
    {
        FaultServer plain;
        plain.always(test::answers(200, "{}"));
        const auto origin =
            Origin::parse(u"https://127.0.0.1:%1"_s.arg(plain.serverPort())).value();
        NetworkTransport transport;
        auto request = reading(origin);
        request.idle = 2s;
        QVERIFY(!test::awaited(transport.send(std::move(request))));
        QCOMPARE(plain.received().size(), 0);
    }

    void noName()
    {
        NetworkTransport transport;
        const auto result = test::awaited(
            transport.send(reading(Origin::parse(u"https://no-such-host.invalid"_s).value())));
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::Offline);
    }

    /// A proxy from the environment is used for https beyond this machine, and for nothing else.
    void proxies()
    {
        FaultServer proxy;
        proxy.always(
            test::sendsAndCloses("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
                                 "Content-Length: 0\r\n\r\n"));
        FaultServer service;
        service.always(test::answers(200, "{}"));
        const auto address = proxy.origin().toString().toLatin1();
        qputenv("http_proxy", address);
        qputenv("https_proxy", address);
        NetworkTransport transport;
        const auto official = Origin::official();
        QCOMPARE(transport.proxyFor(official), proxy.origin().display());
        QCOMPARE(transport.proxyFor(service.origin()), QString());

        QVERIFY(test::awaited(transport.send(reading(service.origin()))));
        QCOMPARE(proxy.connections(), 0);
        for (const auto method : {HttpRequest::Method::Get, HttpRequest::Method::Delete}) {
            auto request = reading(official);
            request.method = method;
            request.headers.push_back(
                {.name = "X-Chutes-Signature", .value = Secret::copyOf("abcd")});
            const auto result = test::awaited(transport.send(std::move(request)));
            QVERIFY(!result);
            QCOMPARE(result.error().code, Error::Code::Offline);
            QVERIFY(!result.error().inDoubt);
        }
        QVERIFY(!proxy.received().isEmpty());
        for (const auto &received : proxy.received()) {
            QCOMPARE(received.method, "CONNECT");
            QCOMPARE(received.header("X-Chutes-Signature"), std::nullopt);
        }
        qunsetenv("http_proxy");
        qunsetenv("https_proxy");
    }

    void deletedWhileRunning_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("before the answer") << ""_ba;
        QTest::newRow("in the headers") << "HTTP/1.1 200 OK\r\nX-"_ba;
        QTest::newRow("in the body") << "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"_ba;
    }
    void deletedWhileRunning()
    {
        QFETCH(const QByteArray, bytes);
        for (const auto kind : {FaultServer::Kind::Clear, FaultServer::Kind::Tls}) {
            FaultServer server(kind);
            server.always(test::sendsAndWaits(bytes));
            auto transport = std::make_unique<NetworkTransport>();
            transport->trustAlso(authority());
            QList<QFuture<Result<HttpResponse>>> futures;
            using Method = HttpRequest::Method;
            for (const auto method : {Method::Get, Method::Post, Method::Delete}) {
                auto request = reading(server.origin());
                request.method = method;
                if (method == Method::Post)
                    request.body = Secret::copyOf("{}");
                futures.append(transport->send(std::move(request)));
            }
            QTRY_COMPARE(server.received().size(), 3);
            transport.reset();
            for (const auto &future : futures) {
                QVERIFY(future.isFinished());
                QVERIFY(future.isCanceled());
            }
        }
    }

    void deletedBeforeItBegan()
    {
        FaultServer server;
        server.always(test::answers(200, "{}"));
        QFuture<Result<HttpResponse>> future;
        {
            NetworkTransport transport;
            future = transport.send(reading(server.origin()));
        }
        QVERIFY(future.isFinished());
        QVERIFY(future.isCanceled());
    }

    void manyAtOnce()
    {
        FaultServer server(FaultServer::Kind::Tls);
        server.always([](test::FaultConnection &connection) {
            connection.send(test::answerBytes(200, connection.request().target));
        });
        NetworkTransport transport;
        transport.trustAlso(authority());
        QList<QFuture<Result<HttpResponse>>> futures;
        for (int i = 0; i < 20; ++i) {
            auto request = reading(server.origin(), "/" + QByteArray::number(i));
            request.method = i % 2 == 0 ? HttpRequest::Method::Get : HttpRequest::Method::Delete;
            futures.append(transport.send(std::move(request)));
        }
        for (int i = 0; i < 20; ++i) {
            const auto result = test::awaited(futures[i]);
            QVERIFY(result);
            QCOMPARE(test::textOf(result->body), "/" + QByteArray::number(i));
        }
        QCOMPARE(server.received().size(), 20);
    }
};

} // namespace canopy

Q_DECLARE_METATYPE(canopy::test::FaultServer::Kind)

QTEST_GUILESS_MAIN(canopy::TestNetworkTransport)
#include "tst_networktransport.moc"
