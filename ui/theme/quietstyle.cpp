#include "ui/theme/quietstyle.h"

#include "ui/theme/quietpaint.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCoreApplication>
#include <QEvent>
#include <QFontMetrics>
#include <QPainter>
#include <QPushButton>
#include <QStyleOption>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

QSize buttonSize(const QStyleOption *option, const QSize &contents, const QWidget *widget)
{
    const QFont font = widget ? widget->font() : QFont();
    int width = contents.width() + 24;
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (button && !button->icon.isNull())
        width += quiet::iconRoom;
    if (button && quiet::isFilled(quiet::roleOf(option, widget))) {
        QFont strong = font;
        strong.setWeight(QFont::DemiBold);
        width += QFontMetrics(strong).size(Qt::TextShowMnemonic, button->text).width()
            - QFontMetrics(font).size(Qt::TextShowMnemonic, button->text).width();
    }
    return {std::max(width, 64),
            lineHeightFor(font, quiet::flag(widget, styleproperty::compact) ? 28 : 32)};
}

} // namespace

void setButtonRole(QAbstractButton *button, ButtonRole role)
{
    button->setProperty(styleproperty::role, static_cast<int>(role));
    if (auto *push = qobject_cast<QPushButton *>(button))
        push->setDefault(role == ButtonRole::Primary);
    // QPushButton keeps its size hint until it hears of a change.
    QEvent change(QEvent::StyleChange);
    QCoreApplication::sendEvent(button, &change);
}

ButtonRole buttonRole(const QWidget *button)
{
    return static_cast<ButtonRole>(button->property(styleproperty::role).toInt());
}

bool isQuiet(const QWidget *widget)
{
    return qobject_cast<const QuietStyle *>(widget->style()) != nullptr;
}

QuietStyle::QuietStyle()
    : QProxyStyle(u"fusion"_s)
{
}

int QuietStyle::pixelMetric(PixelMetric metric, const QStyleOption *option,
                            const QWidget *widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
    case PM_ButtonIconSize:
        return scaled(16);
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollBarSliderMin:
        return 32;
    case PM_ScrollView_ScrollBarSpacing:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarBaseOverlap:
        return 0;
    case PM_DefaultFrameWidth:
        // The corners of a frame of radius 8 need that much not to be painted over.
        return qobject_cast<const QAbstractItemView *>(widget) ? 3 : 1;
    case PM_TreeViewIndentation:
        return scaled(24);
    case PM_HeaderMargin:
        return 8;
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuVMargin:
        return 4;
    case PM_TabBarTabHSpace:
        return 24;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int QuietStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                          QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_ComboBox_Popup:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_EtchDisabledText:
    case SH_ItemView_ActivateItemOnSingleClick:
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize QuietStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                   const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    const QFont font = widget ? widget->font() : QFont();
    switch (type) {
    case CT_PushButton:
        return buttonSize(option, size, widget);
    case CT_LineEdit:
        result.setHeight(lineHeightFor(font, 32));
        break;
    case CT_ComboBox:
        result = {size.width() + 44, lineHeightFor(font, 32)};
        break;
    case CT_ToolButton:
        result = result.expandedTo(QSize(scaled(16) + 12, scaled(16) + 12));
        break;
    case CT_ItemViewItem:
    case CT_HeaderSection:
    case CT_TabBarTab:
        result.setHeight(std::max(result.height(), lineHeightFor(font, 32)));
        break;
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
            item && item->menuItemType != QStyleOptionMenuItem::Separator)
            result = {result.width() + 16, lineHeightFor(font, 28)};
        break;
    default:
        break;
    }
    return result;
}

QRect QuietStyle::subElementRect(SubElement element, const QStyleOption *option,
                                 const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    if (element == SE_LineEditContents
        && !qobject_cast<const QComboBox *>(widget ? widget->parentWidget() : nullptr))
        return rect.adjusted(7, 0, -7, 0);
    if (element == SE_CheckBoxFocusRect || element == SE_RadioButtonFocusRect)
        return rect.adjusted(-2, -1, 2, 1);
    return rect;
}

QRect QuietStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                                 SubControl part, const QWidget *widget) const
{
    const QRect rect = option->rect;
    if (control == CC_ComboBox) {
        if (part == SC_ComboBoxEditField)
            return visualRect(option->direction, rect, rect.adjusted(8, 2, -30, -2));
        if (part == SC_ComboBoxArrow)
            return visualRect(option->direction, rect,
                              QRect(rect.right() - 28, rect.top(), 28, rect.height()));
    }
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control != CC_ScrollBar || !bar)
        return QProxyStyle::subControlRect(control, option, part, widget);

    const bool across = bar->orientation == Qt::Horizontal;
    const int length = across ? rect.width() : rect.height();
    const qint64 range = qint64(bar->maximum) - bar->minimum;
    const int wanted = range > 0
        ? static_cast<int>(qint64(length) * bar->pageStep / (range + bar->pageStep))
        : length;
    const int least = std::min(length, pixelMetric(PM_ScrollBarSliderMin, option, widget));
    const int slider = std::clamp(wanted, least, length);
    const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                              length - slider, bar->upsideDown);
    const auto piece = [&](int from, int size) {
        const QRect logical = across ? QRect(rect.x() + from, rect.y(), size, rect.height())
                                     : QRect(rect.x(), rect.y() + from, rect.width(), size);
        return visualRect(option->direction, rect, logical);
    };
    switch (part) {
    case SC_ScrollBarGroove:
        return rect;
    case SC_ScrollBarSlider:
        return piece(start, slider);
    case SC_ScrollBarSubPage:
        return piece(0, start);
    case SC_ScrollBarAddPage:
        return piece(start + slider, length - start - slider);
    default:
        return {};
    }
}

} // namespace canopy
