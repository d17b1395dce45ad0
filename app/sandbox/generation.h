#pragma once

#include <QString>
#include <QStringView>

#include <optional>

namespace canopy::sandbox {

/// Which state of the service's history is served (contract §0).
enum class Generation {
    Seed, ///< "seed", July 2025: everything the source document describes
    July2025, ///< "2025-07": as Seed, after the link endpoints were removed on 2025-07-23
    October2025, ///< "2025-10": as on 2025-10-21, with registration token and coldkey balance
    May2026, ///< "2026-05": hotkey login, /users/{user_id}
};

/// By the name used on the command line; nullopt for an unknown one.
std::optional<Generation> generationNamed(QStringView name);
QString nameOf(Generation generation);

/// What changes from one generation to the next, so that no endpoint asks for a date.
struct Rules
{
    bool linksValidators = false;
    bool takesDeveloperDeposit = false;
    bool wantsRegistrationToken = false;
    bool checksColdkeyBalance = false;
    /// GET /users/me accepts a hotkey signature.
    bool hotkeyReadsAccount = false;
    /// change_fingerprint accepts the old fingerprint.
    bool fingerprintReplacesItself = false;
    /// change_fingerprint accepts the coldkey's signature.
    bool coldkeyReplacesFingerprint = false;
    /// A hotkey header without nonce is dropped instead of refused; /users/{user_id}; hotkey login.
    bool hotkeyLogin = false;
    /// Any account may delete any key: the fault of 2025-07 is served as it was.
    bool deletesForeignKeys = false;
    /// New fingerprints repeat no character.
    bool fingerprintsWithoutRepeats = true;
    /// Successful registrations from one address in 24 hours.
    int registrationsPerDay = 4;
    /// How long a key that was used goes on working after its deletion, seconds.
    int keyCacheSeconds = 1'200;
};

Rules rulesOf(Generation generation);

} // namespace canopy::sandbox
