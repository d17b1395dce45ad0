#include "app/desktop/forgetaccounts.h"
#include "tests/support/memorysecretstore.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;

namespace {

constexpr std::array kinds{SecretKind::HotkeySeed, SecretKind::Fingerprint,
                           SecretKind::PendingFingerprint, SecretKind::SessionToken};

SecretId idOf(const Profile &profile, SecretKind kind)
{
    return {.origin = profile.service.toString(), .profileId = profile.id, .kind = kind};
}

void fill(MemorySecretStore &store, const Profile &profile)
{
    for (const auto kind : kinds) {
        const auto written = store.write(idOf(profile, kind), Secret::copyOf("a secret"));
        QTRY_VERIFY(written.isFinished());
    }
}

} // namespace

class TestForgetAccounts : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void removesEverySecretOfTheseAccountsOnly();
    void oneThatStaysDoesNotKeepTheOthers();
    void nothingToForget();
};

void TestForgetAccounts::removesEverySecretOfTheseAccountsOnly()
{
    MemorySecretStore store;
    const Profile one{.id = u"one"_s};
    const Profile two{.id = u"two"_s};
    const Profile other{.id = u"other"_s};
    for (const Profile &profile : {one, two, other})
        fill(store, profile);
    const auto forgotten = forgetSecretsOf(store, {one, two});
    QTRY_VERIFY(forgotten.isFinished());
    QVERIFY(forgotten.result());
    for (const auto kind : kinds) {
        QVERIFY(!store.find(idOf(one, kind)) && !store.find(idOf(two, kind)));
        QVERIFY(store.find(idOf(other, kind)));
    }
}

void TestForgetAccounts::oneThatStaysDoesNotKeepTheOthers()
{
    MemorySecretStore store;
    const Profile one{.id = u"one"_s};
    fill(store, one);
    store.add({.operation = MemorySecretStore::Operation::Remove,
               .kind = SecretKind::Fingerprint,
               .code = Error::Code::KeychainLocked});
    const auto forgotten = forgetSecretsOf(store, {one});
    QTRY_VERIFY(forgotten.isFinished());
    QVERIFY(store.find(idOf(one, SecretKind::Fingerprint)));
    QVERIFY(!store.find(idOf(one, SecretKind::HotkeySeed)));
    QVERIFY(!store.find(idOf(one, SecretKind::SessionToken)));
}

void TestForgetAccounts::nothingToForget()
{
    MemorySecretStore store;
    const auto forgotten = forgetSecretsOf(store, {});
    QTRY_VERIFY(forgotten.isFinished());
    QCOMPARE(store.operations(), 0);
}

QTEST_GUILESS_MAIN(TestForgetAccounts)
#include "tst_forgetaccounts.moc"
