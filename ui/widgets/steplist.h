#pragma once

#include <QStringList>
#include <QWidget>

namespace canopy {

/// The steps of a wizard at its left: done ones with a tick, the current one bold on soft with a
/// filled number, later ones muted. Done ones can be clicked; with the focus, arrow keys move and
/// Enter goes back to a done one.
class StepList : public QWidget
{
    Q_OBJECT

public:
    explicit StepList(QWidget *parent = nullptr);

    void setSteps(const QStringList &names);
    /// Steps before @p index are done.
    void setCurrent(int index);
    int current() const { return m_current; }
    int count() const { return static_cast<int>(m_steps.size()); }
    QString name(int index) const { return m_steps.at(index); }
    bool isDone(int index) const { return index < m_current; }
    /// Whether done steps can be gone back to (not after the irreversible one).
    void setBackAllowed(bool allowed);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// The person wants to go back to a done step.
    void backRequested(int index);

protected:
    bool event(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QRect rectOf(int index) const;
    int stepAt(const QPoint &position) const;
    void paintStep(QPainter &painter, int index) const;
    void updateName();
    void request(int index);

    QStringList m_steps;
    int m_current = 0;
    int m_focused = 0;
    bool m_backAllowed = true;
};

} // namespace canopy
