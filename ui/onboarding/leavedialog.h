#pragma once

#include <QDialog>

namespace canopy {

/// Asks whether what was typed into the wizard may be thrown away. accepted(): leave. Keeping it is
/// the default, and what Esc does. open(), never exec().
class LeaveDialog : public QDialog
{
    Q_OBJECT

public:
    explicit LeaveDialog(QWidget *parent);
};

} // namespace canopy
