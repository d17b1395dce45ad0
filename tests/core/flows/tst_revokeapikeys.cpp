#include "core/flows/adoptapikey.h"
#include "core/flows/createapikey.h"
#include "core/flows/proverevoked.h"
#include "core/flows/revokeapikeys.h"
#include "core/flows/settleapikeys.h"
#include "core/keys/accesspreset.h"
#include "keysbench.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;
using sandbox::Fault;
using sandbox::Generation;
using State = RevokeApiKeys::Revoked::State;

namespace {

ApiKey made(KeysBench &bench, const QString &name,
            const AccessRequest &access = accessFor(AccessPreset::AllChutes))
{
    CreateApiKey create(bench.context());
    const auto outcome = await(create.start({.name = name, .access = access, .reason = u"test"_s}));
    return outcome ? outcome->key : ApiKey();
}

QString pathOf(const ApiKey &key)
{
    return u"/api_keys/"_s + key.id;
}

} // namespace

/// Revoking (TX-05), proving it, and taking in a key made elsewhere. The fault matrix' column
/// "revoke key".
class TestRevokeApiKeys : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void revokesSeveral_data() { everyGeneration(); }
    void revokesSeveral();
    void foreignIdsAreNeverNamed();
    void faults_data();
    void faults();
    void unknownStaysInTheJournal();
    void provesDeath_data();
    void provesDeath();
    void provesNothingWithoutASecret();
    void adopts_data() { everyGeneration(); }
    void adopts();
    void adoptsOnlyWhatFits();

private:
    static void everyGeneration()
    {
        QTest::addColumn<Generation>("generation");
        for (const auto generation :
             {Generation::Seed, Generation::July2025, Generation::October2025, Generation::May2026})
            QTest::newRow(qPrintable(sandbox::nameOf(generation))) << generation;
    }
};

void TestRevokeApiKeys::revokesSeveral()
{
    QFETCH(const Generation, generation);
    KeysBench bench(generation);
    QVERIFY(bench.isReady());
    const auto one = made(bench, u"one"_s);
    const auto two = made(bench, u"two"_s);
    const auto stays = made(bench, u"stays"_s);
    RevokeApiKeys revoke(bench.context());
    QSignalSpy progress(&revoke, &RevokeApiKeys::progressed);
    const auto revoked = await(revoke.start({two.id, one.id, two.id}));
    QVERIFY(revoked);
    QCOMPARE(revoked->size(), 2);
    QCOMPARE(revoked->at(0).id, two.id);
    for (const auto &each : *revoked) {
        QCOMPARE(each.state, State::Revoked);
        QVERIFY(each.provable);
        QVERIFY(!each.ledgerError);
    }
    QCOMPARE(progress.size(), 2);
    QCOMPARE(bench.keys(), QList<ApiKey>{stays});
    QVERIFY(bench.journal->pending().isEmpty());
    QVERIFY(bench.ledger->record(bench.context().owner(), one.id).value()->revokedAt.isValid());
    AWAIT_DONE(revoke.forgetSecret(one.id));
    QVERIFY(bench.secrets.find(bench.context().secretId(one.id)) == nullptr);
}

/// July 2025 deletes whatever it is told to.
void TestRevokeApiKeys::foreignIdsAreNeverNamed()
{
    KeysBench bench(Generation::Seed);
    QVERIFY(bench.isReady());
    const auto foreign = u"12345678-1234-5678-9abc-123456789012"_s;
    RevokeApiKeys revoke(bench.context());
    const auto revoked = await(revoke.start({foreign}));
    QVERIFY(revoked);
    QCOMPARE(revoked->first().state, State::AlreadyGone);
    QCOMPARE(bench.count(u"DELETE"_s, u"/api_keys/"_s + foreign), 0);
}

void TestRevokeApiKeys::faults_data()
{
    QTest::addColumn<Fault::Kind>("kind");
    QTest::addColumn<int>("amount");
    QTest::addColumn<State>("state");
    QTest::newRow("answer lost") << Fault::Kind::DropAfter << 0 << State::Revoked;
    QTest::newRow("answer cut") << Fault::Kind::Cut << 10 << State::Revoked;
    QTest::newRow("half an answer") << Fault::Kind::Malformed << 0 << State::Revoked;
    QTest::newRow("closed at once") << Fault::Kind::DropBefore << 0 << State::Failed;
    QTest::newRow("500") << Fault::Kind::Text500 << 0 << State::Failed;
    QTest::newRow("a web page") << Fault::Kind::Html << 0 << State::Failed;
    QTest::newRow("429") << Fault::Kind::RateLimit << 5 << State::Failed;
}

void TestRevokeApiKeys::faults()
{
    QFETCH(const Fault::Kind, kind);
    QFETCH(const int, amount);
    QFETCH(const State, state);
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    const auto key = made(bench, u"one"_s);
    bench.breaks("DELETE", pathOf(key), kind, amount);
    RevokeApiKeys revoke(bench.context());
    const auto revoked = await(revoke.start({key.id}));
    QVERIFY(revoked);
    QCOMPARE(revoked->first().state, state);
    QCOMPARE(revoked->first().error.has_value(), state == State::Failed);
    QCOMPARE(bench.count(u"DELETE"_s, pathOf(key)), 1);
    QVERIFY(bench.journal->pending().isEmpty());
    QCOMPARE(bench.keys().isEmpty(), state == State::Revoked);
    // What failed can be asked for again, and what is gone is gone.
    RevokeApiKeys again(bench.context());
    const auto second = await(again.start({key.id}));
    QCOMPARE(second->first().state, state == State::Revoked ? State::AlreadyGone : State::Revoked);
}

void TestRevokeApiKeys::unknownStaysInTheJournal()
{
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    const auto key = made(bench, u"one"_s);
    bench.session->client().setRetryPolicy({.most = 0});
    bench.breaks({}, pathOf(key), Fault::Kind::DropAfter, 0, -1);
    RevokeApiKeys revoke(bench.context());
    const auto revoked = await(revoke.start({key.id}));
    QCOMPARE(revoked->first().state, State::Unknown);
    QVERIFY(revoked->first().error->inDoubt);
    bench.heal();
    bench.reopen();
    QCOMPARE(bench.journal->pending().size(), 1);
    SettleApiKeys settle(bench.context());
    const auto settled = await(settle.start());
    QVERIFY(settled);
    QCOMPARE(settled->size(), 1);
    QCOMPARE(settled->first().operation.subject, key.id);
    QVERIFY(!settled->first().key);
    QVERIFY(bench.journal->pending().isEmpty());
}

void TestRevokeApiKeys::provesDeath_data()
{
    QTest::addColumn<AccessRequest>("access");
    QTest::addColumn<int>("cacheSeconds");
    QTest::addColumn<bool>("refused");
    QTest::newRow("calls, at once") << accessFor(AccessPreset::AllChutes) << 0 << true;
    QTest::newRow("calls, after the cache") << accessFor(AccessPreset::AllChutes) << 2 << true;
    QTest::newRow("admin, after the cache") << accessFor(AccessPreset::Administrative) << 2 << true;
    const ScopeRow images{.scope = {.objectType = u"images"_s, .action = u"read"_s}};
    QTest::newRow("nothing to see") << AccessRequest{.rows = {images}} << 0 << false;
}

void TestRevokeApiKeys::provesDeath()
{
    QFETCH(const AccessRequest, access);
    QFETCH(const int, cacheSeconds);
    QFETCH(const bool, refused);
    KeysBench bench(Generation::May2026, cacheSeconds);
    QVERIFY(bench.isReady());
    const auto key = made(bench, u"one"_s, access);
    const auto id = bench.context().secretId(key.id);
    TestApiKey test(bench.session->client(), bench.clock);
    AWAIT_DONE(test.start(*bench.secrets.find(id), TestApiKey::knownOf(key, access)));
    RevokeApiKeys revoke(bench.context());
    QCOMPARE(await(revoke.start({key.id}))->first().state, State::Revoked);
    ProveRevoked prove(bench.context());
    QSignalSpy alive(&prove, &ProveRevoked::stillAccepted);
    const auto proof = await(prove.start(key));
    QVERIFY(proof);
    QCOMPARE(proof->refused, refused);
    QCOMPARE(alive.isEmpty(), cacheSeconds == 0);
    QVERIFY(proof->seconds <= 15);
    // What is not proved dead is kept, so that it can be tested again.
    QCOMPARE(bench.secrets.find(id) == nullptr, refused);
}

void TestRevokeApiKeys::provesNothingWithoutASecret()
{
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    const auto elsewhere = bench.makeElsewhere(u"cli"_s, accessFor(AccessPreset::AllChutes));
    RevokeApiKeys revoke(bench.context());
    const auto revoked = await(revoke.start({elsewhere->key.id}));
    QVERIFY(!revoked->first().provable);
    ProveRevoked prove(bench.context());
    AWAIT_ERROR(prove.start(elsewhere->key), Error::Code::SecretAbsent);
}

void TestRevokeApiKeys::adopts()
{
    QFETCH(const Generation, generation);
    KeysBench bench(generation);
    QVERIFY(bench.isReady());
    const auto elsewhere = bench.makeElsewhere(u"cli"_s, accessFor(AccessPreset::AllChutes));
    QVERIFY(elsewhere);
    QByteArray pasted = "  export CHUTES_API_KEY=\"";
    pasted += elsewhere->secret.view().bytes();
    pasted += "\"\n";
    AdoptApiKey adopt(bench.context());
    const auto adopted = await(adopt.start(Secret::copyOf(pasted), bench.keys()));
    QVERIFY2(adopted, adopted ? "" : qPrintable(adopted.error().field));
    QVERIFY(adopted->stored);
    QCOMPARE(adopted->key, elsewhere->key);
    QCOMPARE(adopted->test.verdict, KeyVerdict::Accepted);
    QVERIFY(
        bench.secrets.find(bench.context().secretId(adopted->key.id))->equals(elsewhere->secret));
    const auto record = bench.ledger->record(bench.context().owner(), adopted->key.id).value();
    QVERIFY(!record->createdHere && !record->requested);
    QCOMPARE(record->lastVerdict, std::optional(KeyVerdict::Accepted));
}

void TestRevokeApiKeys::adoptsOnlyWhatFits()
{
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    const auto elsewhere = bench.makeElsewhere(u"cli"_s, accessFor(AccessPreset::AllChutes));
    const auto keys = bench.keys();
    auto text = elsewhere->secret.view().bytes().toByteArray();
    text.back() = text.back() == 'x' ? 'y' : 'x';
    AdoptApiKey wrong(bench.context());
    const auto refused = await(wrong.start(Secret::copyOf(text), keys));
    QVERIFY(refused);
    QVERIFY(!refused->stored);
    QCOMPARE(refused->test.verdict, KeyVerdict::Refused);
    QCOMPARE(bench.secrets.count(SecretKind::ApiKey), 0);

    QVERIFY(bench.revokeElsewhere(elsewhere->key.id));
    const auto other = bench.makeElsewhere(u"other"_s, accessFor(AccessPreset::AllChutes));
    QVERIFY(other);
    QCOMPARE(AdoptApiKey::match(elsewhere->secret, bench.keys()).error().code,
             Error::Code::NotFound);
    text = QByteArray("cpk_") + QByteArray(32, 'a') + '.' + QByteArray(32, 'b') + '.'
        + QByteArray(32, 'C');
    QCOMPARE(AdoptApiKey::match(Secret::copyOf(text), bench.keys()).error().code,
             Error::Code::KeyMismatch);
    QCOMPARE(AdoptApiKey::match(Secret::copyOf("hello"), keys).error().field, u"none"_s);
    text += "\n" + other->secret.view().bytes().toByteArray();
    QCOMPARE(AdoptApiKey::match(Secret::copyOf(text), keys).error().field, u"several"_s);
}

QTEST_GUILESS_MAIN(TestRevokeApiKeys)
#include "tst_revokeapikeys.moc"
