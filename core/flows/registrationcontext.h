#pragma once

#include "core/chutes/chutesclient.h"
#include "core/profiles/journal.h"
#include "core/profiles/profilestore.h"
#include "core/secrets/secretstore.h"

#include <chrono>
#include <vector>

namespace canopy {

/// Everything one registration needs. Borrowed; all must outlive the flow.
struct RegistrationContext
{
    ChutesClient &client;
    SecretStore &secrets;
    ProfileStore &profiles;
    Journal &journal;
    const Clock &clock;
    RandomSource &random;
    /// How long after an answer got lost the service is asked again while it says that nothing was
    /// registered: it may still be at work on the request.
    std::vector<std::chrono::milliseconds> lookAgainAfter = {
        std::chrono::seconds(1), std::chrono::seconds(3), std::chrono::seconds(8)};
};

} // namespace canopy
