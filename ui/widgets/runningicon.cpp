#include "ui/widgets/runningicon.h"

#include "ui/theme/tintedicon.h"
#include "ui/widgets/plainlabel.h"

#include <QPainter>
#include <QStyle>
#include <QTimerEvent>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {
constexpr int turnSteps = 12;
constexpr int stepMs = 1000 / turnSteps;
} // namespace

void paintRunning(QPainter *painter, const QRect &rect, const QColor &color, int twelfth)
{
    painter->save();
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    painter->translate(QRectF(rect).center());
    painter->rotate(360.0 * twelfth / turnSteps);
    const QRect square(-rect.width() / 2, -rect.height() / 2, rect.width(), rect.height());
    paintIcon(painter, square, u"running"_s, color);
    painter->restore();
}

bool isAnimated(const QWidget *widget)
{
    return widget->style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, widget) > 0;
}

RunningIcon::RunningIcon(int size, Ink ink, QWidget *parent)
    : QWidget(parent)
    , m_size(size)
    , m_ink(ink)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize RunningIcon::sizeHint() const
{
    return {scaled(m_size), scaled(m_size)};
}

void RunningIcon::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    paintRunning(&painter, rect(), Theme::of(palette()).*m_ink, m_turn);
}

void RunningIcon::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (isAnimated(this))
        m_timer.start(stepMs, this);
}

void RunningIcon::hideEvent(QHideEvent *event)
{
    m_timer.stop();
    QWidget::hideEvent(event);
}

void RunningIcon::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId()) {
        QWidget::timerEvent(event);
        return;
    }
    m_turn = (m_turn + 1) % turnSteps;
    update();
}

} // namespace canopy
