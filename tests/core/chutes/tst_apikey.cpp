#include "core/chutes/apikey.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

QJsonObject parsed(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

/// As the service answers (contract §4.1).
QJsonObject page()
{
    return parsed(
        R"({"total":2,"page":0,"limit":25,"items":[{"api_key_id":"6d1f9b6e-8d39-4c3b-9a33-0f9a4c3b1a11","user_id":"dff3e6bb-3a6b-5a2b-9c48-da3abcd5ca5f","admin":false,"name":"ci","created_at":"2025-07-22T15:34:23.123456","last_used_at":null,"scopes":[{"scope_id":"1","object_type":"chutes","object_id":null,"method":null},{"object_type":"images","object_id":"abc","action":"read"}]},{"api_key_id":"2","user_id":"3","admin":true,"name":"default","created_at":"2025-07-22T15:34:23Z","last_used_at":null,"scopes":null}],"cord_refs":null})");
}

QJsonObject key(const QString &name, const QJsonValue &value)
{
    auto object = page().value("items"_L1).toArray().first().toObject();
    object.insert(name, value);
    return object;
}

} // namespace

class TestApiKey : public QObject
{
    Q_OBJECT

private slots:
    void readsAPage()
    {
        const auto result = ApiKeyPage::fromJson(page());
        QVERIFY(result);
        QCOMPARE(result->total, 2);
        QCOMPARE(result->page, 0);
        QCOMPARE(result->keys.size(), 2);
        const auto &ci = result->keys.at(0);
        QCOMPARE(ci.id, u"6d1f9b6e-8d39-4c3b-9a33-0f9a4c3b1a11"_s);
        QCOMPARE(ci.name, u"ci"_s);
        QVERIFY(!ci.admin);
        QCOMPARE(ci.createdAt, QDateTime(QDate(2025, 7, 22), QTime(15, 34, 23, 123), Qt::UTC));
        QVERIFY(!ci.lastUsedAt);
        const QList<Scope> scopes{
            {.objectType = u"chutes"_s},
            {.objectType = u"images"_s, .objectId = u"abc"_s, .action = u"read"_s}};
        QCOMPARE(ci.scopes, scopes);
        QVERIFY(result->keys.at(1).admin);
        QVERIFY(result->keys.at(1).scopes.isEmpty());
    }

    void emptyPages()
    {
        const auto result = ApiKeyPage::fromJson(parsed(R"({"total":0,"page":3,"items":[]})"));
        QVERIFY(result);
        QCOMPARE(result->page, 3);
        QVERIFY(result->keys.isEmpty());
    }

    void brokenPages_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const auto *text :
             {R"({})", R"({"total":0,"page":0})", R"({"total":0,"page":0,"items":{}})",
              R"({"total":0,"page":0,"items":null})", R"({"total":-1,"page":0,"items":[]})",
              R"({"total":1.5,"page":0,"items":[]})", R"({"total":"1","page":0,"items":[]})",
              R"({"total":4294967296,"page":0,"items":[]})",
              R"({"total":0,"page":null,"items":[]})", R"({"total":1,"page":0,"items":[1]})",
              R"({"total":1,"page":0,"items":[{}]})"})
            QTest::newRow(text) << QByteArray(text);
    }
    void brokenPages()
    {
        QFETCH(const QByteArray, text);
        const auto result = ApiKeyPage::fromJson(parsed(text));
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::Malformed);
    }

    void brokenKeys_data()
    {
        QTest::addColumn<QJsonObject>("object");
        QTest::newRow("no id") << key(u"api_key_id"_s, QJsonValue());
        QTest::newRow("numeric id") << key(u"api_key_id"_s, 1);
        QTest::newRow("no name") << key(u"name"_s, u""_s);
        QTest::newRow("admin missing") << key(u"admin"_s, QJsonValue());
        QTest::newRow("admin a number") << key(u"admin"_s, 1);
        QTest::newRow("user a number") << key(u"user_id"_s, 1);
        QTest::newRow("created") << key(u"created_at"_s, u"soon"_s);
        QTest::newRow("used") << key(u"last_used_at"_s, 0);
        QTest::newRow("scopes an object") << key(u"scopes"_s, QJsonObject());
        QTest::newRow("a scope a string") << key(u"scopes"_s, QJsonArray{u"chutes"_s});
        QTest::newRow("a scope without a type") << key(u"scopes"_s, QJsonArray{QJsonObject()});
        QTest::newRow("a scope of a number") << key(
            u"scopes"_s, QJsonArray{QJsonObject{{u"object_type"_s, u"a"_s}, {u"object_id"_s, 1}}});
        QTest::newRow("an action of a number") << key(
            u"scopes"_s, QJsonArray{QJsonObject{{u"object_type"_s, u"a"_s}, {u"action"_s, 1}}});
    }
    void brokenKeys()
    {
        QFETCH(const QJsonObject, object);
        const auto result = ApiKey::fromJson(object);
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::Malformed);
    }
};

} // namespace canopy

QTEST_GUILESS_MAIN(canopy::TestApiKey)
#include "tst_apikey.moc"
