#pragma once

#include "core/base/result.h"
#include "core/secrets/secret.h"

#include <QByteArrayView>
#include <QList>
#include <QString>

#include <optional>

namespace canopy {

/// What the text of an API key says about itself (contract §2.2). Nothing secret.
struct ApiKeyIdentity
{
    QString keyId; ///< with dashes, as GET /api_keys/ has it
    QString userId; ///< with dashes, as GET /users/me has it
    bool operator==(const ApiKeyIdentity &) const = default;
};

/// A key found in other text, and where.
struct FoundApiKey
{
    ApiKeyIdentity identity;
    qsizetype offset = 0; ///< in bytes
    bool operator==(const FoundApiKey &) const = default;
};

inline constexpr qsizetype apiKeySecretLength = 102;

/// `cpk_<32 hex>.<32 hex>.<32 letters or digits>`, nothing before or after, lower-case hex.
std::optional<ApiKeyIdentity> identityOf(QByteArrayView key);
std::optional<ApiKeyIdentity> identityOf(const Secret &key);

/// The key in what was pasted: with spaces or line ends around it, quotes, or behind
/// "Authorization:", "Bearer", "Basic" or `NAME=`. Exactly one must be in it. InvalidInput, with
/// Error::field: "none", "several".
Result<Secret> apiKeyIn(const Secret &pasted);

/// Every key in @p bytes, whatever else is in them: text of any encoding that keeps ASCII,
/// UTF-16, archives' stored parts. Offline. The same key found twice is listed twice.
QList<FoundApiKey> findApiKeys(QByteArrayView bytes);

} // namespace canopy
