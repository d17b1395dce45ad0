#pragma once

#include "core/profiles/configini.h"

#include <QList>
#include <QString>

namespace canopy {

/// A line-by-line preview with secrets masked: what "Show changes…" shows.
struct ConfigDiffLine
{
    enum class Kind { Same, Removed, Added };
    Kind kind = Kind::Same;
    QString text;
    bool operator==(const ConfigDiffLine &) const = default;
};

/// What changes from @p before to @p after; removed lines stand before those that replace them.
QList<ConfigDiffLine> configDiff(const ConfigIni &before, const ConfigIni &after);

} // namespace canopy
