// The drawing half of QuietStyle; sizes and places are in quietstyle.cpp.

#include "ui/theme/quietpaint.h"
#include "ui/theme/quietstyle.h"

#include <QPainter>
#include <QPushButton>
#include <QStyleOption>
#include <QToolButton>

#include <optional>

namespace canopy {

namespace {

std::optional<Qt::ArrowType> arrowOf(QStyle::PrimitiveElement element, const QStyleOption *option)
{
    switch (element) {
    case QStyle::PE_IndicatorArrowDown:
        return Qt::DownArrow;
    case QStyle::PE_IndicatorArrowUp:
        return Qt::UpArrow;
    case QStyle::PE_IndicatorArrowLeft:
        return Qt::LeftArrow;
    case QStyle::PE_IndicatorArrowRight:
        return Qt::RightArrow;
    case QStyle::PE_IndicatorHeaderArrow: {
        const auto *head = qstyleoption_cast<const QStyleOptionHeader *>(option);
        return head && head->sortIndicator == QStyleOptionHeader::SortUp ? Qt::UpArrow
                                                                         : Qt::DownArrow;
    }
    default:
        return std::nullopt;
    }
}

/// Frames and grounds; false if @p element is none of them.
bool drawFrame(QStyle::PrimitiveElement element, const QStyleOption *option, QPainter *painter,
               const Theme &theme)
{
    const QRectF rect = option->rect;
    const bool focus = option->state & QStyle::State_HasFocus;
    switch (element) {
    case QStyle::PE_FrameDefaultButton:
    case QStyle::PE_FrameTabWidget:
        return true;
    case QStyle::PE_Frame:
        drawBox(painter, rect, Qt::transparent, focus ? theme.link : theme.hairline, focus ? 2 : 1,
                8);
        return true;
    case QStyle::PE_PanelMenu:
    case QStyle::PE_FrameMenu:
    case QStyle::PE_PanelTipLabel:
        painter->fillRect(option->rect, theme.base);
        drawBox(painter, rect, Qt::transparent, theme.control, 1, 0);
        return true;
    case QStyle::PE_FrameTabBarBase:
        painter->fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.hairline);
        return true;
    default:
        return false;
    }
}

QFont headFont()
{
    QFont font = textFont(TextStyle::Caption);
    font.setWeight(QFont::Medium);
    return font;
}

} // namespace

void QuietStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option,
                               QPainter *painter, const QWidget *widget) const
{
    const Theme theme = Theme::of(option->palette);
    if (const auto arrow = arrowOf(element, option)) {
        quiet::drawArrow(option->rect, painter, *arrow, theme.muted);
        return;
    }
    if (drawFrame(element, option, painter, theme))
        return;
    switch (element) {
    case PE_PanelButtonCommand:
        quiet::drawButton(option, painter, quiet::roleOf(option, widget),
                          quiet::flag(widget, styleproperty::busy), theme);
        return;
    case PE_PanelButtonTool:
        quiet::drawButton(option, painter, ButtonRole::Link, false, theme);
        return;
    case PE_FrameFocusRect: // buttons show it in their panel
        if (!qobject_cast<const QPushButton *>(widget)
            && !qobject_cast<const QToolButton *>(widget))
            drawFocusRing(painter, option->rect, theme, 4);
        return;
    case PE_PanelLineEdit:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
            frame && frame->lineWidth > 0)
            quiet::drawField(option, painter, option->state & State_HasFocus,
                             quiet::flag(widget, styleproperty::error), theme);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        quiet::drawIndicator(option, painter, false, theme);
        return;
    case PE_IndicatorRadioButton:
        quiet::drawIndicator(option, painter, true, theme);
        return;
    case PE_PanelItemViewRow:
    case PE_PanelItemViewItem:
        quiet::drawItemGround(option, painter, widget, theme);
        return;
    case PE_IndicatorBranch:
        quiet::drawBranch(option, painter, theme);
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

namespace {

/// The label of @p button in the ink of its role.
QStyleOptionButton inked(const QStyleOptionButton &button, const QWidget *widget,
                         const Theme &theme)
{
    QStyleOptionButton copy = button;
    copy.iconSize.rwidth() += quiet::iconRoom;
    const bool busy = quiet::flag(widget, styleproperty::busy);
    if (busy) // disabled, so that no second click is possible, but at work rather than out of use
        copy.state |= QStyle::State_Enabled;
    if (copy.state & QStyle::State_Enabled) {
        const QColor ink = quiet::buttonInk(quiet::roleOf(&button, widget), theme);
        copy.palette.setColor(QPalette::Active, QPalette::ButtonText, ink);
        copy.palette.setColor(QPalette::Inactive, QPalette::ButtonText, ink);
        copy.palette.setCurrentColorGroup(QPalette::Active);
    }
    return copy;
}

QStyleOptionTab flatTab(const QStyleOptionTab &tab, const Theme &theme)
{
    QStyleOptionTab copy = tab;
    copy.state &= ~QStyle::State_HasFocus; // the shape shows it
    copy.palette.setColor(QPalette::WindowText,
                          copy.state & QStyle::State_Selected ? theme.text : theme.muted);
    return copy;
}

} // namespace

void QuietStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                             const QWidget *widget) const
{
    const Theme theme = Theme::of(option->palette);
    switch (element) {
    case CE_PushButtonLabel:
        drawButtonLabel(option, painter, widget);
        return;
    case CE_HeaderLabel:
        drawHeadLabel(option, painter, widget);
        return;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        quiet::drawHeaderSection(option, painter, theme);
        return;
    case CE_ItemViewItem:
    case CE_MenuItem:
        drawItem(element, option, painter, widget);
        return;
    case CE_TabBarTabShape:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            quiet::drawTab(tab, painter, theme);
        return;
    case CE_TabBarTabLabel:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option)) {
            const QStyleOptionTab copy = flatTab(*tab, theme);
            QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        return;
    case CE_ProgressBarGroove:
    case CE_ProgressBarContents:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option))
            quiet::drawProgress(bar, painter, element == CE_ProgressBarContents, theme);
        return;
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void QuietStyle::drawButtonLabel(const QStyleOption *option, QPainter *painter,
                                 const QWidget *widget) const
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (button == nullptr)
        return;
    const QStyleOptionButton copy = inked(*button, widget, Theme::of(option->palette));
    painter->save();
    if (quiet::isFilled(quiet::roleOf(option, widget))) {
        QFont font = painter->font();
        font.setWeight(QFont::DemiBold);
        painter->setFont(font);
    }
    QProxyStyle::drawControl(CE_PushButtonLabel, &copy, painter, widget);
    painter->restore();
}

void QuietStyle::drawHeadLabel(const QStyleOption *option, QPainter *painter,
                               const QWidget *widget) const
{
    const auto *head = qstyleoption_cast<const QStyleOptionHeader *>(option);
    if (head == nullptr)
        return;
    QStyleOptionHeader copy = *head;
    copy.palette.setColor(QPalette::ButtonText, Theme::of(option->palette).muted);
    painter->save();
    painter->setFont(headFont());
    QProxyStyle::drawControl(CE_HeaderLabel, &copy, painter, widget);
    painter->restore();
}

void QuietStyle::drawItem(ControlElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    // The selection is a tint, so the text keeps its colour.
    const Theme theme = Theme::of(option->palette);
    if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option)) {
        QStyleOptionViewItem copy = *item;
        copy.palette.setColor(QPalette::HighlightedText, theme.text);
        QProxyStyle::drawControl(element, &copy, painter, widget);
    } else if (const auto *entry = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
        QStyleOptionMenuItem copy = *entry;
        copy.palette.setColor(QPalette::Highlight, theme.soft);
        copy.palette.setColor(QPalette::HighlightedText, theme.text);
        QProxyStyle::drawControl(element, &copy, painter, widget);
    }
}

void QuietStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                    QPainter *painter, const QWidget *widget) const
{
    const Theme theme = Theme::of(option->palette);
    if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
        combo && control == CC_ComboBox) {
        quiet::drawField(option, painter, option->state & State_HasFocus,
                         quiet::flag(widget, styleproperty::error), theme);
        const QRect arrow = subControlRect(control, option, SC_ComboBoxArrow, widget);
        quiet::drawArrow(arrow, painter, Qt::DownArrow,
                         option->state & State_Enabled ? theme.muted : theme.hairline);
        return;
    }
    if (const auto *tool = qstyleoption_cast<const QStyleOptionToolButton *>(option); tool
        && control == CC_ToolButton
        && !(tool->features & QStyleOptionToolButton::MenuButtonPopup)) {
        drawPrimitive(PE_PanelButtonTool, tool, painter, widget);
        drawControl(CE_ToolButtonLabel, tool, painter, widget);
        return;
    }
    if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        bar && control == CC_ScrollBar) {
        quiet::drawScrollBar(bar, subControlRect(control, option, SC_ScrollBarSlider, widget),
                             painter, theme);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

} // namespace canopy
