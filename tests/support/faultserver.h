#pragma once

#include "core/chutes/origin.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <functional>
#include <optional>
#include <utility>

namespace canopy::test {

/// A request as it arrived, byte for byte.
struct ReceivedRequest
{
    QByteArray method;
    QByteArray target;
    QByteArray head; ///< request line and headers, without the empty line
    QByteArray body;

    /// The value of the header @p name (any case); nullopt if it was not sent.
    std::optional<QByteArray> header(const QByteArray &name) const;
};

/// The server's side of one request, for a Behaviour to misuse. Lives as long as its connection.
class FaultConnection : public QObject
{
    Q_OBJECT

public:
    explicit FaultConnection(QTcpSocket *socket);

    const ReceivedRequest &request() const { return m_request; }
    void send(const QByteArray &bytes);
    /// An orderly end: FIN, over TLS after close_notify.
    void close();
    /// FIN without close_notify, once everything sent is out.
    void cut();
    /// TCP RST.
    void reset();
    /// One byte of @p bytes every @p milliseconds.
    void drip(const QByteArray &bytes, int milliseconds);
    /// Sends what @p next makes for ever, as fast as it is taken, at most @p most bytes.
    void flood(std::function<QByteArray()> next, qint64 most);

private:
    friend class FaultServer;
    void pour();

    QTcpSocket *m_socket;
    ReceivedRequest m_request;
    QByteArray m_unread;
    QByteArray m_toDrip;
    QTimer m_dripper;
    std::function<QByteArray()> m_flood;
    qint64 m_floodLeft = 0;
};

using Behaviour = std::function<void(FaultConnection &)>;
using Headers = QList<std::pair<QByteArray, QByteArray>>;

/// A loopback HTTP server that does to each request what it is told, and keeps count. It knows
/// nothing about HTTP beyond where a request ends.
class FaultServer : public QTcpServer
{
    Q_OBJECT

public:
    enum class Kind { Clear, Tls };

    /// Listens at once. @p certificate names a file of tests/fixtures/tls.
    explicit FaultServer(Kind kind = Kind::Clear, QObject *parent = nullptr,
                         const QString &certificate = QStringLiteral("localhost"));
    ~FaultServer() override;

    Origin origin() const;
    /// For every request without a place in the queue.
    void always(Behaviour behaviour) { m_always = std::move(behaviour); }
    /// For the next request, after those queued before.
    void then(Behaviour behaviour) { m_queue.append(std::move(behaviour)); }

    const QList<ReceivedRequest> &received() const { return m_received; }
    int connections() const { return m_connections; }

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    QTcpSocket *makeSocket(qintptr descriptor);
    void read(FaultConnection &connection);

    Kind m_kind;
    QString m_certificate;
    Behaviour m_always;
    QList<Behaviour> m_queue;
    QList<ReceivedRequest> m_received;
    int m_connections = 0;
};

/// A whole answer with Content-Length.
QByteArray answerBytes(int status, const QByteArray &body, const Headers &headers = {});
/// The same body in chunks of @p size bytes.
QByteArray chunkedBytes(int status, const QByteArray &body, qsizetype size);
/// JSON with Content-Type application/json.
Behaviour answers(int status, const QByteArray &body, const Headers &headers = {});
/// These bytes, then an orderly end.
Behaviour sendsAndCloses(const QByteArray &bytes);
/// These bytes, then the connection is cut (over TLS without close_notify).
Behaviour sendsAndCuts(const QByteArray &bytes);
/// These bytes, and then nothing more.
Behaviour sendsAndWaits(const QByteArray &bytes);
/// @p megabytes of zeros in a few kilobytes, for Content-Encoding: deflate.
QByteArray deflatedZeros(int megabytes);

struct Fault
{
    const char *name;
    Behaviour behaviour;
};
/// After each of these nobody can know what a request that changes something has done.
QList<Fault> faultsInDoubt();

} // namespace canopy::test
