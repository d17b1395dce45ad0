#pragma once

#include "core/base/result.h"
#include "core/secrets/secret.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace canopy {

struct Scope
{
    QString objectType;
    std::optional<QString> objectId; ///< nullopt: all of the type
    std::optional<QString> action; ///< nullopt: not reported (or any, where we asked for it)
    bool operator==(const Scope &) const = default;
};

/// A key as GET /api_keys/ describes it (contract §4.1). Never holds the key's text.
struct ApiKey
{
    QString id;
    QString userId;
    QString name;
    bool admin = false;
    std::optional<QDateTime> createdAt;
    std::optional<QDateTime> lastUsedAt; ///< no service has ever filled it: "not reported"
    QList<Scope> scopes;
    bool operator==(const ApiKey &) const = default;
    static Result<ApiKey> fromJson(const QJsonObject &object);
};

/// The answer to POST /api_keys/: the only moment the key's text exists. Move-only.
struct CreatedApiKey
{
    ApiKey key;
    Secret secret;

    /// Takes the secret out of @p body before the rest is parsed (MEM-05). Malformed if it is not
    /// of the documented format, or not of the key that the rest describes.
    static Result<CreatedApiKey> fromJson(Secret body);
};

struct ApiKeyPage
{
    int total = 0;
    int page = 0;
    QList<ApiKey> keys;
    static Result<ApiKeyPage> fromJson(const QJsonObject &object);
};

} // namespace canopy
