#include "flowbench.h"
#include "scriptedservice.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;

namespace {

using Generation = ScriptedService::Generation;
using Code = Error::Code;
using Reply = std::function<Result<HttpResponse>()>;

const Origin &here()
{
    static const auto origin = *Origin::parse(u"http://127.0.0.1:8000"_s);
    return origin;
}

/// What the person has after one registerNow().
enum class Ends {
    Registered,
    Replaced, ///< registered, with a new fingerprint
    Refused, ///< definitely nothing
    InDoubt,
};

constexpr auto hostile = R"({"username":"<b>\u202e%\n","user_id":"x","hotkey":"5"})";

struct World
{
    FakeTransport transport;
    ScriptedService service;
    FlowBench bench;

    explicit World(Generation generation = Generation::May2026)
        : service(transport, generation)
        , bench(transport, here())
    {
    }

    QString storedFingerprint() const
    {
        const auto *stored = bench.secrets.find(SecretKind::Fingerprint);
        return stored ? QString::fromLatin1(stored->view().bytes()) : QString();
    }
    /// The account is registered, its fingerprint is the stored one, and nothing is left over.
    bool isWhole() const
    {
        return service.hasAccount && storedFingerprint() == QString::fromLatin1(service.fingerprint)
            && bench.journal->pending().isEmpty() && bench.profiles->profiles().size() == 1
            && bench.profiles->profiles().first().hasFingerprint
            && bench.secrets.count(SecretKind::PendingFingerprint) == 0
            && bench.secrets.count(SecretKind::Canary) == 0;
    }
};

} // namespace

Q_DECLARE_METATYPE(Reply)

class TestRegisterAccount : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void registersAndKeepsEverything();
    void learnsNothingMoreThanItSays();
    void faultsOnTheWay_data();
    void faultsOnTheWay();
    void faultsOfTheStore_data();
    void faultsOfTheStore();
    void refusesWhatIsMissing_data();
    void refusesWhatIsMissing();
    void sendsNothingWithoutAJournal();
    void sendsOnceHoweverOftenAsked();
    void twoWindows();
    void takenByAnotherProgram();
    void takenByTheLostRequest();
    void fingerprintStaysUntilItIsStored();
    void journalRemembersAFingerprintThatIsNotStored();
    void losesNothingWhenTheProgramEnds_data();
    void losesNothingWhenTheProgramEnds();
    void reconcileSaysThatNothingHappened();
    void reconcileWaitsForALockedStore();
    void doesNotReplaceWhatCannotBeWrittenAhead();
    void anEarlierChoiceIsDropped();
};

void TestRegisterAccount::registersAndKeepsEverything()
{
    World world;
    auto &flow = *world.bench.flow;
    const auto found = world.bench.choose(flow);
    QVERIFY(found && !found->yes);
    QVERIFY(!flow.hotkeyUnchecked());
    const auto outcome = await(flow.registerNow());
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
    QVERIFY(!outcome->fingerprintReplaced && outcome->accountConfirmed);
    QVERIFY(!outcome->storeError && !outcome->profileError);
    QCOMPARE(outcome->storedAt, world.bench.clock.now());
    QCOMPARE(outcome->store.backend, u"GNOME Keyring"_s);
    QCOMPARE(outcome->account.username, u"alice"_s);
    QVERIFY(world.isWhole());
    const auto &profile = outcome->profile;
    QVERIFY(profile.hasSeed && profile.hasFingerprint);
    QCOMPARE(profile.hotkey, world.bench.hotkey.address);
    QCOMPARE(profile.hotkeyPath, world.bench.hotkey.path);
    QCOMPARE(world.bench.profiles->currentId(), profile.id);
    const auto *seed = world.bench.secrets.find(world.bench.id(SecretKind::HotkeySeed, profile.id));
    QVERIFY(seed && seed->equals(Secret::copyOf(QByteArray(32, '\x07'))));
    QCOMPARE(flow.fingerprint().view().bytes().toByteArray(), world.service.fingerprint);
    flow.forgetFingerprint();
    QVERIFY(flow.fingerprint().isEmpty());
}

void TestRegisterAccount::learnsNothingMoreThanItSays()
{
    World world(Generation::July2025);
    QVERIFY(world.bench.choose(*world.bench.flow));
    world.service.add(
        {.path = "/users/register", .works = true, .answer = noAnswer(Code::ConnectionLost, true)});
    world.service.add({.path = "/users/login", .answer = answers(500, "x", "text/plain")});
    const auto outcome = await(world.bench.flow->registerNow());
    QVERIFY(outcome);
    QVERIFY(outcome->fingerprintReplaced);
    QVERIFY(!outcome->accountConfirmed);
    QCOMPARE(outcome->account.username, u"alice"_s);
    QVERIFY(outcome->account.userId.isEmpty());
    QVERIFY(world.isWhole());
}

void TestRegisterAccount::faultsOnTheWay_data()
{
    QTest::addColumn<Reply>("answer");
    QTest::addColumn<bool>("works");
    QTest::addColumn<Ends>("ends");
    QTest::addColumn<Code>("code");
    const auto row = [](const char *name, const Reply &answer, bool works, Ends ends,
                        Code code = Code::Cancelled) {
        QTest::newRow(name) << answer << works << ends << code;
    };
    const QByteArray html = "<html>429</html>";
    row("8 offline", noAnswer(Code::Offline, false), false, Ends::Refused, Code::Offline);
    row("9 tls", noAnswer(Code::TlsFailed, false), false, Ends::Refused, Code::TlsFailed);
    row("10 redirected, done", noAnswer(Code::Redirected, true), true, Ends::Replaced);
    row("10 redirected, not done", noAnswer(Code::Redirected, true), false, Ends::Refused,
        Code::Redirected);
    row("11 closed, done", noAnswer(Code::ConnectionLost, true), true, Ends::Replaced);
    row("11 closed, not done", noAnswer(Code::ConnectionLost, true), false, Ends::Refused,
        Code::ConnectionLost);
    row("12 timeout, done", noAnswer(Code::Timeout, true), true, Ends::Replaced);
    row("12 timeout, not done", noAnswer(Code::Timeout, true), false, Ends::Refused, Code::Timeout);
    row("12 timeout before it left", noAnswer(Code::Timeout, false), false, Ends::Refused,
        Code::Timeout);
    row("13 half a json, done", answers(200, R"({"username":"al)"), true, Ends::Replaced);
    row("13 wrong types, done", answers(200, R"({"username":1,"fingerprint":[]})"), true,
        Ends::Replaced);
    row("13 no fingerprint, done", answers(200, R"({"username":"alice"})"), true, Ends::Replaced);
    row("13 half a json, not done", answers(200, "{"), false, Ends::Refused, Code::Malformed);
    row("14 failure inside 200, not done", answers(200, R"({"status_code":400,"detail":"no"})"),
        false, Ends::Refused, Code::Rejected);
    row("15 clock", answers(401, R"({"detail":"Invalid nonce!"})"), false, Ends::Refused,
        Code::ClockSkew);
    row("16 unknown refusal", answers(403, R"({"detail":"No."})"), false, Ends::Refused);
    row("16 bad token",
        answers(
            403,
            R"({"detail":"Invalid registration token, or registration token does not match expected IP address"})"),
        false, Ends::Refused, Code::TokenRefused);
    row("402 coldkey",
        answers(
            402,
            R"({"detail":"You must have at least 0.25 tao on your coldkey to register an account."})"),
        false, Ends::Refused, Code::PaymentRequired);
    row("17 name taken",
        answers(409,
                R"({"detail":"Username alice already exists, sorry! Please choose another."})"),
        false, Ends::Refused, Code::UsernameTaken);
    row("18 rate limit", answers(429, R"({"detail":"Too may registration requests."})"), false,
        Ends::Refused, Code::RateLimited);
    row("18 edge page", answers(429, html, "text/html"), false, Ends::Refused, Code::RateLimited);
    row("19 500, done", answers(500, "Internal Server Error", "text/plain"), true, Ends::Replaced);
    row("19 500, not done", answers(500, "Internal Server Error", "text/plain"), false,
        Ends::Refused, Code::ServiceFailed);
    row("html, done", answers(502, html, "text/html"), true, Ends::Replaced);
    row("22 hostile", answers(200, hostile), true, Ends::Replaced);
    row("23 too large, done", noAnswer(Code::AnswerTooLarge, true), true, Ends::Replaced);
}

void TestRegisterAccount::faultsOnTheWay()
{
    QFETCH(const Reply, answer);
    QFETCH(const bool, works);
    QFETCH(const Ends, ends);
    QFETCH(const Code, code);
    for (const auto generation : {Generation::July2025, Generation::May2026}) {
        World world(generation);
        QVERIFY(world.bench.choose(*world.bench.flow));
        world.service.add({.path = "/users/register", .works = works, .answer = answer});
        const auto outcome = await(world.bench.flow->registerNow());
        QCOMPARE(world.service.registrations(), 1);
        if (ends == Ends::Replaced) {
            QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
            QVERIFY(outcome->fingerprintReplaced);
            QCOMPARE(outcome->account.username, u"alice"_s);
            QVERIFY(world.service.fingerprint != "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C");
            QVERIFY(world.isWhole());
            continue;
        }
        QVERIFY(!outcome);
        if (code != Code::Cancelled)
            QCOMPARE(outcome.error().code, code);
        QVERIFY(!outcome.error().inDoubt);
        QVERIFY(!world.bench.flow->accountFound());
        QVERIFY(world.bench.journal->pending().isEmpty());
        QVERIFY(world.bench.profiles->profiles().isEmpty());
        QCOMPARE(world.bench.secrets.count(SecretKind::Fingerprint), 0);
        // Everything that was entered is kept: the next try needs nothing but the cause to go.
        world.service.clearFaults();
        const auto again = await(world.bench.flow->registerNow());
        QVERIFY2(again, again ? "" : qPrintable(again.error().detail));
        QVERIFY(world.isWhole());
    }
}

void TestRegisterAccount::faultsOfTheStore_data()
{
    using Operation = MemorySecretStore::Operation;
    QTest::addColumn<MemorySecretStore::Fault>("fault");
    QTest::addColumn<bool>("sends");
    const auto row = [](const char *name, Operation operation, std::optional<SecretKind> kind,
                        Code code, bool sends) {
        QTest::newRow(name) << MemorySecretStore::Fault{.operation = operation,
                                                        .kind = kind,
                                                        .code = code,
                                                        .remaining = -1}
                            << sends;
    };
    row("1 missing", Operation::Write, std::nullopt, Code::KeychainMissing, false);
    row("2 locked", Operation::Write, SecretKind::Canary, Code::KeychainLocked, false);
    row("2 false answer to a removal", Operation::Remove, SecretKind::Canary,
        Code::KeychainNotStored, false);
    row("4 frozen before", Operation::Read, SecretKind::Canary, Code::KeychainUnknown, false);
    row("6 full", Operation::Write, SecretKind::Canary, Code::KeychainNotStored, false);
    row("4 frozen after", Operation::Write, SecretKind::Fingerprint, Code::KeychainUnknown, true);
    row("6 full after", Operation::Write, SecretKind::Fingerprint, Code::KeychainNotStored, true);
    row("6 full for the seed", Operation::Write, SecretKind::HotkeySeed, Code::KeychainNotStored,
        true);
}

void TestRegisterAccount::faultsOfTheStore()
{
    QFETCH(const MemorySecretStore::Fault, fault);
    QFETCH(const bool, sends);
    World world;
    QVERIFY(world.bench.choose(*world.bench.flow));
    world.bench.secrets.add(fault);
    const auto outcome = await(world.bench.flow->registerNow());
    QCOMPARE(world.service.registrations(), sends ? 1 : 0);
    if (!sends) {
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, fault.code);
        QVERIFY(!outcome.error().inDoubt);
        QVERIFY(world.bench.journal->pending().isEmpty());
        return;
    }
    QVERIFY(outcome);
    QVERIFY(outcome->storeError);
    QCOMPARE(outcome->storeError->code, fault.code);
    const bool isSeed = fault.kind == SecretKind::HotkeySeed;
    QCOMPARE(outcome->storedAt.isValid(), isSeed);
    QCOMPARE(world.bench.flow->fingerprint().view().bytes().toByteArray(),
             world.service.fingerprint);
    QCOMPARE(world.bench.journal->pending().isEmpty(), isSeed);
    world.bench.secrets.clearFaults();
    QVERIFY(await(world.bench.flow->storeFingerprintAgain()));
    QVERIFY(world.isWhole());
    QVERIFY(world.bench.profiles->profiles().first().hasSeed);
    QCOMPARE(world.service.registrations(), 1);
}

void TestRegisterAccount::refusesWhatIsMissing_data()
{
    QTest::addColumn<QString>("username");
    QTest::addColumn<QString>("token");
    QTest::addColumn<bool>("coldkey");
    QTest::addColumn<QString>("field");
    QTest::newRow("no name") << u""_s << u""_s << true << u"username"_s;
    QTest::newRow("short name") << u"al"_s << u""_s << true << u"username"_s;
    QTest::newRow("injection") << u"a\",\"x\":\""_s << u""_s << true << u"username"_s;
    QTest::newRow("token") << u"alice"_s << u"replaceme"_s << true << u"token"_s;
    QTest::newRow("coldkey") << u"alice"_s << u""_s << false << u"coldkey"_s;
}

void TestRegisterAccount::refusesWhatIsMissing()
{
    QFETCH(const QString, username);
    QFETCH(const QString, token);
    QFETCH(const bool, coldkey);
    QFETCH(const QString, field);
    World world;
    if (!coldkey)
        world.bench.wallet.coldkeyAddress.reset();
    auto &flow = *world.bench.flow;
    AWAIT_ERROR(flow.registerNow(), Code::InvalidInput); // no hotkey yet
    QVERIFY(world.bench.choose(flow));
    flow.setUsername(username);
    flow.setToken(token);
    const auto outcome = await(flow.registerNow());
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, Code::InvalidInput);
    QCOMPARE(outcome.error().field, field);
    QCOMPARE(world.service.registrations(), 0);
    QVERIFY(!flow.isRegistering());
}

void TestRegisterAccount::sendsNothingWithoutAJournal()
{
    World world;
    QVERIFY(world.bench.choose(*world.bench.flow));
    QVERIFY(QDir(world.bench.dataFolder()).removeRecursively());
    QFile inTheWay(world.bench.dataFolder());
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    const auto outcome = await(world.bench.flow->registerNow());
    QVERIFY(!outcome);
    QCOMPARE(world.service.registrations(), 0);
    QCOMPARE(world.bench.secrets.count(SecretKind::Fingerprint), 0);
}

void TestRegisterAccount::sendsOnceHoweverOftenAsked()
{
    World world;
    QVERIFY(world.bench.choose(*world.bench.flow));
    QList<QFuture<Result<RegisterAccount::Outcome>>> futures;
    for (int i = 0; i < 50; ++i)
        futures.append(world.bench.flow->registerNow());
    QVERIFY(await(futures.first()));
    for (int i = 1; i < 50; ++i)
        AWAIT_ERROR(futures.at(i), Code::Cancelled);
    AWAIT_ERROR(world.bench.flow->registerNow(), Code::Cancelled);
    QCOMPARE(world.service.registrations(), 1);
}

void TestRegisterAccount::twoWindows()
{
    World world;
    RegisterAccount second(world.bench.context());
    second.setUsername(u"bob"_s);
    QVERIFY(world.bench.choose(*world.bench.flow));
    QVERIFY(world.bench.choose(second));
    const auto first = world.bench.flow->registerNow();
    AWAIT_ERROR(second.registerNow(), Code::Conflict);
    QVERIFY(await(first));
    AWAIT_ERROR(second.registerNow(), Code::HotkeyTaken);
    QVERIFY(second.accountFound());
    QVERIFY(world.isWhole());
    QCOMPARE(world.service.fingerprint, QByteArray("aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C"));
}

void TestRegisterAccount::takenByAnotherProgram()
{
    World world;
    QVERIFY(world.bench.choose(*world.bench.flow));
    world.service.hasAccount = true;
    world.service.fingerprint = "notOursNotOursNotOursNotOurs1234";
    AWAIT_ERROR(world.bench.flow->registerNow(), Code::HotkeyTaken);
    // Whoever made it may be storing its fingerprint at this moment.
    QCOMPARE(world.service.fingerprint, QByteArray("notOursNotOursNotOursNotOurs1234"));
    QVERIFY(world.bench.journal->pending().isEmpty());
}

void TestRegisterAccount::takenByTheLostRequest()
{
    World world;
    QVERIFY(world.bench.choose(*world.bench.flow));
    world.service.add({.path = "/users/register",
                       .works = true,
                       .answer = noAnswer(Code::Timeout, true),
                       .remaining = 1});
    world.service.add({.path = "/users/me", .answer = noAnswer(Code::Offline, false)});
    const auto doubt = await(world.bench.flow->registerNow());
    QVERIFY(!doubt && doubt.error().inDoubt);
    QCOMPARE(doubt.error().code, Code::Timeout);
    QVERIFY(world.bench.flow->inDoubt());
    QVERIFY(!world.bench.flow->accountFound());
    // The next try asks first, is told "no" while the service is still at work, and meets it then.
    world.service.clearFaults();
    const auto none = answers(401, R"({"detail":"Could not find user with hotkey: 5"})");
    world.service.add({.path = "/users/me", .answer = none, .remaining = 3});
    const auto outcome = await(world.bench.flow->registerNow());
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
    QVERIFY(outcome->fingerprintReplaced);
    QVERIFY(world.isWhole());
    QCOMPARE(world.service.registrations(), 2);
}

void TestRegisterAccount::fingerprintStaysUntilItIsStored()
{
    World world;
    QVERIFY(world.bench.choose(*world.bench.flow));
    world.bench.secrets.add({.kind = SecretKind::Fingerprint, .remaining = 2});
    QVERIFY(await(world.bench.flow->registerNow()));
    QVERIFY(!world.bench.flow->fingerprint().isEmpty());
    AWAIT_ERROR(world.bench.flow->storeFingerprintAgain(), Code::KeychainNotStored);
    QVERIFY(!world.bench.journal->pending().isEmpty());
    MemorySecretStore session;
    world.bench.flow->useSecretStore(session);
    // The attempt that holds the fingerprint keeps its store: its entries are named there.
    QVERIFY(await(world.bench.flow->storeFingerprintAgain()));
    QVERIFY(world.bench.journal->pending().isEmpty());
}

void TestRegisterAccount::journalRemembersAFingerprintThatIsNotStored()
{
    World world;
    QVERIFY(world.bench.choose(*world.bench.flow));
    world.bench.secrets.add({.kind = SecretKind::Fingerprint});
    QVERIFY(await(world.bench.flow->registerNow()));
    world.bench.reopen(); // the program ended with the fingerprint in its window only
    QCOMPARE(world.bench.journal->pending().size(), 1);
    QVERIFY(world.bench.choose(*world.bench.flow));
    const auto outcome = await(world.bench.flow->reconcile(world.bench.journal->pending().first()));
    QVERIFY(outcome && outcome->fingerprintReplaced);
    QVERIFY(world.isWhole());
    QCOMPARE(world.service.registrations(), 1);
}

void TestRegisterAccount::losesNothingWhenTheProgramEnds_data()
{
    QTest::addColumn<int>("step");
    QTest::addColumn<bool>("landed");
    QTest::addColumn<bool>("answerLost");
    for (int step = 1; step <= 16; ++step) {
        for (const bool landed : {false, true}) {
            for (const bool lost : {false, true}) {
                QTest::addRow("step %d%s%s", step, landed ? ", landed" : ", dropped",
                              lost ? ", after a lost answer" : "")
                    << step << landed << lost;
            }
        }
    }
}

void TestRegisterAccount::losesNothingWhenTheProgramEnds()
{
    QFETCH(const int, step);
    QFETCH(const bool, landed);
    QFETCH(const bool, answerLost);
    World world;
    auto &bench = world.bench;
    QVERIFY(bench.choose(*bench.flow));
    if (answerLost) {
        world.service.add({.path = "/users/register",
                           .works = true,
                           .answer = noAnswer(Code::ConnectionLost, true),
                           .remaining = 1});
    }
    int taken = 0;
    const auto gate = [&taken, step] { return ++taken >= step; };
    bench.secrets.setGate(gate);
    world.transport.setGate(gate);
    const auto future = bench.flow->registerNow();
    QTRY_VERIFY(taken >= step || future.isFinished());

    bench.flow.reset(); // the program ends here
    if (landed) {
        bench.secrets.release();
        world.transport.release();
        QCoreApplication::processEvents();
        QCoreApplication::processEvents();
    } else {
        bench.secrets.dropWaiting();
        world.transport.dropWaiting();
    }
    bench.reopen();
    QVERIFY(bench.loaded);
    bench.clock.advance(600);

    const auto found = bench.choose(*bench.flow);
    QVERIFY(found);
    const auto pending = bench.journal->pending();
    const bool wasKept = !bench.profiles->profiles().isEmpty();
    if (!pending.isEmpty()) {
        const auto outcome = await(bench.flow->reconcile(pending.first()));
        QCOMPARE(outcome.has_value(), world.service.hasAccount);
        if (!outcome)
            QCOMPARE(outcome.error().code, Code::HotkeyNotRegistered);
    }
    QVERIFY(bench.journal->pending().isEmpty());
    if (!world.service.hasAccount) {
        QVERIFY(!wasKept);
        QVERIFY(await(bench.flow->registerNow()));
    }
    QCOMPARE(world.service.hotkey, bench.hotkey.address->toString().toLatin1());
    QCOMPARE(bench.profiles->profiles().size(), 1);
    const auto &profile = bench.profiles->profiles().first();
    const auto *stored = bench.secrets.find(bench.id(SecretKind::Fingerprint, profile.id));
    QVERIFY(stored);
    QCOMPARE(stored->view().bytes().toByteArray(), world.service.fingerprint);
    QVERIFY(profile.hasFingerprint);
}

void TestRegisterAccount::reconcileSaysThatNothingHappened()
{
    World world;
    QVERIFY(world.bench.choose(*world.bench.flow));
    world.service.add({.path = "/users/register", .answer = noAnswer(Code::Timeout, true)});
    world.service.add({.path = "/users/me", .answer = noAnswer(Code::Timeout, false)});
    QVERIFY(!await(world.bench.flow->registerNow()));
    world.bench.reopen();
    world.service.clearFaults();
    QVERIFY(world.bench.choose(*world.bench.flow));
    const auto pending = world.bench.journal->pending();
    QCOMPARE(pending.size(), 1);
    QCOMPARE(pending.first().username, u"alice"_s);
    const auto outcome = await(world.bench.flow->reconcile(pending.first()));
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, Code::HotkeyNotRegistered);
    QVERIFY(!outcome.error().inDoubt);
    QVERIFY(world.bench.journal->pending().isEmpty());
    QCOMPARE(world.service.registrations(), 1);
}

void TestRegisterAccount::reconcileWaitsForALockedStore()
{
    World world;
    QVERIFY(world.bench.choose(*world.bench.flow));
    world.service.add({.path = "/users/register",
                       .works = true,
                       .answer = noAnswer(Code::Timeout, true),
                       .remaining = 1});
    world.bench.secrets.add({.operation = MemorySecretStore::Operation::Read,
                             .kind = SecretKind::Fingerprint,
                             .code = Code::KeychainLocked});
    const auto outcome = await(world.bench.flow->registerNow());
    QVERIFY(!outcome && outcome.error().inDoubt);
    QCOMPARE(world.transport.count(HttpRequest::Method::Post, "/users/change_fingerprint"), 0);
    QCOMPARE(world.bench.journal->pending().size(), 1);
    const auto again = await(world.bench.flow->registerNow());
    QVERIFY(again && again->fingerprintReplaced);
    QCOMPARE(world.service.registrations(), 1);
    QVERIFY(world.isWhole());
}

void TestRegisterAccount::doesNotReplaceWhatCannotBeWrittenAhead()
{
    World world;
    QVERIFY(world.bench.choose(*world.bench.flow));
    world.service.add({.path = "/users/register",
                       .works = true,
                       .answer = noAnswer(Code::Timeout, true),
                       .remaining = 1});
    world.bench.secrets.add({.kind = SecretKind::PendingFingerprint});
    const auto outcome = await(world.bench.flow->registerNow());
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, Code::KeychainNotStored);
    QVERIFY(outcome.error().inDoubt);
    QVERIFY(world.bench.flow->accountFound());
    QCOMPARE(world.transport.count(HttpRequest::Method::Post, "/users/change_fingerprint"), 0);
    QVERIFY(await(world.bench.flow->registerNow()));
    QVERIFY(world.isWhole());
    QCOMPARE(world.service.registrations(), 1);
}

void TestRegisterAccount::anEarlierChoiceIsDropped()
{
    World world;
    auto &flow = *world.bench.flow;
    const auto first = flow.chooseHotkey(world.bench.wallet, world.bench.hotkey, Secret());
    const auto second = flow.chooseHotkey(world.bench.wallet, world.bench.hotkey, Secret());
    AWAIT_ERROR(first, Code::Cancelled);
    QVERIFY(await(second));
    QVERIFY(flow.hasHotkey());
    world.service.add({.path = "/users/me", .answer = noAnswer(Code::Offline, false)});
    AWAIT_ERROR(flow.chooseHotkey(world.bench.wallet, world.bench.hotkey, Secret()), Code::Offline);
    QVERIFY(flow.hasHotkey() && flow.hotkeyUnchecked());
    auto gone = world.bench.hotkey;
    gone.path += u"-gone"_s;
    AWAIT_ERROR(flow.chooseHotkey(world.bench.wallet, gone, Secret()), Code::FileMissing);
    QVERIFY(!flow.hasHotkey());
}

QTEST_GUILESS_MAIN(TestRegisterAccount)
#include "tst_registeraccount.moc"
