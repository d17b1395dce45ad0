#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/keys/keyledger.h"
#include "core/profiles/journal.h"
#include "core/profiles/session.h"

#include <chrono>
#include <vector>

namespace canopy {

/// What everything about API keys works with. Borrowed; all must outlive the flow.
struct KeysContext
{
    Session &session;
    KeyLedger &ledger;
    Journal &journal;
    const Clock &clock;
    RandomSource &random;
    /// After a lost answer the list is read at once, and again after each of these: the service
    /// may still be at work on the request.
    std::vector<std::chrono::milliseconds> lookAgainAfter = {std::chrono::seconds(3),
                                                             std::chrono::seconds(10)};
    /// Between two tests of a revoked key.
    std::chrono::milliseconds proofPause = std::chrono::seconds(5);
    /// The oldest services go on accepting a revoked key for 20 minutes (contract §2.2).
    std::chrono::milliseconds longestProof = std::chrono::minutes(25);

    ChutesClient &client() const { return session.client(); }
    SecretStore &secrets() const { return session.secrets(); }
    /// Where the secret of key @p keyId is stored.
    SecretId secretId(const QString &keyId) const;
    KeyOwner owner(const QString &userId) const;
    /// The owner by the profile; with an empty user id where the service has not said it.
    KeyOwner owner() const { return owner(session.profile().userId); }
};

} // namespace canopy
