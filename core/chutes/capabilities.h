#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QMap>
#include <QSet>
#include <QString>

namespace canopy {

/// What a service may offer and a client must not take for granted.
enum class Feature {
    DeveloperDeposit,
    ReturnDeposit,
    LinkAccounts,
    RegistrationToken,
    HotkeyLogin,
    Usage,
    Subscription,
    BalanceTransfer,
    OAuthApps,
    Secrets,
};

enum class Offer { Unknown, Absent, Present };

/// Worked out from the service's openapi.json (contract §1.3). Default constructed: all unknown.
class Capabilities
{
public:
    /// The catch-all "{path}" is ignored. Malformed if it is not an OpenAPI document.
    static Result<Capabilities> fromOpenApi(QByteArrayView json, const QDateTime &at);

    Offer offers(Feature feature) const;
    /// Whether openapi.json lists @p path with @p method ("get").
    Offer offersPath(const QString &path, const QString &method) const;
    /// When the service was asked; invalid if never.
    const QDateTime &askedAt() const { return m_askedAt; }

private:
    QMap<QString, QSet<QString>> m_paths;
    QDateTime m_askedAt;
};

} // namespace canopy
