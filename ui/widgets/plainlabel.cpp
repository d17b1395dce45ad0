#include "ui/widgets/plainlabel.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace canopy {

namespace {

/// Room for a word or two: a paragraph may get narrower than it would like to be.
constexpr int leastParagraph = 120;
constexpr int readingWidth = 680;

/// Lays @p layout out for @p width and returns its height.
double placeLines(QTextLayout &layout, double width)
{
    double y = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, y});
        y += line.height();
    }
    layout.endLayout();
    return y;
}

QTextOption wrapping(Qt::Alignment alignment, Qt::LayoutDirection direction)
{
    QTextOption option(alignment & Qt::AlignHorizontal_Mask);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(direction);
    return option;
}

} // namespace

PlainLabel::PlainLabel(const QString &text, QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setFont(textFont(m_style));
    setText(text);
}

void PlainLabel::setTextStyle(TextStyle style)
{
    m_style = style;
    setFont(textFont(style));
}

void PlainLabel::setInk(Ink ink)
{
    m_ink = ink;
    update();
}

void PlainLabel::setWrapped(bool wrapped)
{
    setWordWrap(wrapped);
    QSizePolicy policy(wrapped ? QSizePolicy::Preferred : QSizePolicy::Minimum,
                       QSizePolicy::Minimum);
    policy.setHeightForWidth(wrapped);
    setSizePolicy(policy);
}

int PlainLabel::textFlags() const
{
    const int mnemonic = buddy() != nullptr ? Qt::TextShowMnemonic : 0;
    return static_cast<int>(QStyle::visualAlignment(layoutDirection(), alignment())) | mnemonic;
}

QSize PlainLabel::textSize(int width) const
{
    const QMargins margins = contentsMargins();
    const QSize around(margins.left() + margins.right(), margins.top() + margins.bottom());
    if (!wordWrap() || width < 0) {
        const QSize size = fontMetrics().size(buddy() != nullptr ? Qt::TextShowMnemonic : 0,
                                              text());
        return size + around;
    }
    QString paragraphs = text();
    paragraphs.replace(QLatin1Char('\n'), QChar::LineSeparator);
    QTextLayout layout(paragraphs, font());
    layout.setTextOption(wrapping(alignment(), layoutDirection()));
    const double height = placeLines(layout, std::max(1, width - around.width()));
    return QSize(width, static_cast<int>(std::ceil(height)) + around.height());
}

QSize PlainLabel::sizeHint() const
{
    const QSize line = textSize(-1);
    if (!wordWrap())
        return line;
    return textSize(std::min({line.width() + 1, scaled(readingWidth), maximumWidth()}));
}

QSize PlainLabel::minimumSizeHint() const
{
    const QSize line = textSize(-1);
    if (!wordWrap())
        return line;
    return {std::min(line.width() + 1, scaled(leastParagraph)), fontMetrics().height()};
}

int PlainLabel::heightForWidth(int width) const
{
    return wordWrap() ? textSize(std::min(width, maximumWidth())).height() : -1;
}

void PlainLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange)
        setFont(textFont(m_style));
}

void PlainLabel::paintEvent(QPaintEvent *event)
{
    if (textInteractionFlags().testAnyFlags(Qt::TextSelectableByMouse
                                            | Qt::TextSelectableByKeyboard)) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    painter.setPen(isEnabled() ? theme.*m_ink : mix(theme.text, theme.window, 0.45));
    painter.setFont(font());
    const QRect rect = contentsRect();
    if (!wordWrap()) {
        painter.drawText(rect, textFlags(), text());
        return;
    }
    QString paragraphs = text();
    paragraphs.replace(QLatin1Char('\n'), QChar::LineSeparator);
    QTextLayout layout(paragraphs, font(), this);
    layout.setTextOption(wrapping(alignment(), layoutDirection()));
    const double height = placeLines(layout, rect.width());
    const double slack = std::max(0.0, rect.height() - height);
    double top = slack / 2;
    if (alignment().testFlag(Qt::AlignTop))
        top = 0;
    else if (alignment().testFlag(Qt::AlignBottom))
        top = slack;
    layout.draw(&painter, QPointF(rect.left(), rect.top() + std::floor(top)));
}

PlainLabel *plainLabel(const QString &text, TextStyle style, Ink ink)
{
    auto *label = new PlainLabel(text);
    label->setTextStyle(style);
    label->setInk(ink);
    return label;
}

PlainLabel *wrappedLabel(const QString &text, TextStyle style, Ink ink, int widest)
{
    PlainLabel *label = plainLabel(text, style, ink);
    label->setWrapped(true);
    label->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    if (widest > 0)
        label->setMaximumWidth(scaled(widest));
    return label;
}

} // namespace canopy
