#include "ui/theme/quietpaint.h"

#include "ui/theme/tintedicon.h"

#include <QAbstractScrollArea>
#include <QPainter>
#include <QStyleOption>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace canopy {

void drawBox(QPainter *painter, const QRectF &rect, const QColor &fill, const QColor &line,
             double width, double radius)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill);
    painter->setPen(line.alpha() == 0 ? QPen(Qt::NoPen) : QPen(line, width));
    const double inset = line.alpha() == 0 ? 0 : width / 2;
    painter->drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset),
                             std::max(0.0, radius - inset), std::max(0.0, radius - inset));
    painter->restore();
}

void drawFocusRing(QPainter *painter, const QRectF &rect, const Theme &theme, double radius)
{
    drawBox(painter, rect, Qt::transparent, theme.link, 2, radius);
}

namespace quiet {

bool flag(const QWidget *widget, const char *name)
{
    return widget && widget->property(name).toBool();
}

ButtonRole roleOf(const QStyleOption *option, const QWidget *widget)
{
    if (widget && widget->property(styleproperty::role).isValid())
        return buttonRole(widget);
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    const bool isDefault = button && (button->features & QStyleOptionButton::DefaultButton);
    return isDefault ? ButtonRole::Primary : ButtonRole::Plain;
}

bool isFilled(ButtonRole role)
{
    return role == ButtonRole::Primary || role == ButtonRole::Danger;
}

QColor buttonInk(ButtonRole role, const Theme &theme)
{
    switch (role) {
    case ButtonRole::Primary:
        return theme.onAccent;
    case ButtonRole::Danger:
        return theme.onDanger;
    case ButtonRole::Link:
        return theme.link;
    case ButtonRole::Plain:
        return theme.text;
    }
    Q_UNREACHABLE();
}

namespace {

struct State
{
    bool enabled;
    bool down;
    bool on;
    bool hover;
    bool focus;
};

State stateOf(const QStyleOption *option, bool busy)
{
    const QStyle::State flags = option->state;
    const bool live = flags & QStyle::State_Enabled;
    return {.enabled = live || busy,
            .down = live && (flags & QStyle::State_Sunken),
            .on = live && (flags & QStyle::State_On),
            .hover = live && (flags & QStyle::State_MouseOver),
            .focus = static_cast<bool>(flags & QStyle::State_HasFocus)};
}

/// Ground of a filled button.
QColor filledFace(const State &state, const QColor &face, const Theme &theme)
{
    if (!state.enabled)
        return theme.sunken;
    if (state.down)
        return face.darker(118);
    return state.hover ? face.darker(108) : face;
}

void drawFilledButton(const QRectF &rect, QPainter *painter, const State &state, const QColor &face,
                      const QColor &ring, const Theme &theme)
{
    drawBox(painter, rect, filledFace(state, face, theme),
            state.enabled ? QColor(Qt::transparent) : theme.hairline);
    if (state.focus) // inside: a ring of the button's own colour would not be seen around it
        drawBox(painter, rect.adjusted(2, 2, -2, -2), Qt::transparent, ring, 1.5, 4.5);
}

/// Ground of a plain or flat button.
QColor plainFace(const State &state, bool flat, const Theme &theme)
{
    if (!state.enabled)
        return flat ? QColor(Qt::transparent) : theme.window;
    if (state.on)
        return theme.soft;
    if (state.down)
        return theme.pressed;
    if (state.hover)
        return theme.hover;
    return flat ? QColor(Qt::transparent) : mix(theme.text, theme.base, theme.dark ? 0.06 : 0);
}

void drawPlainButton(const QRectF &rect, QPainter *painter, const State &state, bool flat,
                     const Theme &theme)
{
    QColor line = mix(theme.text, theme.base, state.enabled ? 0.22 : 0.12);
    if (state.focus || state.on)
        line = theme.link;
    else if (flat)
        line = Qt::transparent;
    drawBox(painter, rect, plainFace(state, flat, theme), line, state.focus ? 2 : 1);
}

} // namespace

void drawButton(const QStyleOption *option, QPainter *painter, ButtonRole role, bool busy,
                const Theme &theme)
{
    const State state = stateOf(option, busy);
    const QRectF rect = option->rect;
    switch (role) {
    case ButtonRole::Primary:
        drawFilledButton(rect, painter, state, theme.accent, theme.onAccent, theme);
        break;
    case ButtonRole::Danger:
        drawFilledButton(rect, painter, state, theme.dangerFill, theme.onDanger, theme);
        break;
    case ButtonRole::Plain:
    case ButtonRole::Link:
        drawPlainButton(rect, painter, state, role == ButtonRole::Link, theme);
        break;
    }
}

void drawField(const QStyleOption *option, QPainter *painter, bool hasFocus, bool hasError,
               const Theme &theme)
{
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool refused = hasError && enabled;
    QColor line = enabled ? theme.control : theme.hairline;
    if (refused)
        line = theme.danger;
    else if (hasFocus)
        line = theme.link;
    drawBox(painter, option->rect, enabled ? theme.base : theme.window, line,
            hasFocus || refused ? 2 : 1);
}

void drawIndicator(const QStyleOption *option, QPainter *painter, bool radio, const Theme &theme)
{
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool set = option->state & QStyle::State_On;
    const bool partly = option->state & QStyle::State_NoChange;
    const QRectF rect = option->rect;
    const QColor fill = (set || partly) && enabled ? theme.accent : theme.base;
    QColor line = set || partly ? theme.accent : theme.control;
    if (!enabled)
        line = theme.hairline;
    drawBox(painter, rect, fill, line, 1, radio ? rect.width() / 2 : 4);
    const QColor mark = enabled ? theme.onAccent : theme.muted;
    if (set && radio) {
        const double inset = rect.width() * 0.32;
        drawBox(painter, rect.adjusted(inset, inset, -inset, -inset), mark, Qt::transparent, 0,
                rect.width() / 2);
    } else if (set) {
        paintIcon(painter, option->rect.adjusted(1, 1, -1, -1), u"check"_s, mark);
    } else if (partly) {
        painter->fillRect(QRectF(rect.left() + 4, rect.center().y() - 0.5, rect.width() - 8, 2),
                          mark);
    }
}

void drawItemGround(const QStyleOption *option, QPainter *painter, const QWidget *view,
                    const Theme &theme)
{
    if (!(option->state & QStyle::State_Selected)) {
        if ((option->state & QStyle::State_Enabled) && (option->state & QStyle::State_MouseOver))
            painter->fillRect(option->rect, theme.hover);
        return;
    }
    painter->fillRect(option->rect, theme.soft);
    const auto *area = qobject_cast<const QAbstractScrollArea *>(view);
    const bool reversed = option->direction == Qt::RightToLeft;
    const bool atEdge = reversed ? area && option->rect.right() >= area->viewport()->width() - 1
                                 : option->rect.left() <= 0;
    if (!atEdge)
        return;
    const QRect bar(reversed ? option->rect.right() - 2 : 0, option->rect.top() + 4, 3,
                    option->rect.height() - 8);
    drawBox(painter, bar, theme.link, Qt::transparent, 0, 1.5);
}

void drawBranch(const QStyleOption *option, QPainter *painter, const Theme &theme)
{
    if (!(option->state & QStyle::State_Children))
        return;
    const Qt::ArrowType closed = option->direction == Qt::RightToLeft ? Qt::LeftArrow
                                                                      : Qt::RightArrow;
    drawArrow(option->rect, painter, option->state & QStyle::State_Open ? Qt::DownArrow : closed,
              theme.muted);
}

void drawHeaderSection(const QStyleOption *option, QPainter *painter, const Theme &theme)
{
    painter->fillRect(option->rect, theme.base);
    const QRect rect = option->rect;
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.hairline);
}

void drawTab(const QStyleOptionTab *tab, QPainter *painter, const Theme &theme)
{
    const QRect rect = tab->rect;
    const bool selected = tab->state & QStyle::State_Selected;
    if (!selected && (tab->state & QStyle::State_MouseOver))
        drawBox(painter, rect.adjusted(0, 2, 0, -2), theme.hover, Qt::transparent);
    if (selected)
        painter->fillRect(QRect(rect.left() + 8, rect.bottom() - 1, rect.width() - 16, 2),
                          theme.link);
    if (tab->state & QStyle::State_HasFocus)
        drawFocusRing(painter, rect.adjusted(0, 1, 0, -3), theme);
}

void drawProgress(const QStyleOptionProgressBar *bar, QPainter *painter, bool contents,
                  const Theme &theme)
{
    constexpr int thickness = 4;
    const QRect rect = bar->rect;
    QRectF line(rect.left(), rect.center().y() - 1, rect.width(), thickness);
    if (!contents) {
        drawBox(painter, line, mix(theme.text, theme.window, 0.12), Qt::transparent, 0, 2);
        return;
    }
    const bool unknown = bar->maximum <= bar->minimum;
    // How far is not known: a third in the middle, which does not pretend to move.
    const double share = unknown
        ? 0.34
        : static_cast<double>(bar->progress - bar->minimum) / (bar->maximum - bar->minimum);
    const double width = line.width() * std::clamp(share, 0.0, 1.0);
    const bool fromRight = (bar->direction == Qt::RightToLeft) != bar->invertedAppearance;
    if (unknown)
        line.setLeft(line.left() + (line.width() - width) / 2);
    else if (fromRight)
        line.setLeft(line.right() - width);
    line.setWidth(width);
    drawBox(painter, line, theme.link, Qt::transparent, 0, 2);
}

void drawScrollBar(const QStyleOptionSlider *bar, const QRect &slider, QPainter *painter,
                   const Theme &theme)
{
    if (bar->maximum <= bar->minimum)
        return;
    const bool active = (bar->state & QStyle::State_Sunken)
        || ((bar->state & QStyle::State_MouseOver)
            && (bar->activeSubControls & QStyle::SC_ScrollBarSlider));
    const QColor color = active ? theme.muted : mix(theme.text, theme.window, 0.35);
    drawBox(painter, QRectF(slider).adjusted(3, 3, -3, -3), color, Qt::transparent, 0, 3);
}

void drawArrow(const QRect &rect, QPainter *painter, Qt::ArrowType arrow, const QColor &color)
{
    const int size = scaled(16);
    const QRect square(-size / 2, -size / 2, size, size);
    painter->save();
    // On a whole pixel, or the strokes blur.
    const QPoint middle(rect.x() + (rect.width() / 2), rect.y() + (rect.height() / 2));
    painter->translate(middle);
    if (arrow == Qt::UpArrow)
        painter->rotate(180);
    else if (arrow == Qt::LeftArrow)
        painter->scale(-1, 1);
    const bool sideways = arrow == Qt::LeftArrow || arrow == Qt::RightArrow;
    paintIcon(painter, square, sideways ? u"right"_s : u"down"_s, color);
    painter->restore();
}

} // namespace quiet

} // namespace canopy
