#pragma once

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace canopy {

/// What stands where a list would: icon, a sentence, what it means, and at most one button.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const QString &icon, const QString &title, const QString &body,
               QWidget *parent = nullptr);

    /// The one button; @p primary where it is the page's own next step.
    QPushButton *setButton(const QString &text, bool primary, const QString &icon = {});

private:
    QVBoxLayout *m_column;
    QPushButton *m_button = nullptr;
};

} // namespace canopy
