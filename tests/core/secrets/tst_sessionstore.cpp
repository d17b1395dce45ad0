#include "core/base/whenfinished.h"
#include "core/secrets/sessionstore.h"
#include "tests/support/await.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

SecretId idOf(const QString &profile, SecretKind kind = SecretKind::ApiKey)
{
    return {.origin = u"https://api.chutes.ai"_s, .profileId = profile, .kind = kind};
}

/// A store that loses or changes what it was given.
class FaultyStore final : public SecretStore
{
    Q_OBJECT

public:
    enum class Fault { None, RefusesWrites, Forgets, Changes, LocksAfterWrite, KeepsForever };
    explicit FaultyStore(Fault fault)
        : m_fault(fault)
    {
    }

    QFuture<Result<SecretStoreState>> state() override { return m_store.state(); }
    QFuture<Result<Secret>> read(const SecretId &id) override
    {
        if (m_fault == Fault::LocksAfterWrite)
            return readyFuture<Secret>(failure(Error::Code::KeychainLocked));
        return m_store.read(id);
    }
    QFuture<Result<Done>> write(const SecretId &id, Secret value) override
    {
        ids.append(id);
        if (m_fault == Fault::RefusesWrites)
            return readyFuture<Done>(failure(Error::Code::KeychainMissing));
        if (m_fault == Fault::Forgets)
            return readyFuture<Done>(Done{});
        if (m_fault == Fault::Changes)
            value = Secret::copyOf("something else");
        return m_store.write(id, std::move(value));
    }
    QFuture<Result<Done>> remove(const SecretId &id) override
    {
        removed.append(id);
        if (m_fault == Fault::KeepsForever)
            return readyFuture<Done>(failure(Error::Code::KeychainNotStored));
        return m_store.remove(id);
    }
    QFuture<Result<Done>> unlock() override { return m_store.unlock(); }
    bool hasPendingWrites() const override { return false; }

    QList<SecretId> ids;
    QList<SecretId> removed;

private:
    Fault m_fault;
    SessionStore m_store;
};

} // namespace

Q_DECLARE_METATYPE(FaultyStore::Fault)

class TestSessionStore : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void keepsWhatItIsGiven();
    void replaces();
    void removes();
    void keepsWorldsApart();
    void refusesWhatOtherStoresCouldNotTake();
    void isAlwaysUnlocked();
    void probe_data();
    void probe();
    void probeUsesAFreshName();
};

void TestSessionStore::initTestCase()
{
    QVERIFY(prepareSecretMemory());
}

void TestSessionStore::keepsWhatItIsGiven()
{
    SessionStore store;
    AWAIT_ERROR(store.read(idOf(u"a"_s)), Error::Code::SecretAbsent);
    AWAIT_DONE(store.write(idOf(u"a"_s), Secret::copyOf("value")));
    for (int i = 0; i < 2; ++i) {
        const auto read = await(store.read(idOf(u"a"_s)));
        QVERIFY(read);
        QVERIFY(read->view().bytes() == "value");
    }
}

void TestSessionStore::replaces()
{
    SessionStore store;
    AWAIT_DONE(store.write(idOf(u"a"_s), Secret::copyOf("old")));
    AWAIT_DONE(store.write(idOf(u"a"_s), Secret::copyOf("newer")));
    QVERIFY(await(store.read(idOf(u"a"_s)))->view().bytes() == "newer");
}

void TestSessionStore::removes()
{
    SessionStore store;
    AWAIT_DONE(store.write(idOf(u"a"_s), Secret::copyOf("value")));
    AWAIT_DONE(store.remove(idOf(u"a"_s)));
    AWAIT_ERROR(store.read(idOf(u"a"_s)), Error::Code::SecretAbsent);
    AWAIT_DONE(store.remove(idOf(u"a"_s)));
}

void TestSessionStore::keepsWorldsApart()
{
    SessionStore store;
    SecretId elsewhere = idOf(u"a"_s);
    elsewhere.origin = u"https://other.example"_s;
    AWAIT_DONE(store.write(idOf(u"a"_s), Secret::copyOf("value")));
    AWAIT_ERROR(store.read(elsewhere), Error::Code::SecretAbsent);
    AWAIT_ERROR(store.read(idOf(u"b"_s)), Error::Code::SecretAbsent);
    AWAIT_ERROR(store.read(idOf(u"a"_s, SecretKind::SessionToken)), Error::Code::SecretAbsent);
}

void TestSessionStore::refusesWhatOtherStoresCouldNotTake()
{
    SessionStore store;
    AWAIT_ERROR(store.write(idOf(u"a"_s), Secret()), Error::Code::InvalidInput);
    AWAIT_ERROR(store.write(idOf(u"a"_s), Secret::copyOf(QByteArray(2000, 'x'))),
                Error::Code::InvalidInput);
    AWAIT_ERROR(store.read(idOf(u"a"_s)), Error::Code::SecretAbsent);
}

void TestSessionStore::isAlwaysUnlocked()
{
    SessionStore store;
    const auto state = await(store.state());
    QVERIFY(state);
    QCOMPARE(state->kind, SecretStoreState::Kind::SessionOnly);
    QCOMPARE(state->availability, SecretStoreState::Availability::Unlocked);
    AWAIT_DONE(store.unlock());
    QVERIFY(!store.hasPendingWrites());
}

void TestSessionStore::probe_data()
{
    using Fault = FaultyStore::Fault;
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<int>("expected");
    QTest::addColumn<int>("removals");
    const auto code = [](Error::Code error) { return static_cast<int>(error); };
    QTest::newRow("good") << Fault::None << -1 << 1;
    QTest::newRow("refused") << Fault::RefusesWrites << code(Error::Code::KeychainMissing) << 0;
    QTest::newRow("forgotten") << Fault::Forgets << code(Error::Code::KeychainNotStored) << 1;
    QTest::newRow("changed") << Fault::Changes << code(Error::Code::KeychainNotStored) << 1;
    QTest::newRow("locked") << Fault::LocksAfterWrite << code(Error::Code::KeychainLocked) << 1;
    QTest::newRow("kept") << Fault::KeepsForever << code(Error::Code::KeychainNotStored) << 1;
}

void TestSessionStore::probe()
{
    QFETCH(const FaultyStore::Fault, fault);
    QFETCH(const int, expected);
    QFETCH(const int, removals);
    FaultyStore store(fault);
    const auto probed = await(probeSecretStore(store, u"https://api.chutes.ai"_s));
    QCOMPARE(probed ? -1 : static_cast<int>(probed.error().code), expected);
    QCOMPARE(store.removed.size(), removals);
    QVERIFY(store.removed.isEmpty() || store.removed.first() == store.ids.first());
}

void TestSessionStore::probeUsesAFreshName()
{
    FaultyStore store(FaultyStore::Fault::None);
    AWAIT_DONE(probeSecretStore(store, u"https://api.chutes.ai"_s));
    AWAIT_DONE(probeSecretStore(store, u"https://api.chutes.ai"_s));
    QCOMPARE(store.ids.size(), 2);
    QVERIFY(store.ids.at(0).kind == SecretKind::Canary);
    QVERIFY(store.ids.at(0).profileId != store.ids.at(1).profileId);
}

QTEST_GUILESS_MAIN(TestSessionStore)

#include "tst_sessionstore.moc"
