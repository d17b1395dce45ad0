#pragma once

#include "app/sandbox/rows.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QSqlDatabase>
#include <QVariant>

#include <memory>
#include <optional>

class QSqlQuery;

namespace canopy::sandbox {

/// What the service remembers, in one SQLite file. Used in the thread it was opened in.
///
/// No secret is in it but the key that session tokens are signed with: fingerprints and API keys
/// are kept as hashes. Every function that returns a Result fails with FileNotWritable,
/// FileUnreadable or, where a unique value is already there, Conflict.
class Store
{
public:
    Q_DISABLE_COPY_MOVE(Store)
    ~Store();

    /// Opens or makes @p folder/sandbox.sqlite (mode 0600). Errors also: FileDamaged for a file
    /// of a later version or of something else.
    static Result<std::unique_ptr<Store>> open(const QString &folder);

    /// 32 bytes, made when the file was.
    const QByteArray &signingKey() const { return m_signingKey; }

    Result<std::optional<User>> userWithId(const QString &id);
    Result<std::optional<User>> userWithHotkey(const QString &hotkey);
    Result<std::optional<User>> userWithColdkey(const QString &coldkey);
    Result<std::optional<User>> userWithFingerprint(const QString &hash);
    /// SQL ILIKE without escaping, as the service asks it: "_" stands for any character.
    Result<bool> usernameIsTaken(const QString &candidate);
    Result<Done> addUser(const User &user);
    Result<Done> setFingerprint(const QString &userId, const QString &hash);

    Result<QList<ApiKey>> keysOf(const QString &userId, qint64 limit, qint64 offset);
    Result<qint64> numberOfKeysOf(const QString &userId);
    Result<std::optional<ApiKey>> keyWithId(const QString &id);
    Result<bool> keyNameIsTaken(const QString &userId, const QString &name);
    Result<Done> addKey(const ApiKey &key);
    Result<Done> removeKey(const QString &id);

    /// One-time values with an end: registration tokens and login nonces.
    enum class Voucher { RegistrationToken, LoginNonce };
    Result<Done> addVoucher(Voucher kind, const QString &value, qint64 expiresAt);
    Result<bool> voucherIsValid(Voucher kind, const QString &value, qint64 now);
    /// Whether it was valid; it no longer is.
    Result<bool> takeVoucher(Voucher kind, const QString &value, qint64 now);

    /// Things counted by client address over a day.
    enum class Event { Registration, TokenPage };
    Result<Done> noteEvent(Event kind, const QString &peer, qint64 at);
    Result<qint64> numberOfEvents(Event kind, const QString &peer, qint64 since);

private:
    explicit Store(QString connection);

    Result<Done> prepare();
    Result<Done> createTables();
    Result<QSqlQuery> run(const QString &sql, const QVariantList &values = {});
    Result<std::optional<User>> userWhere(const QString &column, const QString &value);
    Result<ApiKey> keyFrom(const QSqlQuery &row);
    Result<QList<Scope>> scopesOf(const QString &keyId);
    Result<Done> addKeyRows(const ApiKey &key);
    QSqlDatabase database() const;

    QString m_connection;
    QByteArray m_signingKey;
};

} // namespace canopy::sandbox
