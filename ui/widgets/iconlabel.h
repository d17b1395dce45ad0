#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

namespace canopy {

/// Shows one of our icons in the ink of the theme in force; follows a change of palette. It says
/// nothing to a screen reader: the text beside it does.
class IconLabel : public QWidget
{
    Q_OBJECT

public:
    /// @p size in pixels of a 13-px font: 14 in badges, 16 in buttons, 20 in rows, 40 in empty
    /// states.
    explicit IconLabel(const QString &icon, int size = 20, Ink ink = &Theme::muted,
                       QWidget *parent = nullptr);

    QString icon() const { return m_icon; }
    void setIcon(const QString &icon, Ink ink);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    int m_size;
    Ink m_ink;
};

} // namespace canopy
