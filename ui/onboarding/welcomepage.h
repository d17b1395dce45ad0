#pragma once

#include "core/flows/importaccount.h"
#include "ui/onboarding/onboardingcontext.h"

#include <QWidget>

class QPushButton;

namespace canopy {

class Card;
class IconText;
class MessageBar;
class PlainLabel;

/// The first screen, while this computer knows no account. Nothing is sent anywhere from here;
/// what lies on the disk is looked at after the window is up, and is an offer.
class WelcomePage : public QWidget
{
    Q_OBJECT

public:
    /// @p isSandbox: this is the sandbox already, so it is not offered.
    WelcomePage(OnboardingContext context, bool isSandbox, QWidget *parent = nullptr);

    /// Looks for a config.ini and for wallets, on worker threads, and asks the secret store for
    /// its state, without a prompt. Once; by itself when the page is shown.
    void lookAround();
    /// Offers to go on with a registration that was cut off.
    void showUnfinished(const QList<PendingOperation> &pending);
    /// There are accounts, and this page only adds one.
    void setBackAllowed(bool allowed);

signals:
    void unfinishedOpened(const QString &hotkeyPath);
    void backRequested();
    void createRequested();
    /// @p configPath: import that file; empty: let the person choose.
    void importRequested(const QString &configPath);
    void sandboxRequested();
    void settingsRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeChoices(bool isSandbox);
    QWidget *makeFoot();
    void foundConfig(const Result<ImportAccount::Found> &found);
    void foundWallets(const Result<WalletListing> &listing);
    void showFound();

    OnboardingContext m_context;
    ImportAccount m_import;
    PlainLabel *m_secrets;
    MessageBar *m_unfinished;
    QPushButton *m_back;
    Card *m_found;
    IconText *m_foundRow;
    QString m_configFound;
    QString m_walletsFound;
    bool m_lookedAround = false;
};

} // namespace canopy
