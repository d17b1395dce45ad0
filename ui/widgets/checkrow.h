#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace canopy {

class IconLabel;
class PlainLabel;
class RunningIcon;

/// One check and what came of it: icon · name · finding · button · word. Passed rows recede,
/// warned and failed ones have a strong name. Spoken as "Clock: failed. 6 min behind."
class CheckRow : public QWidget
{
    Q_OBJECT

public:
    enum class State { NotTried, Running, Passed, Warned, Failed, Skipped };

    explicit CheckRow(const QString &name, QWidget *parent = nullptr);

    void setState(State state, const QString &finding = {});
    State state() const { return m_state; }
    QString finding() const;
    /// Width of the name column in pixels of a 13-px font; 164 unless said otherwise.
    void setNameWidth(int pixels);
    /// The button that mends it; replaces the one before. Compact.
    QPushButton *setButton(const QString &text);
    void removeButton();

private:
    QString word() const;
    void updateName();

    State m_state = State::NotTried;
    QHBoxLayout *m_row;
    IconLabel *m_icon;
    RunningIcon *m_running;
    PlainLabel *m_name;
    PlainLabel *m_finding;
    PlainLabel *m_word;
    QPushButton *m_button = nullptr;
};

} // namespace canopy
