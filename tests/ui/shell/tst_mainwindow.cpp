#include "core/profiles/session.h"
#include "tests/support/accessiblenames.h"
#include "tests/support/faketransport.h"
#include "tests/support/fixedclock.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/scriptedrandom.h"
#include "ui/shell/dialogbanner.h"
#include "ui/shell/lockscreen.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/preferences.h"
#include "ui/shell/signoutdialog.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/rail.h"
#include "ui/widgets/sandboxbanner.h"

#include <QLabel>
#include <QLayout>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;

namespace {

class CountingPage : public Page
{
    Q_OBJECT

public:
    CountingPage(const QString &name, QWidget *parent)
        : Page(parent)
        , m_button(new QPushButton(name, this))
    {
        setObjectName(name);
    }
    void refresh() override
    {
        ++refreshed;
        emit statusChanged(objectName() + u" asked"_s);
    }
    QWidget *firstControl() const override { return m_button; }

    int refreshed = 0;

private:
    QPushButton *m_button;
};

struct World
{
    FixedClock clock;
    ScriptedRandom random;
    FakeTransport transport;
    MemorySecretStore secrets;
    Profile profile{.id = u"one"_s, .username = u"lumen%1<b>fold"_s};
    std::unique_ptr<Session> session;
    MainWindow window{secrets};
    int made = 0;

    AccountView *open()
    {
        session = std::make_unique<Session>(profile, transport, secrets, clock, random);
        const auto entry = [this](PageId id, const QString &title, bool atFoot) {
            return PageEntry{.id = id,
                             .title = title,
                             .icon = u"overview"_s,
                             .atFoot = atFoot,
                             .make = [this, title](Session &, QWidget *parent) -> Page * {
                                 ++made;
                                 return new CountingPage(title, parent);
                             }};
        };
        AccountView *view = window.showAccount(
            *session,
            {entry(PageId::Overview, u"Overview"_s, false),
             entry(PageId::ApiKeys, u"API keys"_s, false),
             entry(PageId::Settings, u"Settings"_s, true)},
            {{.profileId = u"one"_s, .name = u"lumenfold"_s, .host = u"api.chutes.ai"_s},
             {.profileId = u"two"_s, .name = u"other"_s, .host = u"api.chutes.ai"_s}});
        view->openPage(PageId::Overview);
        window.show();
        window.activateWindow();
        return view;
    }
    ~World() { window.clear(); }
};

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void pagesAreMadeWhenTheyAreOpened();
    void keysReachEverything();
    void regions();
    void aScreenMayRefuseToClose();
    void waitsForSecretsBeforeItCloses();
    void quitsAnyway();
    void pagesGoBeforeTheSession();
    void sandboxBannerIsOnDialogsToo();
    void preferencesComeBack();
    void signingOutRemovesSecretsFirst();
    void signingOutThatFailsKeepsTheAccount();
    void namesAndPlainText();
};

void TestMainWindow::pagesAreMadeWhenTheyAreOpened()
{
    World world;
    AccountView *view = world.open();
    QCOMPARE(world.made, 1);
    view->openPage(PageId::ApiKeys);
    QCOMPARE(world.made, 2);
    view->openPage(PageId::Overview);
    QCOMPARE(world.made, 2);
    QCOMPARE(view->currentPage()->objectName(), u"Overview"_s);
    QCOMPARE(world.window.findChild<QLabel *>(u"statusText"_s)->text(), u"Overview asked"_s);
    view->openPage(PageId::Deposit); // not in this version
    QCOMPARE(view->currentPage()->objectName(), u"Overview"_s);
    QCOMPARE(world.window.windowTitle(), u"lumen%1<b>fold – Canopy"_s);
}

void TestMainWindow::keysReachEverything()
{
    World world;
    AccountView *view = world.open();
    QVERIFY(QTest::qWaitForWindowActive(&world.window));
    QTest::keyClick(&world.window, Qt::Key_2, Qt::AltModifier);
    QCOMPARE(view->currentPage()->objectName(), u"API keys"_s);
    QCOMPARE(world.window.focusWidget()->parentWidget(), view->currentPage());
    QTest::keyClick(&world.window, Qt::Key_Comma, Qt::ControlModifier);
    QCOMPARE(view->currentPage()->objectName(), u"Settings"_s);
    QTest::keyClick(&world.window, Qt::Key_1, Qt::AltModifier);
    auto *page = qobject_cast<CountingPage *>(view->currentPage());
    QCOMPARE(page->refreshed, 1);
    QTest::keyClick(&world.window, Qt::Key_F5);
    QCOMPARE(page->refreshed, 2);
    QSignalSpy chosen(&world.window, &MainWindow::accountChosen);
    QTest::keyClick(&world.window, Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(chosen.first().first().toString(), u"two"_s);
    QTest::keyClick(&world.window, Qt::Key_9, Qt::ControlModifier);
    QCOMPARE(chosen.count(), 1);
    QSignalSpy locked(&world.window, &MainWindow::lockRequested);
    QTest::keyClick(&world.window, Qt::Key_L, Qt::ControlModifier);
    QCOMPARE(locked.count(), 1);
}

void TestMainWindow::regions()
{
    World world;
    AccountView *view = world.open();
    QVERIFY(QTest::qWaitForWindowActive(&world.window));
    QStringList visited;
    for (int press = 0; press < 4; ++press) {
        QTest::keyClick(&world.window, Qt::Key_F6);
        const QWidget *focus = world.window.focusWidget();
        for (const auto &region : {u"rail"_s, u"topBar"_s, u"pages"_s, u"statusLine"_s}) {
            if (view->findChild<QWidget *>(region)->isAncestorOf(focus))
                visited << region;
        }
    }
    QCOMPARE(visited, QStringList({u"statusLine"_s, u"rail"_s, u"topBar"_s, u"pages"_s}));
}

void TestMainWindow::aScreenMayRefuseToClose()
{
    World world;
    bool mayClose = false;
    world.window.showScreen(new QLabel(u"screen"_s), u"Screen"_s, [&mayClose] { return mayClose; });
    world.window.show();
    QVERIFY(!world.window.close());
    QVERIFY(world.window.isVisible());
    world.window.closeWhenPossible(); // SIGTERM
    QVERIFY(world.window.isVisible());
    QSignalSpy closing(&world.window, &MainWindow::closing);
    mayClose = true;
    world.window.retryClosing();
    QVERIFY(!world.window.isVisible());
    QCOMPARE(closing.count(), 1);
}

void TestMainWindow::waitsForSecretsBeforeItCloses()
{
    World world;
    world.open();
    bool waits = true;
    world.secrets.setGate([&waits] { return waits; });
    const auto written = world.secrets.write({.kind = SecretKind::Fingerprint},
                                             Secret::copyOf("x"));
    QTRY_VERIFY(world.secrets.hasPendingWrites());
    QVERIFY(!world.window.close());
    auto *bar = world.window.findChild<MessageBar *>(u"savingSecrets"_s);
    QVERIFY(bar->isVisible());
    world.secrets.release();
    QTRY_VERIFY(!world.secrets.hasPendingWrites());
    emit world.secrets.pendingWritesChanged();
    QTRY_VERIFY(!world.window.isVisible());
    QTRY_VERIFY(written.isFinished());
}

void TestMainWindow::quitsAnyway()
{
    World world;
    world.open();
    world.secrets.setGate([] { return true; });
    const auto written = world.secrets.write({.kind = SecretKind::Fingerprint},
                                             Secret::copyOf("x"));
    QTRY_VERIFY(world.secrets.hasPendingWrites());
    QVERIFY(!world.window.close());
    QVERIFY(!world.window.close());
    auto *bar = world.window.findChild<MessageBar *>(u"savingSecrets"_s);
    bar->findChild<QPushButton *>()->click();
    QVERIFY(!world.window.isVisible());
    QVERIFY(!written.isFinished());
}

void TestMainWindow::pagesGoBeforeTheSession()
{
    World world;
    const QPointer<AccountView> view = world.open();
    const QPointer<Page> page = view->currentPage();
    world.window.showScreen(new LockScreen(u"lumenfold"_s), u"Locked"_s);
    QVERIFY(!view && !page);
    QVERIFY(!world.window.account());
    world.session.reset();
    auto *screen = world.window.findChild<LockScreen *>();
    QSignalSpy unlock(screen, &LockScreen::unlockRequested);
    screen->findChild<QPushButton *>(u"unlock"_s)->click();
    QCOMPARE(unlock.count(), 1);
}

void TestMainWindow::sandboxBannerIsOnDialogsToo()
{
    World world;
    world.window.setSandboxBanner(u"Sandbox"_s, u"Nothing here is real."_s);
    QVERIFY(world.window.findChild<SandboxBanner *>());
    DialogBanner banner(u"Sandbox"_s, u"Nothing here is real."_s);
    qApp->installEventFilter(&banner);
    QDialog dialog;
    auto *column = new QVBoxLayout(&dialog);
    column->addWidget(new QLabel(u"content"_s));
    dialog.show();
    auto *shown = dialog.findChild<SandboxBanner *>();
    QVERIFY(shown && shown->isVisible());
    QCOMPARE(shown->pos(), QPoint(0, 0));
    qApp->removeEventFilter(&banner);
}

void TestMainWindow::preferencesComeBack()
{
    const QTemporaryDir folder;
    const PreferencesStore store(folder.path());
    QCOMPARE(store.load(), Preferences());
    const Preferences set{.appearance = Appearance::Dark,
                          .secretPlace = SecretStoreState::Kind::VaultFile,
                          .walletsPath = u"/tmp/w%41 ü"_s,
                          .windowGeometry = QByteArray("\0\1\xff", 3)};
    QVERIFY(store.save(set));
    QCOMPARE(store.load(), set);
    // Session-only is a choice for one run.
    QVERIFY(store.save({.secretPlace = SecretStoreState::Kind::SessionOnly}));
    QCOMPARE(store.load().secretPlace, SecretStoreState::Kind::Keychain);
    QVERIFY(!PreferencesStore(u"/proc/none"_s).save(set));
}

void TestMainWindow::signingOutRemovesSecretsFirst()
{
    World world;
    const QTemporaryDir folder;
    ProfileStore profiles(folder.path(), world.random);
    QVERIFY(profiles.load());
    world.profile.id = profiles.newId();
    world.profile.hasFingerprint = true;
    QVERIFY(profiles.save(world.profile));
    const SecretId id{.origin = world.profile.service.toString(),
                      .profileId = world.profile.id,
                      .kind = SecretKind::Fingerprint};
    const auto written = world.secrets.write(id, Secret::copyOf("x"));
    QTRY_VERIFY(written.isFinished());
    SignOutDialog dialog(world.profile, world.secrets, profiles);
    dialog.open();
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    QVERIFY(dialog.findChild<QPushButton *>(u"keepAccount"_s)->isDefault());
    dialog.findChild<QPushButton *>(u"signOut"_s)->click();
    QTRY_COMPARE(accepted.count(), 1);
    QVERIFY(!world.secrets.find(id));
    QVERIFY(profiles.profiles().isEmpty());
}

void TestMainWindow::signingOutThatFailsKeepsTheAccount()
{
    World world;
    const QTemporaryDir folder;
    ProfileStore profiles(folder.path(), world.random);
    QVERIFY(profiles.load());
    world.profile.id = profiles.newId();
    QVERIFY(profiles.save(world.profile));
    world.secrets.add({.operation = MemorySecretStore::Operation::Remove,
                       .code = Error::Code::KeychainUnknown,
                       .remaining = -1});
    SignOutDialog dialog(world.profile, world.secrets, profiles);
    dialog.open();
    dialog.findChild<QPushButton *>(u"signOut"_s)->click();
    QTRY_VERIFY(dialog.findChild<MessageBar *>()->isVisible());
    QCOMPARE(profiles.profiles().size(), 1);
    QCOMPARE(widgetsWithoutName(&dialog), QStringList());
    QCOMPARE(labelsNotPlain(&dialog), QStringList());
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QTRY_VERIFY(!dialog.isVisible());
}

void TestMainWindow::namesAndPlainText()
{
    World world;
    world.open();
    world.window.showNotice(u"<b>notice</b>"_s, u"<img src=file:///x>"_s);
    QCOMPARE(widgetsWithoutName(&world.window), QStringList());
    QCOMPARE(labelsNotPlain(&world.window), QStringList());
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
