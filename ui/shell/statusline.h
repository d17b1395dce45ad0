#pragma once

#include <QWidget>

namespace canopy {

class PlainLabel;
class RunningIcon;

/// The foot of the window: what was asked last and when, and where secrets are kept.
class StatusLine : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLine(QWidget *parent = nullptr);

    void setAsked(const QString &sentence);
    void setSecrets(const QString &sentence);
    /// While something is being asked, or the keyring is waited for.
    void setBusy(bool busy);

private:
    void update();

    RunningIcon *m_running;
    PlainLabel *m_text;
    QString m_asked;
    QString m_secrets;
};

} // namespace canopy
