#pragma once

#include <QStringList>

class QWidget;

namespace canopy {

/// Class and object names of the widgets below @p root that Tab reaches and that have no
/// accessible name: a screen reader would say nothing but their kind.
QStringList widgetsWithoutName(QWidget *root);

/// Labels below @p root that are not Qt::PlainText (UI-01), as "class: text".
QStringList labelsNotPlain(QWidget *root);

} // namespace canopy
