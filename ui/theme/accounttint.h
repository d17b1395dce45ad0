#pragma once

#include <QColor>

namespace canopy {

struct Theme;

/// How many grounds the tile of an account may have; the first is the accent.
inline constexpr int accountTints = 6;

/// Ground of an account's tile, 0 ≤ @p tint < accountTints. All but the first take white initials.
QColor accountTint(int tint, const Theme &theme);

} // namespace canopy
