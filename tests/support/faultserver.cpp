#include "tests/support/faultserver.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>

#include <sys/socket.h>
#include <unistd.h>

namespace canopy::test {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 floodStep = 256 * 1024;

QByteArray fixture(const QString &name)
{
    QFile file(QStringLiteral(CANOPY_SOURCE_DIR) + "/tests/fixtures/tls/"_L1 + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no fixture %s", qPrintable(file.fileName()));
    return file.readAll();
}

/// Where the request at the start of @p bytes ends, or -1 if it is not all there.
qsizetype endOfRequest(const QByteArray &bytes, qsizetype headEnd)
{
    qsizetype length = 0;
    for (const auto &line : bytes.first(headEnd).split('\n')) {
        if (line.toLower().startsWith("content-length:"))
            length = line.mid(15).trimmed().toLongLong();
    }
    const qsizetype end = headEnd + 4 + length;
    return bytes.size() >= end ? end : -1;
}

} // namespace

std::optional<QByteArray> ReceivedRequest::header(const QByteArray &name) const
{
    for (const auto &line : head.split('\n')) {
        const auto colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.mid(colon + 1).trimmed();
    }
    return std::nullopt;
}

FaultConnection::FaultConnection(QTcpSocket *socket)
    : QObject(socket)
    , m_socket(socket)
{
    connect(&m_dripper, &QTimer::timeout, this, [this] {
        send(m_toDrip.first(1));
        m_toDrip.remove(0, 1);
        if (m_toDrip.isEmpty())
            m_dripper.stop();
    });
    connect(m_socket, &QTcpSocket::bytesWritten, this, &FaultConnection::pour);
    if (auto *tls = qobject_cast<QSslSocket *>(m_socket))
        connect(tls, &QSslSocket::encryptedBytesWritten, this, &FaultConnection::pour);
}

void FaultConnection::send(const QByteArray &bytes)
{
    m_socket->write(bytes);
    m_socket->flush();
}

void FaultConnection::close()
{
    m_socket->disconnectFromHost();
}

void FaultConnection::cut()
{
    m_socket->flush();
    ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_RDWR);
}

void FaultConnection::reset()
{
    const linger now{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(static_cast<int>(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now,
                 sizeof now);
    m_socket->abort();
}

void FaultConnection::drip(const QByteArray &bytes, int milliseconds)
{
    m_toDrip = bytes;
    m_dripper.start(milliseconds);
}

void FaultConnection::flood(std::function<QByteArray()> next, qint64 most)
{
    m_flood = std::move(next);
    m_floodLeft = most;
    pour();
}

void FaultConnection::pour()
{
    auto *tls = qobject_cast<QSslSocket *>(m_socket);
    const qint64 waiting = m_socket->bytesToWrite() + (tls ? tls->encryptedBytesToWrite() : 0);
    if (!m_flood || m_floodLeft <= 0 || waiting > floodStep)
        return;
    QByteArray block;
    while (block.size() < floodStep)
        block += m_flood();
    m_floodLeft -= block.size();
    m_socket->write(block);
}

FaultServer::FaultServer(Kind kind, QObject *parent, const QString &certificate)
    : QTcpServer(parent)
    , m_kind(kind)
    , m_certificate(certificate)
{
    if (!listen(QHostAddress::LocalHost))
        qFatal("no loopback port");
}

FaultServer::~FaultServer()
{
    // The sockets' last signals must not find a half destroyed server.
    for (auto *socket : findChildren<QTcpSocket *>())
        disconnect(socket, nullptr, this, nullptr);
}

Origin FaultServer::origin() const
{
    const auto scheme = m_kind == Kind::Tls ? "https"_L1 : "http"_L1;
    return Origin::parse(scheme + "://127.0.0.1:"_L1 + QString::number(serverPort())).value();
}

QTcpSocket *FaultServer::makeSocket(qintptr descriptor)
{
    if (m_kind == Kind::Clear) {
        auto *socket = new QTcpSocket(this);
        socket->setSocketDescriptor(descriptor);
        return socket;
    }
    auto *socket = new QSslSocket(this);
    auto tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(QSslCertificate(fixture(m_certificate + ".pem"_L1)));
    tls.setPrivateKey(QSslKey(fixture(u"test-only.key"_s), QSsl::Ec));
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket->setSslConfiguration(tls);
    socket->setSocketDescriptor(descriptor);
    socket->startServerEncryption();
    return socket;
}

void FaultServer::incomingConnection(qintptr descriptor)
{
    ++m_connections;
    auto *socket = makeSocket(descriptor);
    auto *connection = new FaultConnection(socket);
    connect(socket, &QTcpSocket::readyRead, this, [this, connection] { read(*connection); });
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
}

void FaultServer::read(FaultConnection &connection)
{
    connection.m_unread += connection.m_socket->readAll();
    const auto headEnd = connection.m_unread.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return;
    const auto end = endOfRequest(connection.m_unread, headEnd);
    if (end < 0)
        return;
    auto &request = connection.m_request;
    request.head = connection.m_unread.first(headEnd).replace("\r\n", "\n");
    request.body = connection.m_unread.mid(headEnd + 4, end - headEnd - 4);
    connection.m_unread.remove(0, end);
    const auto words = request.head.split('\n').front().split(' ');
    request.method = words.value(0);
    request.target = words.value(1);
    m_received.append(request);
    const auto behaviour = m_queue.isEmpty() ? m_always : m_queue.takeFirst();
    behaviour(connection);
}

QByteArray answerBytes(int status, const QByteArray &body, const Headers &headers)
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(status) + " X\r\n";
    for (const auto &[name, value] : headers)
        bytes += name + ": " + value + "\r\n";
    return bytes + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray chunkedBytes(int status, const QByteArray &body, qsizetype size)
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(status)
        + " X\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (qsizetype at = 0; at < body.size(); at += size) {
        const auto chunk = body.mid(at, size);
        bytes += QByteArray::number(chunk.size(), 16) + "\r\n" + chunk + "\r\n";
    }
    return bytes + "0\r\n\r\n";
}

Behaviour answers(int status, const QByteArray &body, const Headers &headers)
{
    Headers all = headers;
    all.emplaceBack("Content-Type", "application/json");
    return sendsAndWaits(answerBytes(status, body, all));
}

Behaviour sendsAndCloses(const QByteArray &bytes)
{
    return [bytes](FaultConnection &connection) {
        connection.send(bytes);
        connection.close();
    };
}

Behaviour sendsAndCuts(const QByteArray &bytes)
{
    return [bytes](FaultConnection &connection) {
        connection.send(bytes);
        connection.cut();
    };
}

Behaviour sendsAndWaits(const QByteArray &bytes)
{
    return [bytes](FaultConnection &connection) { connection.send(bytes); };
}

QByteArray deflatedZeros(int megabytes)
{
    // What follows qCompress()'s own four bytes is what HTTP calls deflate.
    return qCompress(QByteArray(qsizetype(megabytes) << 20, '\0'), 9).mid(4);
}

QList<Fault> faultsInDoubt()
{
    const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    const QByteArray half = R"({"secret_key":"cpk_)";
    return {
        {"close", [](FaultConnection &connection) { connection.close(); }},
        {"cut", [](FaultConnection &connection) { connection.cut(); }},
        {"reset", [](FaultConnection &connection) { connection.reset(); }},
        {"half a status line", sendsAndCloses("HTTP/1.")},
        {"half a header", sendsAndCloses("HTTP/1.1 200 OK\r\nContent-Le")},
        {"headers without an end", sendsAndCloses(head)},
        {"garbage", sendsAndCloses("\x16\x03\x01garbage, not HTTP\r\n\r\n")},
        {"not a status", sendsAndCloses("HTTP/1.1 abc Hm\r\n\r\n")},
        {"half a body", sendsAndCloses(head + "Content-Length: 1000\r\n\r\n" + half)},
        {"half a body, cut", sendsAndCuts(head + "Content-Length: 1000\r\n\r\n" + half)},
        {"half a body, then reset",
         [head, half](FaultConnection &connection) {
             connection.send(head + "Content-Length: 1000\r\n\r\n" + half);
             connection.reset();
         }},
        {"silent", sendsAndWaits({})},
        {"silent after the status", sendsAndWaits("HTTP/1.1 200 OK\r\n")},
        {"silent after the headers", sendsAndWaits(head + "Content-Length: 1000\r\n\r\n")},
        {"silent in the body", sendsAndWaits(head + "Content-Length: 1000\r\n\r\n" + half)},
        {"drips headers",
         [](FaultConnection &connection) {
             connection.send("HTTP/1.1 200 OK\r\nX-Drip: ");
             connection.drip(QByteArray(100'000, 'x'), 20);
         }},
        {"drips a body",
         [head](FaultConnection &connection) {
             connection.send(head + "Content-Length: 100000\r\n\r\n");
             connection.drip(QByteArray(100'000, 'x'), 20);
         }},
        {"announces too much", sendsAndWaits(head + "Content-Length: 2000000000\r\n\r\n{")},
        {"endless body",
         [head](FaultConnection &connection) {
             connection.send(head + "Connection: close\r\n\r\n");
             connection.flood([] { return QByteArray(4096, 'y'); }, 200LL << 20);
         }},
        {"endless chunks",
         [head](FaultConnection &connection) {
             connection.send(head + "Transfer-Encoding: chunked\r\n\r\n");
             connection.flood(
                 []() -> QByteArray { return "1000\r\n" + QByteArray(4096, 'y') + "\r\n"; },
                 200LL << 20);
         }},
        {"compressed",
         sendsAndWaits(answerBytes(200, deflatedZeros(9), {{"Content-Encoding", "deflate"}}))},
        {"compressed in an unknown way",
         sendsAndWaits(answerBytes(200, "{}", {{"Content-Encoding", "br"}}))},
    };
}

} // namespace canopy::test
