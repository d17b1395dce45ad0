#pragma once

#include <QList>
#include <QWidget>

class QMenu;
class QToolButton;

namespace canopy {

class AccountButton;
class HostLabel;

/// An account as the switcher lists it.
struct AccountEntry
{
    QString profileId;
    QString name; ///< cleaned by displayText()
    QString host;

    bool operator==(const AccountEntry &) const = default;
};

/// Account switcher at the left, the host that is being talked to and the lock at the right.
class TopBar : public QWidget
{
    Q_OBJECT

public:
    explicit TopBar(QWidget *parent = nullptr);

    void setAccounts(const QList<AccountEntry> &accounts, const QString &currentId);
    void setHost(const QString &host, bool isDefault);
    void setAnswering(bool answering);

signals:
    void accountChosen(const QString &profileId);
    void addAccountRequested();
    void signOutRequested(const QString &profileId);
    void lockRequested();

private:
    void fillMenu();

    AccountButton *m_account;
    HostLabel *m_host;
    QToolButton *m_lock;
    QMenu *m_menu;
    QList<AccountEntry> m_accounts;
    QString m_currentId;
};

} // namespace canopy
