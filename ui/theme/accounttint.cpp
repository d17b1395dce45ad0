#include "ui/theme/accounttint.h"

#include "ui/theme/theme.h"

#include <array>

namespace canopy {

QColor accountTint(int tint, const Theme &theme)
{
    // Hues apart from each other and as dark as our accent, so that white reads on each.
    static constexpr std::array<QRgb, accountTints> tints = {0,        0x5b4b9e, 0x8a3b70,
                                                             0x1c6b57, 0x7a5620, 0x53606d};
    const QRgb fixed = tints.at(static_cast<std::size_t>(tint));
    return fixed == 0 ? theme.accent : QColor(fixed);
}

} // namespace canopy
