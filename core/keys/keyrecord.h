#pragma once

#include "core/chutes/accessrequest.h"

#include <QDate>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace canopy {

/// Whose keys: records survive a reinstall, and profile ids do not.
struct KeyOwner
{
    QString service; ///< Origin::toString()
    QString userId;
    bool operator==(const KeyOwner &) const = default;
};

/// How a test of a key ended (see TestApiKey).
enum class KeyVerdict {
    Accepted,
    AcceptedWithoutBalance, ///< the key is good, and the balance is empty
    Unreachable, ///< the service could not be asked
    WrongHost, ///< something else than a Chutes service answered
    Malformed, ///< not an API key at all
    Refused, ///< unknown, revoked or out of scope: the service does not tell which
    UnknownOrRevoked, ///< refused although its access covers what was asked
    OutOfScopeHere, ///< refused, and its access does not cover what was asked
    NothingToTest, ///< no known service honours any of its scopes: there is nothing to ask
    CannotTell, ///< the answer says nothing about the key (429, 5xx)
};

/// What this computer knows of a key and the service does not say. Never its secret.
struct KeyRecord
{
    KeyOwner owner;
    QString keyId;
    QString name; ///< as last seen
    std::optional<AccessRequest> requested; ///< nullopt: not made here, actions not known
    bool createdHere = false;
    QDateTime createdAt; ///< UTC; invalid: not known
    QString label;
    QString notes;
    QString reason; ///< why it is administrative
    QStringList usedBy; ///< places that hold the secret
    QDate reviewOn; ///< invalid: none. A reminder; no service enforces it
    QString rotatedFrom; ///< key id of the predecessor
    QString rotatedTo; ///< key id of the successor
    std::optional<KeyVerdict> lastVerdict;
    QDateTime testedAt; ///< UTC
    QDateTime revokedAt; ///< UTC; invalid: not revoked from here

    bool operator==(const KeyRecord &) const = default;
};

/// How far a rotation has come. The old key is untouched up to and including HandingOver.
enum class RotationState {
    Creating, ///< the successor was about to be made, or is made but did not pass its test yet
    HandingOver, ///< the successor is tested and stored; places still use the old key
    Revoking, ///< the old key was about to be revoked
    Proving, ///< revoked; not seen refused yet
    Finished,
    Abandoned, ///< given up by the person; the old key stays
};

/// A rotation that survives restarts.
struct RotationRecord
{
    QString id; ///< 32 hex digits
    KeyOwner owner;
    QString oldKeyId;
    QString oldName;
    QString newName;
    QString newKeyId; ///< empty while it is being made
    RotationState state = RotationState::Creating;
    QStringList places; ///< where the old key is used
    QStringList handedOver; ///< those of them that have the new key
    QDateTime startedAt; ///< UTC
    QDateTime waitUntil; ///< UTC; invalid: as long as the person wants
    bool operator==(const RotationRecord &) const = default;
};

} // namespace canopy
