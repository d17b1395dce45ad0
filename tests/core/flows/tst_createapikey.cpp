#include "core/chutes/apikeysecret.h"
#include "core/flows/createapikey.h"
#include "core/flows/settleapikeys.h"
#include "core/flows/testapikey.h"
#include "core/keys/accesspreset.h"
#include "keysbench.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;
using sandbox::Fault;
using sandbox::Generation;

namespace {

constexpr Generation generations[] = {Generation::Seed, Generation::July2025,
                                      Generation::October2025, Generation::May2026};
const QString keysPath = u"/api_keys/"_s;

ApiKeyOrder order(const QString &name = u"ci"_s)
{
    return {.name = name,
            .access = accessFor(AccessPreset::AllChutes),
            .label = u"build"_s,
            .usedBy = {u"web"_s}};
}

} // namespace

/// Making a key (TX-02), each fault where it can strike. The fault matrix' column "create key".
class TestCreateApiKey : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void makes_data() { everyGeneration(); }
    void makes();
    void refusesBeforeSending_data();
    void refusesBeforeSending();
    void faults_data();
    void faults();
    void orphanIsFoundAndRevoked_data() { everyGeneration(); }
    void orphanIsFoundAndRevoked();
    void orphanIsFoundAfterARestart();
    void whatWasStoredIsNoOrphan();
    void storeFailureKeepsTheSecret();
    void canBeRevokedWhereItCannotBeStored();
    void pressedTwiceSendsOnce();
    void nothingLeavesWithoutAJournal();
    void whatTestsSay_data();
    void whatTestsSay();
    void oneChuteIsTriedAtItsHost();

private:
    static void everyGeneration()
    {
        QTest::addColumn<Generation>("generation");
        for (const auto generation : generations)
            QTest::newRow(qPrintable(sandbox::nameOf(generation))) << generation;
    }
};

void TestCreateApiKey::makes()
{
    QFETCH(const Generation, generation);
    KeysBench bench(generation);
    QVERIFY(bench.isReady());
    CreateApiKey create(bench.context());
    const auto made = await(create.start(order()));
    QVERIFY2(made, made ? "" : qPrintable(made.error().detail));
    QVERIFY(!made->storeError && !made->ledgerError);
    QVERIFY(create.isStored());
    QCOMPARE(identityOf(create.secret()),
             std::optional(ApiKeyIdentity{.keyId = made->key.id, .userId = bench.profile.userId}));
    const auto *stored = bench.secrets.find(bench.context().secretId(made->key.id));
    QVERIFY(stored != nullptr && stored->equals(create.secret()));
    QVERIFY(bench.journal->pending().isEmpty());
    QCOMPARE(bench.count(u"POST"_s, keysPath), 1);
    QCOMPARE(bench.keys(), QList<ApiKey>{made->key});

    const auto record = bench.ledger->record(bench.context().owner(), made->key.id).value();
    QVERIFY(record.has_value());
    QCOMPARE(record->requested, std::optional(order().access));
    QVERIFY(record->createdHere);
    QCOMPARE(record->usedBy, QStringList{u"web"_s});

    TestApiKey test(bench.session->client(), bench.clock);
    const auto tested = await(
        test.start(create.secret(), TestApiKey::knownOf(made->key, record->requested)));
    QCOMPARE(tested->verdict, KeyVerdict::Accepted);
    QCOMPARE(tested->acceptedAt, QList{KeyTest::Place::Gateway});
    create.forget();
    QVERIFY(create.secret().isEmpty());
    QCOMPARE(await(create.start(order(u"other"_s))).error().code, Error::Code::Cancelled);
}

void TestCreateApiKey::refusesBeforeSending_data()
{
    QTest::addColumn<ApiKeyOrder>("wanted");
    QTest::addColumn<QString>("field");
    auto bad = order(u"a/b"_s);
    QTest::newRow("name") << bad << u"name"_s;
    bad = order();
    bad.access = {};
    QTest::newRow("no scope") << bad << u"scopes"_s;
    bad.access = accessFor(AccessPreset::OneChute, {u"a,b"_s});
    QTest::newRow("dead id") << bad << u"scopes"_s;
    bad.access = accessFor(AccessPreset::Administrative);
    QTest::newRow("administrative without a reason") << bad << u"reason"_s;
    QTest::newRow("name taken") << order(u"taken"_s) << u"name"_s;
}

void TestCreateApiKey::refusesBeforeSending()
{
    QFETCH(const ApiKeyOrder, wanted);
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    QVERIFY(bench.makeElsewhere(u"taken"_s, order().access));
    const int sent = bench.count(u"POST"_s, keysPath);
    CreateApiKey create(bench.context());
    const auto made = await(create.start(wanted));
    QTEST(made.error().field, "field");
    QVERIFY(!made.error().inDoubt);
    QCOMPARE(bench.count(u"POST"_s, keysPath), sent);
    QVERIFY(bench.journal->pending().isEmpty());
}

void TestCreateApiKey::faults_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<Fault::Kind>("kind");
    QTest::addColumn<int>("amount");
    QTest::addColumn<bool>("orphan");
    QTest::addColumn<bool>("inDoubt");
    const auto add = [](const char *tag, const QByteArray &method, Fault::Kind kind, int amount,
                        bool orphan, bool inDoubt) {
        QTest::newRow(tag) << method << kind << amount << orphan << inDoubt;
    };
    add("list: 500", "GET", Fault::Kind::Text500, 0, false, false);
    add("list: half", "GET", Fault::Kind::Malformed, 0, false, false);
    add("list: a web page", "GET", Fault::Kind::Html, 0, false, false);
    add("answer lost", "POST", Fault::Kind::DropAfter, 0, true, true);
    add("answer cut in the head's wake", "POST", Fault::Kind::Cut, 0, true, true);
    add("answer cut", "POST", Fault::Kind::Cut, 40, true, true);
    add("half an answer", "POST", Fault::Kind::Malformed, 0, true, true);
    // Looked for and not there: known not to have been made.
    add("closed at once", "POST", Fault::Kind::DropBefore, 0, false, false);
    add("500", "POST", Fault::Kind::Text500, 0, false, false);
    add("a web page", "POST", Fault::Kind::Html, 0, false, false);
    add("429", "POST", Fault::Kind::RateLimit, 7, false, false);
}

void TestCreateApiKey::faults()
{
    QFETCH(const QByteArray, method);
    QFETCH(const Fault::Kind, kind);
    QFETCH(const int, amount);
    QFETCH(const bool, orphan);
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    bench.session->client().setRetryPolicy({.most = 0});
    bench.breaks(method, keysPath, kind, amount);
    CreateApiKey create(bench.context());
    const auto made = await(create.start(order()));
    QVERIFY(!made);
    QTEST(made.error().inDoubt, "inDoubt");
    QCOMPARE(create.orphan().has_value(), orphan);
    QCOMPARE(bench.count(u"POST"_s, keysPath), method == "POST" ? 1 : 0);
    QVERIFY(create.secret().isEmpty());
    QCOMPARE(bench.secrets.count(SecretKind::ApiKey), 0);
    QCOMPARE(bench.keys().size(), orphan ? 1 : 0);
    // An orphan is remembered until the person has dealt with it.
    QCOMPARE(bench.journal->pending().size(), orphan ? 1 : 0);
    if (orphan)
        QCOMPARE(create.orphan()->name, u"ci"_s);
    else
        QVERIFY(await(create.start(order())));
}

void TestCreateApiKey::orphanIsFoundAndRevoked()
{
    QFETCH(const Generation, generation);
    KeysBench bench(generation);
    QVERIFY(bench.isReady());
    QVERIFY(bench.makeElsewhere(u"other"_s, order().access));
    bench.breaks("POST", keysPath, Fault::Kind::DropAfter);
    CreateApiKey create(bench.context());
    QVERIFY(await(create.start(order())).error().inDoubt);
    QVERIFY(create.orphan());
    AWAIT_DONE(create.revoke());
    QVERIFY(!create.orphan());
    QCOMPARE(bench.keys().size(), 1);
    QVERIFY(bench.journal->pending().isEmpty());
    // The name is free again.
    QVERIFY(await(create.start(order())));
}

void TestCreateApiKey::orphanIsFoundAfterARestart()
{
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    bench.breaks("POST", keysPath, Fault::Kind::DropAfter);
    {
        CreateApiKey create(bench.context());
        QVERIFY(await(create.start(order())).error().inDoubt);
    }
    bench.heal();
    bench.reopen();
    SettleApiKeys settle(bench.context());
    QVERIFY(settle.hasPending());
    const auto unsettled = await(settle.start());
    QVERIFY(unsettled);
    QCOMPARE(unsettled->size(), 1);
    QCOMPARE(unsettled->first().key->name, u"ci"_s);
    QCOMPARE(bench.journal->pending().size(), 1);
    settle.forget(unsettled->first());
    QVERIFY(bench.journal->pending().isEmpty());
}

/// The program ended after storing, before the journal was cleared.
void TestCreateApiKey::whatWasStoredIsNoOrphan()
{
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    QVERIFY(bench.journal->begin({.kind = PendingOperation::Kind::CreateApiKey,
                                  .service = bench.profile.service,
                                  .profileId = bench.profile.id,
                                  .subject = u"ci"_s,
                                  .startedAt = bench.clock.now()}));
    auto made = bench.makeElsewhere(u"ci"_s, order().access);
    QVERIFY(made);
    AWAIT_DONE(bench.secrets.write(bench.context().secretId(made->key.id), made->secret.clone()));
    QVERIFY(bench.journal->begin({.kind = PendingOperation::Kind::CreateApiKey,
                                  .service = bench.profile.service,
                                  .profileId = bench.profile.id,
                                  .subject = u"never made"_s,
                                  .startedAt = bench.clock.now()}));
    SettleApiKeys settle(bench.context());
    const auto unsettled = await(settle.start());
    QVERIFY(unsettled);
    QCOMPARE(unsettled->size(), 1);
    QCOMPARE(unsettled->first().operation.subject, u"never made"_s);
    QVERIFY(!unsettled->first().key);
    QVERIFY(bench.journal->pending().isEmpty());
}

void TestCreateApiKey::storeFailureKeepsTheSecret()
{
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    bench.secrets.add({.kind = SecretKind::ApiKey, .code = Error::Code::KeychainLocked});
    CreateApiKey create(bench.context());
    const auto made = await(create.start(order()));
    QVERIFY(made);
    QCOMPARE(made->storeError->code, Error::Code::KeychainLocked);
    QVERIFY(!create.isStored());
    QVERIFY(identityOf(create.secret()));
    QCOMPARE(bench.journal->pending().size(), 1);
    AWAIT_DONE(create.storeAgain());
    QVERIFY(create.isStored());
    QVERIFY(bench.journal->pending().isEmpty());
    QVERIFY(bench.secrets.find(bench.context().secretId(made->key.id))->equals(create.secret()));
}

void TestCreateApiKey::canBeRevokedWhereItCannotBeStored()
{
    KeysBench bench(Generation::Seed);
    QVERIFY(bench.isReady());
    bench.secrets.add({.kind = SecretKind::ApiKey, .remaining = -1});
    CreateApiKey create(bench.context());
    QVERIFY(await(create.start(order()))->storeError);
    QVERIFY(!await(create.storeAgain()));
    AWAIT_DONE(create.revoke());
    QVERIFY(create.secret().isEmpty());
    QVERIFY(bench.keys().isEmpty());
    QVERIFY(bench.journal->pending().isEmpty());
    QVERIFY(bench.ledger->records(bench.context().owner())->isEmpty());
}

void TestCreateApiKey::pressedTwiceSendsOnce()
{
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    CreateApiKey create(bench.context());
    const auto first = create.start(order());
    for (int i = 0; i < 50; ++i)
        AWAIT_ERROR(create.start(order()), Error::Code::Cancelled);
    QVERIFY(await(first));
    QCOMPARE(bench.count(u"POST"_s, keysPath), 1);
}

void TestCreateApiKey::nothingLeavesWithoutAJournal()
{
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    QFile file(bench.dataFolder() + u"/pending.json"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("not ours");
    file.close();
    bench.reopen();
    CreateApiKey create(bench.context());
    const auto made = await(create.start(order()));
    QCOMPARE(made.error().code, Error::Code::FileDamaged);
    QCOMPARE(bench.count(u"POST"_s, keysPath), 0);
}

void TestCreateApiKey::whatTestsSay_data()
{
    QTest::addColumn<AccessRequest>("access");
    QTest::addColumn<bool>("known");
    QTest::addColumn<KeyVerdict>("alive");
    QTest::addColumn<KeyVerdict>("dead");
    const ScopeRow images{.scope = {.objectType = u"images"_s, .action = u"read"_s}};
    QTest::newRow("admin") << accessFor(AccessPreset::Administrative) << true
                           << KeyVerdict::Accepted << KeyVerdict::UnknownOrRevoked;
    QTest::newRow("calls all") << accessFor(AccessPreset::AllChutes) << true << KeyVerdict::Accepted
                               << KeyVerdict::UnknownOrRevoked;
    QTest::newRow("calls all, not known") << accessFor(AccessPreset::AllChutes) << false
                                          << KeyVerdict::Accepted << KeyVerdict::Refused;
    QTest::newRow("images") << AccessRequest{.rows = {images}} << true << KeyVerdict::NothingToTest
                            << KeyVerdict::NothingToTest;
    QTest::newRow("images, not known")
        << AccessRequest{.rows = {images}} << false << KeyVerdict::Refused << KeyVerdict::Refused;
}

/// What can be told of a key that is alive, and of the same one revoked: never more than that.
void TestCreateApiKey::whatTestsSay()
{
    QFETCH(const AccessRequest, access);
    QFETCH(const bool, known);
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    const auto made = bench.makeElsewhere(u"k"_s, access);
    QVERIFY(made);
    const auto what = TestApiKey::knownOf(made->key, known ? std::optional(access) : std::nullopt);
    TestApiKey test(bench.session->client(), bench.clock);
    QTEST(await(test.start(made->secret, what))->verdict, "alive");
    QVERIFY(bench.revokeElsewhere(made->key.id));
    QTEST(await(test.start(made->secret, what))->verdict, "dead");
    const auto path = access.admin ? u"/users/me"_s : u"/llm/v1/chat/completions"_s;
    if (bench.count(access.admin ? u"GET"_s : u"POST"_s, path) == 0)
        return;
    for (const auto &[kind, verdict] :
         {std::pair{Fault::Kind::Text500, KeyVerdict::CannotTell},
          std::pair{Fault::Kind::Html, KeyVerdict::WrongHost},
          std::pair{Fault::Kind::RateLimit, KeyVerdict::CannotTell},
          std::pair{Fault::Kind::DropBefore, KeyVerdict::Unreachable}}) {
        bench.session->client().setRetryPolicy({.most = 0});
        bench.breaks({}, path, kind, 0, -1);
        QCOMPARE(await(test.start(made->secret, what))->verdict, verdict);
    }
    QCOMPARE(await(test.start(Secret::copyOf("cpk_nonsense"), what))->verdict,
             KeyVerdict::Malformed);
}

/// A key for one chute is let in at its host, and, as the service has it, at the gateway too.
void TestCreateApiKey::oneChuteIsTriedAtItsHost()
{
    using Place = KeyTest::Place;
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    const auto chutes = await(
        bench.session->client().ownChutes(*await(bench.session->keyCredential())));
    QVERIFY(chutes && chutes->size() >= 2);
    const auto &mine = chutes->at(1);
    const auto access = accessFor(AccessPreset::OneChute, {mine.id});
    const auto made = bench.makeElsewhere(u"k"_s, access);
    QVERIFY(made);
    auto known = TestApiKey::knownOf(made->key, access);
    known.slug = *mine.slug;
    TestApiKey test(bench.session->client(), bench.clock);
    const auto own = await(test.start(made->secret, known));
    QCOMPARE(own->acceptedAt, (QList{Place::Gateway, Place::ChuteHost}));
    known.slug = *chutes->at(2).slug;
    const auto other = await(test.start(made->secret, known));
    QCOMPARE(other->acceptedAt, QList{Place::Gateway});
    QCOMPARE(other->steps.last().verdict, KeyVerdict::OutOfScopeHere);
    QCOMPARE(other->verdict, KeyVerdict::Accepted);
    // Nothing known at all: everything is tried, and what lets it in counts.
    const auto unknown = await(test.start(made->secret, {}));
    QCOMPARE(unknown->acceptedAt, QList{Place::Gateway});
    QCOMPARE(unknown->steps.at(1).verdict, KeyVerdict::OutOfScopeHere);
    QCOMPARE(unknown->verdict, KeyVerdict::Accepted);
}

QTEST_GUILESS_MAIN(TestCreateApiKey)
#include "tst_createapikey.moc"
