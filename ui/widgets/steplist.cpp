#include "ui/widgets/steplist.h"

#include "ui/theme/quietpaint.h"
#include "ui/theme/theme.h"
#include "ui/theme/tintedicon.h"
#include "ui/widgets/accessibleparts.h"
#include "ui/widgets/plainlabel.h"

#include <QAccessible>
#include <QFontMetrics>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {
constexpr int gap = 4;
constexpr int nodeLeft = 11;
constexpr int nodeSize = 18;
constexpr int textLeft = 40;

int stepHeight()
{
    return lineHeightFor(textFont(TextStyle::Strong), 32);
}
} // namespace

StepList::StepList(QWidget *parent)
    : QWidget(parent)
{
    installAccessibleParts();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StepList::setSteps(const QStringList &names)
{
    m_steps = names;
    setCurrent(m_current);
    updateGeometry();
}

void StepList::setCurrent(int index)
{
    m_current = std::clamp(index, 0, std::max(0, count() - 1));
    m_focused = m_current;
    updateName();
    update();
}

void StepList::setBackAllowed(bool allowed)
{
    m_backAllowed = allowed;
    setFocusPolicy(allowed ? Qt::StrongFocus : Qt::NoFocus);
    unsetCursor();
    update();
}

void StepList::updateName()
{
    if (m_steps.isEmpty())
        return;
    setAccessibleName(
        tr("Step %1 of %2: %3").arg(m_current + 1).arg(count()).arg(m_steps.at(m_current)));
    QStringList done;
    for (int index = 0; index < m_current; ++index)
        done.append(m_steps.at(index));
    setAccessibleDescription(done.isEmpty() ? QString() : tr("Done: %1").arg(done.join(u", "_s)));
}

QSize StepList::sizeHint() const
{
    const QFontMetrics metrics(textFont(TextStyle::Strong));
    int widest = 0;
    for (const QString &step : m_steps)
        widest = std::max(widest, metrics.horizontalAdvance(step));
    return {scaled(textLeft) + widest + 12, std::max(0, (count() * (stepHeight() + gap)) - gap)};
}

QSize StepList::minimumSizeHint() const
{
    return sizeHint();
}

QRect StepList::rectOf(int index) const
{
    return {0, index * (stepHeight() + gap), width(), stepHeight()};
}

int StepList::stepAt(const QPoint &position) const
{
    for (int index = 0; index < count(); ++index)
        if (rectOf(index).contains(position))
            return index;
    return -1;
}

void StepList::request(int index)
{
    if (m_backAllowed && index >= 0 && isDone(index))
        emit backRequested(index);
}

bool StepList::event(QEvent *event)
{
    if (event->type() == QEvent::MouseMove) {
        const int index = stepAt(static_cast<QMouseEvent *>(event)->position().toPoint());
        if (m_backAllowed && index >= 0 && isDone(index))
            setCursor(Qt::PointingHandCursor);
        else
            unsetCursor();
    }
    return QWidget::event(event);
}

void StepList::focusInEvent(QFocusEvent *event)
{
    m_focused = m_current;
    QWidget::focusInEvent(event);
}

void StepList::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Up:
        m_focused = std::max(0, m_focused - 1);
        break;
    case Qt::Key_Down:
        m_focused = std::min(m_current, m_focused + 1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        request(m_focused);
        return;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    update();
    QAccessibleValueChangeEvent change(this, m_steps.value(m_focused));
    QAccessible::updateAccessibility(&change);
}

void StepList::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        request(stepAt(event->position().toPoint()));
}

void StepList::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    for (int index = 0; index < count(); ++index)
        paintStep(painter, index);
}

void StepList::paintStep(QPainter &painter, int index) const
{
    const Theme theme = Theme::of(palette());
    const QRect row = rectOf(index);
    const bool current = index == m_current;
    if (current)
        drawBox(&painter, row, theme.soft, Qt::transparent);
    if (hasFocus() && index == m_focused)
        drawFocusRing(&painter, row, theme);
    const auto placed = [&](int x, int width, int height) {
        return QStyle::visualRect(layoutDirection(), rect(),
                                  QRect(x, row.top() + ((row.height() - height) / 2), width,
                                        height));
    };
    const int side = scaled(nodeSize);
    const QRect node = placed(scaled(nodeLeft), side, side);
    if (isDone(index)) {
        paintIcon(&painter, node.adjusted(-1, -1, 1, 1), u"success"_s, theme.success);
    } else {
        drawBox(&painter, node, current ? theme.accent : QColor(Qt::transparent),
                current ? theme.accent : theme.muted, 1, side / 2.0);
        QFont small = textFont(TextStyle::Caption);
        small.setWeight(current ? QFont::DemiBold : QFont::Normal);
        painter.setFont(small);
        painter.setPen(current ? theme.onAccent : theme.muted);
        painter.drawText(node, Qt::AlignCenter, QString::number(index + 1));
    }
    painter.setFont(textFont(current ? TextStyle::Strong : TextStyle::Body));
    painter.setPen(index > m_current ? theme.muted : theme.text);
    const int left = scaled(textLeft);
    painter.drawText(placed(left, width() - left - 4, row.height()),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, m_steps.at(index));
}

} // namespace canopy
