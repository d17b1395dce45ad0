#pragma once

class QApplication;

namespace canopy {

/// What the person chose in Settings ▸ Appearance.
enum class Appearance { System, Light, Dark };

/// Puts QuietStyle over Fusion; any other style (Breeze, macOS, Windows, or one named with -style
/// or QT_STYLE_OVERRIDE) is left as it is. Call once, after the QApplication is made and before
/// the first window.
void installQuietStyle(QApplication &application);

/// System is the platform's palette; where the platform brings none, canopyPalette(), light or
/// dark as the platform says. May be called at any time; open windows follow.
void applyAppearance(QApplication &application, Appearance appearance);

} // namespace canopy
