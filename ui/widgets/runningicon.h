#pragma once

#include "ui/theme/theme.h"

#include <QBasicTimer>
#include <QWidget>

namespace canopy {

/// Paints the icon turned by @p twelfth twelfths.
void paintRunning(QPainter *painter, const QRect &rect, const QColor &color, int twelfth);

/// Whether the style wants things to move at all.
bool isAnimated(const QWidget *widget);

/// The icon `running`: turns once a second while it can be seen, stands still where the style has
/// animations off (SH_Widget_Animation_Duration is 0). Hidden, it has no timer.
class RunningIcon : public QWidget
{
    Q_OBJECT

public:
    explicit RunningIcon(int size = 20, Ink ink = &Theme::link, QWidget *parent = nullptr);

    bool isTurning() const { return m_timer.isActive(); }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    int m_size;
    Ink m_ink;
    int m_turn = 0; ///< in twelfths
    QBasicTimer m_timer;
};

} // namespace canopy
