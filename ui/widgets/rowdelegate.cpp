#include "ui/widgets/rowdelegate.h"

#include "ui/theme/quietstyle.h"
#include "ui/theme/tintedicon.h"
#include "ui/widgets/addresslabel.h"
#include "ui/widgets/plainlabel.h"

#include <QApplication>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace canopy {

namespace {

constexpr int sidePadding = 8;
constexpr int gap = 8;
constexpr int iconSize = 16;

QFont textFontFor(const QModelIndex &index)
{
    return textFont(index.data(StrongRole).toBool() ? TextStyle::Strong : TextStyle::Body);
}

/// Takes @p width from the leading end of @p room, mirrored where one reads from the right.
QRect taken(QRect &room, int width, Qt::LayoutDirection direction)
{
    QRect part = room;
    if (direction == Qt::RightToLeft) {
        part.setLeft(room.right() - width + 1);
        room.setRight(part.left() - gap - 1);
    } else {
        part.setWidth(width);
        room.setLeft(part.right() + 1 + gap);
    }
    return part;
}

QRect centred(const QRect &part, const QSize &size)
{
    return {QPoint(part.left(), part.top() + ((part.height() - size.height()) / 2)), size};
}

} // namespace

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QFont font = textFontFor(index);
    constexpr int rounding = 2; // painting measures in fractions, and would elide
    int width = (2 * sidePadding) + rounding;
    if (!index.data(IconNameRole).toString().isEmpty())
        width += scaled(iconSize) + gap;
    if (const QVariant badge = index.data(BadgeRole); badge.isValid())
        width += Badge::sizeOf(badge.value<BadgeContent>()).width() + gap;
    if (const QString address = index.data(AddressRole).toString(); !address.isEmpty())
        width += addressWidth(address, m_addressLines);
    else
        width += QFontMetrics(font).horizontalAdvance(index.data().toString());
    return {std::max(width, option.decorationSize.width()),
            lineHeightFor(font, m_addressLines > 1 ? 44 : 32)};
}

int RowDelegate::addressWidth(const QString &address, int lines)
{
    return AddressLabel::lineWidth(address.left(address.size() / lines), textFont(TextStyle::Mono));
}

void RowDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->font = textFontFor(index);
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QStyle *style = cell.widget != nullptr ? cell.widget->style() : QApplication::style();
    const Theme theme = Theme::of(cell.palette);
    // The view draws the ground of the whole row; other styles may do it per cell.
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &cell, painter, cell.widget);

    const bool native = !cell.widget || !isQuiet(cell.widget);
    const bool filled = native && (cell.state & QStyle::State_Selected);
    const bool muted = index.data(MutedRole).toBool() || !(cell.state & QStyle::State_Enabled);
    QColor ink = muted ? theme.muted : theme.text;
    if (filled)
        ink = cell.palette.color(QPalette::HighlightedText);

    painter->save();
    painter->setClipRect(cell.rect);
    QRect room = cell.rect.adjusted(sidePadding, 0, -sidePadding, 0);
    if (const QString icon = index.data(IconNameRole).toString(); !icon.isEmpty()) {
        const int side = scaled(iconSize);
        paintIcon(painter, centred(taken(room, side, cell.direction), {side, side}), icon, ink);
    }
    if (const QVariant held = index.data(BadgeRole); held.isValid()) {
        const auto badge = held.value<BadgeContent>();
        const QSize size = Badge::sizeOf(badge);
        Badge::paint(painter, centred(taken(room, size.width(), cell.direction), size),
                     cell.palette, badge);
    }
    if (const QString address = index.data(AddressRole).toString(); !address.isEmpty()) {
        const QFont mono = textFont(TextStyle::Mono);
        const int line = QFontMetrics(mono).height();
        const auto perLine = address.size() / m_addressLines;
        int top = room.center().y() - (line * m_addressLines / 2);
        for (int part = 0; part < m_addressLines; ++part, top += line) {
            AddressLabel::paintLine(painter, QRect(room.left(), top, room.width(), line),
                                    address.mid(part * perLine, perLine), mono, ink);
        }
    } else if (!cell.text.isEmpty()) {
        painter->setFont(cell.font);
        painter->setPen(ink);
        const QFontMetrics metrics(cell.font);
        painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                          metrics.elidedText(cell.text, Qt::ElideRight, room.width()));
    }
    painter->restore();
}

} // namespace canopy
