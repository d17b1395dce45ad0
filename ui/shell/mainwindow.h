#pragma once

#include "core/secrets/secretstore.h"
#include "ui/shell/accountview.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>

#include <functional>

class QVBoxLayout;

namespace canopy {

class MessageBar;

/// The window: either one screen (welcome, wizard, import, lock) or an open account.
///
/// It knows no feature: screens are handed in, pages come from a registry.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// Whether the screen may be left now; it says itself why not.
    using MayClose = std::function<bool()>;

    /// @p secrets must outlive the window: it does not close while writes are pending (KC-09).
    explicit MainWindow(SecretStore &secrets, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Shown above everything, for as long as the window lives.
    void setSandboxBanner(const QString &name, const QString &words);
    /// A warning that concerns the whole program.
    void showNotice(const QString &title, const QString &body);
    /// Shows @p screen, which becomes the window's, in place of what was there.
    void showScreen(QWidget *screen, const QString &title, MayClose mayClose = {});
    /// Replaces what was there by @p session's pages. The session must outlive the view.
    AccountView *showAccount(Session &session, const PageRegistry &pages,
                             const QList<AccountEntry> &accounts);
    /// Destroys screen or view; before a session goes.
    void clear();
    AccountView *account() const { return m_account; }

    /// For the switcher and Ctrl+1 … Ctrl+9.
    void setAccounts(const QList<AccountEntry> &accounts, const QString &currentId);
    void raiseWindow();
    /// As closing the window; if it may not close yet, it does so as soon as it may (SIGTERM).
    void closeWhenPossible();

public slots:
    /// The screen may be left now: ends what closeWhenPossible() began.
    void retryClosing();

signals:
    void accountChosen(const QString &profileId);
    void addAccountRequested();
    void signOutRequested(const QString &profileId);
    void lockRequested();
    /// The window is about to go: save what it looks like.
    void closing();

protected:
    void closeEvent(QCloseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeShortcuts();
    void setContent(QWidget *content);
    bool waitForSecrets();

    SecretStore &m_secrets;
    QVBoxLayout *m_column;
    QVBoxLayout *m_bars = nullptr;
    MessageBar *m_notice;
    MessageBar *m_saving;
    QPointer<QWidget> m_content;
    QPointer<AccountView> m_account;
    QList<AccountEntry> m_accounts;
    MayClose m_mayClose;
    bool m_closeWanted = false;
    bool m_closeAnyway = false;
    QTimer m_patience;
};

} // namespace canopy
