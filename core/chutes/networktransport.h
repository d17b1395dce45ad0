#pragma once

#include "core/chutes/transport.h"

#include <QSslCertificate>

#include <memory>
#include <vector>

class QNetworkAccessManager;

namespace canopy {

/// Transport over QNetworkAccessManager (NET-01 … NET-18). Lives on the GUI thread.
///
/// Deleting it aborts what is under way; those futures end as Cancelled.
class NetworkTransport final : public Transport
{
    Q_OBJECT

public:
    explicit NetworkTransport(QObject *parent = nullptr);
    ~NetworkTransport() override;

    QFuture<Result<HttpResponse>> send(HttpRequest request) override;

    /// The proxy that requests go through as "host:port", or empty; shown on screen (NET-12).
    QString proxyFor(const Origin &origin) const;
    /// Extra authorities, for tests against a TLS server of their own; certificates are always
    /// checked.
    void trustAlso(const QList<QSslCertificate> &authorities);

private:
    QNetworkAccessManager &manager();

    std::unique_ptr<QNetworkAccessManager> m_manager; ///< made at the first request
    QList<QSslCertificate> m_authorities;
};

} // namespace canopy
