#include "ui/widgets/countdown.h"

#include "ui/theme/quietpaint.h"
#include "ui/widgets/accessibleparts.h"
#include "ui/widgets/iconlabel.h"
#include "ui/widgets/plainlabel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {
constexpr int lineThickness = 4;
constexpr int lastMinuteSeconds = 60;
} // namespace

Countdown::Countdown(QWidget *parent)
    : QWidget(parent)
    , m_icon(new IconLabel(u"clock"_s, 20, &Theme::link, this))
    , m_time(plainLabel({}, TextStyle::Section))
    , m_words(wrappedLabel({}, TextStyle::Body, &Theme::muted))
    , m_remark(plainLabel({}, TextStyle::Body, &Theme::muted))
{
    installAccessibleParts();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, lineThickness + 8);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_icon);
    m_time->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Minimum);
    row->addWidget(m_time);
    m_words->setAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    row->addWidget(m_words, 1);
    row->addWidget(m_remark);
    column->addLayout(row);
    m_remark->hide();
    // Four times a second, so that the second shown is never more than that behind.
    m_tick.setInterval(std::chrono::milliseconds(250));
    connect(&m_tick, &QTimer::timeout, this, &Countdown::tick);
}

void Countdown::setWords(const QString &usual, const QString &lastMinute, const QString &over)
{
    m_usual = usual;
    m_lastMinuteWords = lastMinute;
    m_overWords = over;
    refresh();
}

void Countdown::setRemark(const QString &remark)
{
    m_remark->setText(remark);
    m_remark->setVisible(!remark.isEmpty());
}

void Countdown::start(std::chrono::milliseconds total, std::chrono::milliseconds elapsed)
{
    m_total = total;
    m_end = std::chrono::steady_clock::now() + total - elapsed;
    m_shown = -1;
    m_saidLastMinute = secondsLeft() <= lastMinuteSeconds;
    m_tick.start();
    tick();
}

void Countdown::stop()
{
    m_tick.stop();
}

int Countdown::secondsLeft() const
{
    const auto left = std::chrono::ceil<std::chrono::seconds>(m_end
                                                              - std::chrono::steady_clock::now());
    return std::max(0, static_cast<int>(left.count()));
}

void Countdown::tick()
{
    const int left = secondsLeft();
    if (left == m_shown)
        return;
    m_shown = left;
    refresh();
    if (left == 0) {
        m_tick.stop();
        announce();
        emit over();
    } else if (left <= lastMinuteSeconds && !m_saidLastMinute) {
        m_saidLastMinute = true;
        announce();
        emit lastMinute();
    }
}

void Countdown::refresh()
{
    const int left = std::max(0, m_shown);
    const bool urgent = left <= lastMinuteSeconds;
    m_icon->setIcon(urgent ? u"warning"_s : u"clock"_s, urgent ? &Theme::warning : &Theme::link);
    m_time->setText(u"%1:%2"_s.arg(left / 60).arg(left % 60, 2, 10, QLatin1Char('0')));
    const QString words = urgent ? m_lastMinuteWords : m_usual;
    m_words->setText(left == 0 ? m_overWords : words);
    setAccessibleName(u"%1 %2"_s.arg(m_time->text(), m_words->text()));
    update();
}

void Countdown::announce()
{
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void Countdown::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    const QRectF groove(0, height() - lineThickness, width(), lineThickness);
    drawBox(&painter, groove, mix(theme.text, theme.window, 0.12), Qt::transparent, 0, 2);
    if (m_total.count() <= 0)
        return;
    const auto left = std::chrono::duration<double>(m_end - std::chrono::steady_clock::now());
    const double share = std::clamp(left / std::chrono::duration<double>(m_total), 0.0, 1.0);
    QRectF line = groove;
    line.setWidth(groove.width() * share);
    if (layoutDirection() == Qt::RightToLeft)
        line.moveRight(groove.right());
    const bool urgent = m_shown <= lastMinuteSeconds;
    drawBox(&painter, line, urgent ? theme.warning : theme.link, Qt::transparent, 0, 2);
}

} // namespace canopy
