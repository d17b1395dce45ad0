#include "app/sandbox/store.h"

#include "core/base/files.h"
#include "core/base/logging.h"

#include <QFile>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

#include <sodium.h>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int schemaVersion = 1;
constexpr int signingKeyBytes = 32;

const QStringList &schema()
{
    static const QStringList statements{
        u"CREATE TABLE users (user_id TEXT PRIMARY KEY, username TEXT NOT NULL UNIQUE, "
        "hotkey TEXT NOT NULL UNIQUE, coldkey TEXT NOT NULL, payment_address TEXT NOT NULL, "
        "developer_payment_address TEXT NOT NULL, fingerprint_hash TEXT NOT NULL UNIQUE, "
        "created_at INTEGER NOT NULL)"_s,
        u"CREATE TABLE api_keys (api_key_id TEXT PRIMARY KEY, "
        "user_id TEXT NOT NULL REFERENCES users, name TEXT NOT NULL, admin INTEGER NOT NULL, "
        "created_at INTEGER NOT NULL, secret_hash TEXT NOT NULL, UNIQUE (user_id, name))"_s,
        u"CREATE TABLE api_key_scopes (scope_id TEXT PRIMARY KEY, "
        "api_key_id TEXT NOT NULL REFERENCES api_keys ON DELETE CASCADE, "
        "object_type TEXT NOT NULL, object_id TEXT, action TEXT)"_s,
        u"CREATE INDEX scopes_of_key ON api_key_scopes (api_key_id)"_s,
        u"CREATE TABLE vouchers (kind INTEGER NOT NULL, value TEXT NOT NULL, "
        "expires_at INTEGER NOT NULL, PRIMARY KEY (kind, value))"_s,
        u"CREATE TABLE events (kind INTEGER NOT NULL, peer TEXT NOT NULL, at INTEGER NOT NULL)"_s,
        u"CREATE TABLE service (signing_key BLOB NOT NULL)"_s,
    };
    return statements;
}

User userFrom(const QSqlQuery &row)
{
    return {.id = row.value(0).toString(),
            .username = row.value(1).toString(),
            .hotkey = row.value(2).toString(),
            .coldkey = row.value(3).toString(),
            .paymentAddress = row.value(4).toString(),
            .developerPaymentAddress = row.value(5).toString(),
            .fingerprintHash = row.value(6).toString(),
            .createdAt = row.value(7).toLongLong()};
}

} // namespace

Store::Store(QString connection)
    : m_connection(std::move(connection))
{
}

Store::~Store()
{
    database().close();
    QSqlDatabase::removeDatabase(m_connection);
}

QSqlDatabase Store::database() const
{
    return QSqlDatabase::database(m_connection, false);
}

Result<std::unique_ptr<Store>> Store::open(const QString &folder)
{
    if (const auto made = makePrivateFolder(folder); !made)
        return failure(made.error());
    const QString path = folder + u"/sandbox.sqlite";
    // SQLite would make it readable by others.
    if (!QFile::exists(path)) {
        if (const auto made = createFile(path, {}); !made)
            return failure(made.error());
    }
    const QString connection = u"sandbox-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection);
        database.setDatabaseName(path);
        database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    }
    auto store = std::unique_ptr<Store>(new Store(connection));
    if (!store->database().open())
        return failure(Error::Code::FileUnreadable, store->database().lastError().text());
    if (const auto prepared = store->prepare(); !prepared)
        return failure(prepared.error());
    return store;
}

Result<Done> Store::prepare()
{
    // A state that is thrown away sooner than the power fails needs no flush a statement.
    for (const auto &pragma : {u"PRAGMA journal_mode = WAL"_s, u"PRAGMA synchronous = NORMAL"_s,
                               u"PRAGMA foreign_keys = ON"_s}) {
        if (const auto done = run(pragma); !done)
            return failure(done.error());
    }
    auto version = run(u"PRAGMA user_version"_s);
    if (!version)
        return failure(version.error());
    const int found = version->next() ? version->value(0).toInt() : 0;
    version->finish();
    if (found > schemaVersion)
        return failure(Error::Code::FileDamaged, u"made by a later version"_s);
    if (found == 0) {
        if (const auto created = createTables(); !created)
            return created;
    }
    auto key = run(u"SELECT signing_key FROM service"_s);
    if (!key)
        return failure(key.error());
    if (!key->next())
        return failure(Error::Code::FileDamaged, u"no signing key"_s);
    m_signingKey = key->value(0).toByteArray();
    return Done();
}

Result<Done> Store::createTables()
{
    QSqlDatabase connection = database();
    if (!connection.transaction())
        return failure(Error::Code::FileNotWritable, connection.lastError().text());
    for (const QString &statement : schema()) {
        if (const auto done = run(statement); !done)
            return failure(done.error());
    }
    QByteArray key(signingKeyBytes, Qt::Uninitialized);
    randombytes_buf(key.data(), signingKeyBytes);
    if (const auto done = run(u"INSERT INTO service VALUES (?)"_s, {key}); !done)
        return failure(done.error());
    const auto marked = run(u"PRAGMA user_version = %1"_s.arg(schemaVersion));
    if (!marked)
        return failure(marked.error());
    if (!connection.commit())
        return failure(Error::Code::FileNotWritable, connection.lastError().text());
    return Done();
}

Result<QSqlQuery> Store::run(const QString &sql, const QVariantList &values)
{
    QSqlQuery query(database());
    query.setForwardOnly(true);
    bool ok = query.prepare(sql);
    for (const QVariant &value : values)
        query.addBindValue(value);
    ok = ok && query.exec();
    if (ok)
        return query;
    // SQLite's primary result code 19: a constraint, here always a unique one.
    const bool conflict = (query.lastError().nativeErrorCode().toInt() & 0xff) == 19;
    if (!conflict)
        qCWarning(lcSandbox) << "database:" << query.lastError().text();
    return failure(conflict ? Error::Code::Conflict : Error::Code::FileNotWritable,
                   query.lastError().text());
}

Result<std::optional<User>> Store::userWhere(const QString &column, const QString &value)
{
    auto rows = run(u"SELECT user_id, username, hotkey, coldkey, payment_address, "
                    "developer_payment_address, fingerprint_hash, created_at FROM users WHERE "_s
                        + column + u" = ?",
                    {value});
    if (!rows)
        return failure(rows.error());
    return rows->next() ? std::optional(userFrom(*rows)) : std::nullopt;
}

Result<std::optional<User>> Store::userWithId(const QString &id)
{
    return userWhere(u"user_id"_s, id);
}

Result<std::optional<User>> Store::userWithHotkey(const QString &hotkey)
{
    return userWhere(u"hotkey"_s, hotkey);
}

Result<std::optional<User>> Store::userWithColdkey(const QString &coldkey)
{
    return userWhere(u"coldkey"_s, coldkey);
}

Result<std::optional<User>> Store::userWithFingerprint(const QString &hash)
{
    return userWhere(u"fingerprint_hash"_s, hash);
}

Result<bool> Store::usernameIsTaken(const QString &candidate)
{
    auto rows = run(u"SELECT 1 FROM users WHERE username LIKE ?"_s, {candidate});
    if (!rows)
        return failure(rows.error());
    return rows->next();
}

Result<Done> Store::addUser(const User &user)
{
    const auto added = run(u"INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s,
                           {user.id, user.username, user.hotkey, user.coldkey, user.paymentAddress,
                            user.developerPaymentAddress, user.fingerprintHash, user.createdAt});
    if (!added)
        return failure(added.error());
    return Done();
}

Result<Done> Store::setFingerprint(const QString &userId, const QString &hash)
{
    const auto updated = run(u"UPDATE users SET fingerprint_hash = ? WHERE user_id = ?"_s,
                             {hash, userId});
    if (!updated)
        return failure(updated.error());
    return Done();
}

Result<Done> Store::addVoucher(Voucher kind, const QString &value, qint64 expiresAt)
{
    const auto added = run(u"INSERT INTO vouchers VALUES (?, ?, ?)"_s,
                           {static_cast<int>(kind), value, expiresAt});
    if (!added)
        return failure(added.error());
    return Done();
}

Result<bool> Store::voucherIsValid(Voucher kind, const QString &value, qint64 now)
{
    auto rows = run(u"SELECT 1 FROM vouchers WHERE kind = ? AND value = ? AND expires_at > ?"_s,
                    {static_cast<int>(kind), value, now});
    if (!rows)
        return failure(rows.error());
    return rows->next();
}

Result<bool> Store::takeVoucher(Voucher kind, const QString &value, qint64 now)
{
    auto taken = run(u"DELETE FROM vouchers WHERE kind = ? AND value = ? AND expires_at > ?"_s,
                     {static_cast<int>(kind), value, now});
    if (!taken)
        return failure(taken.error());
    return taken->numRowsAffected() > 0;
}

Result<Done> Store::noteEvent(Event kind, const QString &peer, qint64 at)
{
    const auto noted = run(u"INSERT INTO events VALUES (?, ?, ?)"_s,
                           {static_cast<int>(kind), peer, at});
    if (!noted)
        return failure(noted.error());
    return Done();
}

Result<qint64> Store::numberOfEvents(Event kind, const QString &peer, qint64 since)
{
    auto rows = run(u"SELECT count(*) FROM events WHERE kind = ? AND peer = ? AND at > ?"_s,
                    {static_cast<int>(kind), peer, since});
    if (!rows)
        return failure(rows.error());
    return rows->next() ? rows->value(0).toLongLong() : 0;
}

} // namespace canopy::sandbox
