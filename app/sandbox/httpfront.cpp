#include "app/sandbox/httpfront.h"

#include "app/sandbox/timestamps.h"
#include "core/base/logging.h"

#include <QMetaEnum>
#include <QTimer>

#include <sodium.h>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

class HttpFront::Listener final : public QTcpServer
{
public:
    using QTcpServer::QTcpServer;

    /// The open connection from that port of the client, or null.
    QPointer<QTcpSocket> connectionFrom(quint16 port) const
    {
        for (const auto &socket : m_sockets) {
            if (socket && socket->peerPort() == port)
                return socket;
        }
        return {};
    }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QTcpSocket(this);
        if (!socket->setSocketDescriptor(descriptor)) {
            delete socket;
            return;
        }
        m_sockets.removeIf([](const QPointer<QTcpSocket> &known) { return known.isNull(); });
        m_sockets.append(socket);
        addPendingConnection(socket);
    }

private:
    QList<QPointer<QTcpSocket>> m_sockets;
};

namespace {

QByteArray methodOf(const QHttpServerRequest &request)
{
    const auto methods = QMetaEnum::fromType<QHttpServerRequest::Method>();
    return QByteArray(methods.valueToKey(static_cast<int>(request.method()))).toUpper();
}

Request requestFrom(const QHttpServerRequest &incoming)
{
    const QUrl url = incoming.url();
    Request request{.method = methodOf(incoming),
                    .path = url.path(QUrl::FullyDecoded),
                    .query = QUrlQuery(url.query(QUrl::FullyEncoded)),
                    .body = incoming.body(),
                    .peer = incoming.remoteAddress().toString()};
    if (!request.path.startsWith(u'/'))
        request.path.prepend(u'/');
#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
    const auto headers = incoming.headers();
    for (const auto &[name, value] : headers)
        request.headers.append({.name = name, .value = value});
#else
    const QHttpHeaders &headers = incoming.headers();
    for (qsizetype i = 0; i < headers.size(); ++i) {
        request.headers.append(
            {.name = QByteArray(headers.nameAt(i).latin1(), headers.nameAt(i).size()),
             .value = headers.valueAt(i).toByteArray()});
    }
#endif
    return request;
}

Answer brokenPage()
{
    return htmlPage(502,
                    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center>"
                    "<h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n");
}

Answer tooManyRequests(int retryAfterSeconds)
{
    Answer answer = htmlPage(
        429,
        "<html>\r\n<head><title>429 Too Many Requests</title></head>\r\n<body>\r\n<center>"
        "<h1>429 Too Many Requests</h1></center>\r\n</body>\r\n</html>\r\n");
    if (retryAfterSeconds > 0)
        answer.headers.append(
            {.name = "Retry-After", .value = QByteArray::number(retryAfterSeconds)});
    return answer;
}

} // namespace

HttpFront::HttpFront(Answering answering, const ServiceClock &clock, QList<FaultRule> faults)
    : m_answering(std::move(answering))
    , m_clock(clock)
    , m_faults(std::move(faults))
    , m_listener(std::make_unique<Listener>())
{
}

HttpFront::~HttpFront() = default;

Result<quint16> HttpFront::listenOnLoopback(quint16 port)
{
    if (!m_listener->listen(QHostAddress::LocalHost, port))
        return failure(Error::Code::Offline, m_listener->errorString());
    bind(m_listener.get());
    return m_listener->serverPort();
}

#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)

bool HttpFront::handleRequest(const QHttpServerRequest &request, QTcpSocket *socket)
{
    serve({.responder = std::make_shared<QHttpServerResponder>(makeResponder(request, socket)),
           .socket = socket,
           .request = requestFrom(request)});
    return true;
}

void HttpFront::missingHandler(const QHttpServerRequest & /*request*/, QTcpSocket *socket)
{
    socket->abort();
}

#else

bool HttpFront::handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder)
{
    serve({.responder = std::make_shared<QHttpServerResponder>(std::move(responder)),
           .socket = m_listener->connectionFrom(request.remotePort()),
           .request = requestFrom(request)});
    return true;
}

void HttpFront::missingHandler(const QHttpServerRequest &request,
                               QHttpServerResponder & /*responder*/)
{
    if (const auto socket = m_listener->connectionFrom(request.remotePort()))
        socket->abort();
}

#endif

void HttpFront::serve(const Exchange &exchange)
{
    const Fault fault = m_faults.take(exchange.request.method, exchange.request.path);
    if (fault.kind == Fault::Kind::DropBefore) {
        drop(exchange);
        return;
    }
    Answer answer = answerFor(exchange.request, fault);
    switch (fault.kind) {
    case Fault::Kind::DropAfter:
        drop(exchange);
        break;
    case Fault::Kind::Cut:
        sendCut(exchange, answer, fault.amount);
        break;
    case Fault::Kind::Late:
        QTimer::singleShot(fault.amount, this, [this, exchange, answer = std::move(answer)] {
            send(exchange, answer);
        });
        break;
    default:
        send(exchange, std::move(answer));
        break;
    }
}

Answer HttpFront::answerFor(const Request &request, const Fault &fault)
{
    switch (fault.kind) {
    case Fault::Kind::Text500:
        return serverError();
    case Fault::Kind::Html:
        return brokenPage();
    case Fault::Kind::RateLimit:
        return tooManyRequests(fault.amount);
    case Fault::Kind::Malformed: {
        Answer answer = m_answering(request);
        answer.status = 200;
        answer.body.truncate(answer.body.size() / 2);
        return answer;
    }
    default:
        return m_answering(request);
    }
}

QList<HttpHeader> HttpFront::headersOf(const Answer &answer) const
{
    const QList<HttpHeader> headers{{.name = "Date", .value = httpDate(m_clock.microseconds())},
                                    {.name = "Content-Type", .value = answer.contentType},
                                    {.name = "Content-Length",
                                     .value = QByteArray::number(answer.body.size())}};
    return headers + answer.headers;
}

void HttpFront::send(const Exchange &exchange, Answer answer)
{
    // The client may be gone by the time of a late answer, and the responder does not notice.
    if (!exchange.socket)
        return;
    if (exchange.request.method == "HEAD")
        answer.body.clear();
    const auto status = static_cast<QHttpServerResponder::StatusCode>(answer.status);
#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
    exchange.responder->writeStatusLine(status);
    for (const HttpHeader &header : headersOf(answer))
        exchange.responder->writeHeader(header.name, header.value);
    exchange.responder->writeBody(answer.body);
#else
    QHttpHeaders headers;
    for (const HttpHeader &header : headersOf(answer)) {
        if (header.name != "Content-Length")
            headers.append(header.name, header.value);
    }
    exchange.responder->write(answer.body, headers, status);
#endif
    if (answer.sensitive)
        sodium_memzero(answer.body.data(), static_cast<std::size_t>(answer.body.size()));
    emit requestServed(QString::fromLatin1(exchange.request.method), exchange.request.path,
                       answer.status);
}

void HttpFront::sendCut(const Exchange &exchange, const Answer &answer, int bodyBytes)
{
    if (exchange.socket) {
        // By hand: Qt's server sends whole answers only.
        QByteArray text = "HTTP/1.1 " + QByteArray::number(answer.status) + " Cut\r\n";
        for (const HttpHeader &header : headersOf(answer))
            text += header.name + ": " + header.value + "\r\n";
        text += "\r\n" + answer.body.first(qMin<qsizetype>(bodyBytes, answer.body.size()));
        exchange.socket->write(text);
        exchange.socket->disconnectFromHost();
    }
    emit requestServed(QString::fromLatin1(exchange.request.method), exchange.request.path,
                       answer.status);
}

void HttpFront::drop(const Exchange &exchange)
{
    // Not at once: the server is still reading from the socket.
    if (exchange.socket)
        QTimer::singleShot(0, exchange.socket, &QTcpSocket::abort);
    emit requestServed(QString::fromLatin1(exchange.request.method), exchange.request.path, 0);
}

} // namespace canopy::sandbox
