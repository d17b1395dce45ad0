#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

namespace canopy {

enum class Tone { Neutral, Info, Success, Warning, Danger };
enum class TextStyle { Caption, Body, Strong, Section, Title, Display, Mono };

/// The colours a palette does not have, worked out from the one that is in force.
///
/// Cheap enough to make in every paintEvent(); keep none, so that a change of palette needs no
/// code.
struct Theme
{
    struct Pair
    {
        QColor ink;
        QColor fill;
    };

    QColor window, base, sunken, text, muted, hairline, control, accent, onAccent, link, soft,
        hover, pressed, success, warning, danger, dangerFill, onDanger;
    bool dark = false;

    static Theme of(const QPalette &palette);
    Pair tone(Tone tone) const;
};

/// Names a colour without fixing it: `&Theme::muted`.
using Ink = QColor Theme::*;

/// The ink of a tone: muted, link, success, warning or danger.
Ink toneInk(Tone tone);

/// Name of the icon whose shape says the tone without colour (§5); Neutral has none.
QString toneIcon(Tone tone);

/// Used where the platform brings no palette of its own, or the person chose light or dark.
QPalette canopyPalette(bool dark);

/// Scaled from the system's font, so that its size stays the person's choice.
QFont textFont(TextStyle style);

/// Height of a control or of a table row: a multiple of 4 that never cuts the text.
int lineHeightFor(const QFont &font, int atLeast);

/// A length given for a 13-px font (icons, columns), for the system's font size; never smaller.
int scaled(int pixels);

QColor mix(const QColor &top, const QColor &bottom, double share);
/// WCAG 2.1 contrast ratio, 1 … 21.
double contrast(const QColor &a, const QColor &b);

} // namespace canopy
