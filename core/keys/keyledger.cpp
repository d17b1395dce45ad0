#include "core/keys/keyledger.h"

#include "core/base/files.h"
#include "core/base/logging.h"
#include "core/keys/ledgerrows.h"

#include <QFile>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

// SQLite's result codes, as Qt hands them on.
constexpr auto fullCode = "13"_L1;
constexpr auto notADatabaseCode = "26"_L1;
constexpr auto corruptCode = "11"_L1;

Error errorOf(const QSqlError &error)
{
    const auto number = error.nativeErrorCode();
    auto code = Error::Code::FileNotWritable;
    if (number == fullCode)
        code = Error::Code::DiskFull;
    else if (number == notADatabaseCode || number == corruptCode)
        code = Error::Code::FileDamaged;
    qCWarning(lcKeys) << "keys.sqlite:" << number << error.databaseText();
    return {.code = code, .detail = u"keys.sqlite: "_s + error.databaseText()};
}

QVariantList keyOf(const KeyOwner &owner, const QString &keyId)
{
    return {owner.service, ledgerrows::notNull(owner.userId), keyId};
}

QString placeholders(qsizetype count)
{
    return QStringList(count, u"?"_s).join(u", "_s);
}

constexpr auto whereKey = "WHERE service = ? AND user_id = ? AND key_id = ?"_L1;

tl::unexpected<Error> holdsSecret(const QString &field)
{
    return failure(Error{
        .code = Error::Code::InvalidInput, .detail = u"an API key in a text"_s, .field = field});
}

} // namespace

KeyLedger::KeyLedger(QString connection)
    : m_connection(std::move(connection))
{
}

KeyLedger::~KeyLedger()
{
    database().close();
    QSqlDatabase::removeDatabase(m_connection);
}

QSqlDatabase KeyLedger::database() const
{
    return QSqlDatabase::database(m_connection, false);
}

int KeyLedger::schemaVersion()
{
    return ledgerrows::newestVersion();
}

Result<std::unique_ptr<KeyLedger>> KeyLedger::open(const QString &folder)
{
    if (const auto made = makePrivateFolder(folder); !made)
        return failure(made.error());
    const QString path = folder + u"/keys.sqlite"_s;
    // SQLite would make it readable by others, and follow a link.
    const auto stamp = stampOf(path);
    if (!stamp)
        return failure(stamp.error());
    if (!stamp->exists()) {
        if (const auto made = createFile(path, {}); !made)
            return failure(made.error());
    }
    const QString connection = u"keys-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection);
        database.setDatabaseName(path);
        database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=2000"_s);
    }
    auto ledger = std::unique_ptr<KeyLedger>(new KeyLedger(connection));
    if (!ledger->database().open())
        return failure(errorOf(ledger->database().lastError()));
    if (const auto prepared = ledger->prepare(); !prepared)
        return failure(prepared.error());
    return ledger;
}

Result<Done> KeyLedger::prepare()
{
    for (const auto &pragma : {u"PRAGMA foreign_keys = ON"_s, u"PRAGMA synchronous = FULL"_s}) {
        if (const auto done = run(pragma); !done)
            return failure(done.error());
    }
    auto rows = run(u"PRAGMA user_version"_s);
    if (!rows)
        return failure(rows.error());
    const int found = rows->next() ? rows->value(0).toInt() : 0;
    rows->finish();
    if (found < 0 || found > schemaVersion())
        return failure(Error::Code::FileDamaged, u"keys.sqlite: of a later version"_s);
    if (found == schemaVersion())
        return Done();
    if (found == 0) {
        auto tables = run(u"SELECT 1 FROM sqlite_master"_s);
        if (!tables)
            return failure(tables.error());
        if (tables->next())
            return failure(Error::Code::FileDamaged, u"keys.sqlite: somebody else's"_s);
    }
    return migrate(found);
}

Result<Done> KeyLedger::migrate(int from)
{
    return inTransaction([this, from]() -> Result<Done> {
        for (int version = from; version < schemaVersion(); ++version) {
            for (const auto &statement : ledgerrows::stepFrom(version)) {
                if (const auto done = run(statement); !done)
                    return failure(done.error());
            }
        }
        const auto noted = run(u"PRAGMA user_version = %1"_s.arg(schemaVersion()));
        return noted ? Result<Done>(Done()) : failure(noted.error());
    });
}

Result<QSqlQuery> KeyLedger::run(const QString &sql, const QVariantList &values)
{
    QSqlQuery query(database());
    if (!query.prepare(sql))
        return failure(errorOf(query.lastError()));
    for (const auto &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return failure(errorOf(query.lastError()));
    return query;
}

Result<Done> KeyLedger::inTransaction(const std::function<Result<Done>()> &work)
{
    // At once for writing: two programs that read first and write then would block each other.
    if (const auto begun = run(u"BEGIN IMMEDIATE"_s); !begun)
        return failure(begun.error());
    auto done = work();
    if (done) {
        const auto committed = run(u"COMMIT"_s);
        if (committed)
            return done;
        done = failure(committed.error());
    }
    if (const auto undone = run(u"ROLLBACK"_s); !undone)
        qCWarning(lcKeys, "keys.sqlite: not rolled back");
    return done;
}

Result<QList<KeyRecord>> KeyLedger::records(const KeyOwner &owner)
{
    auto rows = run(
        u"SELECT %1 FROM key_records WHERE service = ? AND user_id = ? ORDER BY key_id"_s.arg(
            ledgerrows::recordColumns()),
        {owner.service, ledgerrows::notNull(owner.userId)});
    if (!rows)
        return failure(rows.error());
    QList<KeyRecord> records;
    QHash<QString, qsizetype> places;
    while (rows->next()) {
        auto record = ledgerrows::recordFrom(*rows);
        if (!record)
            return failure(record.error());
        places.insert(record->keyId, records.size());
        records.append(*std::move(record));
    }
    auto uses = run(u"SELECT key_id, place FROM key_uses WHERE service = ? AND user_id = ? "
                    "ORDER BY key_id, position"_s,
                    {owner.service, ledgerrows::notNull(owner.userId)});
    if (!uses)
        return failure(uses.error());
    while (uses->next()) {
        const auto place = places.constFind(uses->value(0).toString());
        if (place != places.cend())
            records[*place].usedBy.append(uses->value(1).toString());
    }
    return records;
}

Result<std::optional<KeyRecord>> KeyLedger::record(const KeyOwner &owner, const QString &keyId)
{
    auto rows = run(u"SELECT %1 FROM key_records "_s.arg(ledgerrows::recordColumns()) + whereKey,
                    keyOf(owner, keyId));
    if (!rows)
        return failure(rows.error());
    if (!rows->next())
        return std::nullopt;
    auto record = ledgerrows::recordFrom(*rows);
    rows->finish();
    if (!record)
        return failure(record.error());
    auto uses = run(u"SELECT place FROM key_uses "_s + whereKey + u" ORDER BY position"_s,
                    keyOf(owner, keyId));
    if (!uses)
        return failure(uses.error());
    while (uses->next())
        record->usedBy.append(uses->value(0).toString());
    return *std::move(record);
}

Result<Done> KeyLedger::save(const KeyRecord &record)
{
    if (record.keyId.isEmpty() || record.owner.service.isEmpty())
        return failure(Error{.code = Error::Code::InvalidInput, .field = u"keyId"_s});
    if (const auto field = ledgerrows::fieldWithSecret(record); !field.isEmpty())
        return holdsSecret(field);
    return inTransaction([this, &record] { return write(record); });
}

Result<Done> KeyLedger::write(const KeyRecord &record)
{
    const auto values = ledgerrows::values(record);
    const auto written = run(u"INSERT OR REPLACE INTO key_records (%1) VALUES (%2)"_s.arg(
                                 ledgerrows::recordColumns(), placeholders(values.size())),
                             values);
    if (!written)
        return failure(written.error());
    const auto cleared = run(u"DELETE FROM key_uses "_s + whereKey,
                             keyOf(record.owner, record.keyId));
    if (!cleared)
        return failure(cleared.error());
    for (qsizetype i = 0; i < record.usedBy.size(); ++i) {
        const auto added = run(u"INSERT INTO key_uses (service, user_id, key_id, position, place) "
                               "VALUES (?, ?, ?, ?, ?)"_s,
                               keyOf(record.owner, record.keyId)
                                   + QVariantList{i, ledgerrows::notNull(record.usedBy.at(i))});
        if (!added)
            return failure(added.error());
    }
    return Done();
}

Result<Done> KeyLedger::noteVerdict(const KeyOwner &owner, const QString &keyId, KeyVerdict verdict,
                                    const QDateTime &at)
{
    auto known = record(owner, keyId);
    if (!known)
        return failure(known.error());
    auto changed = known->value_or(KeyRecord{.owner = owner, .keyId = keyId});
    changed.lastVerdict = verdict;
    changed.testedAt = at;
    return save(changed);
}

Result<Done> KeyLedger::remove(const KeyOwner &owner, const QString &keyId)
{
    const auto removed = run(u"DELETE FROM key_records "_s + whereKey, keyOf(owner, keyId));
    return removed ? Result<Done>(Done()) : failure(removed.error());
}

Result<QList<RotationRecord>> KeyLedger::rotations(const KeyOwner &owner, bool all)
{
    const auto open = all ? QString() : u"AND state NOT IN ('finished', 'abandoned') "_s;
    auto rows = run(u"SELECT %1 FROM rotations WHERE service = ? AND user_id = ? "_s.arg(
                        ledgerrows::rotationColumns())
                        + open + u"ORDER BY started_at DESC, rotation_id"_s,
                    {owner.service, ledgerrows::notNull(owner.userId)});
    if (!rows)
        return failure(rows.error());
    QList<RotationRecord> rotations;
    while (rows->next()) {
        auto rotation = ledgerrows::rotationFrom(*rows);
        if (!rotation)
            return failure(rotation.error());
        rotations.append(*std::move(rotation));
    }
    return rotations;
}

Result<std::optional<RotationRecord>> KeyLedger::rotation(const QString &id)
{
    auto rows = run(
        u"SELECT %1 FROM rotations WHERE rotation_id = ?"_s.arg(ledgerrows::rotationColumns()),
        {id});
    if (!rows)
        return failure(rows.error());
    if (!rows->next())
        return std::nullopt;
    auto rotation = ledgerrows::rotationFrom(*rows);
    if (!rotation)
        return failure(rotation.error());
    return *std::move(rotation);
}

Result<Done> KeyLedger::save(const RotationRecord &rotation)
{
    if (rotation.id.isEmpty() || !rotation.startedAt.isValid())
        return failure(Error{.code = Error::Code::InvalidInput, .field = u"rotation"_s});
    if (const auto field = ledgerrows::fieldWithSecret(rotation); !field.isEmpty())
        return holdsSecret(field);
    const auto values = ledgerrows::values(rotation);
    const auto written = run(u"INSERT OR REPLACE INTO rotations (%1) VALUES (%2)"_s.arg(
                                 ledgerrows::rotationColumns(), placeholders(values.size())),
                             values);
    return written ? Result<Done>(Done()) : failure(written.error());
}

} // namespace canopy
