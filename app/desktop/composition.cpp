#include "app/desktop/composition.h"

#include "app/desktop/environment.h"
#include "app/desktop/forgetaccounts.h"
#include "app/desktop/sandboxrun.h"
#include "core/base/files.h"
#include "core/base/logging.h"
#include "core/secrets/keychainstore.h"
#include "ui/onboarding/importscreen.h"
#include "ui/onboarding/registrationwizard.h"
#include "ui/onboarding/welcomepage.h"
#include "ui/settings/settingsscreen.h"
#include "ui/shell/dialogbanner.h"
#include "ui/shell/lockscreen.h"
#include "ui/shell/signoutdialog.h"
#include "ui/shell/statusline.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/text/storetext.h"
#include "ui/vault/passphrasedialog.h"

#include <QApplication>
#include <QDesktopServices>
#include <QDir>
#include <QProcess>
#include <QSessionManager>

using namespace Qt::StringLiterals;

namespace canopy {

Composition::Composition(Places places, QObject *parent)
    : QObject(parent)
    , m_places(std::move(places))
    , m_environment(QProcessEnvironment::systemEnvironment())
    , m_sandbox(
          m_places.sandbox.isEmpty()
              ? nullptr
              : std::make_unique<SandboxRun>(m_places.sandbox, m_places.walletsOption, m_random))
    , m_preferencesStore(m_places.data)
    , m_preferences(m_preferencesStore.load())
    , m_profiles(m_places.data, m_random)
    , m_journal(m_places.data, m_random)
    , m_secrets([] { return std::make_unique<KeychainStore>(); },
                QDir(m_places.data).filePath(u"secrets.vault"_s), m_preferences.secretPlace)
    , m_wallets(walletLocation(m_preferences.walletsPath, m_environment))
    , m_endpoints(effectiveEndpoints(m_environment, m_places.configOption, {}))
    , m_pages({.journal = m_journal,
               .clock = m_clock,
               .clipboard = m_clipboard,
               .secrets = m_secrets,
               .wallets = m_wallets,
               .appearance = m_preferences.appearance,
               .endpoints = m_endpoints,
               .environment = m_environment,
               .configOption = m_places.configOption,
               .data = m_places.data,
               .dataOrigin = m_places.dataOrigin,
               .sandbox = isSandbox() ? serviceForNewAccounts() : std::nullopt})
    , m_window(m_secrets)
{
    if (!m_places.walletsOption.isEmpty()) {
        m_wallets = {.path = m_places.walletsOption, .origin = WalletLocation::Origin::CommandLine};
    }
    if (!m_preferences.windowGeometry.isEmpty())
        m_window.restoreGeometry(m_preferences.windowGeometry);
    applyAppearance(*qApp, m_preferences.appearance);
    if (isSandbox()) {
        const QString name = tr("Sandbox");
        const QString words = tr(
            "A pretend service on this computer. No real money, no real account; "
            "nothing leaves 127.0.0.1.");
        m_window.setSandboxBanner(name, words);
        qApp->installEventFilter(new DialogBanner(name, words, this));
    }
    connectWindow();
}

Composition::~Composition()
{
    m_window.clear();
}

void Composition::connectWindow()
{
    connect(&m_pages, &AccountPages::unfinishedRegistrationOpened, this,
            &Composition::showRegistration);
    connect(&m_pages, &AccountPages::appearanceChanged, this, &Composition::setAppearance);
    connect(&m_window, &MainWindow::accountChosen, this, &Composition::openAccount);
    connect(&m_window, &MainWindow::addAccountRequested, this, &Composition::showWelcome);
    connect(&m_window, &MainWindow::signOutRequested, this, &Composition::signOut);
    connect(&m_window, &MainWindow::lockRequested, this, &Composition::lock);
    connect(&m_window, &MainWindow::closing, this, &Composition::windowClosing);
    connect(&m_secrets, &ChosenStore::passphraseWanted, this, &Composition::askPassphrase);
    connect(&m_secrets, &ChosenStore::kindChanged, this, [this](SecretStoreState::Kind kind) {
        if (kind != SecretStoreState::Kind::SessionOnly) {
            m_preferences.secretPlace = kind;
            savePreferences();
        }
    });
}

void Composition::start()
{
    loadRecords();
    showNext();
    if (isSandbox() && !m_sandbox->started()) {
        m_window.showNotice(tr("The sandbox could not be started."),
                            errorText(m_sandbox->started().error(), Doing::Connecting).what);
    }
    if (currentIdentity() == Identity::Root) {
        m_window.showNotice(
            tr("Canopy runs as root."),
            tr("What it writes belongs to root. Start it as the user whose accounts "
               "these are."));
    }
    m_window.show();
}

void Composition::loadRecords()
{
    if (const auto made = makePrivateFolder(m_places.data); !made) {
        m_window.showNotice(tr("Canopy cannot use its data folder."),
                            tr("Accounts cannot be kept: %1").arg(displayText(m_places.data)));
        return;
    }
    if (const auto loaded = m_profiles.load(); !loaded) {
        const ErrorText text = errorText(loaded.error(), Doing::SavingProfile);
        m_window.showNotice(tr("The list of accounts cannot be read. It was left as it is."),
                            text.what);
    }
    if (const auto loaded = m_journal.load(); !loaded) {
        m_window.showNotice(
            tr("The record of unfinished work cannot be read. It was left as it is."),
            tr("Nothing that cannot be repeated is started until %1 is mended or moved away.")
                .arg(displayText(QDir(m_places.data).filePath(u"pending.json"_s))));
    }
}

std::optional<Origin> Composition::serviceForNewAccounts() const
{
    if (isSandbox())
        return m_sandbox->started() ? std::optional(m_sandbox->origin()) : std::nullopt;
    return Origin::parse(m_endpoints.registrationUrl.value);
}

OnboardingContext Composition::onboarding(const Origin &service)
{
    m_newAccountClient = std::make_unique<ChutesClient>(m_transport, m_clock, m_random, service);
    return {.registration = {.client = *m_newAccountClient,
                             .secrets = m_secrets,
                             .profiles = m_profiles,
                             .journal = m_journal,
                             .clock = m_clock,
                             .random = m_random},
            .store = m_secrets,
            .clipboard = m_clipboard,
            .wallets = m_wallets,
            .configPath = m_endpoints.configPath.value,
            .serviceIsKnown = service.isOfficial() || isSandbox(),
            .openInBrowser = [](const QUrl &url) { return QDesktopServices::openUrl(url); }};
}

void Composition::showNext()
{
    if (m_profiles.find(m_profiles.currentId()))
        openAccount(m_profiles.currentId());
    else if (!m_profiles.profiles().isEmpty())
        openAccount(m_profiles.profiles().constFirst().id);
    else
        showWelcome();
}

void Composition::showWelcome()
{
    m_window.clear();
    m_session.reset();
    // Where the address cannot be used, nothing is sent to any other one instead.
    auto *welcome = new WelcomePage(
        onboarding(serviceForNewAccounts().value_or(Origin::official())), isSandbox());
    connect(welcome, &WelcomePage::createRequested, this, [this] { showRegistration(); });
    connect(welcome, &WelcomePage::importRequested, this,
            [this](const QString &path) { showImport(path, {}); });
    connect(welcome, &WelcomePage::settingsRequested, this, &Composition::showSettings);
    connect(welcome, &WelcomePage::sandboxRequested, this, &Composition::startSandboxProgram);
    connect(welcome, &WelcomePage::backRequested, this, &Composition::showNext);
    welcome->setBackAllowed(!m_profiles.profiles().isEmpty());
    connect(welcome, &WelcomePage::unfinishedOpened, this,
            [this](const QString &hotkeyPath) { showRegistration(hotkeyPath); });
    m_window.showScreen(welcome, {});
    welcome->showUnfinished(m_journal.pending());
}

void Composition::showRegistration(const QString &hotkeyPath)
{
    const auto service = serviceForNewAccounts();
    if (!service) {
        m_window.showNotice(tr("The address in CHUTES_API_URL cannot be used."),
                            tr("“%1” is neither https nor a server on this computer. Correct or "
                               "unset it, then start "
                               "Canopy again.")
                                .arg(displayText(m_endpoints.registrationUrl.value)));
        return;
    }
    m_window.clear();
    m_session.reset();
    auto *wizard = new RegistrationWizard(onboarding(*service));
    if (!hotkeyPath.isEmpty())
        wizard->selectHotkey(hotkeyPath);
    connect(wizard, &RegistrationWizard::finished, this, &Composition::showNext,
            Qt::QueuedConnection);
    connect(wizard, &RegistrationWizard::cancelled, this, &Composition::showNext,
            Qt::QueuedConnection);
    connect(
        wizard, &RegistrationWizard::importRequested, this,
        [this](const QString &path) { showImport({}, path); }, Qt::QueuedConnection);
    connect(wizard, &RegistrationWizard::closeAllowed, &m_window, &MainWindow::retryClosing,
            Qt::QueuedConnection);
    connect(wizard, &RegistrationWizard::folderChosen, this, &Composition::rememberFolder);
    m_window.showScreen(wizard, tr("Create a Chutes account"),
                        [wizard] { return wizard->mayClose(); });
}

void Composition::showImport(const QString &configPath, const QString &hotkeyPath)
{
    m_window.clear();
    m_session.reset();
    auto *screen = new ImportScreen(
        onboarding(serviceForNewAccounts().value_or(Origin::official())));
    connect(screen, &ImportScreen::imported, this, &Composition::showNext, Qt::QueuedConnection);
    connect(screen, &ImportScreen::cancelled, this, &Composition::showNext, Qt::QueuedConnection);
    connect(screen, &ImportScreen::folderChosen, this, &Composition::rememberFolder);
    if (hotkeyPath.isEmpty())
        screen->showConfig(configPath);
    else
        screen->showHotkey(hotkeyPath);
    m_window.showScreen(screen, tr("Import an existing account"),
                        [screen] { return screen->mayClose(); });
}

void Composition::showSettings()
{
    m_window.clear();
    auto *page = m_pages.makeSettings(nullptr);
    auto *screen = new SettingsScreen(page);
    connect(screen, &SettingsScreen::backRequested, this, &Composition::showNext,
            Qt::QueuedConnection);
    m_window.showScreen(screen, tr("Settings"));
}

void Composition::openAccount(const QString &profileId)
{
    const Profile *profile = m_profiles.find(profileId);
    if (!profile)
        return;
    m_window.clear();
    if (const auto chosen = m_profiles.setCurrent(profileId); !chosen)
        qCWarning(lcProfiles, "which account is open could not be written down");
    m_newAccountClient.reset();
    m_session = std::make_unique<Session>(*profile, m_transport, m_secrets, m_clock, m_random);
    AccountView *view = m_window.showAccount(*m_session, m_pages.registry(), accountEntries());
    connect(&m_secrets, &SecretStore::waitingChanged, view->statusLine(), [view](bool waiting) {
        view->statusLine()->setSecrets(waiting ? tr("Waiting for your keyring…") : QString());
    });
    view->openPage(PageId::Overview);
    whenFinished(m_secrets.state(), view, [view](const Result<SecretStoreState> &state) {
        if (state) {
            const QString reminder = storeReminder(*state);
            view->statusLine()->setSecrets(
                reminder.isEmpty() ? tr("Secrets in %1").arg(displayText(storeName(*state)))
                                   : reminder);
        }
    });
}

void Composition::lock()
{
    if (!m_session)
        return;
    const QString name = displayText(m_session->profile().username, 60);
    const QString id = m_session->profile().id;
    m_window.clear();
    m_session.reset();
    m_clipboard.clearNow();
    m_secrets.lock();
    auto *screen = new LockScreen(name);
    connect(
        screen, &LockScreen::unlockRequested, this, [this, id] { openAccount(id); },
        Qt::QueuedConnection);
    m_window.showScreen(screen, tr("Locked"));
}

void Composition::signOut(const QString &profileId)
{
    const Profile *profile = m_profiles.find(profileId);
    if (!profile)
        return;
    auto *dialog = new SignOutDialog(*profile, m_secrets, m_profiles, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(
        dialog, &QDialog::accepted, this,
        [this] {
            m_clipboard.clearNow();
            m_window.clear();
            m_session.reset();
            showNext();
        },
        Qt::QueuedConnection);
    dialog->open();
}

void Composition::askPassphrase()
{
    auto *dialog = new PassphraseDialog(m_secrets, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::rejected, &m_secrets, &ChosenStore::giveUpUnlocking);
    dialog->open();
}

void Composition::setAppearance(Appearance appearance)
{
    m_preferences.appearance = appearance;
    applyAppearance(*qApp, appearance);
    savePreferences();
}

void Composition::rememberFolder(const QString &folder)
{
    m_wallets = {.path = folder, .origin = WalletLocation::Origin::Chosen};
    m_preferences.walletsPath = folder;
    savePreferences();
}

void Composition::savePreferences()
{
    if (!m_preferencesStore.save(m_preferences))
        qCWarning(lcUi, "the preferences could not be written");
}

void Composition::startSandboxProgram()
{
    // Another process with records of its own: what happens there cannot touch what is here.
    if (!QProcess::startDetached(QCoreApplication::applicationFilePath(), {u"--sandbox"_s}))
        m_window.showNotice(tr("The sandbox could not be started."), {});
}

QList<AccountEntry> Composition::accountEntries() const
{
    QList<AccountEntry> entries;
    for (const Profile &profile : m_profiles.profiles()) {
        entries << AccountEntry{.profileId = profile.id,
                                .name = displayText(profile.username, 60),
                                .host = profile.service.display()};
    }
    return entries;
}

void Composition::commitSession(QSessionManager &manager)
{
    m_window.closeWhenPossible();
    if (m_window.isVisible() && manager.allowsInteraction())
        manager.cancel();
}

void Composition::windowClosing()
{
    m_preferences.windowGeometry = m_window.saveGeometry();
    savePreferences();
    m_clipboard.clearNow();
    m_window.clear();
    m_session.reset();
    if (!m_places.temporary) {
        QMetaObject::invokeMethod(this, &Composition::ended, Qt::QueuedConnection);
        return;
    }
    // A temporary sandbox takes the secrets of its accounts along.
    whenFinished(forgetSecretsOf(m_secrets, m_profiles.profiles()), this,
                 [this](const Result<Done> &) { emit ended(); });
    // A keyring that asks, or does not answer, does not keep the program.
    QTimer::singleShot(std::chrono::seconds(2), this, &Composition::ended);
}

} // namespace canopy
