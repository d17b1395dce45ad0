#include "ui/widgets/codeblock.h"

#include "ui/theme/quietpaint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/accessibleparts.h"
#include "ui/widgets/copybutton.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace canopy {

namespace {

constexpr int padding = 12;
constexpr int buttonMargin = 6;

double place(QTextLayout &layout, double width)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(Qt::LeftToRight);
    layout.setTextOption(option);
    double y = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, y});
        y += line.height() + 2;
    }
    layout.endLayout();
    return y;
}

QString lined(QString code)
{
    return code.replace(u'\n', QChar::LineSeparator);
}

} // namespace

CodeBlock::CodeBlock(const QString &name, const QString &copyName, QWidget *parent)
    : QWidget(parent)
    , m_copy(new CopyButton(copyName, {}, this))
{
    installAccessibleParts();
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(m_copy, &CopyButton::clipboardTampered, this, &CodeBlock::clipboardTampered);
}

void CodeBlock::setCode(const QString &code)
{
    m_code = code;
    m_copy->setCopyText(code);
    setAccessibleDescription(code);
    updateGeometry();
    update();
}

int CodeBlock::textHeight(int width) const
{
    QTextLayout layout(lined(m_code), textFont(TextStyle::Mono));
    const int room = width - (2 * padding) - m_copy->sizeHint().width();
    return static_cast<int>(std::ceil(place(layout, std::max(1, room))));
}

QSize CodeBlock::sizeHint() const
{
    constexpr int usual = 420;
    return {usual, heightForWidth(usual)};
}

QSize CodeBlock::minimumSizeHint() const
{
    const QFontMetrics metrics(textFont(TextStyle::Mono));
    constexpr int leastCharacters = 16;
    return {(metrics.horizontalAdvance(u'0') * leastCharacters) + (2 * padding)
                + m_copy->sizeHint().width(),
            metrics.height() + (2 * padding)};
}

int CodeBlock::heightForWidth(int width) const
{
    return std::max(textHeight(width), m_copy->sizeHint().height() - padding) + (2 * padding);
}

void CodeBlock::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        m_copy->click();
    else
        QWidget::keyPressEvent(event);
}

void CodeBlock::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const QSize size = m_copy->sizeHint();
    const QRect logical(QPoint(width() - size.width() - buttonMargin, buttonMargin), size);
    m_copy->setGeometry(QStyle::visualRect(layoutDirection(), rect(), logical));
}

void CodeBlock::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    drawBox(&painter, rect(), theme.sunken, hasFocus() ? theme.link : theme.hairline,
            hasFocus() ? 2 : 1, 8);
    QTextLayout layout(lined(m_code), textFont(TextStyle::Mono), this);
    const int room = width() - (2 * padding) - m_copy->sizeHint().width();
    place(layout, std::max(1, room));
    painter.setPen(theme.text);
    const bool reversed = layoutDirection() == Qt::RightToLeft;
    layout.draw(&painter, QPointF(reversed ? width() - padding - room : padding, padding));
}

} // namespace canopy
