#pragma once

#include "ui/theme/quietstyle.h"
#include "ui/theme/theme.h"

#include <QRectF>

class QPainter;
class QStyleOption;
class QStyleOptionHeader;
class QStyleOptionProgressBar;
class QStyleOptionSlider;
class QStyleOptionTab;

namespace canopy {

/// A rounded box; a transparent @p line leaves the edge away. For paintEvent() of our own parts
/// as well.
void drawBox(QPainter *painter, const QRectF &rect, const QColor &fill, const QColor &line,
             double width = 1, double radius = 6);

/// The two-pixel ring in the link colour that says where the focus is.
void drawFocusRing(QPainter *painter, const QRectF &rect, const Theme &theme, double radius = 6);

/// The pieces QuietStyle is made of.
namespace quiet {

/// What an icon in a button gets besides its own width, since Qt leaves only 4 px to the text.
inline constexpr int iconRoom = 4;

/// A dynamic property of styleproperty that is a bool.
bool flag(const QWidget *widget, const char *name);
/// Primary for a dialog's default button that has no role of its own.
ButtonRole roleOf(const QStyleOption *option, const QWidget *widget);
bool isFilled(ButtonRole role);
QColor buttonInk(ButtonRole role, const Theme &theme);

void drawButton(const QStyleOption *option, QPainter *painter, ButtonRole role, bool busy,
                const Theme &theme);
/// Frame of a line edit or combo box.
void drawField(const QStyleOption *option, QPainter *painter, bool hasFocus, bool hasError,
               const Theme &theme);
void drawIndicator(const QStyleOption *option, QPainter *painter, bool radio, const Theme &theme);
/// Ground of a selected or hovered row or cell, with the bar at the edge of the view.
void drawItemGround(const QStyleOption *option, QPainter *painter, const QWidget *view,
                    const Theme &theme);
void drawBranch(const QStyleOption *option, QPainter *painter, const Theme &theme);
void drawHeaderSection(const QStyleOption *option, QPainter *painter, const Theme &theme);
void drawTab(const QStyleOptionTab *tab, QPainter *painter, const Theme &theme);
void drawProgress(const QStyleOptionProgressBar *bar, QPainter *painter, bool contents,
                  const Theme &theme);
void drawScrollBar(const QStyleOptionSlider *bar, const QRect &slider, QPainter *painter,
                   const Theme &theme);
/// A 16-px chevron in the middle of @p rect.
void drawArrow(const QRect &rect, QPainter *painter, Qt::ArrowType arrow, const QColor &color);

} // namespace quiet

} // namespace canopy
