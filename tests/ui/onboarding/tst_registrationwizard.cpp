#include "tests/support/accessiblenames.h"
#include "ui/onboarding/donepage.h"
#include "ui/onboarding/tokenpage.h"
#include "ui/onboarding/usernamepage.h"
#include "ui/widgets/checkrow.h"
#include "ui/widgets/formfield.h"
#include "wizardscreen.h"

#include <QClipboard>
#include <QDialog>
#include <QGuiApplication>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;

namespace {

using Step = RegistrationWizard::Step;
using Method = HttpRequest::Method;
using Screen = WizardScreen;

} // namespace

class TestRegistrationWizard : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void registersFromStartToEnd();
    void everyControlHasANameAndNoTextIsRich();
    void aFailureLandsWhereItBelongs_data();
    void aFailureLandsWhereItBelongs();
    void manyClicksAreOneRequest();
    void keyboardAlone();
    void tabGoesThroughThePageThenTheButtons();
    void asksBeforeAnotherServerIsTalkedTo();
    void aHotkeyWithAnAccountIsOfferedForImport();
    void worksWithoutAKeychain();
    void cannotBeLeftBeforeTheFingerprintIsSafe();
    void cannotBeLeftWhileRegistering();
    void lateAnswersAfterTheScreenIsGone();
    void unlocksTheKeychain();
    void leavingAsksFirst();
    void tokenInTheClipboardIsOfferedNotTaken();
    void onlyTheTokenPageIsOpened();
    void checksTheUsernameWhileTyping();
    void passwordOfAnEncryptedHotkeyIsAskedInThePage();
};

void TestRegistrationWizard::registersFromStartToEnd()
{
    Screen world;
    auto &wizard = world.open();
    QVERIFY(world.goTo(Step::Done));
    QCOMPARE(world.bench.service().registrations(), 1);
    QVERIFY(world.bench.keychain->find(SecretKind::Fingerprint));
    QTRY_VERIFY(button(&wizard, "finish")->isEnabled());
    QVERIFY(!button(&wizard, "cancel")->isVisible());
    QVERIFY(!button(&wizard, "back")->isVisible());
    QVERIFY(wizard.mayClose());
    QSignalSpy finished(&wizard, &RegistrationWizard::finished);
    button(&wizard, "finish")->click();
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(wizard.flow().fingerprint().isEmpty());
    QCOMPARE(world.bench.profiles.profiles().size(), 1);
    QCOMPARE(world.bench.profiles.profiles().first().username, u"alice"_s);
}

void TestRegistrationWizard::everyControlHasANameAndNoTextIsRich()
{
    Screen world;
    auto &wizard = world.open();
    for (const int step : {int(Step::Connection), int(Step::WalletAndHotkey), int(Step::Username),
                           int(Step::Token), int(Step::Confirm), int(Step::Done)}) {
        Screen each;
        each.open();
        QVERIFY(each.goTo(step));
        QCOMPARE(widgetsWithoutName(each.screen.get()), QStringList());
        QCOMPARE(labelsNotPlain(each.screen.get()), QStringList());
        QVERIFY(!each.page()->accessibleName().isEmpty());
    }
    QCOMPARE(button(&wizard, "next")->text().remove(u'&'), u"Next"_s);
    QCOMPARE(button(&wizard, "back")->text().remove(u'&'), u"Back"_s);
    QCOMPARE(button(&wizard, "register")->text().remove(u'&'), u"Register"_s);
}

void TestRegistrationWizard::aFailureLandsWhereItBelongs_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("detail");
    QTest::addColumn<int>("step");
    QTest::addColumn<QByteArray>("field");
    QTest::newRow("username taken")
        << 409 << QByteArray("Username alice already exists, sorry! Please choose another.")
        << int(Step::Username) << QByteArray("username");
    QTest::newRow("token refused")
        << 403
        << QByteArray(
               "Invalid registration token, or registration token does not match expected IP "
               "address")
        << int(Step::Token) << QByteArray("registrationToken");
    QTest::newRow("too little on the coldkey")
        << 402
        << QByteArray("You must have at least 0.25 tao on your coldkey to register an account.")
        << int(Step::Confirm) << QByteArray();
    QTest::newRow("too many") << 429 << QByteArray("Too may registration requests.")
                              << int(Step::Confirm) << QByteArray();
    QTest::newRow("service failed")
        << 500 << QByteArray("boom") << int(Step::Confirm) << QByteArray();
}

void TestRegistrationWizard::aFailureLandsWhereItBelongs()
{
    QFETCH(int, status);
    QFETCH(QByteArray, detail);
    QFETCH(int, step);
    QFETCH(QByteArray, field);
    Screen world;
    auto &wizard = world.open();
    QVERIFY(world.goTo(Step::Confirm));
    world.bench.service().add({.path = "/users/register", .answer = [status, detail] {
                                   return FakeTransport::detail(status, detail);
                               }});
    QVERIFY(press(&wizard, "register"));
    QTRY_VERIFY(world.bar() && world.bar()->isVisible());
    QCOMPARE(world.step(), step);
    QVERIFY(!world.bar()->title().isEmpty());
    // Everything typed is still there.
    QCOMPARE(edit(&wizard, "username")->text(), u"alice"_s);
    QCOMPARE(edit(&wizard, "registrationToken")->text(), QString::fromLatin1(token));
    if (field.isEmpty())
        return;
    QTRY_COMPARE(wizard.focusWidget()->objectName().toLatin1(), field);
    const auto fields = world.page()->findChildren<FormField *>();
    QVERIFY(std::ranges::any_of(fields, [](const FormField *each) { return each->hasError(); }));
    // The same value is not sent again.
    QVERIFY(!button(&wizard, "next")->isEnabled());
    QCOMPARE(world.bench.service().registrations(), 1);
}

void TestRegistrationWizard::manyClicksAreOneRequest()
{
    Screen world;
    auto &wizard = world.open();
    QVERIFY(world.goTo(Step::Confirm));
    for (int click = 0; click < 50; ++click) {
        button(&wizard, "register")->click();
        QTest::keyClick(&wizard, Qt::Key_Return);
    }
    QTRY_COMPARE(world.step(), int(Step::Done));
    QCOMPARE(world.bench.service().registrations(), 1);
}

void TestRegistrationWizard::keyboardAlone()
{
    Screen world;
    auto &wizard = world.open();
    const auto focused = [&wizard] { return wizard.window()->focusWidget(); };
    QTRY_VERIFY(focused() && button(&wizard, "next")->isEnabled());
    button(&wizard, "next")->setFocus();
    QTest::keyClick(focused(), Qt::Key_Space);
    QTRY_COMPARE(world.step(), int(Step::WalletAndHotkey));
    QTRY_COMPARE(focused()->objectName(), u"wallets"_s);
    QTRY_VERIFY(button(&wizard, "next")->isEnabled());
    QTest::keyClick(focused(), Qt::Key_Return);
    QTRY_COMPARE(world.step(), int(Step::Username));
    QTRY_COMPARE(focused()->objectName(), u"username"_s);
    QTest::keyClicks(focused(), u"alice"_s);
    QTest::keyClick(focused(), Qt::Key_Return);
    QTRY_COMPARE(world.step(), int(Step::Token));
    QTRY_COMPARE(focused()->objectName(), u"openTokenPage"_s);
    QTest::keyClick(focused(), Qt::Key_Space);
    QTRY_COMPARE(focused()->objectName(), u"registrationToken"_s);
    QTest::keyClicks(focused(), QString::fromLatin1(token));
    QTest::keyClick(focused(), Qt::Key_Return);
    QTRY_COMPARE(world.step(), int(Step::Confirm));
    QTRY_COMPARE(focused()->objectName(), u"register"_s);
    QTest::keyClick(focused(), Qt::Key_Space);
    QTRY_COMPARE(world.step(), int(Step::Done));
    QTRY_COMPARE(focused()->objectName(), u"finish"_s);
    QSignalSpy finished(&wizard, &RegistrationWizard::finished);
    QTest::keyClick(focused(), Qt::Key_Space);
    QTRY_COMPARE(finished.count(), 1);
}

void TestRegistrationWizard::tabGoesThroughThePageThenTheButtons()
{
    Screen world;
    auto &wizard = world.open();
    QVERIFY(world.goTo(Step::Username));
    const auto focused = [&wizard] { return wizard.window()->focusWidget()->objectName(); };
    QTRY_COMPARE(focused(), u"username"_s);
    QTest::keyClicks(edit(&wizard, "username"), u"alice"_s);
    for (const auto &name : {u"cancel"_s, u"back"_s, u"next"_s}) {
        QTest::keyClick(wizard.window()->focusWidget(), Qt::Key_Tab);
        QCOMPARE(focused(), name);
    }
}

void TestRegistrationWizard::asksBeforeAnotherServerIsTalkedTo()
{
    Screen world(ScriptedService::Generation::July2025,
                 *Origin::parse(u"https://chutes.example:8443"_s));
    auto &wizard = world.open();
    QLineEdit *host = edit(&wizard, "hostName");
    QVERIFY(host);
    QTRY_COMPARE(wizard.focusWidget(), host);
    QTest::keyClicks(host, u"chutes.example"_s);
    QVERIFY(world.bench.transport.seen().empty());
    QVERIFY(!button(&wizard, "next")->isEnabled());
    QTest::keyClicks(host, u":8443"_s);
    QTRY_VERIFY(button(&wizard, "next")->isEnabled());
    QVERIFY(!world.bench.transport.seen().empty());
}

void TestRegistrationWizard::aHotkeyWithAnAccountIsOfferedForImport()
{
    Screen world;
    world.bench.service().hasAccount = true;
    world.bench.service().username = "nord<b>licht";
    world.bench.service().hotkey = WalletFixture::key(2).address().toString().toLatin1();
    auto &wizard = world.open();
    QVERIFY(world.goTo(Step::WalletAndHotkey));
    QVERIFY(QTest::qWaitFor([&] { return press(&wizard, "next"); }));
    QTRY_VERIFY(world.bar()->isVisible());
    QVERIFY2(world.bar()->title().contains(u"nord<b>licht"_s), qPrintable(world.bar()->title()));
    QCOMPARE(world.step(), int(Step::WalletAndHotkey));
    QSignalSpy import(&wizard, &RegistrationWizard::importRequested);
    world.bar()->findChild<QPushButton *>()->click();
    QCOMPARE(import.count(), 1);
    QCOMPARE(import.first().first().toString(), world.bench.hotkeyPath);
}

void TestRegistrationWizard::worksWithoutAKeychain()
{
    Screen world;
    world.bench.keychainState.availability = SecretStoreState::Availability::Missing;
    auto &wizard = world.open();
    auto *row = wizard.findChild<CheckRow *>(u"checkSecrets"_s);
    QTRY_COMPARE(row->state(), CheckRow::State::Failed);
    QVERIFY(!button(&wizard, "next")->isEnabled());
    QVERIFY(button(&wizard, "useVault"));
    QVERIFY(press(&wizard, "useSession"));
    QTRY_VERIFY(button(&wizard, "next")->isEnabled());
    QCOMPARE(world.bench.store.kind(), SecretStoreState::Kind::SessionOnly);

    // Nothing keeps the fingerprint, so the person must.
    QVERIFY(world.goTo(Step::Done));
    QVERIFY(!button(&wizard, "finish")->isEnabled());
    QVERIFY(!wizard.mayClose());
    QVERIFY(world.bar()->isVisible());
    QLineEdit *lastFour = edit(&wizard, "lastFour");
    QVERIFY(lastFour->isVisible());
    lastFour->setFocus();
    QTest::keyClicks(lastFour, u"zzzz"_s);
    QVERIFY(!button(&wizard, "finish")->isEnabled());
    lastFour->selectAll();
    QTest::keyClicks(lastFour, u"Yz0C"_s);
    QTRY_VERIFY(button(&wizard, "finish")->isEnabled());
    QVERIFY(wizard.mayClose());
    QVERIFY(lastFour->text().isEmpty());
}

void TestRegistrationWizard::cannotBeLeftBeforeTheFingerprintIsSafe()
{
    Screen world;
    auto &wizard = world.open();
    QVERIFY(world.goTo(Step::Confirm));
    world.bench.keychain->add({.kind = SecretKind::Fingerprint, .remaining = -1});
    world.bench.keychain->add({.kind = SecretKind::PendingFingerprint, .remaining = -1});
    QVERIFY(press(&wizard, "register"));
    QTRY_COMPARE(world.step(), int(Step::Done));
    QVERIFY(!button(&wizard, "finish")->isEnabled());
    QSignalSpy finished(&wizard, &RegistrationWizard::finished);
    QSignalSpy cancelled(&wizard, &RegistrationWizard::cancelled);
    QTest::keyClick(&wizard, Qt::Key_Escape);
    QTest::keyClick(wizard.wizard(), Qt::Key_Escape);
    QVERIFY(press(&wizard, "openOverview"));
    QVERIFY(!wizard.mayClose());
    QCOMPARE(finished.count() + cancelled.count(), 0);
    QVERIFY(!wizard.flow().fingerprint().isEmpty());

    world.bench.keychain->clearFaults();
    QVERIFY(press(&wizard, "storeAgain"));
    QTRY_VERIFY(button(&wizard, "finish")->isEnabled());
    QVERIFY(world.bench.keychain->find(SecretKind::Fingerprint));
}

void TestRegistrationWizard::cannotBeLeftWhileRegistering()
{
    Screen world;
    auto &wizard = world.open();
    QVERIFY(world.goTo(Step::Confirm));
    bool waits = true;
    world.bench.transport.setGate([&waits] { return waits; });
    QVERIFY(press(&wizard, "register"));
    QTRY_COMPARE(world.bench.service().registrations(), 1);
    QVERIFY(!wizard.mayClose());
    QTest::keyClick(wizard.wizard(), Qt::Key_Escape);
    QCOMPARE(world.step(), int(Step::Confirm));
    QSignalSpy allowed(&wizard, &RegistrationWizard::closeAllowed);
    world.bench.transport.release();
    QTRY_COMPARE(world.step(), int(Step::Done));
    QVERIFY(allowed.count() > 0);
    QTRY_VERIFY(wizard.mayClose());
}

void TestRegistrationWizard::lateAnswersAfterTheScreenIsGone()
{
    Screen world;
    world.open();
    QVERIFY(world.goTo(Step::WalletAndHotkey));
    world.bench.transport.setGate([] { return true; });
    const auto before = world.bench.transport.seen().size();
    QVERIFY(QTest::qWaitFor([&] { return press(world.screen.get(), "next"); }));
    QTRY_VERIFY(world.bench.transport.seen().size() > before);
    world.screen.reset();
    world.bench.transport.release();
    QCoreApplication::sendPostedEvents();
    QTRY_COMPARE(world.bench.profiles.profiles().size(), 0);
}

void TestRegistrationWizard::unlocksTheKeychain()
{
    Screen world;
    world.bench.keychainState.availability = SecretStoreState::Availability::Locked;
    auto &wizard = world.open();
    auto *row = wizard.findChild<CheckRow *>(u"checkSecrets"_s);
    QTRY_COMPARE(row->state(), CheckRow::State::Failed);
    auto *unlock = row->findChild<QPushButton *>();
    QVERIFY(unlock);
    QCOMPARE(unlock->text().remove(u'&'), u"Unlock the keychain"_s);
    unlock->click();
    QTRY_COMPARE(row->state(), CheckRow::State::Passed);
    QTRY_VERIFY(button(&wizard, "next")->isEnabled());
}

void TestRegistrationWizard::leavingAsksFirst()
{
    Screen world;
    auto &wizard = world.open();
    QSignalSpy cancelled(&wizard, &RegistrationWizard::cancelled);
    QVERIFY(world.goTo(Step::Token));
    QTest::keyClick(wizard.wizard(), Qt::Key_Escape);
    auto *question = wizard.findChild<QDialog *>(u"leaveDialog"_s);
    QVERIFY(question && question->isVisible());
    QCOMPARE(question->focusWidget()->objectName(), u"keepForm"_s);
    QTest::keyClick(question, Qt::Key_Escape);
    QTRY_VERIFY(!wizard.findChild<QDialog *>(u"leaveDialog"_s));
    QCOMPARE(cancelled.count(), 0);
    QCOMPARE(edit(&wizard, "username")->text(), u"alice"_s);
}

void TestRegistrationWizard::tokenInTheClipboardIsOfferedNotTaken()
{
    Screen world;
    auto &wizard = world.open();
    QVERIFY(world.goTo(Step::Token));
    QGuiApplication::clipboard()->setText(QString::fromLatin1(token));
    QVERIFY(!world.bar()->isVisible()); // the page was not opened: it is no token of ours
    QVERIFY(press(&wizard, "openTokenPage"));
    QGuiApplication::clipboard()->setText(u"not a token"_s);
    QVERIFY(!world.bar()->isVisible());
    QGuiApplication::clipboard()->setText(QString::fromLatin1(token));
    QTRY_VERIFY(world.bar()->isVisible());
    QVERIFY(edit(&wizard, "registrationToken")->text().isEmpty());
    world.bar()->findChild<QPushButton *>()->click();
    QCOMPARE(edit(&wizard, "registrationToken")->text(), QString::fromLatin1(token));
}

void TestRegistrationWizard::onlyTheTokenPageIsOpened()
{
    Screen world;
    world.bench.browserWorks = false;
    auto &wizard = world.open();
    QVERIFY(world.goTo(Step::Token));
    QVERIFY(press(&wizard, "openTokenPage"));
    QCOMPARE(world.bench.opened,
             QList<QUrl>{QUrl(u"https://rtok.chutes.ai/users/registration_token"_s)});
    // Without a browser the address can be read and copied.
    QVERIFY(world.page()->findChild<QWidget *>(u"tokenClock"_s)->isVisible());
    QCOMPARE(wizard.flow().tokenPageOpenedAt(), world.bench.clock.now());
}

void TestRegistrationWizard::checksTheUsernameWhileTyping()
{
    Screen world;
    auto &wizard = world.open();
    QVERIFY(world.goTo(Step::Username));
    auto *field = world.page()->findChild<FormField *>();
    world.bench.nameCheck = R"({"readable":true,"valid":true,"available":false})";
    QTest::keyClicks(edit(&wizard, "username"), u"al"_s);
    QVERIFY(!button(&wizard, "next")->isEnabled());
    QTest::keyClicks(edit(&wizard, "username"), u"ice"_s);
    QTRY_VERIFY(field->hasError());
    QVERIFY(!button(&wizard, "next")->isEnabled());
    QCOMPARE(world.bench.count(Method::Get, "/users/name_check"), 1);
    world.bench.nameCheck = R"({"readable":true,"valid":true,"available":true})";
    QTest::keyClicks(edit(&wizard, "username"), u"2"_s);
    QVERIFY(!field->hasError());
    QTRY_VERIFY(!field->note().isEmpty());
    QVERIFY(button(&wizard, "next")->isEnabled());
    edit(&wizard, "username")->setText(u"a b"_s);
    QVERIFY(!button(&wizard, "next")->isEnabled());
}

void TestRegistrationWizard::passwordOfAnEncryptedHotkeyIsAskedInThePage()
{
    Screen world;
    QFile::remove(world.bench.hotkeyPath);
    QFile::remove(world.bench.hotkeyPath + u"pub.txt"_s);
    // The key of this container is not derived from any password that is typed here.
    const std::array<std::uint8_t, 32> containerKey{7};
    world.bench.wallets.addEncryptedHotkey(u"main"_s, u"locked"_s, WalletFixture::key(3),
                                           containerKey);
    auto &wizard = world.open();
    QVERIFY(world.goTo(Step::WalletAndHotkey));
    QLineEdit *password = edit(&wizard, "hotkeyPassword");
    QTRY_VERIFY(password->isVisible());
    QVERIFY(!button(&wizard, "next")->isEnabled());
    password->setFocus();
    QTest::keyClicks(password, u"wrong"_s);
    QTRY_VERIFY(button(&wizard, "next")->isEnabled());
    const auto sent = world.bench.transport.seen().size();
    QVERIFY(press(&wizard, "next"));
    QVERIFY(password->text().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(
        std::ranges::any_of(world.page()->findChildren<FormField *>(),
                            [](const FormField *field) { return field->hasError(); })
            || world.bar()->isVisible(),
        60'000);
    QVERIFY(
        std::ranges::any_of(world.page()->findChildren<FormField *>(), [](const FormField *field) {
            return field->error().contains(u"password is wrong"_s);
        }));
    QCOMPARE(world.step(), int(Step::WalletAndHotkey));
    QCOMPARE(world.bench.transport.seen().size(), sent);
}

QTEST_MAIN(TestRegistrationWizard)
#include "tst_registrationwizard.moc"
