#include "app/sandbox/generation.h"

#include <array>
#include <utility>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array names{
    std::pair{Generation::Seed, "seed"_L1},
    std::pair{Generation::July2025, "2025-07"_L1},
    std::pair{Generation::October2025, "2025-10"_L1},
    std::pair{Generation::May2026, "2026-05"_L1},
};

} // namespace

std::optional<Generation> generationNamed(QStringView name)
{
    for (const auto &[generation, text] : names) {
        if (name == text)
            return generation;
    }
    return std::nullopt;
}

QString nameOf(Generation generation)
{
    for (const auto &[known, text] : names) {
        if (known == generation)
            return text;
    }
    Q_UNREACHABLE();
}

Rules rulesOf(Generation generation)
{
    const Rules july{
        .takesDeveloperDeposit = true,
        .deletesForeignKeys = true,
    };
    const Rules october{
        .wantsRegistrationToken = true,
        .checksColdkeyBalance = true,
        .hotkeyReadsAccount = true,
        .fingerprintReplacesItself = true,
        .keyCacheSeconds = 120,
    };
    Rules rules;
    switch (generation) {
    case Generation::Seed:
        rules = july;
        rules.linksValidators = true;
        break;
    case Generation::July2025:
        rules = july;
        break;
    case Generation::October2025:
        rules = october;
        break;
    case Generation::May2026:
        rules = october;
        rules.coldkeyReplacesFingerprint = true;
        rules.hotkeyLogin = true;
        rules.fingerprintsWithoutRepeats = false;
        rules.registrationsPerDay = 3;
        break;
    }
    return rules;
}

} // namespace canopy::sandbox
