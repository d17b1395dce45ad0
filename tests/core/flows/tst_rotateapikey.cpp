#include "core/flows/rotateapikey.h"
#include "core/keys/accesspreset.h"
#include "keysbench.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;
using sandbox::Fault;
using sandbox::Generation;

namespace {

ApiKeyOrder order(const QString &name)
{
    return {
        .name = name, .access = accessFor(AccessPreset::AllChutes), .usedBy = {u"web"_s, u"ci"_s}};
}

ApiKey made(KeysBench &bench, const QString &name)
{
    CreateApiKey create(bench.context());
    const auto outcome = await(create.start(order(name)));
    return outcome ? outcome->key : ApiKey();
}

bool isListed(KeysBench &bench, const QString &id)
{
    const auto keys = bench.keys();
    return std::ranges::any_of(keys, [&id](const ApiKey &key) { return key.id == id; });
}

} // namespace

class TestRotateApiKey : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void rotates_data();
    void rotates();
    void survivesARestartAfterEveryStep();
    void oldKeyWaitsForTheTest_data();
    void oldKeyWaitsForTheTest();
    void lostAnswerAbandons();
    void onePerKey();
    void canBeAbandoned();
};

void TestRotateApiKey::rotates_data()
{
    QTest::addColumn<Generation>("generation");
    for (const auto generation : {Generation::Seed, Generation::May2026})
        QTest::newRow(qPrintable(sandbox::nameOf(generation))) << generation;
}

void TestRotateApiKey::rotates()
{
    QFETCH(const Generation, generation);
    KeysBench bench(generation);
    QVERIFY(bench.isReady());
    const auto old = made(bench, u"ci"_s);
    RotateApiKey rotate(bench.context());
    AWAIT_DONE(rotate.start(old, order(u"ci-2"_s)));
    QVERIFY(rotate.creation().isStored());
    QCOMPARE(rotate.record().state, RotationState::Creating);
    AWAIT_ERROR(rotate.revokeOld(), Error::Code::InvalidInput);
    QCOMPARE(await(rotate.testSuccessor())->verdict, KeyVerdict::Accepted);
    QCOMPARE(rotate.record().state, RotationState::HandingOver);
    QVERIFY(rotate.setHandedOver(u"web"_s, true));
    QCOMPARE(rotate.record().handedOver, QStringList{u"web"_s});
    QVERIFY(rotate.setHandedOver(u"web"_s, false));
    QCOMPARE(rotate.setHandedOver(u"nowhere"_s, true).error().code, Error::Code::InvalidInput);
    QVERIFY(isListed(bench, old.id));
    AWAIT_ERROR(rotate.proveOldDead(), Error::Code::InvalidInput);

    QCOMPARE(await(rotate.revokeOld())->state, RevokeApiKeys::Revoked::State::Revoked);
    QVERIFY(!isListed(bench, old.id));
    const auto proof = await(rotate.proveOldDead());
    QVERIFY(proof && proof->refused);
    QCOMPARE(rotate.record().state, RotationState::Finished);
    QVERIFY(bench.ledger->rotations(bench.context().owner())->isEmpty());

    const auto before = bench.ledger->record(bench.context().owner(), old.id).value();
    const auto after =
        bench.ledger->record(bench.context().owner(), rotate.successor()->id).value();
    QCOMPARE(before->rotatedTo, rotate.successor()->id);
    QCOMPARE(after->rotatedFrom, old.id);
    QVERIFY(before->revokedAt.isValid());
}

void TestRotateApiKey::survivesARestartAfterEveryStep()
{
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    const auto old = made(bench, u"ci"_s);
    QString id;
    {
        RotateApiKey rotate(bench.context());
        AWAIT_DONE(rotate.start(old, order(u"ci-2"_s)));
        id = rotate.record().id;
    }
    bench.reopen();
    {
        QCOMPARE(bench.ledger->rotations(bench.context().owner())->size(), 1);
        RotateApiKey rotate(bench.context());
        AWAIT_DONE(rotate.resume(id));
        QVERIFY(rotate.hasSuccessor());
        QVERIFY(rotate.creation().secret().isEmpty());
        QCOMPARE(await(rotate.testSuccessor())->verdict, KeyVerdict::Accepted);
        QVERIFY(rotate.setHandedOver(u"ci"_s, true));
        QVERIFY(rotate.setWaitUntil(bench.clock.now().addDays(1)));
    }
    bench.reopen();
    {
        RotateApiKey rotate(bench.context());
        AWAIT_DONE(rotate.resume(id));
        QCOMPARE(rotate.record().state, RotationState::HandingOver);
        QCOMPARE(rotate.record().handedOver, QStringList{u"ci"_s});
        QVERIFY(rotate.record().waitUntil.isValid());
        // The answer is lost, and so is the one to the question what became of it.
        bench.session->client().setRetryPolicy({.most = 0});
        bench.breaks({}, u"/api_keys/"_s + old.id, Fault::Kind::DropAfter, 0, -1);
        QCOMPARE(await(rotate.revokeOld())->state, RevokeApiKeys::Revoked::State::Unknown);
        QCOMPARE(rotate.record().state, RotationState::Revoking);
        bench.heal();
    }
    bench.reopen();
    {
        RotateApiKey rotate(bench.context());
        AWAIT_DONE(rotate.resume(id));
        QCOMPARE(rotate.record().state, RotationState::Proving);
    }
    bench.reopen();
    RotateApiKey rotate(bench.context());
    AWAIT_DONE(rotate.resume(id));
    const auto proof = await(rotate.proveOldDead());
    QVERIFY(proof && proof->refused);
    QCOMPARE(rotate.record().state, RotationState::Finished);
}

void TestRotateApiKey::oldKeyWaitsForTheTest_data()
{
    QTest::addColumn<Fault::Kind>("kind");
    QTest::addColumn<KeyVerdict>("verdict");
    QTest::newRow("unreachable") << Fault::Kind::DropBefore << KeyVerdict::Unreachable;
    QTest::newRow("500") << Fault::Kind::Text500 << KeyVerdict::CannotTell;
    QTest::newRow("a web page") << Fault::Kind::Html << KeyVerdict::WrongHost;
    QTest::newRow("429") << Fault::Kind::RateLimit << KeyVerdict::CannotTell;
}

void TestRotateApiKey::oldKeyWaitsForTheTest()
{
    QFETCH(const Fault::Kind, kind);
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    const auto old = made(bench, u"ci"_s);
    RotateApiKey rotate(bench.context());
    AWAIT_DONE(rotate.start(old, order(u"ci-2"_s)));
    bench.breaks("POST", u"/llm/v1/chat/completions"_s, kind, 0, -1);
    QTEST(await(rotate.testSuccessor())->verdict, "verdict");
    QCOMPARE(rotate.record().state, RotationState::Creating);
    AWAIT_ERROR(rotate.revokeOld(), Error::Code::InvalidInput);
    QCOMPARE(bench.count(u"DELETE"_s, u"/api_keys/"_s + old.id), 0);
    QVERIFY(isListed(bench, old.id));
    bench.heal();
    QCOMPARE(await(rotate.testSuccessor())->verdict, KeyVerdict::Accepted);
    QCOMPARE(rotate.record().state, RotationState::HandingOver);
}

void TestRotateApiKey::lostAnswerAbandons()
{
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    const auto old = made(bench, u"ci"_s);
    bench.breaks("POST", u"/api_keys/"_s, Fault::Kind::DropAfter);
    RotateApiKey rotate(bench.context());
    QVERIFY(await(rotate.start(old, order(u"ci-2"_s))).error().inDoubt);
    QVERIFY(rotate.creation().orphan());
    QVERIFY(!rotate.hasSuccessor());
    QCOMPARE(rotate.record().state, RotationState::Abandoned);
    AWAIT_ERROR(rotate.revokeOld(), Error::Code::InvalidInput);
    AWAIT_DONE(rotate.creation().revoke());
    QCOMPARE(bench.keys(), QList<ApiKey>{old});
    RotateApiKey again(bench.context());
    AWAIT_DONE(again.start(old, order(u"ci-2"_s)));
}

void TestRotateApiKey::onePerKey()
{
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    const auto old = made(bench, u"ci"_s);
    RotateApiKey rotate(bench.context());
    AWAIT_DONE(rotate.start(old, order(u"ci-2"_s)));
    RotateApiKey other(bench.context());
    const auto second = await(other.start(old, order(u"ci-3"_s)));
    QCOMPARE(second.error().code, Error::Code::Conflict);
    QCOMPARE(second.error().field, u"rotation"_s);
    QCOMPARE(bench.keys().size(), 2);
    AWAIT_ERROR(other.resume(u"none"_s), Error::Code::NotFound);
}

void TestRotateApiKey::canBeAbandoned()
{
    KeysBench bench(Generation::May2026);
    QVERIFY(bench.isReady());
    const auto old = made(bench, u"ci"_s);
    RotateApiKey rotate(bench.context());
    AWAIT_DONE(rotate.start(old, order(u"ci-2"_s)));
    QVERIFY(rotate.abandon());
    QVERIFY(!rotate.abandon());
    QCOMPARE(bench.keys().size(), 2);
    AWAIT_ERROR(rotate.testSuccessor(), Error::Code::InvalidInput);
    AWAIT_ERROR(rotate.revokeOld(), Error::Code::InvalidInput);
}

QTEST_GUILESS_MAIN(TestRotateApiKey)
#include "tst_rotateapikey.moc"
