#include "core/chutes/account.h"
#include "tests/core/chutes/awaited.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

const auto hotkey = u"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"_s;
const auto coldkey = u"5EcZsewZSTxUaX8gwyHzkKsqT3NwLP1n2faZPyjttCeaPdYe"_s;
const auto payment = u"5C5zpdLSSxFeFkLFw9tAc7DdxdK82GCAjnoe5pub73GMvKLt"_s;
const auto deposit = u"5FRk18V1cH8F8juw5WmchTNsU4SPCWxTArppqsgtTnZJ5j26"_s;

/// GET /users/me as of July 2025.
QJsonObject july2025()
{
    return {{u"username"_s, u"myawesomeai"_s},
            {u"user_id"_s, u"dff3e6bb-3a6b-5a2b-9c48-da3abcd5ca5f"_s},
            {u"logo_id"_s, QJsonValue()},
            {u"created_at"_s, u"2025-07-22T15:34:23.123456Z"_s},
            {u"hotkey"_s, hotkey},
            {u"coldkey"_s, coldkey},
            {u"payment_address"_s, payment},
            {u"developer_payment_address"_s, deposit},
            {u"balance"_s, 42.1834567},
            {u"bonus_used"_s, false},
            {u"permissions_bitmask"_s, 17},
            {u"logo"_s, QJsonValue()},
            {u"permissions"_s, QJsonArray{u"developer"_s, u"free"_s}}};
}

QJsonObject with(const QString &name, const QJsonValue &value)
{
    auto object = july2025();
    object.insert(name, value);
    return object;
}

} // namespace

class TestAccount : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void readsJuly2025()
    {
        const auto account = Account::fromJson(july2025());
        QVERIFY(account);
        QCOMPARE(account->username, u"myawesomeai"_s);
        QCOMPARE(account->userId, u"dff3e6bb-3a6b-5a2b-9c48-da3abcd5ca5f"_s);
        QCOMPARE(account->createdAt,
                 QDateTime(QDate(2025, 7, 22), QTime(15, 34, 23, 123), Qt::UTC));
        QCOMPARE(account->hotkey, hotkey);
        QCOMPARE(account->coldkey, coldkey);
        QCOMPARE(account->paymentAddress->toString(), payment);
        QCOMPARE(account->developerDepositAddress->toString(), deposit);
        QCOMPARE(account->balance->micros(), 42'183'457LL);
        QCOMPARE(account->permissionBits, 17LL);
        QCOMPARE(account->permissions, (QStringList{u"developer"_s, u"free"_s}));
    }

    void whatIsMissingIsNotReported()
    {
        for (const bool null : {false, true}) {
            auto object = july2025();
            for (const auto &name : {u"created_at"_s, u"hotkey"_s, u"coldkey"_s,
                                     u"payment_address"_s, u"developer_payment_address"_s,
                                     u"balance"_s, u"permissions_bitmask"_s, u"permissions"_s}) {
                object.remove(name);
                if (null)
                    object.insert(name, QJsonValue());
            }
            const auto account = Account::fromJson(object);
            QVERIFY(account);
            QVERIFY(!account->createdAt);
            QVERIFY(account->hotkey.isEmpty());
            QVERIFY(account->coldkey.isEmpty());
            QVERIFY(!account->paymentAddress);
            QVERIFY(!account->developerDepositAddress);
            QVERIFY(!account->balance);
            QVERIFY(!account->permissionBits);
            QVERIFY(!account->permissions);
        }
    }

    void otherServices()
    {
        // Made on the website: no address, but 48 hex digits.
        const auto web = u"0123456789abcdef0123456789abcdef0123456789abcdef"_s;
        QCOMPARE(Account::fromJson(with(u"hotkey"_s, web))->hotkey, web);
        QCOMPARE(Account::fromJson(with(u"balance"_s, -0.5))->balance->micros(), -500'000LL);
        QCOMPARE(
            Account::fromJson(with(u"permissions_bitmask"_s, 9007199254740993LL))->permissionBits,
            9007199254740993LL);
        auto guide = july2025();
        guide.remove(u"developer_payment_address"_s);
        guide.insert(u"deposit_address"_s, deposit);
        QCOMPARE(Account::fromJson(guide)->developerDepositAddress->toString(), deposit);
        QVERIFY(Account::fromJson(with(u"quotas"_s, QJsonArray{1, 2})));
    }

    void refuses_data()
    {
        QTest::addColumn<QJsonObject>("object");
        QTest::addColumn<QString>("name");
        const auto row = [](const char *tag, const QString &name, const QJsonValue &value) {
            QTest::newRow(tag) << with(name, value) << name;
        };
        row("no username", u"username"_s, QJsonValue());
        row("empty username", u"username"_s, u""_s);
        row("numeric username", u"username"_s, 7);
        row("no id", u"user_id"_s, QJsonValue());
        row("id is an object", u"user_id"_s, QJsonObject());
        row("hotkey is a number", u"hotkey"_s, 1);
        row("coldkey is an array", u"coldkey"_s, QJsonArray());
        row("payment address mistyped", u"payment_address"_s, QString(payment.left(47) + u'u'));
        row("payment address of Polkadot", u"payment_address"_s,
            u"15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5"_s);
        row("payment address is a number", u"payment_address"_s, 5);
        row("deposit address cut", u"developer_payment_address"_s, deposit.left(40));
        row("time is a number", u"created_at"_s, 1753198463);
        row("time is a word", u"created_at"_s, u"yesterday"_s);
        row("balance is a string", u"balance"_s, u"42.18"_s);
        row("balance is true", u"balance"_s, true);
        row("bits are broken", u"permissions_bitmask"_s, 17.5);
        row("bits are a string", u"permissions_bitmask"_s, u"17"_s);
        row("permissions are a string", u"permissions"_s, u"developer"_s);
        row("a permission is a number", u"permissions"_s, QJsonArray{u"developer"_s, 1});
    }
    void refuses()
    {
        QFETCH(const QJsonObject, object);
        QFETCH(const QString, name);
        const auto account = Account::fromJson(object);
        QVERIFY(!account);
        QCOMPARE(account.error().code, Error::Code::Malformed);
        QVERIFY(account.error().detail.contains(name));
    }

    void registered()
    {
        auto object = july2025();
        object.insert(u"fingerprint"_s, u"aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C"_s);
        const auto body = QJsonDocument(object).toJson(QJsonDocument::Compact);
        auto account = RegisteredAccount::fromJson(Secret::copyOf(body));
        QVERIFY(account);
        QCOMPARE(account->account.hotkey, hotkey);
        QCOMPARE(test::textOf(account->fingerprint), "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C");

        for (qsizetype length = 0; length < body.size(); ++length)
            QVERIFY(!RegisteredAccount::fromJson(Secret::copyOf(body.first(length))));
        QVERIFY(!RegisteredAccount::fromJson(Secret::copyOf(R"({"username":"a","user_id":"b"})")));
        QVERIFY(!RegisteredAccount::fromJson(Secret::copyOf(R"({"fingerprint":"abc"})")));
    }

    void timestamps_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QDateTime>("when");
        const auto row = [](const char *text, int milliseconds, int hour = 15) {
            QTest::newRow(text) << QString::fromLatin1(
                text) << QDateTime(QDate(2025, 7, 22), QTime(hour, 34, 23, milliseconds), Qt::UTC);
        };
        row("2025-07-22T15:34:23.123456Z", 123);
        row("2025-07-22T15:34:23.123456+00:00", 123);
        row("2025-07-22T15:34:23.123456", 123);
        row("2025-07-22T15:34:23Z", 0);
        row("2025-07-22T15:34:23+00:00", 0);
        row("2025-07-22T15:34:23", 0);
        row("2025-07-22T15:34:23.9Z", 900);
        row("2025-07-22T15:34:23.05", 50);
        row("2025-07-22T15:34:23.999999Z", 999);
        row("2025-07-22T15:34:23.123456789Z", 123);
        row("2025-07-22 15:34:23.123456+00:00", 123);
        row("2025-07-22T17:34:23+02:00", 0);
        row("2025-07-22T17:34:23+0200", 0);
        row("2025-07-22T10:04:23.5-05:30", 500);
        row("2025-07-22T15:34:23-00:00", 0);
        row("2025-07-23T01:34:23+10:00", 0);
    }
    void timestamps()
    {
        QFETCH(const QString, text);
        QFETCH(const QDateTime, when);
        const auto parsed = parseTimestamp(text);
        QVERIFY(parsed.isValid());
        QCOMPARE(parsed.timeSpec(), Qt::UTC);
        QCOMPARE(parsed, when);
    }

    void notTimestamps_data()
    {
        QTest::addColumn<QString>("text");
        for (const auto *text : {"",
                                 " ",
                                 "now",
                                 "2025-07-22",
                                 "15:34:23",
                                 "2025-07-22T15:34",
                                 "2025-07-22T15:34:23.",
                                 "2025-07-22T15:34:23.Z",
                                 "2025-07-22T15:34:23.1234567890Z",
                                 "2025-13-22T15:34:23Z",
                                 "2025-02-30T15:34:23Z",
                                 "2025-07-22T24:34:23Z",
                                 "2025-07-22T15:60:23Z",
                                 "2025-07-22T15:34:60Z",
                                 "2025-07-22T15:34:23z",
                                 "2025-07-22t15:34:23Z",
                                 "2025-07-22T15:34:23+25:00",
                                 "2025-07-22T15:34:23+00:60",
                                 "2025-07-22T15:34:23+00",
                                 "2025-07-22T15:34:23Z ",
                                 " 2025-07-22T15:34:23Z",
                                 "2025-07-22T15:34:23Z\n",
                                 "+2025-07-22T15:34:23Z",
                                 "12025-07-22T15:34:23Z",
                                 "2025-7-22T15:34:23Z",
                                 "1753198463"})
            QTest::newRow(text) << QString::fromLatin1(text);
        QTest::newRow("other digits") << u"\u0662\u0660\u0662\u0665-07-22T15:34:23Z"_s;
    }
    void notTimestamps()
    {
        QFETCH(const QString, text);
        QVERIFY(!parseTimestamp(text).isValid());
    }

    void usernames()
    {
        for (const auto &name : {u"abc"_s, u"A-Z_09"_s, u"---"_s, QString(15, u'x')})
            QVERIFY2(isValidUsername(name), qPrintable(name));
        for (const QString &name :
             QStringList{u""_s, u"ab"_s, QString(16, u'x'), u"a b"_s, u"abc\n"_s, u"ab.c"_s,
                         u"\u0430bc"_s, u"a@bc"_s, u"ab\u00e9"_s})
            QVERIFY2(!isValidUsername(name), qPrintable(name));
    }

    void registrationTokens()
    {
        const auto token = u"6d1f9b6e-8d39-4c3b-9a33-0f9a4c3b1a11"_s;
        QVERIFY(isRegistrationToken(token));
        QVERIFY(isRegistrationToken(token.toUpper()));
        for (const QString &text :
             QStringList{u""_s, token + u'\n', u' ' + token, token.left(35), token + u'1',
                         u'{' + token + u'}', QString(token).remove(u'-'),
                         QString(token).replace(u'd', u'g')})
            QVERIFY2(!isRegistrationToken(text), qPrintable(text));
    }
};

} // namespace canopy

QTEST_GUILESS_MAIN(canopy::TestAccount)
#include "tst_account.moc"
