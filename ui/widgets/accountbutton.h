#pragma once

#include <QAbstractButton>
#include <QPointer>

class QMenu;

namespace canopy {

/// Tile with two initials, the account's name, and an arrow: opens the menu of accounts.
class AccountButton : public QAbstractButton
{
    Q_OBJECT

public:
    /// Number of tints a tile can have.
    static constexpr int tintCount = 6;

    explicit AccountButton(QWidget *parent = nullptr);

    /// @p name cleaned by displayText(); @p tint is taken modulo tintCount.
    void setAccount(const QString &name, int tint = 0);
    QString account() const { return m_name; }
    /// "lumenfold" gives "LU", "Ada Lovelace" "AL".
    static QString initials(const QString &name);

    /// Shown below the button when it is pressed (click, Space, Down). Borrowed.
    void setMenu(QMenu *menu);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// The menu is about to show: fill it now.
    void menuAboutToShow();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void openMenu();

    QString m_name;
    int m_tint = 0;
    QPointer<QMenu> m_menu;
};

} // namespace canopy
