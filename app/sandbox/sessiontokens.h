#pragma once

#include "app/sandbox/serviceclock.h"
#include "app/sandbox/store.h"

namespace canopy::sandbox {

/// JSON web tokens, HS256, as POST /users/login hands them out (contract §2.3). They are signed
/// with a key made from the account's fingerprint hash, so they end when it changes.
class SessionTokens
{
public:
    SessionTokens(Store &store, const ServiceClock &clock)
        : m_store(store)
        , m_clock(clock)
    {
    }

    /// Valid for seven days.
    QByteArray issue(const User &user) const;

    enum class Refusal { Invalid, Expired, StoreFailed };
    tl::expected<User, Refusal> userOf(const QByteArray &token) const;

private:
    QByteArray signatureOf(const QByteArray &signedPart, const User &user) const;

    Store &m_store;
    const ServiceClock &m_clock;
};

} // namespace canopy::sandbox
