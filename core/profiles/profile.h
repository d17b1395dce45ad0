#pragma once

#include "core/chutes/origin.h"
#include "core/crypto/ss58.h"

#include <QDateTime>
#include <QString>

#include <optional>

namespace canopy {

/// An account as this computer knows it: safe to write down and to log, no secret inside.
struct Profile
{
    QString id; ///< 128 random bits, hex; names the keychain entries
    Origin service = Origin::official();
    QString username;
    QString userId; ///< empty where the service has not said it
    QString hotkeyName;
    std::optional<Ss58Address> hotkey;
    std::optional<Ss58Address> coldkey;
    std::optional<Ss58Address> paymentAddress;
    QString walletName;
    QString hotkeyPath; ///< the keyfile, where it was when registered
    QDateTime addedAt; ///< UTC
    /// What should be in the secret store (KC-17): lets loss be told from absence.
    bool hasSeed = false;
    bool hasFingerprint = false;
    /// Removals that could not be verified yet (KC-03).
    QStringList toRemove = {};

    bool operator==(const Profile &) const = default;
};

} // namespace canopy
