#include "ui/widgets/choicebutton.h"

#include "ui/theme/quietpaint.h"
#include "ui/theme/theme.h"
#include "ui/theme/tintedicon.h"
#include "ui/widgets/accessibleparts.h"
#include "ui/widgets/plainlabel.h"

#include <QFontMetrics>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace canopy {

namespace {
constexpr int padding = 16;
constexpr int tileSize = 40;
constexpr int textGap = 16;
constexpr int arrow = 16;
constexpr int lineGap = 4;
} // namespace

ChoiceButton::ChoiceButton(const QString &icon, const QString &text, const QString &description,
                           QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(icon)
    , m_description(description)
{
    installAccessibleParts();
    setText(text);
    setAccessibleName(text);
    setAccessibleDescription(description);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QRect ChoiceButton::descriptionRect(int width) const
{
    const int left = padding + scaled(tileSize) + textGap;
    const int room = std::max(1, width - left - padding - scaled(arrow) - 8);
    const QFontMetrics metrics(textFont(TextStyle::Body));
    return {left, 0, room,
            metrics.boundingRect(0, 0, room, QWIDGETSIZE_MAX, Qt::TextWordWrap, m_description)
                .height()};
}

int ChoiceButton::heightForWidth(int width) const
{
    const QFontMetrics strong(textFont(TextStyle::Strong));
    const int words = strong.height() + lineGap + descriptionRect(width).height();
    return std::max(words, scaled(tileSize)) + (2 * padding);
}

QSize ChoiceButton::sizeHint() const
{
    const QFontMetrics metrics(textFont(TextStyle::Body));
    const int width = (2 * padding) + scaled(tileSize) + textGap + scaled(arrow) + 8
        + metrics.horizontalAdvance(m_description) + 2;
    return {width, heightForWidth(width)};
}

QSize ChoiceButton::minimumSizeHint() const
{
    const QFontMetrics strong(textFont(TextStyle::Strong));
    const int width = (2 * padding) + scaled(tileSize) + textGap + scaled(arrow) + 8
        + strong.horizontalAdvance(text()) + 2;
    return {width, (2 * padding) + scaled(tileSize)};
}

void ChoiceButton::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        click();
        return;
    case Qt::Key_Up:
    case Qt::Key_Down:
        break;
    default:
        QAbstractButton::keyPressEvent(event);
        return;
    }
    QList<ChoiceButton *> siblings;
    if (parentWidget() != nullptr)
        siblings = parentWidget()->findChildren<ChoiceButton *>(Qt::FindDirectChildrenOnly);
    siblings.removeIf([](const ChoiceButton *b) { return b->isHidden() || !b->isEnabled(); });
    std::ranges::sort(siblings, {}, [](const ChoiceButton *b) { return b->y(); });
    const qsizetype next = siblings.indexOf(this) + (event->key() == Qt::Key_Down ? 1 : -1);
    if (next >= 0 && next < siblings.size())
        siblings.at(next)->setFocus(Qt::TabFocusReason);
}

void ChoiceButton::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    QColor ground = underMouse() ? theme.hover : theme.base;
    if (!isEnabled())
        ground = theme.window;
    else if (isDown())
        ground = theme.pressed;
    drawBox(&painter, rect(), ground, hasFocus() ? theme.link : theme.hairline, hasFocus() ? 2 : 1,
            8);
    const auto placed = [this](const QRect &logical) {
        return QStyle::visualRect(layoutDirection(), rect(), logical);
    };
    const bool marked = hasFocus() || isDown();
    const int tile = scaled(tileSize);
    const QRect square = placed({padding, (height() - tile) / 2, tile, tile});
    drawBox(&painter, square, marked ? theme.soft : theme.sunken, Qt::transparent, 0, 6);
    const int icon = scaled(20);
    paintIcon(&painter,
              QRect(square.center().x() - (icon / 2) + 1, square.center().y() - (icon / 2) + 1,
                    icon, icon),
              m_icon, marked ? theme.link : theme.muted);

    const QFont strong = textFont(TextStyle::Strong);
    const QRect below = descriptionRect(width());
    const int first = QFontMetrics(strong).height();
    const int top = (height() - first - lineGap - below.height()) / 2;
    painter.setFont(strong);
    painter.setPen(isEnabled() ? theme.text : theme.muted);
    painter.drawText(placed({below.left(), top, below.width(), first}),
                     Qt::AlignVCenter | Qt::AlignLeft, text());
    painter.setFont(textFont(TextStyle::Body));
    painter.setPen(theme.muted);
    painter.drawText(placed(below.translated(0, top + first + lineGap)),
                     Qt::AlignTop | Qt::AlignLeft | Qt::TextWordWrap, m_description);
    quiet::drawArrow(placed({width() - padding - scaled(arrow), 0, scaled(arrow), height()}),
                     &painter,
                     layoutDirection() == Qt::RightToLeft ? Qt::LeftArrow : Qt::RightArrow,
                     theme.muted);
}

} // namespace canopy
