#pragma once

#include "core/base/result.h"
#include "core/keys/keyrecord.h"

#include <QJsonObject>
#include <QSqlQuery>
#include <QStringList>
#include <QVariant>

namespace canopy::ledgerrows {

// How records stand in the ledger's tables and in its export; for keyledger.cpp and
// ledgertransfer.cpp.

/// The statements that bring a file from version @p from to the next.
const QStringList &stepFrom(int from);
int newestVersion();

/// FileDamaged, naming what is wrong.
tl::unexpected<Error> damaged(QLatin1StringView what);
/// An empty document or name is none.
Result<std::optional<AccessRequest>> requestFrom(const QString &document);
Result<std::optional<KeyVerdict>> verdictFrom(const QString &name);
QString verdictName(KeyVerdict verdict);

/// SQL takes a null QString for NULL.
QString notNull(const QString &text);

/// The columns of key_records, in the order of values() and recordFrom().
QString recordColumns();
QVariantList values(const KeyRecord &record);
/// FileDamaged where the row makes no sense. @ref KeyRecord::usedBy is in a table of its own.
Result<KeyRecord> recordFrom(const QSqlQuery &row);

QString rotationColumns();
QVariantList values(const RotationRecord &rotation);
Result<RotationRecord> rotationFrom(const QSqlQuery &row);

QJsonObject toJson(const KeyRecord &record);
/// FileDamaged for a member that is not known, missing, or of another type.
Result<KeyRecord> recordFrom(const QJsonObject &object, const KeyOwner &owner);

/// The first text of a record with an API key in it; empty: none.
QString fieldWithSecret(const KeyRecord &record);
QString fieldWithSecret(const RotationRecord &rotation);

} // namespace canopy::ledgerrows
