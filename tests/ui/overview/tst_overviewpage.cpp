#include "tests/core/flows/scriptedservice.h"
#include "tests/support/accessiblenames.h"
#include "tests/support/fixedclock.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/scriptedrandom.h"
#include "tests/support/walletfixture.h"
#include "ui/overview/developeraccess.h"
#include "ui/overview/fingerprintdialog.h"
#include "ui/overview/overviewpage.h"
#include "ui/widgets/card.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/secretclipboard.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;

namespace {

struct World
{
    QTemporaryDir folder;
    FixedClock clock;
    ScriptedRandom random;
    FakeTransport transport;
    ScriptedService service{transport, ScriptedService::Generation::May2026};
    MemorySecretStore secrets;
    SecretClipboard clipboard;
    Journal journal{folder.path(), random};
    Profile profile;
    std::unique_ptr<Session> session;
    std::unique_ptr<OverviewPage> page;

    World()
    {
        const KeyPair key = WalletFixture::key(2);
        profile = {.id = u"00112233445566778899aabbccddeeff"_s,
                   .username = u"al<i>ce"_s,
                   .hotkeyName = u"default"_s,
                   .hotkey = key.address(),
                   .hasSeed = true,
                   .hasFingerprint = true};
        service.hasAccount = true;
        service.username = "al<i>ce";
        service.hotkey = key.address().toString().toLatin1();
        keep(SecretKind::HotkeySeed, key.seed().clone());
        keep(SecretKind::Fingerprint, Secret::copyOf("aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C"));
    }
    void keep(SecretKind kind, Secret value)
    {
        const auto written = secrets.write(
            {.origin = profile.service.toString(), .profileId = profile.id, .kind = kind},
            std::move(value));
        QVERIFY(QTest::qWaitFor([&written] { return written.isFinished(); }));
    }
    OverviewPage &open()
    {
        session = std::make_unique<Session>(profile, transport, secrets, clock, random);
        session->client().setRetryPolicy({.most = 0, .pause = std::chrono::milliseconds(1)});
        page = std::make_unique<OverviewPage>(
            *session,
            OverviewPage::Needs{.journal = journal,
                                .clock = clock,
                                .clipboard = clipboard,
                                .endpoints = readyFuture<Endpoints>(
                                    effectiveEndpoints({}, u"/tmp/config.ini"_s, {})),
                                .wallets = u"/home/x/.bittensor/wallets"_s});
        page->resize(1000, 720);
        page->show();
        page->refresh();
        return *page;
    }
    MessageBar *bar() const { return page->findChild<MessageBar *>(u"problem"_s); }
    QStringList texts() const
    {
        QStringList all;
        for (const QLabel *label : page->findChildren<QLabel *>())
            all << label->text();
        return all;
    }
};

} // namespace

class TestOverviewPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void showsWhatTheServiceSaid();
    void oldDataStaysWhenTheServiceIsSilent();
    void withoutAnyAnswerItShowsWhatIsRemembered();
    void showsTheFingerprintMasked();
    void offersToUnlock();
    void manyRefreshesAreOneRequest();
    void lateAnswersAfterThePageIsGone();
    void namesAnUnfinishedRegistration();
    void developerRoutes();
};

void TestOverviewPage::showsWhatTheServiceSaid()
{
    World world;
    world.open();
    QSignalSpy status(world.page.get(), &Page::statusChanged);
    QTRY_VERIFY(!status.isEmpty());
    const QStringList texts = world.texts();
    QVERIFY(texts.contains(u"al<i>ce"_s));
    // The service of this test reports no balance: that is not nothing.
    QVERIFY(texts.contains(u"Not reported by this service"_s));
    QVERIFY(texts.contains(u"Balance top-up address (not refundable)"_s));
    QVERIFY(!world.bar()->isVisible());
    QCOMPARE(widgetsWithoutName(world.page.get()), QStringList());
    QCOMPARE(labelsNotPlain(world.page.get()), QStringList());
}

void TestOverviewPage::oldDataStaysWhenTheServiceIsSilent()
{
    World world;
    world.open();
    QSignalSpy status(world.page.get(), &Page::statusChanged);
    QTRY_COMPARE(status.count(), 1);
    world.clock.advance(29 * 60);
    world.service.add({.path = "/users/me", .answer = noAnswer(Error::Code::Timeout, false)});
    world.page->findChild<QPushButton *>(u"refresh"_s)->click();
    QTRY_VERIFY(world.bar()->isVisible());
    QVERIFY2(world.bar()->body().contains(u"29 minutes"_s), qPrintable(world.bar()->body()));
    QVERIFY(world.texts().contains(u"al<i>ce"_s));
    QVERIFY(world.page->findChild<FactCard *>(u"balance"_s)->isStale());
    // And back again.
    world.service.clearFaults();
    const auto buttons = world.bar()->findChildren<QPushButton *>();
    QCOMPARE(buttons.size(), 1);
    buttons.first()->click();
    QTRY_VERIFY(!world.bar()->isVisible());
    QVERIFY(!world.page->findChild<FactCard *>(u"balance"_s)->isStale());
}

void TestOverviewPage::withoutAnyAnswerItShowsWhatIsRemembered()
{
    World world;
    world.service.add({.path = "/users/me", .answer = noAnswer(Error::Code::Offline, false)});
    world.open();
    QTRY_VERIFY(world.bar()->isVisible());
    QVERIFY(world.texts().contains(u"al<i>ce"_s));
    QVERIFY(world.texts().contains(u"Not known"_s));
}

void TestOverviewPage::showsTheFingerprintMasked()
{
    World world;
    world.open();
    auto *show = world.page->findChild<QPushButton *>(u"showFingerprint"_s);
    QTRY_VERIFY(world.page->findChild<QPushButton *>(u"showFingerprint"_s)->isVisible());
    show = world.page->findChild<QPushButton *>(u"showFingerprint"_s);
    show->click();
    QTRY_VERIFY(world.page->findChild<FingerprintDialog *>());
    auto *dialog = world.page->findChild<FingerprintDialog *>();
    QVERIFY(!dialog->windowTitle().contains(u"aB3d"_s));
    QCOMPARE(widgetsWithoutName(dialog), QStringList());
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        QVERIFY(!label->text().contains(u"aB3dE5gH"_s));
}

void TestOverviewPage::offersToUnlock()
{
    World world;
    world.secrets.add({.operation = MemorySecretStore::Operation::Read,
                       .code = Error::Code::KeychainLocked,
                       .remaining = -1});
    world.open();
    QTRY_VERIFY(world.bar()->isVisible());
    QCOMPARE(world.bar()->findChildren<QPushButton *>().size(), 2);
    world.secrets.clearFaults();
    world.bar()->findChildren<QPushButton *>().first()->click();
    QTRY_VERIFY(!world.bar()->isVisible());
}

void TestOverviewPage::manyRefreshesAreOneRequest()
{
    World world;
    world.transport.setGate([] { return true; });
    world.open();
    QTRY_VERIFY(!world.transport.seen().empty());
    for (int press = 0; press < 20; ++press)
        world.page->refresh();
    world.transport.release();
    QTRY_VERIFY(world.page->findChild<QPushButton *>(u"refresh"_s)->isEnabled());
    QCOMPARE(world.transport.count(HttpRequest::Method::Get, "/users/me"), 1);
}

void TestOverviewPage::lateAnswersAfterThePageIsGone()
{
    World world;
    world.transport.setGate([] { return true; });
    world.open();
    QTRY_VERIFY(!world.transport.seen().empty());
    world.page.reset();
    world.session.reset();
    world.transport.release();
    QSignalSpy idle(&world.transport, &QObject::destroyed);
    QVERIFY(!idle.wait(50));
}

void TestOverviewPage::namesAnUnfinishedRegistration()
{
    World world;
    QVERIFY(world.journal.load());
    QVERIFY(world.journal.begin({.profileId = u"0123456789abcdef0123456789abcdef"_s,
                                 .subject = WalletFixture::key(3).address().toString(),
                                 .username = u"bob"_s,
                                 .hotkeyPath = u"/w/hotkeys/default"_s,
                                 .startedAt = world.clock.now()}));
    world.open();
    auto *bar = world.page->findChild<MessageBar *>(u"unfinished"_s);
    QVERIFY(bar->isVisible());
    QVERIFY(bar->title().contains(u"bob"_s));
    QSignalSpy opened(world.page.get(), &OverviewPage::unfinishedRegistrationOpened);
    bar->findChild<QPushButton *>()->click();
    QCOMPARE(opened.first().first().toString(), u"/w/hotkeys/default"_s);
}

void TestOverviewPage::developerRoutes()
{
    const auto unknown = DeveloperAccess::routes({}, {}, true);
    QCOMPARE(unknown.size(), 2);
    QVERIFY(std::ranges::all_of(unknown,
                                [](const auto &route) { return route.offer == Offer::Unknown; }));

    const auto newer = Capabilities::fromOpenApi(
        R"({"openapi":"3.1.0","info":{"title":"x","version":"1"},"paths":{"/ping":{"get":{}}}})",
        QDateTime::currentDateTimeUtc());
    QVERIFY(newer);
    Account account;
    account.balance = Usd::fromMicros(42'180'000);
    const auto routes = DeveloperAccess::routes(*newer, account, true);
    QCOMPARE(routes.size(), 3);
    QCOMPARE(routes.at(0).text,
             u"Chutes’ rule since 2 October 2025. You have $42.18; $7.82 to go."_s);
    QVERIFY(routes.at(1).text.contains(u"2 October 2025"_s));
    QVERIFY(routes.at(2).text.contains(u"23 July 2025"_s));
    // Another server has a history of its own.
    QVERIFY(!DeveloperAccess::routes(*newer, account, false).at(1).text.contains(u"2025"_s));

    const auto older = Capabilities::fromOpenApi(
        R"({"openapi":"3.1.0","info":{"title":"x","version":"1"},"paths":{"/developer_deposit":{"get":{}},
            "/users/link_validator":{"get":{}},"/users/link_subnet_owner":{"get":{}}}})",
        QDateTime::currentDateTimeUtc());
    QVERIFY(older);
    QCOMPARE(DeveloperAccess::routes(*older, {}, true).first().offer, Offer::Present);
}

QTEST_MAIN(TestOverviewPage)
#include "tst_overviewpage.moc"
