#include "core/chutes/networktransport.h"

#include "core/chutes/networkexchange.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QSslConfiguration>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

/// The system's proxy, but never for a service on this machine, and so never for plain http,
/// which exists only there (NET-12, NET-13).
class ProxyChoice final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        const auto host = query.peerHostName();
        const bool stays = host == "localhost"_L1 || host == "127.0.0.1"_L1 || host == "::1"_L1;
        if (stays || query.url().scheme() != "https"_L1)
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        return systemProxyForQuery(query);
    }
};

void configure(QNetworkAccessManager &manager)
{
    manager.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    manager.setStrictTransportSecurityEnabled(false);
    manager.setAutoDeleteReplies(false);
    manager.setProxyFactory(new ProxyChoice); // owned by the manager
}

} // namespace

NetworkTransport::NetworkTransport(QObject *parent)
    : Transport(parent)
{
}

NetworkTransport::~NetworkTransport()
{
    // Before the manager they use.
    qDeleteAll(findChildren<NetworkExchange *>(QString(), Qt::FindDirectChildrenOnly));
}

QFuture<Result<HttpResponse>> NetworkTransport::send(HttpRequest request)
{
    const bool changes = request.changesSomething();
    auto tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::SecureProtocols);
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    tls.addCaCertificates(m_authorities);

    auto *exchange = new NetworkExchange(std::move(request), this);
    const auto future = exchange->future();
    if (changes) {
        // A connection of its own: a kept-alive one may have been closed by the service already,
        // and then nobody could say whether the request got through (NET-03). Clearing the shared
        // manager's connections instead would cut off requests that are still running.
        auto *own = new QNetworkAccessManager(exchange);
        configure(*own);
        exchange->start(*own, tls);
    } else {
        exchange->start(manager(), tls);
    }
    return future;
}

QString NetworkTransport::proxyFor(const Origin &origin) const
{
    const auto proxies = ProxyChoice().queryProxy(QNetworkProxyQuery(origin.url("/")));
    for (const auto &proxy : proxies) {
        if (proxy.type() != QNetworkProxy::NoProxy && !proxy.hostName().isEmpty())
            return proxy.hostName() + u':' + QString::number(proxy.port());
    }
    return {};
}

void NetworkTransport::trustAlso(const QList<QSslCertificate> &authorities)
{
    m_authorities.append(authorities);
}

QNetworkAccessManager &NetworkTransport::manager()
{
    if (!m_manager) {
        m_manager = std::make_unique<QNetworkAccessManager>();
        configure(*m_manager);
    }
    return *m_manager;
}

} // namespace canopy
