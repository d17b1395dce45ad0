#pragma once

#include <QWidget>

namespace canopy {

class Page;

/// The settings while no account is open: the page, and a way back.
class SettingsScreen : public QWidget
{
    Q_OBJECT

public:
    /// @p page becomes a child.
    explicit SettingsScreen(Page *page, QWidget *parent = nullptr);

signals:
    void backRequested();
};

} // namespace canopy
