#pragma once

#include <QTimer>
#include <QWidget>

#include <chrono>

namespace canopy {

class IconLabel;
class PlainLabel;

/// Minutes and seconds left, words, and a thin line. The last minute has another icon, another
/// colour and other words. Announced at one minute and at the end, not each second.
///
/// Counts against a moment on the monotonic clock, so that a suspended or busy program does not
/// show more time than there is.
class Countdown : public QWidget
{
    Q_OBJECT

public:
    explicit Countdown(QWidget *parent = nullptr);

    /// Words beside the time: usually, in the last minute, and at the end.
    void setWords(const QString &usual, const QString &lastMinute, const QString &over);
    /// Muted, at the right edge ("page opened 14:29:40").
    void setRemark(const QString &remark);
    /// Starts from @p total; @p elapsed of it is gone already.
    void start(std::chrono::milliseconds total, std::chrono::milliseconds elapsed = {});
    void stop();
    bool isRunning() const { return m_tick.isActive(); }
    /// Whole seconds, rounded up.
    int secondsLeft() const;

signals:
    void lastMinute();
    void over();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void tick();
    void refresh();
    void announce();

    IconLabel *m_icon;
    PlainLabel *m_time;
    PlainLabel *m_words;
    PlainLabel *m_remark;
    QString m_usual;
    QString m_lastMinuteWords;
    QString m_overWords;
    std::chrono::milliseconds m_total{};
    std::chrono::steady_clock::time_point m_end;
    int m_shown = -1; ///< the second on the screen
    bool m_saidLastMinute = false;
    QTimer m_tick;
};

} // namespace canopy
