#pragma once

#include "app/desktop/accountpages.h"
#include "app/desktop/places.h"
#include "core/base/random.h"
#include "core/chutes/networktransport.h"
#include "core/profiles/endpoints.h"
#include "core/profiles/journal.h"
#include "core/profiles/profilestore.h"
#include "core/secrets/chosenstore.h"
#include "core/wallet/walletfolder.h"
#include "ui/onboarding/onboardingcontext.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/preferences.h"
#include "ui/widgets/secretclipboard.h"

class QSessionManager;

namespace canopy {

class SandboxRun;
class Session;

/// Every concrete part of the program, in the order in which they depend on each other, and which
/// screen follows which. The only place that names them all.
class Composition : public QObject
{
    Q_OBJECT

public:
    explicit Composition(Places places, QObject *parent = nullptr);
    ~Composition() override;

    /// Shows the window. Nothing is sent, and the keychain is not asked, before the person acts
    /// or an account is open.
    void start();
    MainWindow &window() { return m_window; }
    /// The system wants us to end (SIGTERM, session end).
    void endRequested() { m_window.closeWhenPossible(); }
    /// The system shuts down: asks to wait while a fingerprint is not safe.
    void commitSession(QSessionManager &manager);

signals:
    /// Everything is settled; the program may end.
    void ended();

private:
    bool isSandbox() const { return m_sandbox != nullptr; }
    void loadRecords();
    void connectWindow();
    std::optional<Origin> serviceForNewAccounts() const;
    OnboardingContext onboarding(const Origin &service);
    void showNext();
    void showWelcome();
    void showRegistration(const QString &hotkeyPath = {});
    void showImport(const QString &configPath, const QString &hotkeyPath);
    void showSettings();
    void openAccount(const QString &profileId);
    void lock();
    void signOut(const QString &profileId);
    void askPassphrase();
    void setAppearance(Appearance appearance);
    void rememberFolder(const QString &folder);
    void savePreferences();
    void startSandboxProgram();
    void windowClosing();
    QList<AccountEntry> accountEntries() const;

    Places m_places;
    QProcessEnvironment m_environment;
    SystemClock m_clock;
    SystemRandom m_random;
    std::unique_ptr<SandboxRun> m_sandbox;
    PreferencesStore m_preferencesStore;
    Preferences m_preferences;
    ProfileStore m_profiles;
    Journal m_journal;
    ChosenStore m_secrets;
    NetworkTransport m_transport;
    SecretClipboard m_clipboard;
    WalletLocation m_wallets;
    Endpoints m_endpoints;
    AccountPages m_pages;
    /// Borrowed by what the window shows: the window is cleared before they go.
    std::unique_ptr<ChutesClient> m_newAccountClient;
    std::unique_ptr<Session> m_session;
    MainWindow m_window;
};

} // namespace canopy
