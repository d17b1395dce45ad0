#pragma once

#include "core/flows/registeraccount.h"

#include <QWidget>

class QPushButton;

namespace canopy {

class IconText;
class MessageBar;

/// Offers to write config.ini for the chutes CLI, with what that means in one sentence; writes
/// nothing before the changes were shown and agreed to (FS-09).
class ConfigOffer : public QWidget
{
    Q_OBJECT

public:
    /// The flow must outlive this.
    ConfigOffer(RegisterAccount &flow, QString path, QWidget *parent = nullptr);

    /// The account is registered now: says what can be written.
    void refresh();
    bool isWritten() const { return m_written.has_value(); }

private:
    void preview();
    void showChanges(const QList<ConfigDiffLine> &changes, bool ask);
    void write();
    void written(const Result<ChutesConfigFile::Written> &result);

    RegisterAccount &m_flow;
    QString m_path;
    MessageBar *m_bar;
    IconText *m_row;
    QPushButton *m_button;
    std::optional<ChutesConfigFile::Written> m_written;
};

} // namespace canopy
