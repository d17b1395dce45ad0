#include "ui/theme/appearance.h"

#include "ui/theme/quietstyle.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPalette>
#include <QStyleFactory>

#include <memory>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

/// Where a platform brings no palette, Qt fills in Fusion's own; nothing else tells.
bool isFusionsOwn(const QPalette &palette)
{
    const std::unique_ptr<QStyle> fusion(QStyleFactory::create(u"fusion"_s));
    const QPalette own = fusion->standardPalette();
    const auto same = [&](QPalette::ColorRole role) {
        return palette.color(QPalette::Active, role) == own.color(QPalette::Active, role);
    };
    return same(QPalette::Window) && same(QPalette::WindowText) && same(QPalette::Base)
        && same(QPalette::Highlight);
}

} // namespace

void installQuietStyle(QApplication & /*application*/)
{
    if (QApplication::style()->name() == "fusion"_L1)
        QApplication::setStyle(new QuietStyle);
}

void applyAppearance(QApplication & /*application*/, Appearance appearance)
{
    if (appearance != Appearance::System) {
        QApplication::setPalette(canopyPalette(appearance == Appearance::Dark));
        return;
    }
    QApplication::setPalette(QPalette());
    const QPalette platform = QApplication::palette();
    if (isFusionsOwn(platform))
        QApplication::setPalette(canopyPalette(Theme::of(platform).dark));
}

} // namespace canopy
