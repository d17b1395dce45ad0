#pragma once

#include "ui/widgets/verifiedcopy.h"

#include <QToolButton>

namespace canopy {

/// A 28-px icon button that copies a text that is no secret; Ctrl+Shift+C does the same while it
/// has the focus. For two seconds after copying its
/// icon is a tick and its tooltip says "Copied".
class CopyButton : public QToolButton
{
    Q_OBJECT

public:
    /// @p name is the accessible name and tooltip, e.g. "Copy address".
    explicit CopyButton(const QString &name, const QString &text = {}, QWidget *parent = nullptr);

    /// What a click copies. While empty, the button is disabled.
    void setCopyText(const QString &text);
    QString copyText() const { return m_text; }

signals:
    void copied();
    /// The clipboard was changed right after copying (ADDR-06): show the red bar.
    void clipboardTampered();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void showDone();

    QString m_name;
    QString m_text;
    VerifiedCopy m_copy{this};
    QTimer m_rest;
};

} // namespace canopy
