#pragma once

#include "app/sandbox/gate.h"
#include "app/sandbox/generation.h"
#include "app/sandbox/serviceclock.h"
#include "app/sandbox/store.h"
#include "core/base/random.h"
#include "core/money/tao.h"

#include <QHash>
#include <QString>

#include <optional>

namespace canopy::sandbox {

/// What can be set besides the generation.
struct Settings
{
    /// Successful registrations in 24 hours; as the generation has it if not set. Loads of the
    /// registration token page are allowed as often.
    std::optional<int> registrationsPerDay;
    /// How long a deleted key that was in use goes on working, seconds; as the generation has it
    /// if not set.
    std::optional<int> keyCacheSeconds;
    /// What the pretend chain holds on every coldkey …
    Tao coldkeyBalance = Tao::fromRao(1'000'000'000);
    /// … but these, by address.
    QHash<QString, Tao> coldkeyBalances;
    /// Any registration token will do: the chutes CLI sends "replaceme" to unofficial hosts.
    bool acceptAnyToken = false;
};

/// What every group of endpoints works with. Borrowed; the engine outlives them.
struct Context
{
    Store &store;
    const ServiceClock &clock;
    Gate &gate;
    RandomSource &random;
    const Settings &settings;
    Rules rules;
};

} // namespace canopy::sandbox
