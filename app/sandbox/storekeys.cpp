#include "app/sandbox/store.h"

#include <QSqlError>
#include <QSqlQuery>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

QString keyColumns()
{
    return u"SELECT api_key_id, user_id, name, admin, created_at, secret_hash FROM api_keys "_s;
}

QVariant nullable(const std::optional<QString> &text)
{
    return text ? QVariant(*text) : QVariant(QMetaType::fromType<QString>());
}

std::optional<QString> optionalText(const QVariant &value)
{
    return value.isNull() ? std::nullopt : std::optional(value.toString());
}

} // namespace

Result<ApiKey> Store::keyFrom(const QSqlQuery &row)
{
    ApiKey key{.id = row.value(0).toString(),
               .userId = row.value(1).toString(),
               .name = row.value(2).toString(),
               .admin = row.value(3).toBool(),
               .createdAt = row.value(4).toLongLong(),
               .secretHash = row.value(5).toString()};
    auto scopes = scopesOf(key.id);
    if (!scopes)
        return failure(scopes.error());
    key.scopes = *std::move(scopes);
    return key;
}

Result<QList<Scope>> Store::scopesOf(const QString &keyId)
{
    auto rows = run(u"SELECT scope_id, object_type, object_id, action FROM api_key_scopes "
                    "WHERE api_key_id = ? ORDER BY rowid"_s,
                    {keyId});
    if (!rows)
        return failure(rows.error());
    QList<Scope> scopes;
    while (rows->next()) {
        scopes.append({.id = rows->value(0).toString(),
                       .objectType = rows->value(1).toString(),
                       .objectId = optionalText(rows->value(2)),
                       .action = optionalText(rows->value(3))});
    }
    return scopes;
}

Result<QList<ApiKey>> Store::keysOf(const QString &userId, qint64 limit, qint64 offset)
{
    // The service gives no order. Ids are random, so this one is neither that of creation nor of
    // names, and no client can come to rely on it.
    auto rows = run(keyColumns() + u"WHERE user_id = ? ORDER BY api_key_id LIMIT ? OFFSET ?",
                    {userId, limit, offset});
    if (!rows)
        return failure(rows.error());
    QList<ApiKey> keys;
    while (rows->next()) {
        auto key = keyFrom(*rows);
        if (!key)
            return failure(key.error());
        keys.append(*std::move(key));
    }
    return keys;
}

Result<qint64> Store::numberOfKeysOf(const QString &userId)
{
    auto rows = run(u"SELECT count(*) FROM api_keys WHERE user_id = ?"_s, {userId});
    if (!rows)
        return failure(rows.error());
    return rows->next() ? rows->value(0).toLongLong() : 0;
}

Result<std::optional<ApiKey>> Store::keyWithId(const QString &id)
{
    auto rows = run(keyColumns() + u"WHERE api_key_id = ?", {id});
    if (!rows)
        return failure(rows.error());
    if (!rows->next())
        return std::nullopt;
    auto key = keyFrom(*rows);
    if (!key)
        return failure(key.error());
    return *std::move(key);
}

Result<bool> Store::keyNameIsTaken(const QString &userId, const QString &name)
{
    auto rows = run(u"SELECT 1 FROM api_keys WHERE user_id = ? AND name = ?"_s, {userId, name});
    if (!rows)
        return failure(rows.error());
    return rows->next();
}

Result<Done> Store::addKey(const ApiKey &key)
{
    QSqlDatabase connection = database();
    if (!connection.transaction())
        return failure(Error::Code::FileNotWritable, connection.lastError().text());
    if (auto added = addKeyRows(key); !added) {
        connection.rollback();
        return added;
    }
    if (!connection.commit())
        return failure(Error::Code::FileNotWritable, connection.lastError().text());
    return Done();
}

Result<Done> Store::addKeyRows(const ApiKey &key)
{
    const auto added = run(u"INSERT INTO api_keys VALUES (?, ?, ?, ?, ?, ?)"_s,
                           {key.id, key.userId, key.name, key.admin, key.createdAt,
                            key.secretHash});
    if (!added)
        return failure(added.error());
    for (const Scope &scope : key.scopes) {
        const auto stored = run(u"INSERT INTO api_key_scopes VALUES (?, ?, ?, ?, ?)"_s,
                                {scope.id, key.id, scope.objectType, nullable(scope.objectId),
                                 nullable(scope.action)});
        if (!stored)
            return failure(stored.error());
    }
    return Done();
}

Result<Done> Store::removeKey(const QString &id)
{
    const auto removed = run(u"DELETE FROM api_keys WHERE api_key_id = ?"_s, {id});
    if (!removed)
        return failure(removed.error());
    return Done();
}

} // namespace canopy::sandbox
