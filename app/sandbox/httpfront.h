#pragma once

#include "app/sandbox/faults.h"
#include "app/sandbox/httpmessage.h"
#include "app/sandbox/serviceclock.h"

#include <QAbstractHttpServer>
#include <QHttpServerRequest>
#include <QHttpServerResponder>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>
#include <memory>

#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0) && QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
#error "The HTTP server of Qt 6.5 to 6.7 was a preview with an API of its own"
#endif

namespace canopy::sandbox {

/// Speaks HTTP on the loopback address for the engine, and breaks where it was told to.
/// All that depends on the version of Qt's HTTP server is in here.
class HttpFront final : public QAbstractHttpServer
{
    Q_OBJECT

public:
    using Answering = std::function<Answer(const Request &)>;

    HttpFront(Answering answering, const ServiceClock &clock, QList<FaultRule> faults);
    ~HttpFront() override;
    Q_DISABLE_COPY_MOVE(HttpFront)

    /// @p port 0 takes any. The port, or Offline if it is taken.
    Result<quint16> listenOnLoopback(quint16 port);
    void setFaults(QList<FaultRule> faults) { m_faults = FaultPlan(std::move(faults)); }

signals:
    /// @p status 0: the connection was closed without an answer. No query, no header, no body.
    void requestServed(const QString &method, const QString &path, int status);

protected:
#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *socket) override;
    void missingHandler(const QHttpServerRequest &request, QTcpSocket *socket) override;
#else
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder) override;
    void missingHandler(const QHttpServerRequest &request,
                        QHttpServerResponder &responder) override;
#endif

private:
    /// Accepts, and remembers the sockets: a newer QHttpServer does not hand them out.
    class Listener;
    struct Exchange
    {
        std::shared_ptr<QHttpServerResponder> responder;
        QPointer<QTcpSocket> socket;
        Request request;
    };

    void serve(const Exchange &exchange);
    Answer answerFor(const Request &request, const Fault &fault);
    void send(const Exchange &exchange, Answer answer);
    void sendCut(const Exchange &exchange, const Answer &answer, int bodyBytes);
    void drop(const Exchange &exchange);
    QList<HttpHeader> headersOf(const Answer &answer) const;

    Answering m_answering;
    const ServiceClock &m_clock;
    FaultPlan m_faults;
    std::unique_ptr<Listener> m_listener;
};

} // namespace canopy::sandbox
