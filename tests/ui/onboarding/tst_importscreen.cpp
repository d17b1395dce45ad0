#include "onboardingbench.h"
#include "tests/support/accessiblenames.h"
#include "ui/onboarding/importconfigpage.h"
#include "ui/onboarding/importhotkeypage.h"
#include "ui/onboarding/importscreen.h"
#include "ui/onboarding/links.h"
#include "ui/onboarding/welcomepage.h"
#include "ui/widgets/messagebar.h"

#include <QCheckBox>
#include <QDir>
#include <QLabel>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;

namespace {

QByteArray configOf(const QByteArray &baseUrl, const QByteArray &username = "nordlicht")
{
    const KeyPair key = WalletFixture::key(2);
    return "[api]\nbase_url = " + baseUrl + "\n\n[auth]\nusername = " + username
        + "\nuser_id = b1e0c1b2-6f0c-5c2a-9d3e-0123456789ab\nhotkey_seed = "
        + key.seed().view().bytes().toByteArray().toHex()
        + "\nhotkey_name = default\nhotkey_ss58address = " + key.address().toString().toLatin1()
        + "\n";
}

QString writeConfig(const OnboardingBench &bench, const QByteArray &content)
{
    const QString path = bench.folder.filePath(u"chutes/config.ini"_s);
    if (!QDir().mkpath(bench.folder.filePath(u"chutes"_s)))
        return {};
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        return {};
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return path;
}

} // namespace

class TestImportScreen : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void importsAConfigAndLeavesItAlone();
    void anotherServerMustBeTyped();
    void saysWhatIsWrongWithAFile_data();
    void saysWhatIsWrongWithAFile();
    void importsARegisteredHotkey();
    void aHotkeyWithoutAccountIsNotImported();
    void welcomeSendsNothing();
    void welcomeOffersWhatIsOnTheDisk();
    void onlyKnownLinksAreOpened_data();
    void onlyKnownLinksAreOpened();
};

void TestImportScreen::importsAConfigAndLeavesItAlone()
{
    OnboardingBench bench;
    const QByteArray content = configOf("https://api.chutes.ai");
    const QString path = writeConfig(bench, content);
    QVERIFY(!path.isEmpty());
    ImportScreen screen(bench.context());
    screen.show();
    screen.showConfig({});
    QSignalSpy imported(&screen, &ImportScreen::imported);
    auto *page = screen.findChild<ImportConfigPage *>();
    QTRY_VERIFY(button(page, "import")->isEnabled());
    QCOMPARE(widgetsWithoutName(&screen), QStringList());
    QCOMPARE(labelsNotPlain(&screen), QStringList());
    for (int click = 0; click < 20; ++click)
        button(page, "import")->click();
    QTRY_COMPARE(imported.count(), 1);
    QCOMPARE(bench.profiles.profiles().size(), 1);
    QCOMPARE(bench.profiles.profiles().first().username, u"nordlicht"_s);
    QVERIFY(bench.keychain->find(SecretKind::HotkeySeed));
    QVERIFY(bench.transport.seen().empty());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), content);
}

void TestImportScreen::anotherServerMustBeTyped()
{
    OnboardingBench bench;
    QVERIFY(!writeConfig(bench, configOf("https://chutes.example")).isEmpty());
    ImportScreen screen(bench.context());
    screen.show();
    screen.showConfig({});
    QTRY_VERIFY(edit(&screen, "hostName"));
    auto *page = screen.findChild<ImportConfigPage *>();
    QVERIFY(!button(page, "import")->isEnabled());
    QTest::keyClicks(edit(&screen, "hostName"), u"chutes.example"_s);
    QVERIFY(button(page, "import")->isEnabled());
}

void TestImportScreen::saysWhatIsWrongWithAFile_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("missing") << QByteArray();
    QTest::newRow("not an ini") << QByteArray("hello\nworld\n");
    QTest::newRow("byte order mark")
        << QByteArray("\xef\xbb\xbf") + configOf("https://api.chutes.ai");
    QTest::newRow("address that is none") << configOf("ftp://somewhere");
}

void TestImportScreen::saysWhatIsWrongWithAFile()
{
    QFETCH(QByteArray, content);
    OnboardingBench bench;
    if (!content.isEmpty())
        QVERIFY(!writeConfig(bench, content).isEmpty());
    ImportScreen screen(bench.context());
    screen.show();
    screen.showConfig({});
    auto *page = screen.findChild<ImportConfigPage *>();
    auto *bar = page->findChild<MessageBar *>(u"problem"_s);
    QTRY_VERIFY(bar->isVisible());
    QVERIFY(!bar->title().isEmpty());
    QVERIFY(!button(page, "import")->isEnabled());
    QVERIFY(bench.transport.seen().empty());
}

void TestImportScreen::importsARegisteredHotkey()
{
    OnboardingBench bench;
    bench.service().hasAccount = true;
    bench.service().username = "nordlicht";
    bench.service().hotkey = WalletFixture::key(2).address().toString().toLatin1();
    ImportScreen screen(bench.context());
    screen.show();
    screen.showHotkey(bench.hotkeyPath);
    QSignalSpy imported(&screen, &ImportScreen::imported);
    auto *page = screen.findChild<ImportHotkeyPage *>();
    QTRY_VERIFY(button(page, "import")->isEnabled());
    QCOMPARE(widgetsWithoutName(&screen), QStringList());
    button(page, "import")->click();
    QTRY_COMPARE(imported.count(), 1);
    QCOMPARE(bench.profiles.profiles().first().username, u"nordlicht"_s);
}

void TestImportScreen::aHotkeyWithoutAccountIsNotImported()
{
    OnboardingBench bench;
    ImportScreen screen(bench.context());
    screen.show();
    screen.showHotkey(bench.hotkeyPath);
    auto *page = screen.findChild<ImportHotkeyPage *>();
    QTRY_VERIFY(button(page, "import")->isEnabled());
    button(page, "import")->click();
    auto *bar = page->findChild<MessageBar *>(u"problem"_s);
    QTRY_VERIFY(bar->isVisible());
    QVERIFY(bench.profiles.profiles().isEmpty());
    QTRY_VERIFY(button(page, "import")->isEnabled());
}

void TestImportScreen::welcomeSendsNothing()
{
    OnboardingBench bench;
    WelcomePage page(bench.context(), false);
    page.resize(900, 600);
    page.show();
    auto *secrets = page.findChild<QLabel *>(u"secretsWillBeKept"_s);
    QTRY_COMPARE(secrets->text(), u"Secrets will be kept in GNOME Keyring"_s);
    QTRY_VERIFY(page.findChild<QWidget *>(u"found"_s)->isVisible());
    QVERIFY(bench.transport.seen().empty());
    // Its state was asked, which never prompts; no entry was touched.
    QCOMPARE(bench.keychain->operations(), 1);
    QCOMPARE(widgetsWithoutName(&page), QStringList());
    QCOMPARE(labelsNotPlain(&page), QStringList());
    for (const auto &[name, text] : {std::pair{"createAccount", u"Create a Chutes account…"_s},
                                     std::pair{"importAccount", u"Import an existing account…"_s},
                                     std::pair{"trySandbox", u"Try the sandbox"_s}}) {
        QCOMPARE(button(&page, name)->text(), text);
    }
}

void TestImportScreen::welcomeOffersWhatIsOnTheDisk()
{
    OnboardingBench bench;
    const QString path = writeConfig(bench, configOf("https://api.chutes.ai", "nordlicht"));
    WelcomePage page(bench.context(), true);
    page.show();
    QSignalSpy import(&page, &WelcomePage::importRequested);
    QTRY_VERIFY(button(&page, "importFound"));
    QCOMPARE(button(&page, "importFound")->text(), u"Import nordlicht…"_s);
    button(&page, "importFound")->click();
    QCOMPARE(import.first().first().toString(), path);
    QVERIFY(!button(&page, "trySandbox"));
}

void TestImportScreen::onlyKnownLinksAreOpened_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("isKnown");
    QTest::newRow("token page") << u"https://rtok.chutes.ai/users/registration_token"_s << true;
    QTest::newRow("query") << u"https://rtok.chutes.ai/users/registration_token?x=1"_s << false;
    QTest::newRow("fragment") << u"https://rtok.chutes.ai/users/registration_token#x"_s << false;
    QTest::newRow("other path") << u"https://rtok.chutes.ai/users/register"_s << false;
    QTest::newRow("http") << u"http://rtok.chutes.ai/users/registration_token"_s << false;
    QTest::newRow("other host") << u"https://rtok.chutes.ai.evil/users/registration_token"_s
                                << false;
    QTest::newRow("user info") << u"https://rtok.chutes.ai@evil/users/registration_token"_s
                               << false;
    QTest::newRow("javascript") << u"javascript:alert(1)"_s << false;
    QTest::newRow("file") << u"file:///etc/passwd"_s << false;
    QTest::newRow("empty") << QString() << false;
}

void TestImportScreen::onlyKnownLinksAreOpened()
{
    QFETCH(QString, url);
    QFETCH(bool, isKnown);
    QCOMPARE(isKnownLink(QUrl(url), Origin::registrationFor(Origin::official())), isKnown);
}

QTEST_MAIN(TestImportScreen)
#include "tst_importscreen.moc"
