#pragma once

#include "ui/theme/theme.h"

#include <QIcon>
#include <QString>

class QPainter;

namespace canopy {

/// An icon that takes its colour from the theme in force each time it is painted. @p name is that
/// of a file in resources/icons, without ".svg"; an unknown one is empty and logged.
QIcon tintedIcon(const QString &name, Ink tint = &Theme::text);

/// The same, painted at once in a colour: for paintEvent(). Sharp at any pixel ratio.
void paintIcon(QPainter *painter, const QRect &rect, const QString &name, const QColor &color);

} // namespace canopy
