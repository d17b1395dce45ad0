#pragma once

#include "core/profiles/chutesconfig.h"

#include <QDialog>

namespace canopy {

/// What is, or was, changed in a config.ini, line by line, secrets masked. accepted(): write it.
class ConfigChangesDialog : public QDialog
{
    Q_OBJECT

public:
    /// @p ask: nothing is written yet, and the dialog asks whether to.
    ConfigChangesDialog(const QString &path, const QList<ConfigDiffLine> &changes, bool ask,
                        QWidget *parent = nullptr);

    static QString asText(const QList<ConfigDiffLine> &changes);
};

} // namespace canopy
