#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace canopy {

/// One bit of Account::permissionBits in plain words.
struct RoleText
{
    QString name; ///< "Developer"
    QString meaning; ///< "May build images and deploy chutes." A whole sentence.
    bool isKnown = true; ///< false: a bit this version has no words for

    bool operator==(const RoleText &) const = default;
};

/// In the order of the bits; bits without a meaning here are named with their number.
QList<RoleText> rolesText(qint64 permissionBits);
/// "Developer, Free account", "No special roles", or "Not reported by this service".
QString rolesSummary(const std::optional<qint64> &permissionBits);

} // namespace canopy
