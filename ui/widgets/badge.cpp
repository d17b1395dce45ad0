#include "ui/widgets/badge.h"

#include "ui/theme/quietpaint.h"
#include "ui/theme/tintedicon.h"
#include "ui/widgets/plainlabel.h"

#include <QEvent>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace canopy {

namespace {

constexpr int sidePadding = 8;
constexpr int iconGap = 4;

QFont badgeFont()
{
    QFont font = textFont(TextStyle::Caption);
    font.setWeight(QFont::Medium);
    return font;
}

QString iconOf(const BadgeContent &content)
{
    return content.icon.isEmpty() ? toneIcon(content.tone) : content.icon;
}

} // namespace

Badge::Badge(const BadgeContent &content, QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setContent(content);
}

void Badge::setContent(const BadgeContent &content)
{
    m_content = content;
    setText(content.text);
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const
{
    return sizeOf(m_content);
}

QSize Badge::sizeOf(const BadgeContent &content)
{
    const QFontMetrics metrics(badgeFont());
    const int icon = iconOf(content).isEmpty() ? 0 : scaled(14) + iconGap;
    return {(2 * sidePadding) + icon + metrics.horizontalAdvance(content.text),
            std::max(20, metrics.height() + 4)};
}

void Badge::paint(QPainter *painter, const QRect &rect, const QPalette &palette,
                  const BadgeContent &content)
{
    const Theme theme = Theme::of(palette);
    const Theme::Pair pair = theme.tone(content.tone);
    painter->save();
    drawBox(painter, rect, pair.fill, mix(pair.ink, pair.fill, 0.35), 1, rect.height() / 2.0);
    QRect inside = rect.adjusted(sidePadding, 0, -sidePadding, 0);
    const Qt::LayoutDirection direction = painter->layoutDirection();
    if (const QString icon = iconOf(content); !icon.isEmpty()) {
        const int side = scaled(14);
        const bool reversed = direction == Qt::RightToLeft;
        const QRect square(reversed ? inside.right() - side + 1 : inside.left(),
                           rect.top() + ((rect.height() - side) / 2), side, side);
        paintIcon(painter, square, icon, pair.ink);
        if (reversed)
            inside.setRight(square.left() - iconGap);
        else
            inside.setLeft(square.right() + 1 + iconGap);
    }
    painter->setFont(badgeFont());
    painter->setPen(pair.ink);
    painter->drawText(inside, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, content.text);
    painter->restore();
}

void Badge::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange)
        updateGeometry();
}

void Badge::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    paint(&painter, rect(), palette(), m_content);
}

} // namespace canopy
