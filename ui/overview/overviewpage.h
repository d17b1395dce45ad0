#pragma once

#include "core/profiles/endpoints.h"
#include "core/profiles/journal.h"
#include "core/profiles/session.h"
#include "ui/shell/page.h"

class QBoxLayout;
class QPushButton;

namespace canopy {

class AccountCard;
class Card;
class DeveloperAccess;
class FactCard;
class MessageBar;
class SecretClipboard;

/// What the service says about the account, what this computer holds of it, and what applies here.
/// Old answers stay in sight when the service does not answer, muted, with their age.
class OverviewPage : public Page
{
    Q_OBJECT

public:
    struct Needs
    {
        const Journal &journal;
        const Clock &clock;
        SecretClipboard &clipboard;
        /// Reading config.ini takes a moment.
        QFuture<Result<Endpoints>> endpoints;
        QString wallets; ///< the folder
        QString walletsOrigin; ///< in words
    };

    /// @p session and what @p needs refers to must outlive the page.
    OverviewPage(Session &session, Needs needs, QWidget *parent = nullptr);

    void refresh() override;
    QWidget *firstControl() const override;

signals:
    /// "Continue…" beside a registration that was cut off.
    void unfinishedRegistrationOpened(const QString &hotkeyPath);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeFacts();
    QWidget *makeColumns();
    void answered(const Result<Account> &account);
    void showAccount();
    void showUnreachable(const Error &error);
    void showUnfinished();
    void fillSettings(const Result<Endpoints> &endpoints);
    void askAboutSecrets();
    void showFingerprint();
    void fingerprintRead(Result<Secret> secret);

    Session &m_session;
    Needs m_needs;
    std::optional<Account> m_account;
    Capabilities m_capabilities;
    QDateTime m_asOf;
    bool m_stale = false;
    bool m_asking = false;

    QPushButton *m_refresh = nullptr;
    MessageBar *m_bar;
    MessageBar *m_unfinished;
    FactCard *m_balance;
    FactCard *m_roles;
    AccountCard *m_accountCard;
    DeveloperAccess *m_access;
    Card *m_settings;
    QBoxLayout *m_columns = nullptr;
};

} // namespace canopy
