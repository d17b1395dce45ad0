#pragma once

#include "ui/theme/quietstyle.h"

#include <QString>

class QPushButton;
class QToolButton;
class QWidget;

namespace canopy {

/// A push button with its role and, if @p icon names one, an icon in the role's ink. Its text may
/// carry a mnemonic: escape what is not ours with escapeMnemonic(). Put it into a layout at once.
QPushButton *makeButton(const QString &text, ButtonRole role = ButtonRole::Plain,
                        const QString &icon = {});

/// Sets the icon in the ink that the button's role needs; an empty @p icon takes it away.
void setButtonIcon(QAbstractButton *button, const QString &icon);

/// 28 px high instead of 32: in rows, bars and drawers.
void setCompact(QPushButton *button);

/// A 28-px flat button that shows only an icon everybody knows; @p name is its accessible name
/// and tooltip. Reached with Tab. Put it into a layout at once.
QToolButton *iconButton(const QString &icon, const QString &name);

/// While busy, the icon `running` stands in the button, its text stays, and a second click is
/// impossible. Afterwards it is enabled again, with its icon, and with the focus if it had it
/// and nobody else took it.
void setButtonBusy(QAbstractButton *button, bool busy);
bool isButtonBusy(const QAbstractButton *button);

/// Disables @p widget and says why, as tooltip, status tip and accessible description. An empty
/// @p reason enables it again.
void setUnavailable(QWidget *widget, const QString &reason);

/// A tooltip is rich text if it looks so: this sets one that never is (UI-01, F-20).
void setPlainToolTip(QWidget *widget, const QString &text);

} // namespace canopy
