#include "core/keys/ledgerrows.h"

#include "core/chutes/apikeysecret.h"
#include "core/keys/accessdocument.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <utility>

namespace canopy::ledgerrows {

using namespace Qt::StringLiterals;

namespace {

const QList<QStringList> &steps()
{
    static const QList<QStringList> all{
        {u"CREATE TABLE key_records (service TEXT NOT NULL, user_id TEXT NOT NULL, "
         "key_id TEXT NOT NULL, name TEXT NOT NULL, requested TEXT, created_here INTEGER NOT NULL, "
         "created_at INTEGER, label TEXT NOT NULL, notes TEXT NOT NULL, reason TEXT NOT NULL, "
         "review_on TEXT, PRIMARY KEY (service, user_id, key_id))"_s,
         u"CREATE TABLE key_uses (service TEXT NOT NULL, user_id TEXT NOT NULL, "
         "key_id TEXT NOT NULL, position INTEGER NOT NULL, place TEXT NOT NULL, "
         "PRIMARY KEY (service, user_id, key_id, position), "
         "FOREIGN KEY (service, user_id, key_id) REFERENCES key_records ON DELETE CASCADE)"_s},
        {u"ALTER TABLE key_records ADD COLUMN rotated_from TEXT NOT NULL DEFAULT ''"_s,
         u"ALTER TABLE key_records ADD COLUMN rotated_to TEXT NOT NULL DEFAULT ''"_s,
         u"ALTER TABLE key_records ADD COLUMN verdict TEXT"_s,
         u"ALTER TABLE key_records ADD COLUMN tested_at INTEGER"_s,
         u"ALTER TABLE key_records ADD COLUMN revoked_at INTEGER"_s,
         u"CREATE TABLE rotations (rotation_id TEXT PRIMARY KEY, service TEXT NOT NULL, "
         "user_id TEXT NOT NULL, old_key_id TEXT NOT NULL, old_name TEXT NOT NULL, "
         "new_name TEXT NOT NULL, new_key_id TEXT NOT NULL, state TEXT NOT NULL, "
         "places TEXT NOT NULL, handed_over TEXT NOT NULL, started_at INTEGER NOT NULL, "
         "wait_until INTEGER)"_s}};
    return all;
}

template <typename Value, std::size_t Count>
using Names = std::array<std::pair<Value, QLatin1StringView>, Count>;

constexpr Names<KeyVerdict, 10> verdictNames{{
    {KeyVerdict::Accepted, "accepted"_L1},
    {KeyVerdict::AcceptedWithoutBalance, "acceptedWithoutBalance"_L1},
    {KeyVerdict::Unreachable, "unreachable"_L1},
    {KeyVerdict::WrongHost, "wrongHost"_L1},
    {KeyVerdict::Malformed, "malformed"_L1},
    {KeyVerdict::Refused, "refused"_L1},
    {KeyVerdict::UnknownOrRevoked, "unknownOrRevoked"_L1},
    {KeyVerdict::OutOfScopeHere, "outOfScopeHere"_L1},
    {KeyVerdict::NothingToTest, "nothingToTest"_L1},
    {KeyVerdict::CannotTell, "cannotTell"_L1},
}};
constexpr Names<RotationState, 6> stateNames{{
    {RotationState::Creating, "creating"_L1},
    {RotationState::HandingOver, "handingOver"_L1},
    {RotationState::Revoking, "revoking"_L1},
    {RotationState::Proving, "proving"_L1},
    {RotationState::Finished, "finished"_L1},
    {RotationState::Abandoned, "abandoned"_L1},
}};

template <typename Value, std::size_t Count>
QString nameOf(const Names<Value, Count> &names, Value value)
{
    const auto found = std::ranges::find(names, value, &std::pair<Value, QLatin1StringView>::first);
    return found == names.end() ? QString() : QString(found->second);
}

template <typename Value, std::size_t Count>
std::optional<Value> valueOf(const Names<Value, Count> &names, const QString &name)
{
    const auto found = std::ranges::find(names, name, &std::pair<Value, QLatin1StringView>::second);
    return found == names.end() ? std::nullopt : std::optional(found->first);
}

QVariant nullText()
{
    return QVariant(QMetaType::fromType<QString>());
}

QVariant toRow(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toMSecsSinceEpoch())
                          : QVariant(QMetaType::fromType<qint64>());
}

QDateTime timeFrom(const QVariant &value)
{
    return value.isNull() ? QDateTime()
                          : QDateTime::fromMSecsSinceEpoch(value.toLongLong(), Qt::UTC);
}

QString toRow(const QStringList &list)
{
    return QString::fromUtf8(
        QJsonDocument(QJsonArray::fromStringList(list)).toJson(QJsonDocument::Compact));
}

QStringList listFrom(const QVariant &value)
{
    QStringList list;
    for (const auto &item : QJsonDocument::fromJson(value.toString().toUtf8()).array())
        list.append(item.toString());
    return list;
}

bool holdsKey(const QString &text)
{
    return !findApiKeys(text.toUtf8()).isEmpty();
}

} // namespace

tl::unexpected<Error> damaged(QLatin1StringView what)
{
    return failure(Error::Code::FileDamaged, u"unexpected \"%1\""_s.arg(what));
}

Result<std::optional<AccessRequest>> requestFrom(const QString &document)
{
    if (document.isEmpty())
        return std::nullopt;
    const auto access = parseAccessDocument(document);
    if (!access)
        return damaged("requested"_L1);
    return *access;
}

Result<std::optional<KeyVerdict>> verdictFrom(const QString &name)
{
    if (name.isEmpty())
        return std::nullopt;
    const auto verdict = valueOf(verdictNames, name);
    if (!verdict)
        return damaged("verdict"_L1);
    return verdict;
}

QString verdictName(KeyVerdict verdict)
{
    return nameOf(verdictNames, verdict);
}

const QStringList &stepFrom(int from)
{
    return steps().at(from);
}

int newestVersion()
{
    return static_cast<int>(steps().size());
}

QString notNull(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

QString recordColumns()
{
    return u"service, user_id, key_id, name, requested, created_here, created_at, label, notes, "
           "reason, review_on, rotated_from, rotated_to, verdict, tested_at, revoked_at"_s;
}

QVariantList values(const KeyRecord &record)
{
    return {record.owner.service,
            record.owner.userId,
            record.keyId,
            notNull(record.name),
            record.requested ? QVariant(compactAccessDocument(*record.requested)) : nullText(),
            record.createdHere,
            toRow(record.createdAt),
            notNull(record.label),
            notNull(record.notes),
            notNull(record.reason),
            record.reviewOn.isValid() ? QVariant(record.reviewOn.toString(Qt::ISODate))
                                      : nullText(),
            notNull(record.rotatedFrom),
            notNull(record.rotatedTo),
            record.lastVerdict ? QVariant(nameOf(verdictNames, *record.lastVerdict)) : nullText(),
            toRow(record.testedAt),
            toRow(record.revokedAt)};
}

Result<KeyRecord> recordFrom(const QSqlQuery &row)
{
    auto requested = requestFrom(row.value(4).toString());
    const auto verdict = verdictFrom(row.value(13).toString());
    if (!requested || !verdict)
        return failure(requested ? verdict.error() : requested.error());
    return KeyRecord{.owner = {.service = row.value(0).toString(),
                               .userId = row.value(1).toString()},
                     .keyId = row.value(2).toString(),
                     .name = row.value(3).toString(),
                     .requested = *std::move(requested),
                     .createdHere = row.value(5).toBool(),
                     .createdAt = timeFrom(row.value(6)),
                     .label = row.value(7).toString(),
                     .notes = row.value(8).toString(),
                     .reason = row.value(9).toString(),
                     .reviewOn = QDate::fromString(row.value(10).toString(), Qt::ISODate),
                     .rotatedFrom = row.value(11).toString(),
                     .rotatedTo = row.value(12).toString(),
                     .lastVerdict = *verdict,
                     .testedAt = timeFrom(row.value(14)),
                     .revokedAt = timeFrom(row.value(15))};
}

QString rotationColumns()
{
    return u"rotation_id, service, user_id, old_key_id, old_name, new_name, new_key_id, state, "
           "places, handed_over, started_at, wait_until"_s;
}

QVariantList values(const RotationRecord &rotation)
{
    return {rotation.id,
            rotation.owner.service,
            rotation.owner.userId,
            rotation.oldKeyId,
            notNull(rotation.oldName),
            notNull(rotation.newName),
            notNull(rotation.newKeyId),
            nameOf(stateNames, rotation.state),
            toRow(rotation.places),
            toRow(rotation.handedOver),
            toRow(rotation.startedAt),
            toRow(rotation.waitUntil)};
}

Result<RotationRecord> rotationFrom(const QSqlQuery &row)
{
    const auto state = valueOf(stateNames, row.value(7).toString());
    if (!state)
        return damaged("state"_L1);
    return RotationRecord{.id = row.value(0).toString(),
                          .owner = {.service = row.value(1).toString(),
                                    .userId = row.value(2).toString()},
                          .oldKeyId = row.value(3).toString(),
                          .oldName = row.value(4).toString(),
                          .newName = row.value(5).toString(),
                          .newKeyId = row.value(6).toString(),
                          .state = *state,
                          .places = listFrom(row.value(8)),
                          .handedOver = listFrom(row.value(9)),
                          .startedAt = timeFrom(row.value(10)),
                          .waitUntil = timeFrom(row.value(11))};
}

QString fieldWithSecret(const KeyRecord &record)
{
    const std::array texts{
        std::pair{"keyId"_L1, record.keyId},
        std::pair{"name"_L1, record.name},
        std::pair{"label"_L1, record.label},
        std::pair{"notes"_L1, record.notes},
        std::pair{"reason"_L1, record.reason},
        std::pair{"usedBy"_L1, record.usedBy.join(u'\n')},
        std::pair{"rotatedFrom"_L1, record.rotatedFrom},
        std::pair{"rotatedTo"_L1, record.rotatedTo},
        std::pair{"requested"_L1,
                  record.requested ? compactAccessDocument(*record.requested) : QString()},
    };
    const auto found = std::ranges::find_if(texts,
                                            [](const auto &text) { return holdsKey(text.second); });
    return found == texts.end() ? QString() : QString(found->first);
}

QString fieldWithSecret(const RotationRecord &rotation)
{
    for (const auto &place : rotation.places + rotation.handedOver) {
        if (holdsKey(place))
            return u"places"_s;
    }
    const bool inNames = holdsKey(rotation.oldName) || holdsKey(rotation.newName);
    return inNames ? u"name"_s : QString();
}

} // namespace canopy::ledgerrows
