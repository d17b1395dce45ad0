#include "ui/widgets/iconlabel.h"

#include "ui/theme/tintedicon.h"
#include "ui/widgets/plainlabel.h"

#include <QPainter>

#include <algorithm>

namespace canopy {

IconLabel::IconLabel(const QString &icon, int size, Ink ink, QWidget *parent)
    : QWidget(parent)
    , m_icon(icon)
    , m_size(size)
    , m_ink(ink)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void IconLabel::setIcon(const QString &icon, Ink ink)
{
    m_icon = icon;
    m_ink = ink;
    update();
}

QSize IconLabel::sizeHint() const
{
    return {scaled(m_size), scaled(m_size)};
}

void IconLabel::paintEvent(QPaintEvent * /*event*/)
{
    if (m_icon.isEmpty())
        return;
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    const int side = std::min({scaled(m_size), width(), height()});
    const QRect square((width() - side) / 2, (height() - side) / 2, side, side);
    paintIcon(&painter, square, m_icon,
              isEnabled() ? theme.*m_ink : mix(theme.text, theme.window, 0.45));
}

} // namespace canopy
