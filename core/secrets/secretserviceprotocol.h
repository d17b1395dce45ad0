#pragma once

#include <QDBusMessage>
#include <QString>

/// Names and calls of the Secret Service API 0.2 (specifications.freedesktop.org/secret-service).
namespace canopy::secretserviceprotocol {

/// No answer within this time means: unknown.
inline constexpr int answerMs = 3000;
inline constexpr QLatin1StringView serviceName{"org.freedesktop.secrets"};
inline constexpr QLatin1StringView servicePath{"/org/freedesktop/secrets"};
inline constexpr QLatin1StringView serviceInterface{"org.freedesktop.Secret.Service"};
inline constexpr QLatin1StringView collectionInterface{"org.freedesktop.Secret.Collection"};
inline constexpr QLatin1StringView promptInterface{"org.freedesktop.Secret.Prompt"};

/// A call to the service.
QDBusMessage message(const QString &path, const QString &interface, const QString &method,
                     const QVariantList &arguments = {});
/// A call to the bus itself.
QDBusMessage busMessage(const QString &method, const QVariantList &arguments = {});
bool isError(const QDBusMessage &reply);
QString pathIn(const QVariant &argument);
/// The API's way to say "none" where it gives a path.
bool isNoPath(const QString &path);

} // namespace canopy::secretserviceprotocol
