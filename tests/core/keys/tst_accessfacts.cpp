#include "core/keys/accessdescription.h"
#include "core/keys/accessdocument.h"
#include "core/keys/accesspreset.h"
#include "core/keys/equivalentcommand.h"
#include "core/keys/scopelint.h"

#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using Lint = ScopeFinding::Kind;
using Fact = AccessFact::Kind;
using Level = AccessSummary::Level;

namespace {

const QString idA = u"12345678-1234-5678-9abc-123456789012"_s;
const QString idB = u"87654321-4321-8765-cba9-210987654321"_s;

struct Found
{
    Lint kind;
    int row = -1;
    int other = -1;
};

ScopeRow row(const QString &type, const std::optional<QString> &id = {},
             const std::optional<QString> &action = u"invoke"_s)
{
    return {.scope = {.objectType = type, .objectId = id, .action = action}};
}

AccessRequest rows(const QList<ScopeRow> &list)
{
    return {.rows = list};
}

/// A key as the service reports it: without actions.
ApiKey reported(const AccessRequest &access)
{
    ApiKey key{.id = idA, .name = u"ci"_s, .admin = access.admin};
    for (auto row : access.rows) {
        row.scope.action.reset();
        key.scopes.append(row.scope);
    }
    return key;
}

QString text(const QList<AccessFact> &facts)
{
    QStringList words;
    for (const auto &fact : facts)
        words.append(u"%1/%2/%3"_s.arg(static_cast<int>(fact.kind))
                         .arg(fact.ids.join(u'+'))
                         .arg(fact.count));
    return words.join(u' ');
}

} // namespace

Q_DECLARE_METATYPE(canopy::AccessRequest)
Q_DECLARE_METATYPE(QList<Found>)
Q_DECLARE_METATYPE(QList<canopy::AccessFact>)

/// What is said about an access: findings, facts, commands.
class TestAccessFacts : public QObject
{
    Q_OBJECT

private slots:
    void lint_data();
    void lint();
    void facts_data();
    void facts();
    void unknownActionsAreNotClaimed();
    void remembersWhatTheServiceForgets();
    void memoryOfAnotherKeyIsNotUsed();
    void summaries_data();
    void summaries();
    void cliCommands_data();
    void cliCommands();
    void curl();
    void quoting_data();
    void quoting();
};

void TestAccessFacts::lint_data()
{
    QTest::addColumn<AccessRequest>("access");
    QTest::addColumn<QList<Found>>("found");
    QTest::addColumn<bool>("blocked");
    const auto add = [](const char *tag, const AccessRequest &access, const QList<Found> &found,
                        bool blocked) { QTest::newRow(tag) << access << found << blocked; };
    add("nothing", {}, {{Lint::NoScope}}, true);
    add("admin", {.admin = true}, {{Lint::Administrative}}, false);
    add("admin with rows", {.admin = true, .rows = {row(u"x"_s)}},
        {{Lint::Administrative}, {Lint::ScopesIgnored}}, false);
    add("all chutes", rows({row(u"chutes"_s)}), {}, false);
    add("one chute", rows({row(u"chutes"_s, idA)}), {{Lint::GatewayOpen}}, false);
    add("one chute among all", rows({row(u"chutes"_s), row(u"chutes"_s, idA)}),
        {{Lint::Covered, 1, 0}}, false);
    add("no action", rows({row(u"chutes"_s, {}, {})}), {{Lint::EveryAction, 0}}, false);
    add("no action covers invoke", rows({row(u"chutes"_s), row(u"chutes"_s, {}, {})}),
        {{Lint::Covered, 0, 1}, {Lint::EveryAction, 1}}, false);
    add("images read", rows({row(u"images"_s, {}, u"read"_s)}), {{Lint::NeverHonoured, 0}}, false);
    add("chutes write", rows({row(u"chutes"_s, {}, u"write"_s)}), {{Lint::NeverHonoured, 0}},
        false);
    add("invocations", rows({row(u"invocations"_s)}), {{Lint::NeverHonoured, 0}}, false);
    add("unknown type", rows({row(u"chute"_s)}), {{Lint::UnknownType, 0}}, true);
    add("empty type", rows({row(QString())}), {{Lint::UnknownType, 0}}, true);
    add("type in capitals", rows({row(u"Chutes"_s)}), {{Lint::UnknownType, 0}}, true);
    add("unknown action", rows({row(u"chutes"_s, {}, u"fly"_s)}), {{Lint::UnknownAction, 0}}, true);
    add("name for an id", rows({row(u"images"_s, u"my-image"_s)}),
        {{Lint::BadId, 0}, {Lint::NeverHonoured, 0}}, true);
    add("id in capitals", rows({row(u"chutes"_s, idA.toUpper())}),
        {{Lint::GatewayOpen}, {Lint::BadId, 0}}, true);
    add("empty id", rows({row(u"chutes"_s, QString(u""_s))}),
        {{Lint::GatewayOpen}, {Lint::BadId, 0}}, true);
    add("the source's list with a comma", rows({row(u"chutes"_s, idA + u',' + idB)}),
        {{Lint::GatewayOpen}, {Lint::SeveralIds, 0}}, true);
    add("twice", rows({row(u"chutes"_s), row(u"chutes"_s)}), {{Lint::Duplicate, 1, 0}}, false);
    add("three times", rows({row(u"chutes"_s), row(u"chutes"_s), row(u"chutes"_s)}),
        {{Lint::Duplicate, 1, 0}, {Lint::Duplicate, 2, 0}}, false);
}

void TestAccessFacts::lint()
{
    QFETCH(const AccessRequest, access);
    QFETCH(const QList<Found>, found);
    QFETCH(const bool, blocked);
    const auto findings = lintAccess(access);
    QCOMPARE(hasBlockingFinding(findings), blocked);
    QCOMPARE(findings.size(), found.size());
    for (qsizetype i = 0; i < found.size(); ++i) {
        QCOMPARE(static_cast<int>(findings.at(i).kind), static_cast<int>(found.at(i).kind));
        QCOMPARE(findings.at(i).row, found.at(i).row);
        QCOMPARE(findings.at(i).otherRow, found.at(i).other);
    }
}

void TestAccessFacts::facts_data()
{
    QTest::addColumn<AccessRequest>("access");
    QTest::addColumn<QList<AccessFact>>("expected");
    QTest::newRow("admin") << AccessRequest{.admin = true}
                           << QList<AccessFact>{{.kind = Fact::CanEverything}};
    QTest::newRow("nothing") << AccessRequest{}
                             << QList<AccessFact>{{.kind = Fact::CanNothing},
                                                  {.kind = Fact::CannotManage}};
    QTest::newRow("all") << rows({row(u"chutes"_s)})
                         << QList<AccessFact>{{.kind = Fact::CanCallOwnChutes},
                                              {.kind = Fact::CanCallPublicModels},
                                              {.kind = Fact::CannotManage}};
    QTest::newRow("one") << rows({row(u"chutes"_s, idA)})
                         << QList<AccessFact>{{.kind = Fact::CanCallChutes, .ids = {idA}},
                                              {.kind = Fact::CanCallPublicModels},
                                              {.kind = Fact::GatewayNotLimited},
                                              {.kind = Fact::CannotManage}};
    QTest::newRow("two, and images")
        << rows({row(u"chutes"_s, idA), row(u"chutes"_s, idB, {}), row(u"chutes"_s, idA),
                 row(u"images"_s, {}, u"read"_s)})
        << QList<AccessFact>{{.kind = Fact::CanCallChutes, .ids = {idA, idB}},
                             {.kind = Fact::CanCallPublicModels},
                             {.kind = Fact::GatewayNotLimited},
                             {.kind = Fact::CannotManage},
                             {.kind = Fact::StoredOnly, .count = 1}};
    QTest::newRow("a dead id still opens the gateway")
        << rows({row(u"chutes"_s, idA + u',' + idB)})
        << QList<AccessFact>{{.kind = Fact::CanCallPublicModels},
                             {.kind = Fact::GatewayNotLimited},
                             {.kind = Fact::CannotManage},
                             {.kind = Fact::NeverMatches, .count = 1}};
    QTest::newRow("read-only images, as in the source")
        << rows({row(u"images"_s, {}, u"read"_s)})
        << QList<AccessFact>{{.kind = Fact::CanNothing},
                             {.kind = Fact::CannotManage},
                             {.kind = Fact::StoredOnly, .count = 1}};
}

void TestAccessFacts::facts()
{
    QFETCH(const AccessRequest, access);
    QFETCH(const QList<AccessFact>, expected);
    QCOMPARE(text(describeAccess(access)), text(expected));
    // A key whose access is remembered is described the same.
    QCOMPARE(text(describeAccess(reported(access), access)), text(expected));
}

void TestAccessFacts::unknownActionsAreNotClaimed()
{
    const auto access = rows({row(u"chutes"_s, idA), row(u"images"_s, {}, u"read"_s)});
    const auto facts = describeAccess(reported(access), std::nullopt);
    QCOMPARE(text(facts),
             text({{.kind = Fact::CannotManage}, {.kind = Fact::ActionNotReported, .count = 2}}));
    QCOMPARE(knownAccess(reported(access), std::nullopt), std::optional<AccessRequest>());
}

void TestAccessFacts::remembersWhatTheServiceForgets()
{
    const auto access = rows({row(u"chutes"_s, idA), row(u"images"_s, {}, u"read"_s)});
    auto key = reported(access);
    std::ranges::reverse(key.scopes);
    QCOMPARE(knownAccess(key, access), std::optional(access));
    // A service that reports actions is believed.
    key.scopes[0].action = u"write"_s;
    QCOMPARE(knownAccess(key, access), std::optional(AccessRequest::like(key)));
}

void TestAccessFacts::memoryOfAnotherKeyIsNotUsed()
{
    const auto access = rows({row(u"chutes"_s, idA)});
    for (const auto &other :
         {rows({row(u"chutes"_s, idB)}), rows({row(u"chutes"_s)}),
          rows({row(u"chutes"_s, idA), row(u"chutes"_s, idA)}), AccessRequest{.admin = true}})
        QCOMPARE(knownAccess(reported(access), other), std::optional<AccessRequest>());
}

void TestAccessFacts::summaries_data()
{
    QTest::addColumn<AccessRequest>("access");
    QTest::addColumn<int>("remembered");
    QTest::addColumn<int>("reported");
    QTest::addColumn<QStringList>("chutes");
    const auto add = [](const char *tag, const AccessRequest &access, Level known, Level unknown,
                        const QStringList &chutes = {}) {
        QTest::newRow(tag) << access << static_cast<int>(known) << static_cast<int>(unknown)
                           << chutes;
    };
    add("admin", {.admin = true}, Level::Administrative, Level::Administrative);
    add("none", {}, Level::NothingHonoured, Level::NothingHonoured);
    add("all", rows({row(u"chutes"_s)}), Level::CallsEverything, Level::NotReported);
    add("some", rows({row(u"chutes"_s, idA)}), Level::CallsSomeChutes, Level::NotReported, {idA});
    add("images", rows({row(u"images"_s)}), Level::NothingHonoured, Level::NothingHonoured);
}

void TestAccessFacts::summaries()
{
    QFETCH(const AccessRequest, access);
    QFETCH(const QStringList, chutes);
    const auto known = summariseAccess(reported(access), access);
    QTEST(static_cast<int>(known.level), "remembered");
    QCOMPARE(known.chutes, chutes);
    QCOMPARE(summariseAccess(access), known);
    const auto unknown = summariseAccess(reported(access), std::nullopt);
    QTEST(static_cast<int>(unknown.level), "reported");
    QCOMPARE(unknown.unknownActions, static_cast<int>(access.rows.size()));
}

void TestAccessFacts::cliCommands_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<AccessRequest>("access");
    QTest::addColumn<QString>("command");
    const auto add = [](const char *tag, const QString &name, const AccessRequest &access,
                        const QString &command) {
        QTest::newRow(tag) << name << access << command;
    };
    add("admin", u"admin-key"_s, {.admin = true}, u"chutes keys create --name admin-key --admin"_s);
    add("one chute", u"my-app-key"_s, rows({row(u"chutes"_s, idA)}),
        u"chutes keys create --name my-app-key --chute-ids "_s + idA + u" --action invoke"_s);
    add("several", u"multi"_s, rows({row(u"chutes"_s, idA), row(u"chutes"_s, idB)}),
        u"chutes keys create --name multi --chute-ids "_s + idA + u" --chute-ids "_s + idB
            + u" --action invoke"_s);
    add("ids without action", u"k"_s, rows({row(u"chutes"_s, idA, {})}),
        u"chutes keys create --name k --chute-ids "_s + idA);
    add("whole images beside a chute", u"k"_s,
        rows({row(u"images"_s, {}, u"read"_s), row(u"chutes"_s, idA, u"read"_s)}),
        u"chutes keys create --name k --images --chute-ids "_s + idA + u" --action read"_s);
    // --images alone would be stored twice, --chutes without --action crashes.
    add("images read", u"readonly-images"_s, rows({row(u"images"_s, {}, u"read"_s)}),
        u"chutes keys create --name readonly-images --json-input '{\"scopes\": "
        "[{\"object_type\": \"images\", \"action\": \"read\"}]}'"_s);
    add("all chutes", u"k"_s, rows({row(u"chutes"_s)}),
        u"chutes keys create --name k --json-input '{\"scopes\": [{\"object_type\": \"chutes\", "
        "\"action\": \"invoke\"}]}'"_s);
    add("two actions", u"k"_s, rows({row(u"chutes"_s, idA), row(u"chutes"_s, idB, u"read"_s)}),
        u"chutes keys create --name k --json-input '{\"scopes\": [{\"object_type\": \"chutes\", "
        "\"object_id\": \""_s
            + idA
            + u"\", \"action\": \"invoke\"}, {\"object_type\": \"chutes\", \"object_id\": \""_s
            + idB + u"\", \"action\": \"read\"}]}'"_s);
    add("odd name", u"it's mine"_s, {.admin = true},
        u"chutes keys create --name 'it'\\''s mine' --admin"_s);
    add("name like an option", u"-ci"_s, {.admin = true},
        u"chutes keys create --name=-ci --admin"_s);
}

void TestAccessFacts::cliCommands()
{
    QFETCH(const QString, name);
    QFETCH(const AccessRequest, access);
    QFETCH(const QString, command);
    const auto made = chutesCommand(name, access);
    QCOMPARE(QString(made).replace(u" \\\n  "_s, u" "_s), command);
}

void TestAccessFacts::curl()
{
    const auto command = curlCommand(Origin::official(), u"it's"_s, rows({row(u"chutes"_s, idA)}));
    QVERIFY(command.contains(u"https://api.chutes.ai/api_keys/"_s));
    QVERIFY(command.contains(u"\"Authorization: Bearer $CHUTES_ADMIN_KEY\""_s));
    QVERIFY(!command.contains(u"cpk_"_s));
    // The shell hands curl exactly the body that this program would send.
    QProcess shell;
    shell.start(u"/bin/sh"_s, {u"-c"_s, QString(command).replace(0, 4, u"printf '%s\\n'"_s)});
    QVERIFY(shell.waitForFinished());
    const auto words = shell.readAllStandardOutput().split('\n');
    QVERIFY(words.contains(newApiKeyBody(u"it's"_s, rows({row(u"chutes"_s, idA)}))));
}

void TestAccessFacts::quoting_data()
{
    QTest::addColumn<QString>("word");
    for (const auto &word : {u"plain"_s, u""_s, u"a b"_s, u"it's"_s, u"$HOME"_s, u"`id`"_s,
                             u"a\nb"_s, u"\"\\"_s, u"''"_s, u"ä钥"_s, u"!x"_s, u"~"_s, u"*"_s})
        QTest::newRow(qPrintable(word)) << word;
}

void TestAccessFacts::quoting()
{
    QFETCH(const QString, word);
    QProcess shell;
    shell.start(u"/bin/sh"_s, {u"-c"_s, u"printf '%s' "_s + shellQuoted(word)});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()), word);
}

QTEST_GUILESS_MAIN(TestAccessFacts)
#include "tst_accessfacts.moc"
