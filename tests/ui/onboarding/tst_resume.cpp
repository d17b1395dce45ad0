#include "ui/onboarding/welcomepage.h"
#include "wizardscreen.h"

#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;

namespace {

/// What a program that was killed after its request had left leaves behind.
PendingOperation cutOff(const OnboardingBench &bench)
{
    return {.kind = PendingOperation::Kind::Register,
            .service = bench.client.service(),
            .profileId = u"0123456789abcdef0123456789abcdef"_s,
            .subject = WalletFixture::key(2).address().toString(),
            .username = u"alice"_s,
            .coldkey = WalletFixture::key(1).address().toString(),
            .hotkeyName = u"default"_s,
            .hotkeyPath = bench.hotkeyPath,
            .walletName = u"main"_s,
            .startedAt = bench.clock.now()};
}

} // namespace

class TestResume : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void welcomeOffersToContinue();
    void anAcceptedOneIsFinished();
    void oneThatNeverArrivedStartsOver();
};

void TestResume::welcomeOffersToContinue()
{
    OnboardingBench bench;
    WelcomePage page(bench.context(), false);
    page.show();
    page.showUnfinished({});
    auto *bar = page.findChild<MessageBar *>(u"unfinished"_s);
    QVERIFY(!bar->isVisible());
    page.showUnfinished({cutOff(bench)});
    QVERIFY(bar->isVisible());
    QVERIFY(bar->title().contains(u"alice"_s));
    QSignalSpy opened(&page, &WelcomePage::unfinishedOpened);
    bar->findChild<QPushButton *>()->click();
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.first().first().toString(), bench.hotkeyPath);
}

void TestResume::anAcceptedOneIsFinished()
{
    WizardScreen world;
    QVERIFY(world.bench.journal.begin(cutOff(world.bench)));
    auto &service = world.bench.service();
    service.hasAccount = true;
    service.username = "alice";
    service.hotkey = WalletFixture::key(2).address().toString().toLatin1();
    service.fingerprint = "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C";
    auto &wizard = world.open();
    wizard.selectHotkey(world.bench.hotkeyPath);
    QVERIFY(world.goTo(RegistrationWizard::WalletAndHotkey));
    QVERIFY(QTest::qWaitFor([&] { return press(&wizard, "next"); }));
    QTRY_VERIFY(world.bar()->isVisible());
    QVERIFY2(world.bar()->title().contains(u"had been accepted"_s),
             qPrintable(world.bar()->title()));
    auto *finishIt = world.bar()->findChild<QPushButton *>();
    QCOMPARE(finishIt->text().remove(u'&'), u"Finish it"_s);
    finishIt->click();
    QTRY_COMPARE(world.step(), int(RegistrationWizard::Done));
    QTRY_VERIFY(button(&wizard, "finish")->isEnabled());
    QCOMPARE(service.registrations(), 0);
    QVERIFY(service.fingerprint != "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C");
    const Secret *stored = world.bench.keychain->find(SecretKind::Fingerprint);
    QVERIFY(stored && stored->view().bytes() == service.fingerprint);
    QVERIFY(world.bench.journal.pending().isEmpty());
}

void TestResume::oneThatNeverArrivedStartsOver()
{
    WizardScreen world;
    QVERIFY(world.bench.journal.begin(cutOff(world.bench)));
    auto &wizard = world.open();
    wizard.selectHotkey(world.bench.hotkeyPath);
    QVERIFY(world.goTo(RegistrationWizard::Done));
    QCOMPARE(world.bench.service().registrations(), 1);
    QVERIFY(world.bench.journal.pending().isEmpty());
}

QTEST_MAIN(TestResume)
#include "tst_resume.moc"
