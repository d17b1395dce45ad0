#include "ui/widgets/sunkenpanel.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace canopy {

SunkenPanel::SunkenPanel(Qt::Edges hairlines, QWidget *parent)
    : QWidget(parent)
    , m_hairlines(hairlines)
{
}

void SunkenPanel::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    painter.fillRect(rect(), theme.sunken);
    if (m_hairlines.testFlag(Qt::LeftEdge))
        painter.fillRect(0, 0, 1, height(), theme.hairline);
    if (m_hairlines.testFlag(Qt::RightEdge))
        painter.fillRect(width() - 1, 0, 1, height(), theme.hairline);
    if (m_hairlines.testFlag(Qt::TopEdge))
        painter.fillRect(0, 0, width(), 1, theme.hairline);
    if (m_hairlines.testFlag(Qt::BottomEdge))
        painter.fillRect(0, height() - 1, width(), 1, theme.hairline);
}

} // namespace canopy
