#include "app/sandbox/sandboxservice.h"
#include "core/chutes/networktransport.h"
#include "core/profiles/session.h"
#include "flowbench.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;
using sandbox::Fault;
using sandbox::FaultRule;
using sandbox::Generation;

namespace {

constexpr Generation generations[] = {Generation::Seed, Generation::July2025,
                                      Generation::October2025, Generation::May2026};

/// The flow over real HTTP against the local service.
class Service
{
public:
    explicit Service(Generation generation)
        : m_service(options(generation, m_folder.path()))
        , m_started(m_service.start().has_value())
        , bench(m_transport, *Origin::parse(m_service.baseUrl()))
        , served(&m_service, &SandboxService::requestServed)
    {
        // The service reads the real clock.
        bench.clock.advance(bench.clock.now().secsTo(QDateTime::currentDateTimeUtc()));
        bench.flow->setToken(u"123e4567-e89b-42d3-a456-426614174000"_s);
    }

    bool isStarted() const { return m_started; }
    NetworkTransport &transport() { return m_transport; }
    void breaks(Fault::Kind kind, int amount = 0)
    {
        m_service.setFaults({FaultRule{.method = "POST",
                                       .path = u"/users/register"_s,
                                       .fault = {.kind = kind, .amount = amount},
                                       .remaining = 1}});
    }
    void heal() { m_service.setFaults({}); }
    void setClockOffset(qint64 seconds) { m_service.setClockOffset(seconds); }
    int registrations() const
    {
        int count = 0;
        for (const auto &signal : served)
            count += signal.at(1).toString() == u"/users/register" ? 1 : 0;
        return count;
    }

private:
    static SandboxService::Options options(Generation generation, const QString &folder)
    {
        SandboxService::Options options;
        options.generation = generation;
        options.dataDir = folder;
        options.settings.acceptAnyToken = true;
        return options;
    }

    QTemporaryDir m_folder;
    SandboxService m_service;
    bool m_started = false;
    NetworkTransport m_transport;

public:
    FlowBench bench;
    QSignalSpy served;
};

} // namespace

class TestRegisterAgainstService : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void registers_data() { everyGeneration(); }
    void registers();
    void settlesALostAnswer_data();
    void settlesALostAnswer();
    void sendsNothingTwice_data();
    void sendsNothingTwice();
    void allowsForAClockThatIsOff_data() { everyGeneration(); }
    void allowsForAClockThatIsOff();
    void findsARegisteredHotkey_data() { everyGeneration(); }
    void findsARegisteredHotkey();

private:
    static void everyGeneration();
    static void signIn(Service &service, const Profile &profile);
};

void TestRegisterAgainstService::everyGeneration()
{
    QTest::addColumn<Generation>("generation");
    for (const auto generation : generations)
        QTest::newRow(qPrintable(sandbox::nameOf(generation))) << generation;
}

/// What was stored opens the account.
void TestRegisterAgainstService::signIn(Service &service, const Profile &profile)
{
    Session session(profile, service.transport(), service.bench.secrets, service.bench.clock,
                    service.bench.random);
    const auto account = await(session.account());
    QVERIFY2(account, account ? "" : qPrintable(account.error().detail));
    QCOMPARE(account->username, u"alice"_s);
    const auto *stored = service.bench.secrets.find(
        service.bench.id(SecretKind::Fingerprint, profile.id));
    QVERIFY(stored);
    QVERIFY(await(service.bench.client.loginWithFingerprint(*stored)));
}

void TestRegisterAgainstService::registers()
{
    QFETCH(const Generation, generation);
    Service service(generation);
    QVERIFY(service.isStarted());
    auto &flow = *service.bench.flow;
    QSignalSpy finished(&flow, &RegisterAccount::checksFinished);
    flow.runChecks();
    QTRY_COMPARE(finished.size(), 1);
    using Check = RegisterAccount::Check;
    QCOMPARE(flow.check(Check::Service).state, RegisterAccount::CheckState::Passed);
    QCOMPARE(flow.check(Check::SecretStore).state, RegisterAccount::CheckState::Passed);
    const auto found = service.bench.choose(flow);
    QVERIFY2(found, found ? "" : qPrintable(found.error().detail));
    QVERIFY(!found->yes);
    const auto name = await(flow.checkName(u"alice"_s));
    QVERIFY(name && name->available);
    const auto outcome = await(flow.registerNow());
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
    QVERIFY(!outcome->fingerprintReplaced);
    QVERIFY(service.bench.journal->pending().isEmpty());
    signIn(service, outcome->profile);
}

void TestRegisterAgainstService::settlesALostAnswer_data()
{
    QTest::addColumn<Generation>("generation");
    QTest::addColumn<Fault::Kind>("kind");
    QTest::addColumn<int>("amount");
    for (const auto generation : generations) {
        const auto name = sandbox::nameOf(generation);
        const auto row = [&](const char *fault, Fault::Kind kind, int amount) {
            QTest::addRow("%s %s", qPrintable(name), fault) << generation << kind << amount;
        };
        row("drop after", Fault::Kind::DropAfter, 0);
        row("cut", Fault::Kind::Cut, 20);
        row("malformed", Fault::Kind::Malformed, 0);
    }
}

void TestRegisterAgainstService::settlesALostAnswer()
{
    QFETCH(const Generation, generation);
    QFETCH(const Fault::Kind, kind);
    QFETCH(const int, amount);
    Service service(generation);
    QVERIFY(service.bench.choose(*service.bench.flow));
    service.breaks(kind, amount);
    const auto outcome = await(service.bench.flow->registerNow());
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
    QVERIFY(outcome->fingerprintReplaced);
    QVERIFY(outcome->accountConfirmed);
    QCOMPARE(outcome->account.username, u"alice"_s);
    QCOMPARE(service.registrations(), 1);
    QVERIFY(service.bench.journal->pending().isEmpty());
    signIn(service, outcome->profile);
}

void TestRegisterAgainstService::sendsNothingTwice_data()
{
    QTest::addColumn<Fault::Kind>("kind");
    QTest::addColumn<Error::Code>("code");
    QTest::newRow("drop before") << Fault::Kind::DropBefore << Error::Code::ConnectionLost;
    QTest::newRow("500") << Fault::Kind::Text500 << Error::Code::ServiceFailed;
    QTest::newRow("html") << Fault::Kind::Html << Error::Code::WebPage;
    QTest::newRow("429") << Fault::Kind::RateLimit << Error::Code::RateLimited;
}

void TestRegisterAgainstService::sendsNothingTwice()
{
    QFETCH(const Fault::Kind, kind);
    QFETCH(const Error::Code, code);
    Service service(Generation::May2026);
    QVERIFY(service.bench.choose(*service.bench.flow));
    service.breaks(kind);
    const auto outcome = await(service.bench.flow->registerNow());
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, code);
    QVERIFY(!outcome.error().inDoubt);
    QCOMPARE(service.registrations(), 1);
    QVERIFY(service.bench.journal->pending().isEmpty());
    service.heal();
    QVERIFY(await(service.bench.flow->registerNow()));
}

void TestRegisterAgainstService::allowsForAClockThatIsOff()
{
    QFETCH(const Generation, generation);
    Service service(generation);
    service.setClockOffset(900);
    auto &flow = *service.bench.flow;
    QSignalSpy finished(&flow, &RegisterAccount::checksFinished);
    flow.runChecks();
    QTRY_COMPARE(finished.size(), 1);
    const auto clock = flow.check(RegisterAccount::Check::Clock);
    QCOMPARE(clock.state, RegisterAccount::CheckState::Failed);
    QVERIFY(std::abs(clock.skewSeconds - 900) < 60);
    // Known, it is allowed for: whoever goes on all the same is not stopped by it.
    QVERIFY(service.bench.choose(flow));
    const auto outcome = await(flow.registerNow());
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
}

void TestRegisterAgainstService::findsARegisteredHotkey()
{
    QFETCH(const Generation, generation);
    Service service(generation);
    QVERIFY(service.bench.choose(*service.bench.flow));
    QVERIFY(await(service.bench.flow->registerNow()));
    service.bench.newFlow();
    const auto found = service.bench.choose(*service.bench.flow);
    QVERIFY(found && found->yes);
    service.bench.flow->setToken(u"123e4567-e89b-42d3-a456-426614174000"_s);
    service.bench.flow->setUsername(u"bob"_s);
    AWAIT_ERROR(service.bench.flow->registerNow(), Error::Code::HotkeyTaken);
}

QTEST_GUILESS_MAIN(TestRegisterAgainstService)
#include "tst_registeragainstservice.moc"
