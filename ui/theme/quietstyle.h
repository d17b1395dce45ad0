#pragma once

#include <QProxyStyle>

class QAbstractButton;

namespace canopy {

enum class ButtonRole { Plain, Primary, Danger, Link };

/// Sets how a button is drawn. On a native style it only makes Primary the default button.
void setButtonRole(QAbstractButton *button, ButtonRole role);
ButtonRole buttonRole(const QWidget *button);

/// Whether @p widget is drawn by QuietStyle, so that a filled button is filled.
bool isQuiet(const QWidget *widget);

/// Dynamic properties of widgets that QuietStyle reads; set with the functions of ui/widgets.
namespace styleproperty {
inline constexpr auto role = "canopyButtonRole"; ///< int: ButtonRole
inline constexpr auto compact = "canopyCompact"; ///< bool: 28 px high
inline constexpr auto busy = "canopyBusy"; ///< bool: disabled, but drawn as if it were not
inline constexpr auto error = "canopyError"; ///< bool: an edit whose content was refused
} // namespace styleproperty

/// Fusion without bevels and gradients, with a focus ring that can be seen.
///
/// Installed only where the platform's style is Fusion: Breeze, macOS and Windows keep their own
/// drawing.
class QuietStyle : public QProxyStyle
{
    Q_OBJECT

public:
    QuietStyle();

    int pixelMetric(PixelMetric metric, const QStyleOption *option,
                    const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *data) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                           const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option,
                         const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                         const QWidget *widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                            QPainter *painter, const QWidget *widget) const override;

private:
    void drawButtonLabel(const QStyleOption *option, QPainter *painter,
                         const QWidget *widget) const;
    void drawHeadLabel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawItem(ControlElement element, const QStyleOption *option, QPainter *painter,
                  const QWidget *widget) const;
};

} // namespace canopy
