#pragma once

#include "app/sandbox/generation.h"
#include "app/sandbox/httpmessage.h"
#include "app/sandbox/rows.h"
#include "app/sandbox/sessiontokens.h"
#include "app/sandbox/store.h"

#include <QHash>

#include <optional>
#include <tl/expected.hpp>

namespace canopy::sandbox {

/// Finds out who asks: hotkey signature, API key or session token (contract §2).
class Gate
{
public:
    Gate(Store &store, const ServiceClock &clock, Generation generation, int keyCacheSeconds);

    /// Nothing: the signature covers the body, and GET cannot be signed.
    using Purpose = std::optional<QString>;

    /// The account, or the 401 that says why not.
    tl::expected<User, Answer> admit(const Request &request, const Purpose &purpose = {});

    /// Whether the headers make this a request signed by a hotkey.
    bool isSigned(const Request &request) const;
    /// The hotkey whose signature holds, registered or not.
    tl::expected<QString, Answer> signerOf(const Request &request, const Purpose &purpose) const;
    /// The account behind the Authorization header.
    tl::expected<User, Answer> bearerOf(const Request &request);

    const SessionTokens &sessions() const { return m_sessions; }

private:
    struct CachedKey
    {
        ApiKey key;
        qint64 until = 0; ///< unix seconds
    };

    tl::expected<User, Answer> ownerOfKey(const QString &secret, const Request &request);
    tl::expected<User, Answer> ownerOfSession(const QString &token) const;
    Result<std::optional<ApiKey>> keyWithSecret(const QString &secret);

    Store &m_store;
    const ServiceClock &m_clock;
    Generation m_generation;
    Rules m_rules;
    int m_keyCacheSeconds;
    SessionTokens m_sessions;
    /// By the secret's hash. A key that was deleted is still in here for a while.
    QHash<QString, CachedKey> m_cache;
};

} // namespace canopy::sandbox
