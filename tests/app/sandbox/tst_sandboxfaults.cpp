#include "sandboxclient.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;
using sandbox::FaultRule;

namespace {

const QString registerPath = u"/users/register"_s;
const QByteArray form =
    "{\"username\":\"alice\",\"coldkey\":\"5EcZsewZSTxUaX8gwyHzkKsqT3NwLP1n2faZPyjttCeaPdYe\"}";

void breakAt(Sandbox &sandbox, const QString &rule)
{
    const auto parsed = FaultRule::parse(rule);
    QVERIFY(parsed);
    sandbox.service().setFaults({*parsed});
}

bool isRegistered(Sandbox &sandbox, const TestKey &key)
{
    return sandbox.get(u"/api_keys/"_s, key.purposeHeaders("api_keys")).status == 200;
}

/// All that comes back until the service closes the connection. QNetworkAccessManager repeats a
/// request whose connection was closed without an answer, so it cannot be used to see that.
QByteArray rawAnswer(Sandbox &sandbox, const QByteArray &request)
{
    QTcpSocket socket;
    QSignalSpy closed(&socket, &QTcpSocket::disconnected);
    socket.connectToHost(QHostAddress::LocalHost, sandbox.service().port());
    socket.write(request);
    if (!closed.wait())
        return "still open";
    return socket.readAll();
}

} // namespace

/// What goes wrong on the wire, and what was done nevertheless.
class TestSandboxFaults : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void brokenRegistrations_data();
    void brokenRegistrations();
    void droppedRegistrations_data();
    void droppedRegistrations();
    void lateAnswersHoldUpNobody();
    void aClientThatLeavesEarlyIsSurvived();
    void faultsFromTheOptions();
    void retryAfter_data();
    void retryAfter();
    void reportsRequests();
    void listensOnLoopbackOnly();
    void unusableStarts();
};

void TestSandboxFaults::brokenRegistrations_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("contentType");
    QTest::addColumn<bool>("isDone");
    QTest::addColumn<QNetworkReply::NetworkError>("error");
    const auto none = QNetworkReply::NoError;
    const auto closed = QNetworkReply::RemoteHostClosedError;
    const QByteArray json = "application/json";
    const QByteArray html = "text/html; charset=utf-8";
    QTest::newRow("cut") << u"cut:20"_s << 200 << json << true << closed;
    QTest::newRow("cut at once") << u"cut:0"_s << 200 << json << true << closed;
    QTest::newRow("malformed") << u"malformed"_s << 200 << json << true << none;
    QTest::newRow("text500") << u"text500"_s << 500 << "text/plain; charset=utf-8"_ba << false
                             << QNetworkReply::InternalServerError;
    QTest::newRow("html") << u"html"_s << 502 << html << false << QNetworkReply::UnknownServerError;
    QTest::newRow("rate limit") << u"rate-limit"_s << 429 << html << false
                                << QNetworkReply::UnknownContentError;
}

void TestSandboxFaults::brokenRegistrations()
{
    QFETCH(const QString, fault);
    QFETCH(const bool, isDone);
    Sandbox sandbox;
    const TestKey key(1);
    breakAt(sandbox, u"POST:/users/register="_s + fault + u"*1");
    const Reply reply = sandbox.postSigned(registerPath, key, form);
    QTEST(reply.status, "status");
    QTEST(reply.contentType, "contentType");
    QTEST(reply.error, "error");
    if (reply.status == 200) {
        QJsonParseError parsing{};
        QJsonDocument::fromJson(reply.body, &parsing);
        QVERIFY(parsing.error != QJsonParseError::NoError);
    }
    QCOMPARE(isRegistered(sandbox, key), isDone);
    // Used up: the next one meets the service itself.
    const Reply again = sandbox.postSigned(registerPath, key, form);
    QCOMPARE(again.summary(),
             isDone ? "409 This hotkey is already registered to a user!"_ba : "200 "_ba);
}

void TestSandboxFaults::droppedRegistrations_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<bool>("isDone");
    QTest::newRow("after") << u"drop-after"_s << true;
    QTest::newRow("before") << u"drop-before"_s << false;
}

void TestSandboxFaults::droppedRegistrations()
{
    QFETCH(const QString, fault);
    QFETCH(const bool, isDone);
    Sandbox sandbox;
    const TestKey key(1);
    breakAt(sandbox, u"POST:/users/register="_s + fault + u"*1");
    QByteArray request = "POST /users/register HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: "
        + QByteArray::number(form.size()) + "\r\n";
    for (const auto &[name, value] : key.bodyHeaders(form))
        request += name + ": " + value + "\r\n";
    QCOMPARE(rawAnswer(sandbox, request + "\r\n" + form), ""_ba);
    QCOMPARE(isRegistered(sandbox, key), isDone);
}

void TestSandboxFaults::lateAnswersHoldUpNobody()
{
    Sandbox sandbox;
    breakAt(sandbox, u"/ping=late:600"_s);
    QElapsedTimer timer;
    timer.start();
    QNetworkReply *late = sandbox.start("GET", u"/ping"_s);
    QCOMPARE(sandbox.get(u"/users/name_check?username=bob"_s).status, 200);
    QVERIFY(!late->isFinished());
    const Reply reply = Sandbox::replyOf(late);
    QVERIFY(timer.elapsed() >= 600);
    QCOMPARE(reply.body, "{\"message\":\"pong\"}"_ba);
}

void TestSandboxFaults::aClientThatLeavesEarlyIsSurvived()
{
    Sandbox sandbox;
    sandbox.service().setFaults({*FaultRule::parse(u"/ping=late:100*1"_s),
                                 *FaultRule::parse(u"/ping=text500"_s),
                                 *FaultRule::parse(u"/users/name_check=late:200"_s)});
    {
        QTcpSocket socket;
        QSignalSpy written(&socket, &QTcpSocket::bytesWritten);
        socket.connectToHost(QHostAddress::LocalHost, sandbox.service().port());
        socket.write("GET /ping HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        QVERIFY(written.wait());
    }
    // Answered after the time at which the one who left would have been.
    QCOMPARE(sandbox.get(u"/users/name_check?username=bob"_s).status, 200);
    // Late answers are used up, so it was the first request that met the one.
    QCOMPARE(sandbox.get(u"/ping"_s).status, 500);
}

void TestSandboxFaults::faultsFromTheOptions()
{
    Sandbox sandbox;
    sandbox.options.faults = {*FaultRule::parse(u"/ping=html"_s)};
    sandbox.restart();
    QCOMPARE(sandbox.get(u"/ping"_s).status, 502);
    QCOMPARE(sandbox.get(u"/ping"_s).status, 502);
    sandbox.service().setFaults({});
    QCOMPARE(sandbox.get(u"/ping"_s).status, 200);
}

void TestSandboxFaults::retryAfter_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("said") << u"rate-limit:30"_s << "30"_ba;
    QTest::newRow("not said") << u"rate-limit"_s << QByteArray();
}

void TestSandboxFaults::retryAfter()
{
    QFETCH(const QString, fault);
    Sandbox sandbox;
    breakAt(sandbox, u"/ping="_s + fault);
    QTEST(sandbox.get(u"/ping"_s).headers.value("retry-after"), "expected");
}

void TestSandboxFaults::reportsRequests()
{
    Sandbox sandbox;
    QSignalSpy served(&sandbox.service(), &SandboxService::requestServed);
    breakAt(sandbox, u"/ping=drop-before*1"_s);
    QCOMPARE(rawAnswer(sandbox, "GET /ping HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), ""_ba);
    sandbox.get(u"/users/name_check?username=bob"_s);
    QTRY_COMPARE(served.size(), 2);
    QCOMPARE(served.at(0), QVariantList({u"GET"_s, u"/ping"_s, 0}));
    QCOMPARE(served.at(1), QVariantList({u"GET"_s, u"/users/name_check"_s, 200}));
}

void TestSandboxFaults::listensOnLoopbackOnly()
{
    Sandbox sandbox;
    QVERIFY(sandbox.service().baseUrl().startsWith("http://127.0.0.1:"_L1));
    QVERIFY(sandbox.service().port() != 0);
    // Were the service on every address, this one would be taken on the others as well.
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress(u"127.0.0.2"_s), sandbox.service().port()));
}

void TestSandboxFaults::unusableStarts()
{
    Sandbox sandbox;
    SandboxService::Options options = sandbox.options;
    options.port = sandbox.service().port();
    {
        SandboxService second(options);
        const auto started = second.start();
        QVERIFY(!started);
        QCOMPARE(started.error().code, Error::Code::Offline);
        QVERIFY(second.baseUrl().isEmpty());
    }
    options.port = 0;
    options.dataDir = sandbox.options.dataDir + u"/other";
    QVERIFY(QDir().mkpath(options.dataDir));
    QVERIFY(QFile::setPermissions(options.dataDir,
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QFile file(options.dataDir + u"/sandbox.sqlite");
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray("This is not a database. ").repeated(100));
    file.close();
    SandboxService third(options);
    QVERIFY(!third.start());
}

QTEST_GUILESS_MAIN(TestSandboxFaults)
#include "tst_sandboxfaults.moc"
