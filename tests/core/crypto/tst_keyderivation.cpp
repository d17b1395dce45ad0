#include "core/crypto/keyfilecipher.h"
#include "tests/support/vectors.h"

#include <QMap>
#include <QTest>

#include <sodium.h>

using namespace canopy;
using namespace Qt::StringLiterals;

/// Each row takes seconds and half a gigabyte, which is why it is a program of its own.
class TestKeyDerivation : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void recorded_data();
    void recorded();
};

void TestKeyDerivation::initTestCase()
{
    QVERIFY(sodium_init() >= 0);
}

void TestKeyDerivation::recorded_data()
{
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<QByteArray>("key");
    // Every password of the vectors once.
    QMap<QByteArray, QByteArray> keys;
    for (const QJsonValue row : vectors::rows(vectors::load(u"encrypted-keyfiles"_s), u"valid"_s)) {
        if (row.toObject().contains(u"argon2i_key"_s))
            keys.insert(vectors::utf8(row[u"password"_s]), vectors::utf8(row[u"argon2i_key"_s]));
    }
    QVERIFY(keys.size() >= 6);
    // Also computed by an implementation that shares no code with libsodium's.
    keys.insert("correct horse"_ba,
                "cf96d2ee72dbd5d06fa7dd5ee0b42bba227baf46d91bd5440270663ca4f7b591"_ba);
    int index = 0;
    for (auto entry = keys.cbegin(); entry != keys.cend(); ++entry) {
        vectors::newRow(index++, QString::fromUtf8(entry.key().toPercentEncoding()))
            << entry.key() << entry.value();
    }
}

void TestKeyDerivation::recorded()
{
    QFETCH(QByteArray, password);
    QFETCH(QByteArray, key);
    std::array<std::uint8_t, 32> derived{};
    QVERIFY(keyfilecipher::deriveNaclKey(password, derived));
    QCOMPARE(vectors::toHex(derived), key);
}

QTEST_GUILESS_MAIN(TestKeyDerivation)
#include "tst_keyderivation.moc"
