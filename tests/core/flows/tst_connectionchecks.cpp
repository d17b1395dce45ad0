#include "core/flows/connectionchecks.h"
#include "scriptedservice.h"
#include "tests/support/await.h"
#include "tests/support/fixedclock.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/scriptedrandom.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;

namespace {

using Check = ConnectionChecks::Check;
using State = ConnectionChecks::State;
using Code = Error::Code;
using Availability = SecretStoreState::Availability;

struct World
{
    FakeTransport transport;
    ScriptedService service{transport, ScriptedService::Generation::May2026};
    FixedClock clock;
    ScriptedRandom random;
    MemorySecretStore secrets;
    ChutesClient client{transport, clock, random, *Origin::parse(u"http://127.0.0.1:8000"_s)};
    ConnectionChecks checks{client, secrets, clock};
    QSignalSpy finished{&checks, &ConnectionChecks::finished};

    World() { client.setRetryPolicy({.most = 2, .pause = std::chrono::milliseconds(1)}); }
};

} // namespace

class TestConnectionChecks : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }
    void comparesClocks_data();
    void comparesClocks();
    void doesNotClaimTheTime();
    void saysWhatIsUnreachable();
    void reportsTheStoreWithoutAPrompt_data();
    void reportsTheStoreWithoutAPrompt();
    void probesTheStore();
    void asksAnotherStore();
    void waitsForAPrompt();
};

void TestConnectionChecks::comparesClocks_data()
{
    QTest::addColumn<int>("skew");
    QTest::addColumn<State>("state");
    QTest::newRow("same") << 0 << State::Passed;
    QTest::newRow("a minute") << 60 << State::Passed;
    QTest::newRow("more") << 61 << State::Warned;
    QTest::newRow("behind") << -600 << State::Warned;
    QTest::newRow("too much") << 601 << State::Failed;
    QTest::newRow("too much behind") << -3600 << State::Failed;
}

void TestConnectionChecks::comparesClocks()
{
    QFETCH(const int, skew);
    QFETCH(const State, state);
    World world;
    world.service.add({.path = "/ping", .answer = [&world, skew]() -> Result<HttpResponse> {
                           auto pong = FakeTransport::json(200, R"({"message":"pong"})");
                           pong.date = world.clock.now().addSecs(skew);
                           return pong;
                       }});
    world.checks.run();
    world.checks.run(); // a second click while it runs
    QTRY_COMPARE(world.finished.size(), 1);
    QCOMPARE(world.transport.count(HttpRequest::Method::Get, "/ping"), 1);
    const auto clock = world.checks.result(Check::Clock);
    QCOMPARE(clock.state, state);
    QCOMPARE(clock.skewSeconds, skew);
    QVERIFY(clock.skewKnown);
    QCOMPARE(clock.error.has_value(), state == State::Failed);
    QCOMPARE(world.checks.result(Check::Service).state, State::Passed);
    QCOMPARE(world.checks.capabilities().offersPath(u"/ping"_s, u"get"_s), Offer::Present);
}

void TestConnectionChecks::doesNotClaimTheTime()
{
    World world;
    world.checks.run();
    QTRY_COMPARE(world.finished.size(), 1);
    QCOMPARE(world.checks.result(Check::Clock).state, State::Warned);
    QVERIFY(!world.checks.result(Check::Clock).skewKnown);
}

void TestConnectionChecks::saysWhatIsUnreachable()
{
    World world;
    world.service.add({.path = "/ping", .answer = noAnswer(Code::TlsFailed, false)});
    world.service.add({.path = "/openapi.json", .answer = noAnswer(Code::TlsFailed, false)});
    world.checks.run();
    QTRY_COMPARE(world.finished.size(), 1);
    const auto service = world.checks.result(Check::Service);
    QCOMPARE(service.state, State::Failed);
    QCOMPARE(service.error->code, Code::TlsFailed);
    QCOMPARE(world.checks.result(Check::Clock).state, State::NotTried);
    QCOMPARE(world.checks.result(Check::SecretStore).state, State::Passed);
    QCOMPARE(world.checks.capabilities().offers(Feature::HotkeyLogin), Offer::Unknown);
    world.service.clearFaults();
    world.checks.run();
    QTRY_COMPARE(world.finished.size(), 2);
    QCOMPARE(world.checks.result(Check::Service).state, State::Passed);
}

void TestConnectionChecks::reportsTheStoreWithoutAPrompt_data()
{
    QTest::addColumn<Availability>("availability");
    QTest::addColumn<Code>("code");
    QTest::newRow("locked") << Availability::Locked << Code::KeychainLocked;
    QTest::newRow("no collection") << Availability::NoCollection << Code::KeychainMissing;
    QTest::newRow("missing") << Availability::Missing << Code::KeychainMissing;
    QTest::newRow("silent") << Availability::Unknown << Code::KeychainUnknown;
}

void TestConnectionChecks::reportsTheStoreWithoutAPrompt()
{
    QFETCH(const Availability, availability);
    QFETCH(const Code, code);
    World world;
    world.secrets.setState({.availability = availability});
    world.checks.run();
    QTRY_COMPARE(world.finished.size(), 1);
    const auto store = world.checks.result(Check::SecretStore);
    QCOMPARE(store.state, State::Failed);
    QCOMPARE(store.error->code, code);
    QCOMPARE(store.store.availability, availability);
    QCOMPARE(world.secrets.operations(), 1); // its state, nothing that could prompt
}

void TestConnectionChecks::probesTheStore()
{
    World world;
    world.secrets.add({.kind = SecretKind::Canary});
    world.checks.run();
    QTRY_COMPARE(world.finished.size(), 1);
    QCOMPARE(world.checks.result(Check::SecretStore).error->code, Code::KeychainNotStored);
    world.checks.checkStore();
    QTRY_COMPARE(world.checks.result(Check::SecretStore).state, State::Passed);
    QCOMPARE(world.secrets.count(SecretKind::Canary), 0);
    QCOMPARE(world.finished.size(), 1);
}

void TestConnectionChecks::asksAnotherStore()
{
    World world;
    world.secrets.setState({.availability = Availability::Missing});
    world.checks.run();
    QTRY_COMPARE(world.finished.size(), 1);
    MemorySecretStore session;
    session.setState(
        {.kind = SecretStoreState::Kind::SessionOnly, .availability = Availability::Unlocked});
    world.checks.useStore(session);
    world.checks.checkStore();
    QTRY_COMPARE(world.checks.result(Check::SecretStore).state, State::Passed);
    QCOMPARE(world.checks.result(Check::SecretStore).store.kind,
             SecretStoreState::Kind::SessionOnly);
}

void TestConnectionChecks::waitsForAPrompt()
{
    World world;
    int asked = 0;
    world.secrets.setGate([&asked] { return ++asked > 1; });
    world.checks.run();
    QTRY_COMPARE(asked, 2);
    QTRY_COMPARE(world.checks.result(Check::Service).state, State::Passed);
    QCOMPARE(world.checks.result(Check::SecretStore).state, State::Running);
    QVERIFY(world.finished.isEmpty());
    world.secrets.release();
    QTRY_COMPARE(world.finished.size(), 1);
    QCOMPARE(world.checks.result(Check::SecretStore).state, State::Passed);
}

QTEST_GUILESS_MAIN(TestConnectionChecks)
#include "tst_connectionchecks.moc"
