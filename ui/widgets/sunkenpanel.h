#pragma once

#include <QWidget>

namespace canopy {

/// A widget filled with the sunken colour (wizard steps, side panels), with a hairline at the edge
/// named, if any.
class SunkenPanel : public QWidget
{
    Q_OBJECT

public:
    explicit SunkenPanel(Qt::Edges hairlines = {}, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Qt::Edges m_hairlines;
};

} // namespace canopy
