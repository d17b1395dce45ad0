#include "core/keys/accessdocument.h"
#include "core/keys/accessdraft.h"
#include "core/keys/accesspreset.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace canopy;
using Kind = DocumentProblem::Kind;

Q_DECLARE_METATYPE(Kind)

namespace {

const QString idA = u"12345678-1234-5678-9abc-123456789012"_s;

ScopeRow row(const QString &type, const std::optional<QString> &id = {},
             const std::optional<QString> &action = {}, const QJsonObject &others = {})
{
    return {.scope = {.objectType = type, .objectId = id, .action = action}, .others = others};
}

/// The same choices in every run.
class Chance
{
public:
    explicit Chance(unsigned seed)
        : m_engine(seed)
    {
    }
    int below(int bound) { return static_cast<int>(m_engine() % static_cast<unsigned>(bound)); }
    template <typename T>
    T from(const QList<T> &list)
    {
        return list.at(below(static_cast<int>(list.size())));
    }
    std::optional<QString> textOrNone()
    {
        static const QStringList texts{
            u"chutes"_s,     u"invoke"_s,        idA,   u""_s, u"a \"b\" \\ /"_s,
            u"\n\t\u0001"_s, u"ä钥\U0001F511"_s, u"'"_s};
        return below(3) == 0 ? std::nullopt : std::optional(from(texts));
    }
    QJsonObject others()
    {
        static const QList<QJsonValue> values{QJsonValue::Null,
                                              true,
                                              qint64(9007199254740993),
                                              0.1,
                                              -1e300,
                                              u"x\ny"_s,
                                              QJsonArray{1, QJsonObject{{u"deep"_s, QJsonArray{}}}},
                                              QJsonObject{}};
        QJsonObject object;
        for (int i = below(3); i > 0; --i)
            object.insert(u"later %1\""_s.arg(below(4)), from(values));
        return object;
    }
    ScopeRow row()
    {
        return ::row(textOrNone().value_or(u"images"_s), textOrNone(), textOrNone(), others());
    }

private:
    std::mt19937 m_engine;
};

/// One of the things a person can do to the rows.
void edit(AccessDraft &draft, Chance &chance)
{
    const int rows = static_cast<int>(draft.access().rows.size());
    const int kind = chance.below(8);
    if (kind == 0) {
        draft.setAdmin(chance.below(2) == 0);
    } else if (kind == 1 || rows == 0) {
        draft.insertRow(chance.below(rows + 1), chance.row());
    } else if (kind == 2) {
        draft.removeRow(chance.below(rows));
    } else if (kind == 3) {
        draft.duplicateRow(chance.below(rows));
    } else if (kind == 4) {
        draft.undo();
    } else if (kind == 5) {
        draft.redo();
    } else {
        draft.setRow(chance.below(rows), chance.row());
    }
}

} // namespace

class TestAccessDocument : public QObject
{
    Q_OBJECT

private slots:
    void theSourcesExample();
    void accepted_data();
    void accepted();
    void refused_data();
    void refused();
    void rowsAndTextAreOneValue();
    void undoTakesBackEveryEdit();
    void presets_data();
    void presets();
    void bodies_data();
    void bodies();
};

void TestAccessDocument::theSourcesExample()
{
    const auto access = parseAccessDocument(uR"({
    "scopes": [
      {"object_type": "chutes", "action": "invoke"},
      {"object_type": "images", "action": "read", "object_id": "specific-image-id"}
    ]
  })");
    QVERIFY(access);
    QCOMPARE(access->rows,
             (QList{row(u"chutes"_s, {}, u"invoke"_s),
                    row(u"images"_s, u"specific-image-id"_s, u"read"_s)}));
    QCOMPARE(accessDocument(*access), uR"({
  "scopes": [
    {"object_type": "chutes", "action": "invoke"},
    {"object_type": "images", "object_id": "specific-image-id", "action": "read"}
  ]
})"_s);
    QCOMPARE(compactAccessDocument(*access),
             u"{\"scopes\": [{\"object_type\": \"chutes\", \"action\": \"invoke\"}, "
             "{\"object_type\": \"images\", \"object_id\": \"specific-image-id\", "
             "\"action\": \"read\"}]}"_s);
}

void TestAccessDocument::accepted_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("again");
    QTest::newRow("no scopes") << u"{\"scopes\":[]}"_s << u"{\"scopes\": []}"_s;
    QTest::newRow("admin alone") << u"{\"admin\":true}"_s << u"{\"admin\": true}"_s;
    QTest::newRow("admin said and not meant")
        << u"{\"admin\":false,\"scopes\":[]}"_s << u"{\"scopes\": []}"_s;
    QTest::newRow("null is left out")
        << u"{\"scopes\":[{\"object_type\":\"chutes\",\"object_id\":null,\"action\":null}]}"_s
        << u"{\"scopes\": [{\"object_type\": \"chutes\"}]}"_s;
    QTest::newRow("unknown members")
        << u"{\"version\":2,\"scopes\":[{\"object_type\":\"chutes\",\"until\":[1,{\"a\":0.5}]}]}"_s
        << u"{\"scopes\": [{\"object_type\": \"chutes\", \"until\": [1,{\"a\":0.5}]}], "
           "\"version\": 2}"_s;
    QTest::newRow("escapes") << uR"({"scopes":[{"object_type":"\u0063hutes\n\"\\"}]})"_s
                             << uR"({"scopes": [{"object_type": "chutes\n\"\\"}]})"_s;
    QTest::newRow("pair of surrogates") << uR"({"scopes":[{"object_type":"\ud83d\udd11"}]})"_s
                                        << u"{\"scopes\": [{\"object_type\": \"\U0001F511\"}]}"_s;
    QTest::newRow("space everywhere")
        << u" \r\n\t{ \"scopes\" : [ { \"object_type\" : \"chutes\" } ] } \n"_s
        << u"{\"scopes\": [{\"object_type\": \"chutes\"}]}"_s;
    QTest::newRow("whole numbers beyond 2^53") << u"{\"scopes\":[],\"n\":9007199254740993}"_s
                                               << u"{\"scopes\": [], \"n\": 9007199254740993}"_s;
}

void TestAccessDocument::accepted()
{
    QFETCH(const QString, text);
    const auto access = parseAccessDocument(text);
    QVERIFY2(access, access ? "" : qPrintable(QString::number(access.error().column)));
    QTEST(compactAccessDocument(*access), "again");
    const auto again = parseAccessDocument(accessDocument(*access));
    QVERIFY(again);
    QCOMPARE(*again, *access);
}

void TestAccessDocument::refused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("member");
    const auto bad = [](const char *tag, const QString &text, Kind kind, int line, int column,
                        const QString &member = {}) {
        QTest::newRow(tag) << text << kind << line << column << member;
    };
    bad("empty", {}, Kind::UnexpectedEnd, 1, 1);
    bad("only space", u"  \n "_s, Kind::UnexpectedEnd, 2, 2);
    bad("half", u"{\"scopes\": ["_s, Kind::UnexpectedEnd, 1, 13);
    bad("half a text", u"{\"scop"_s, Kind::UnexpectedEnd, 1, 7);
    bad("comma too many", u"{\"scopes\": [],}"_s, Kind::UnexpectedCharacter, 1, 15);
    bad("comma missing", u"{\"scopes\": []\n \"a\": 1}"_s, Kind::UnexpectedCharacter, 2, 2);
    bad("no colon", u"{\"scopes\" []}"_s, Kind::UnexpectedCharacter, 1, 11);
    bad("single quotes", u"{'scopes': []}"_s, Kind::UnexpectedCharacter, 1, 2);
    bad("comment", u"{\n// all\n\"scopes\": []}"_s, Kind::UnexpectedCharacter, 2, 1);
    bad("word", u"{\"scopes\": yes}"_s, Kind::UnexpectedCharacter, 1, 12);
    bad("after the end", u"{\"scopes\": []} {}"_s, Kind::TextAfterEnd, 1, 16);
    bad("line end in a text", u"{\"scopes\": [{\"object_type\": \"a\nb\"}]}"_s, Kind::BadString, 1,
        31);
    bad("bad escape", u"{\"scopes\": [{\"object_type\": \"\\x\"}]}"_s, Kind::BadString, 1, 30);
    bad("half an escape", u"{\"a\": \"\\u12\"}"_s, Kind::BadString, 1, 8);
    bad("half a surrogate", u"{\"a\": \"\\ud83d\"}"_s, Kind::BadString, 1, 7);
    bad("leading zero", u"{\"a\": 01}"_s, Kind::BadNumber, 1, 7);
    bad("no digits", u"{\"a\": -}"_s, Kind::BadNumber, 1, 7);
    bad("half a fraction", u"{\"a\": 1.}"_s, Kind::BadNumber, 1, 7);
    bad("half an exponent", u"{\"a\": 1e}"_s, Kind::BadNumber, 1, 7);
    bad("too deep", QString(17, u'['), Kind::TooDeep, 1, 17);
    bad("twice", u"{\"scopes\": [],\n  \"scopes\": []}"_s, Kind::DuplicateMember, 2, 3,
        u"scopes"_s);
    bad("twice by an escape", u"{\"a\": 1, \"\\u0061\": 2}"_s, Kind::DuplicateMember, 1, 10,
        u"a"_s);
    bad("list", u" []"_s, Kind::NotAnObject, 1, 2);
    bad("text", u"\"scopes\""_s, Kind::NotAnObject, 1, 1);
    bad("no scopes", u"\n{\"object_type\": \"chutes\"}"_s, Kind::ScopesMissing, 2, 1, u"scopes"_s);
    bad("no scopes, not admin", u"{\"admin\": false}"_s, Kind::ScopesMissing, 1, 1, u"scopes"_s);
    bad("scopes null", u"{\"scopes\": null}"_s, Kind::ScopesNotAList, 1, 12, u"scopes"_s);
    bad("scopes an object", u"{\"scopes\":\n{}}"_s, Kind::ScopesNotAList, 2, 1, u"scopes"_s);
    bad("scope a text", u"{\"scopes\": [\n  {\"object_type\": \"chutes\"},\n  \"chutes\"]}"_s,
        Kind::ScopeNotAnObject, 3, 3);
    bad("no type", u"{\"scopes\": [\n  {\"action\": \"invoke\"}]}"_s, Kind::TypeMissing, 2, 3,
        u"object_type"_s);
    bad("type null", u"{\"scopes\": [{\"object_type\": null}]}"_s, Kind::TypeMissing, 1, 13,
        u"object_type"_s);
    bad("type a number", u"{\"scopes\": [{\"object_type\": 5}]}"_s, Kind::NotText, 1, 29,
        u"object_type"_s);
    bad("id a list", u"{\"scopes\": [{\"object_type\": \"chutes\",\n\"object_id\": []}]}"_s,
        Kind::NotText, 2, 14, u"object_id"_s);
    bad("action a bool", u"{\"scopes\": [{\"object_type\": \"chutes\", \"action\": true}]}"_s,
        Kind::NotText, 1, 49, u"action"_s);
    bad("admin a text", u"{\"admin\": \"yes\", \"scopes\": []}"_s, Kind::NotABool, 1, 11,
        u"admin"_s);
}

void TestAccessDocument::refused()
{
    QFETCH(const QString, text);
    const auto access = parseAccessDocument(text);
    QVERIFY(!access);
    QTEST(access.error().kind, "kind");
    QTEST(access.error().line, "line");
    QTEST(access.error().column, "column");
    QTEST(access.error().member, "member");
    const auto before = text.first(access.error().offset);
    QCOMPARE(static_cast<int>(before.count(u'\n')) + 1, access.error().line);
}

/// Whatever is done to the rows, the text says the same, and reading it gives the same rows.
void TestAccessDocument::rowsAndTextAreOneValue()
{
    for (unsigned seed = 0; seed < 300; ++seed) {
        Chance chance(seed);
        AccessDraft draft(AccessRequest{.others = chance.others()});
        for (int step = 0; step < 20; ++step) {
            edit(draft, chance);
            for (const auto &text :
                 {accessDocument(draft.access()), compactAccessDocument(draft.access())}) {
                const auto read = parseAccessDocument(text);
                QVERIFY2(read, qPrintable(text));
                QVERIFY2(*read == draft.access(), qPrintable(text));
                QVERIFY2(!QJsonDocument::fromJson(text.toUtf8()).isNull(), qPrintable(text));
            }
            QVERIFY(!compactAccessDocument(draft.access()).contains(u'\n'));
        }
    }
}

void TestAccessDocument::undoTakesBackEveryEdit()
{
    for (unsigned seed = 0; seed < 100; ++seed) {
        Chance chance(seed + 1000);
        AccessDraft draft;
        QList<AccessRequest> seen{draft.access()};
        for (int step = 0; step < 15; ++step) {
            const auto before = draft.access();
            const int rows = static_cast<int>(before.rows.size());
            if (rows > 0 && chance.below(2) == 0)
                draft.setRow(chance.below(rows), chance.row());
            else
                draft.insertRow(chance.below(rows + 1), chance.row());
            if (draft.access() != before)
                seen.append(draft.access());
        }
        const auto last = seen.last();
        for (qsizetype i = seen.size() - 1; i > 0; --i) {
            QVERIFY(draft.canUndo());
            draft.undo();
            QCOMPARE(draft.access(), seen.at(i - 1));
        }
        QVERIFY(!draft.canUndo());
        draft.undo();
        while (draft.canRedo())
            draft.redo();
        QCOMPARE(draft.access(), last);
        draft.undo();
        draft.setAdmin(!draft.access().admin);
        QVERIFY(!draft.canRedo());
    }
}

void TestAccessDocument::presets_data()
{
    QTest::addColumn<int>("preset");
    QTest::addColumn<QStringList>("ids");
    const auto number = [](AccessPreset preset) { return static_cast<int>(preset); };
    QTest::newRow("all") << number(AccessPreset::AllChutes) << QStringList();
    QTest::newRow("one") << number(AccessPreset::OneChute) << QStringList{idA};
    QTest::newRow("several") << number(AccessPreset::SeveralChutes) << QStringList{idA, u"b"_s};
    QTest::newRow("admin") << number(AccessPreset::Administrative) << QStringList();
    QTest::newRow("custom") << number(AccessPreset::Custom) << QStringList();
}

void TestAccessDocument::presets()
{
    QFETCH(const int, preset);
    QFETCH(const QStringList, ids);
    const auto access = accessFor(static_cast<AccessPreset>(preset), ids);
    QCOMPARE(static_cast<int>(presetOf(access)), preset);
    QCOMPARE(access.admin, static_cast<AccessPreset>(preset) == AccessPreset::Administrative);
    auto other = access;
    other.rows.append(row(u"images"_s, {}, u"read"_s));
    QCOMPARE(presetOf(other), AccessPreset::Custom);
}

void TestAccessDocument::bodies_data()
{
    QTest::addColumn<QString>("document");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("admin") << u"{\"admin\":true,\"scopes\":[{\"object_type\":\"chutes\"}]}"_s
                           << QByteArray(R"({"admin":true,"name":"ci"})");
    QTest::newRow("none") << u"{\"scopes\":[],\"x\":1}"_s
                          << QByteArray(R"({"admin":false,"name":"ci","scopes":[]})");
    QTest::newRow("rows")
        << u"{\"scopes\":[{\"object_type\":\"chutes\",\"object_id\":\"a\",\"action\":\"invoke\"},"
           "{\"object_type\":\"images\",\"later\":2}]}"_s
        << QByteArray(
               R"({"admin":false,"name":"ci","scopes":[{"action":"invoke","object_id":"a","object_type":"chutes"},{"later":2,"object_type":"images"}]})");
}

void TestAccessDocument::bodies()
{
    QFETCH(const QString, document);
    QTEST(newApiKeyBody(u"ci"_s, parseAccessDocument(document).value()), "body");
}

QTEST_APPLESS_MAIN(TestAccessDocument)
#include "tst_accessdocument.moc"
