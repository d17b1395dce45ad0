#pragma once

#include <QWidget>

namespace canopy {

/// Stands in place of an account that was locked: the session and its keys are gone from memory.
class LockScreen : public QWidget
{
    Q_OBJECT

public:
    /// @p account: its name, cleaned by displayText().
    explicit LockScreen(const QString &account, QWidget *parent = nullptr);

signals:
    void unlockRequested();
};

} // namespace canopy
