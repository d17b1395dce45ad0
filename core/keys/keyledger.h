#pragma once

#include "core/base/result.h"
#include "core/keys/keyrecord.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QSqlDatabase>
#include <QVariant>

#include <functional>
#include <memory>
#include <optional>

class QSqlQuery;

namespace canopy {

/// What the service forgets about keys, per account, in keys.sqlite in the data folder (0600).
///
/// No secret can get in: no column is for one, and a text with an API key in it is refused
/// (InvalidInput, with Error::field). Blocking, small and local; used in the thread that opened
/// it. Errors of every function: FileNotWritable, FileUnreadable, DiskFull.
class KeyLedger
{
public:
    Q_DISABLE_COPY_MOVE(KeyLedger)
    ~KeyLedger();

    /// Opens or makes @p folder/keys.sqlite, and brings an older one up to date, whole or not at
    /// all. FileDamaged for a later version's or something else; it is left alone.
    static Result<std::unique_ptr<KeyLedger>> open(const QString &folder);

    Result<QList<KeyRecord>> records(const KeyOwner &owner);
    Result<std::optional<KeyRecord>> record(const KeyOwner &owner, const QString &keyId);
    /// Whole, new or in place of the old one.
    Result<Done> save(const KeyRecord &record);
    /// One test's result; makes a record if there is none.
    Result<Done> noteVerdict(const KeyOwner &owner, const QString &keyId, KeyVerdict verdict,
                             const QDateTime &at);
    /// Forgets the key here. No error if it is not known.
    Result<Done> remove(const KeyOwner &owner, const QString &keyId);

    /// Newest first; finished and abandoned ones only if @p all.
    Result<QList<RotationRecord>> rotations(const KeyOwner &owner, bool all = false);
    Result<std::optional<RotationRecord>> rotation(const QString &id);
    Result<Done> save(const RotationRecord &rotation);

    /// Everything about @p owner as a JSON document, to take to another computer.
    Result<QByteArray> exported(const KeyOwner &owner);
    struct Imported
    {
        int added = 0;
        int replaced = 0; ///< older here; a record that was tested or made later wins
        int kept = 0; ///< those here are as new, or newer
    };
    /// Takes what exported() made. Only records of @p owner; all or nothing. FileDamaged for
    /// another document, Conflict for one of another account.
    Result<Imported> import(const KeyOwner &owner, QByteArrayView document);

    static int schemaVersion();

private:
    explicit KeyLedger(QString connection);

    Result<Done> prepare();
    Result<Done> migrate(int from);
    Result<Done> write(const KeyRecord &record);
    Result<Imported> take(const QList<KeyRecord> &records);
    Result<QSqlQuery> run(const QString &sql, const QVariantList &values = {});
    Result<Done> inTransaction(const std::function<Result<Done>()> &work);
    QSqlDatabase database() const;

    QString m_connection;
};

} // namespace canopy
