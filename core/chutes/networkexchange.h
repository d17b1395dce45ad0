#pragma once

#include "core/base/whenfinished.h"
#include "core/chutes/oneshotbody.h"
#include "core/chutes/transport.h"

#include <QNetworkReply>
#include <QTimer>

#include <memory>

class QNetworkAccessManager;
class QSslConfiguration;

namespace canopy {

/// One request on its way and its answer, for NetworkTransport. Deletes itself when it is over;
/// deleted before, it ends as Cancelled.
class NetworkExchange final : public QObject
{
    Q_OBJECT

public:
    explicit NetworkExchange(HttpRequest request, QObject *parent);
    ~NetworkExchange() override;
    Q_DISABLE_COPY_MOVE(NetworkExchange)

    QFuture<Result<HttpResponse>> future() const { return m_promise.future(); }
    /// @p manager must outlive this, or be a child of it.
    void start(QNetworkAccessManager &manager, const QSslConfiguration &tls);

private:
    QNetworkRequest networkRequest(const QUrl &url, const QSslConfiguration &tls) const;
    void watchReply();
    void readHeaders();
    void readBody();
    void conclude();
    /// Nothing more is wanted of the other side; @p code says why.
    void giveUp(Error::Code code, const QString &detail);
    void fail(Error::Code code, const QString &detail);
    void finish(Result<HttpResponse> result);

    HttpResponse response();
    bool mayHaveActed() const;

    HttpRequest m_request;
    OneShotBody m_body;
    bool m_bodyIsEmpty;
    Promise<HttpResponse> m_promise;
    std::unique_ptr<QNetworkReply> m_reply;
    QTimer m_idle;
    QTimer m_deadline;
    QByteArray m_answer;
    int m_status = 0;
    bool m_encrypted = false;
    bool m_neverConnected = false;
    bool m_over = false;
};

} // namespace canopy
