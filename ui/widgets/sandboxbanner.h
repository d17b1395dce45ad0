#pragma once

#include <QWidget>

namespace canopy {

/// The strip across the whole window that says that nothing here is real. Cannot be closed.
class SandboxBanner : public QWidget
{
    Q_OBJECT

public:
    /// @p name is set in the warning ink ("Sandbox"), @p words beside it in text colour.
    SandboxBanner(const QString &name, const QString &words, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace canopy
