#pragma once

#include <QList>
#include <QString>
#include <QStringView>

#include <optional>

namespace canopy {

/// A UUID as the service writes it: lower case, with dashes. It compares ids as text, so any
/// other spelling never matches.
bool isObjectId(QStringView text);
/// @p text as the service would write it, if it is a UUID in any usual spelling.
std::optional<QString> objectIdFrom(QStringView text);

struct PastedId
{
    QString text; ///< as pasted
    std::optional<QString> id; ///< nullopt: not an id
    bool operator==(const PastedId &) const = default;
};
/// The parts of a pasted list, separated by commas, semicolons, spaces or line ends. The same id
/// twice is listed once.
QList<PastedId> pastedIds(QStringView list);

} // namespace canopy
