#include "core/keys/inventory.h"
#include "core/keys/keyledger.h"
#include "core/keys/ledgerrows.h"
#include "core/secrets/secret.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

const KeyOwner alice{.service = u"https://api.chutes.ai"_s,
                     .userId = u"dff3e6bb-3a6b-5a2b-9c48-da3abcd5ca5f"_s};
const KeyOwner bob{.service = u"https://api.chutes.ai"_s,
                   .userId = u"aaaaaaaa-3a6b-5a2b-9c48-da3abcd5ca5f"_s};
const QString idA = u"6d1f9b6e-8d39-4c3b-9a33-0f9a4c3b1a11"_s;
const QString idB = u"12345678-1234-5678-9abc-123456789012"_s;

QString secretText()
{
    return u"cpk_"_s + QString(idA).remove(u'-') + u'.' + QString(alice.userId).remove(u'-') + u'.'
        + QString(32, u'Q');
}

QDateTime at(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(1'753'198'463 + seconds, Qt::UTC);
}

KeyRecord fullRecord()
{
    return {.owner = alice,
            .keyId = idA,
            .name = u"Schlüssel"_s,
            .requested = AccessRequest{.rows = {{.scope = {.objectType = u"chutes"_s,
                                                           .objectId = idB,
                                                           .action = u"invoke"_s},
                                                 .others = {{u"later"_s, 1}}}}},
            .createdHere = true,
            .createdAt = at(1),
            .label = u"production"_s,
            .notes = u"two\nlines; DROP TABLE key_records"_s,
            .reason = u"deploys"_s,
            .usedBy = {u"web"_s, u"ci"_s, u"web"_s},
            .reviewOn = QDate(2026, 2, 28),
            .rotatedFrom = idB,
            .rotatedTo = u"other"_s,
            .lastVerdict = KeyVerdict::Refused,
            .testedAt = at(2),
            .revokedAt = at(3)};
}

/// A statement to a database file, past the ledger.
class File
{
public:
    explicit File(const QString &path)
    {
        auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"test"_s);
        database.setDatabaseName(path);
        m_open = database.open();
    }
    ~File()
    {
        QSqlDatabase::database(u"test"_s, false).close();
        QSqlDatabase::removeDatabase(u"test"_s);
    }
    Q_DISABLE_COPY_MOVE(File)
    QVariant run(const QString &sql) const
    {
        QSqlQuery query(QSqlDatabase::database(u"test"_s, false));
        if (!m_open || !query.exec(sql)) {
            qWarning() << query.lastError().text();
            return {};
        }
        return query.next() ? query.value(0) : QVariant(true);
    }

private:
    bool m_open = false;
};

} // namespace

class TestKeyLedger : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<KeyLedger> m_ledger;

    QString path() const { return m_folder->filePath(u"keys.sqlite"_s); }
    void open()
    {
        m_ledger.reset();
        auto ledger = KeyLedger::open(m_folder->path());
        QVERIFY2(ledger, ledger ? "" : qPrintable(ledger.error().detail));
        m_ledger = *std::move(ledger);
    }

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_ledger.reset(); }

    void remembers();
    void keepsAccountsApart();
    void replacesWhole();
    void notesVerdicts();
    void rotations();
    void isPrivate();
    void noSecretGetsIn_data();
    void noSecretGetsIn();
    void hasNoColumnForASecret();
    void migratesFromEveryVersion_data();
    void migratesFromEveryVersion();
    void leavesOthersAlone_data();
    void leavesOthersAlone();
    void travels();
    void newerWins();
    void refusesOtherDocuments_data();
    void refusesOtherDocuments();
    void inventory();
    void formulasAreText_data();
    void formulasAreText();
};

void TestKeyLedger::remembers()
{
    open();
    QCOMPARE(m_ledger->record(alice, idA).value(), std::optional<KeyRecord>());
    QVERIFY(m_ledger->save(fullRecord()));
    const KeyRecord bare{.owner = alice, .keyId = idB};
    QVERIFY(m_ledger->save(bare));
    open();
    QCOMPARE(m_ledger->record(alice, idA).value(), std::optional(fullRecord()));
    QCOMPARE(m_ledger->records(alice).value(), (QList<KeyRecord>{bare, fullRecord()}));
    QVERIFY(m_ledger->remove(alice, idA));
    QVERIFY(m_ledger->remove(alice, idA));
    QCOMPARE(m_ledger->records(alice).value(), QList<KeyRecord>{bare});
    const File file(path());
    QCOMPARE(file.run(u"SELECT count(*) FROM key_uses"_s).toInt(), 0);
}

void TestKeyLedger::keepsAccountsApart()
{
    open();
    QVERIFY(m_ledger->save(fullRecord()));
    QVERIFY(m_ledger->records(bob).value().isEmpty());
    QCOMPARE(m_ledger->record(bob, idA).value(), std::optional<KeyRecord>());
    auto other = alice;
    other.service = u"http://127.0.0.1:8000"_s;
    QVERIFY(m_ledger->records(other).value().isEmpty());
}

void TestKeyLedger::replacesWhole()
{
    open();
    QVERIFY(m_ledger->save(fullRecord()));
    auto changed = fullRecord();
    changed.usedBy = {u"web"_s};
    changed.requested.reset();
    changed.reviewOn = {};
    QVERIFY(m_ledger->save(changed));
    QCOMPARE(m_ledger->record(alice, idA).value(), std::optional(changed));
    QCOMPARE(m_ledger->save(KeyRecord{.owner = alice}).error().code, Error::Code::InvalidInput);
}

void TestKeyLedger::notesVerdicts()
{
    open();
    QVERIFY(m_ledger->noteVerdict(alice, idA, KeyVerdict::Accepted, at(9)));
    const auto made = m_ledger->record(alice, idA).value();
    QVERIFY(made && !made->createdHere);
    QCOMPARE(made->lastVerdict, std::optional(KeyVerdict::Accepted));
    QVERIFY(m_ledger->save(fullRecord()));
    QVERIFY(m_ledger->noteVerdict(alice, idA, KeyVerdict::Unreachable, at(10)));
    auto expected = fullRecord();
    expected.lastVerdict = KeyVerdict::Unreachable;
    expected.testedAt = at(10);
    QCOMPARE(m_ledger->record(alice, idA).value(), std::optional(expected));
}

void TestKeyLedger::rotations()
{
    open();
    RotationRecord rotation{.id = QString(32, u'a'),
                            .owner = alice,
                            .oldKeyId = idA,
                            .oldName = u"ci"_s,
                            .newName = u"ci-2"_s,
                            .places = {u"web"_s, u"a \"b\""_s},
                            .handedOver = {u"web"_s},
                            .startedAt = at(0)};
    QVERIFY(m_ledger->save(rotation));
    auto later = rotation;
    later.id = QString(32, u'b');
    later.startedAt = at(60);
    later.waitUntil = at(600);
    for (const auto state : {RotationState::HandingOver, RotationState::Revoking,
                             RotationState::Proving, RotationState::Creating}) {
        later.state = state;
        QVERIFY(m_ledger->save(later));
        open();
        QCOMPARE(m_ledger->rotations(alice).value(), (QList<RotationRecord>{later, rotation}));
    }
    rotation.state = RotationState::Finished;
    later.state = RotationState::Abandoned;
    QVERIFY(m_ledger->save(rotation));
    QVERIFY(m_ledger->save(later));
    QVERIFY(m_ledger->rotations(alice).value().isEmpty());
    QCOMPARE(m_ledger->rotations(alice, true).value(), (QList<RotationRecord>{later, rotation}));
    QCOMPARE(m_ledger->rotation(later.id).value(), std::optional(later));
    QCOMPARE(m_ledger->rotation(u"none"_s).value(), std::optional<RotationRecord>());
}

void TestKeyLedger::isPrivate()
{
    open();
    QVERIFY(m_ledger->save(fullRecord()));
    QCOMPARE(QFile::permissions(path())
                 & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
}

void TestKeyLedger::noSecretGetsIn_data()
{
    QTest::addColumn<QString>("field");
    for (const auto *field : {"name", "label", "notes", "reason", "usedBy", "rotatedFrom",
                              "rotatedTo", "requested", "keyId"})
        QTest::newRow(field) << QString::fromLatin1(field);
}

void TestKeyLedger::noSecretGetsIn()
{
    QFETCH(const QString, field);
    open();
    auto record = fullRecord();
    const QString pasted = u"it is "_s + secretText() + u" …"_s;
    if (field == "usedBy"_L1)
        record.usedBy.append(pasted);
    else if (field == "requested"_L1)
        record.requested->others.insert(u"x"_s, pasted);
    else
        (field == "name"_L1              ? record.name
             : field == "label"_L1       ? record.label
             : field == "notes"_L1       ? record.notes
             : field == "reason"_L1      ? record.reason
             : field == "rotatedFrom"_L1 ? record.rotatedFrom
             : field == "rotatedTo"_L1   ? record.rotatedTo
                                         : record.keyId) = pasted;
    const auto saved = m_ledger->save(record);
    QCOMPARE(saved.error().code, Error::Code::InvalidInput);
    QCOMPARE(saved.error().field, field);
    QVERIFY(m_ledger->records(alice).value().isEmpty());
    m_ledger.reset();
    QFile file(path());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("cpk_"));
}

void TestKeyLedger::hasNoColumnForASecret()
{
    open();
    QVERIFY(m_ledger->save(fullRecord()));
    m_ledger.reset();
    const File file(path());
    const auto tables = file.run(u"SELECT group_concat(name) FROM sqlite_master WHERE type = "
                                 "'table'"_s)
                            .toString();
    QCOMPARE(tables, u"key_records,key_uses,rotations"_s);
    for (const auto &table : tables.split(u',')) {
        const auto columns =
            file.run(u"SELECT group_concat(name) FROM pragma_table_info('%1')"_s.arg(table))
                .toString();
        QVERIFY(!columns.isEmpty());
        QVERIFY2(!columns.contains(u"secret"_s) && !columns.contains(u"token"_s),
                 qPrintable(columns));
    }
}

void TestKeyLedger::migratesFromEveryVersion_data()
{
    QTest::addColumn<int>("from");
    for (int version = 1; version < KeyLedger::schemaVersion(); ++version)
        QTest::addRow("%d", version) << version;
}

/// The files are text, as `sqlite3 .dump` would write them; what they know must not get lost.
void TestKeyLedger::migratesFromEveryVersion()
{
    QFETCH(const int, from);
    QFile source(
        QStringLiteral(CANOPY_SOURCE_DIR "/tests/fixtures/keyledger/version-%1.sql").arg(from));
    QVERIFY(source.open(QIODevice::ReadOnly));
    {
        const File file(path());
        for (const auto &statement : source.readAll().split(';')) {
            if (!statement.trimmed().isEmpty())
                QVERIFY(file.run(QString::fromUtf8(statement)).isValid());
        }
        QCOMPARE(file.run(u"PRAGMA user_version"_s).toInt(), from);
    }
    QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner);
    open();
    auto expected = fullRecord();
    expected.rotatedFrom.clear();
    expected.rotatedTo.clear();
    expected.lastVerdict.reset();
    expected.testedAt = {};
    expected.revokedAt = {};
    QCOMPARE(m_ledger->record(alice, idA).value(), std::optional(expected));
    QVERIFY(m_ledger->save(fullRecord()));
    QCOMPARE(m_ledger->record(alice, idA).value(), std::optional(fullRecord()));
    m_ledger.reset();
    const File file(path());
    QCOMPARE(file.run(u"PRAGMA user_version"_s).toInt(), KeyLedger::schemaVersion());
}

void TestKeyLedger::leavesOthersAlone_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("later version") << u"PRAGMA user_version = 99"_s;
    QTest::newRow("somebody else's") << u"CREATE TABLE bookmarks (x)"_s;
    QTest::newRow("not a database") << QString();
}

void TestKeyLedger::leavesOthersAlone()
{
    QFETCH(const QString, sql);
    if (sql.isEmpty()) {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("This is a letter to a friend, and no database at all. ");
        file.write(QByteArray(1000, 'x'));
    } else {
        const File file(path());
        QVERIFY(file.run(u"PRAGMA page_size = 4096"_s).isValid());
        QVERIFY(file.run(sql).isValid());
    }
    QFile before(path());
    QVERIFY(before.open(QIODevice::ReadOnly));
    const auto content = before.readAll();
    QCOMPARE(KeyLedger::open(m_folder->path()).error().code, Error::Code::FileDamaged);
    QFile after(path());
    QVERIFY(after.open(QIODevice::ReadOnly));
    QCOMPARE(after.readAll(), content);
}

void TestKeyLedger::travels()
{
    open();
    QVERIFY(m_ledger->save(fullRecord()));
    QVERIFY(m_ledger->save(KeyRecord{.owner = alice, .keyId = idB}));
    QVERIFY(m_ledger->save(KeyRecord{.owner = bob, .keyId = idB}));
    const auto document = m_ledger->exported(alice).value();
    QVERIFY(!document.contains("cpk_"));

    m_folder = std::make_unique<QTemporaryDir>();
    open();
    const auto imported = m_ledger->import(alice, document);
    QVERIFY(imported);
    QCOMPARE(imported->added, 2);
    QCOMPARE(m_ledger->records(alice).value(),
             (QList<KeyRecord>{{.owner = alice, .keyId = idB}, fullRecord()}));
    QVERIFY(m_ledger->records(bob).value().isEmpty());
    QCOMPARE(m_ledger->exported(alice).value(), document);
    QCOMPARE(m_ledger->import(alice, document)->kept, 2);
}

void TestKeyLedger::newerWins()
{
    open();
    auto record = fullRecord();
    QVERIFY(m_ledger->save(record));
    const auto older = m_ledger->exported(alice).value();
    record.testedAt = at(100);
    record.label = u"newer"_s;
    QVERIFY(m_ledger->save(record));
    const auto newer = m_ledger->exported(alice).value();
    QCOMPARE(m_ledger->import(alice, older)->kept, 1);
    QCOMPARE(m_ledger->record(alice, idA).value()->label, u"newer"_s);
    QVERIFY(m_ledger->save(fullRecord()));
    QCOMPARE(m_ledger->import(alice, newer)->replaced, 1);
    QCOMPARE(m_ledger->record(alice, idA).value()->label, u"newer"_s);
}

void TestKeyLedger::refusesOtherDocuments_data()
{
    QTest::addColumn<QString>("find");
    QTest::addColumn<QString>("put");
    QTest::addColumn<int>("code");
    const int damaged = static_cast<int>(Error::Code::FileDamaged);
    QTest::newRow("half") << u"\"version\": 1"_s << u"\"version\": "_s << damaged;
    QTest::newRow("other format") << u"canopy-key-ledger"_s << u"something"_s << damaged;
    QTest::newRow("later version") << u"\"version\": 1"_s << u"\"version\": 2"_s << damaged;
    QTest::newRow("unknown member")
        << u"\"label\""_s << u"\"colour\": \"red\", \"label\""_s << damaged;
    QTest::newRow("member missing") << u"\"label\": \"production\","_s << u""_s << damaged;
    QTest::newRow("wrong type") << u"\"label\": \"production\""_s << u"\"label\": 7"_s << damaged;
    QTest::newRow("bad time") << u"\"testedAt\": \"2025"_s << u"\"testedAt\": \"x2025"_s << damaged;
    QTest::newRow("unknown verdict") << u"\"refused\""_s << u"\"perhaps\""_s << damaged;
    QTest::newRow("a secret in it") << u"\"production\""_s << u'"' + secretText() + u'"' << damaged;
    QTest::newRow("other account")
        << alice.userId << bob.userId << static_cast<int>(Error::Code::Conflict);
}

void TestKeyLedger::refusesOtherDocuments()
{
    QFETCH(const QString, find);
    QFETCH(const QString, put);
    QFETCH(const int, code);
    open();
    QVERIFY(m_ledger->save(fullRecord()));
    const auto document = QString::fromUtf8(m_ledger->exported(alice).value());
    QVERIFY(document.contains(find));
    QVERIFY(m_ledger->remove(alice, idA));
    const auto imported = m_ledger->import(alice, QString(document).replace(find, put).toUtf8());
    QVERIFY(!imported);
    QCOMPARE(static_cast<int>(imported.error().code), code);
    QVERIFY(m_ledger->records(alice).value().isEmpty());
}

void TestKeyLedger::inventory()
{
    const ApiKey key{.id = idA,
                     .userId = alice.userId,
                     .name = u"ci"_s,
                     .createdAt = at(0),
                     .scopes = {{.objectType = u"chutes"_s, .objectId = idB}}};
    auto record = fullRecord();
    const QList<InventoryRow> rows{{.key = key, .record = record, .secretStored = true},
                                   {.key = {.id = idB, .name = u"old"_s, .admin = true}}};
    QVERIFY(inventoryCsv(rows).startsWith("\xef\xbb\xbf\"name\",\"key id\""));
    const auto csv = QString::fromUtf8(inventoryCsv(rows));
    QVERIFY(csv.contains(u"\"calls some chutes\""_s));
    QVERIFY(csv.contains(u"\"administrative\""_s));
    QVERIFY(csv.contains(u"\"web; ci; web\""_s));
    QVERIFY(csv.endsWith(u"\r\n"_s));
    QVERIFY(!csv.contains(u"cpk_"_s));

    const auto json = QJsonDocument::fromJson(inventoryJson(rows, at(5))).object();
    QCOMPARE(json.value("exported_at"_L1).toString(), u"2025-07-22T15:34:28Z"_s);
    const auto keys = json.value("keys"_L1).toArray();
    QCOMPARE(keys.size(), 2);
    QCOMPARE(keys.at(0).toObject().value("actions_known"_L1), QJsonValue(true));
    QCOMPARE(keys.at(0).toObject().value("secret_stored"_L1), QJsonValue(true));
    QVERIFY(keys.at(1).toObject().value("last_used_at"_L1).isNull());
    QVERIFY(keys.at(1).toObject().value("created_at"_L1).isNull());
}

void TestKeyLedger::formulasAreText_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("field");
    QTest::newRow("plain") << u"ci"_s << u"\"ci\""_s;
    QTest::newRow("formula") << u"=1+1"_s << u"\"'=1+1\""_s;
    QTest::newRow("command") << u"=cmd|'/C calc'!A0"_s << u"\"'=cmd|'/C calc'!A0\""_s;
    QTest::newRow("plus") << u"+1"_s << u"\"'+1\""_s;
    QTest::newRow("minus") << u"-ci"_s << u"\"'-ci\""_s;
    QTest::newRow("at") << u"@SUM(A1)"_s << u"\"'@SUM(A1)\""_s;
    QTest::newRow("tab") << u"\t=1"_s << u"\"'\t=1\""_s;
    QTest::newRow("wide") << u"\uff1d1"_s << u"\"'\uff1d1\""_s;
    QTest::newRow("quote") << u"a\"b"_s << u"\"a\"\"b\""_s;
    QTest::newRow("comma, line") << u"a,\nb"_s << u"\"a,\nb\""_s;
}

void TestKeyLedger::formulasAreText()
{
    QFETCH(const QString, name);
    QFETCH(const QString, field);
    const auto csv = QString::fromUtf8(inventoryCsv({{.key = {.id = idA, .name = name}}}));
    QVERIFY2(csv.contains(u"\r\n"_s + field + u','), qPrintable(csv));
}

QTEST_GUILESS_MAIN(TestKeyLedger)
#include "tst_keyledger.moc"
