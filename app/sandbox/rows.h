#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace canopy::sandbox {

/// An account as it is stored.
struct User
{
    QString id;
    QString username;
    QString hotkey;
    QString coldkey;
    QString paymentAddress;
    QString developerPaymentAddress;
    /// blake2b-512 of the fingerprint, lower-case hex. The fingerprint itself is not kept.
    QString fingerprintHash;
    qint64 createdAt = 0; ///< microseconds since the epoch
};

struct Scope
{
    QString id;
    QString objectType;
    std::optional<QString> objectId;
    /// Never handed out again (contract §3.3).
    std::optional<QString> action;
};

struct ApiKey
{
    QString id;
    QString userId;
    QString name;
    bool admin = false;
    qint64 createdAt = 0; ///< microseconds since the epoch
    /// blake2b-256 of the whole secret, hex. The secret itself is not kept.
    QString secretHash;
    QList<Scope> scopes;
};

} // namespace canopy::sandbox
