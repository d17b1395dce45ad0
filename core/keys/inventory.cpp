#include "core/keys/inventory.h"

#include "core/keys/accessdescription.h"
#include "core/keys/accessdocument.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

QString isoOf(const std::optional<QDateTime> &time)
{
    return time && time->isValid() ? time->toUTC().toString(Qt::ISODate) : QString();
}

/// One field: what a spreadsheet would take for a formula is made text (UI-06), and everything is
/// quoted, so that nothing in it can end the field.
QString field(QString text)
{
    static constexpr QStringView formulaStarts = u"=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";
    if (!text.isEmpty() && formulaStarts.contains(text.front()))
        text.prepend(u'\'');
    return u'"' + text.replace(u'"', u"\"\""_s) + u'"';
}

QString levelName(const AccessSummary &summary)
{
    switch (summary.level) {
    case AccessSummary::Level::Administrative:
        return u"administrative"_s;
    case AccessSummary::Level::CallsEverything:
        return u"calls everything"_s;
    case AccessSummary::Level::CallsSomeChutes:
        return u"calls some chutes"_s;
    case AccessSummary::Level::NothingHonoured:
        return u"nothing honoured"_s;
    case AccessSummary::Level::NotReported:
        break;
    }
    return u"not reported"_s;
}

std::optional<AccessRequest> requestedOf(const InventoryRow &row)
{
    return row.record ? row.record->requested : std::nullopt;
}

QString accessOf(const InventoryRow &row)
{
    const auto known = knownAccess(row.key, requestedOf(row));
    return compactAccessDocument(known ? *known : AccessRequest::like(row.key));
}

bool actionsAreKnown(const InventoryRow &row)
{
    return knownAccess(row.key, requestedOf(row)).has_value();
}

QStringList fieldsOf(const InventoryRow &row)
{
    const auto record = row.record.value_or(KeyRecord());
    return {row.key.name,
            row.key.id,
            row.key.userId,
            levelName(summariseAccess(row.key, requestedOf(row))),
            accessOf(row),
            actionsAreKnown(row) ? u"yes"_s : u"no"_s,
            isoOf(row.key.createdAt),
            isoOf(row.key.lastUsedAt),
            row.secretStored ? u"yes"_s : u"no"_s,
            record.createdHere ? u"yes"_s : u"no"_s,
            record.label,
            record.notes,
            record.reason,
            record.usedBy.join(u"; "_s),
            record.reviewOn.toString(Qt::ISODate),
            record.rotatedFrom,
            record.rotatedTo};
}

} // namespace

QByteArray inventoryCsv(const QList<InventoryRow> &rows)
{
    const QStringList header{u"name"_s,         u"key id"_s,      u"user id"_s,
                             u"access"_s,       u"scopes"_s,      u"actions known"_s,
                             u"created"_s,      u"last used"_s,   u"secret stored"_s,
                             u"created here"_s, u"label"_s,       u"notes"_s,
                             u"reason"_s,       u"used by"_s,     u"review on"_s,
                             u"successor of"_s, u"succeeded by"_s};
    QString text(QChar(QChar::ByteOrderMark));
    const auto add = [&text](const QStringList &fields) {
        QStringList quoted;
        for (const auto &content : fields)
            quoted.append(field(content));
        text += quoted.join(u',') + u"\r\n"_s;
    };
    add(header);
    for (const auto &row : rows)
        add(fieldsOf(row));
    return text.toUtf8();
}

QByteArray inventoryJson(const QList<InventoryRow> &rows, const QDateTime &at)
{
    const auto orNull = [](const QString &text) {
        return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
    };
    QJsonArray keys;
    for (const auto &row : rows) {
        const auto record = row.record.value_or(KeyRecord());
        keys.append(QJsonObject{
            {u"name"_s, row.key.name},
            {u"key_id"_s, row.key.id},
            {u"user_id"_s, orNull(row.key.userId)},
            {u"access"_s, levelName(summariseAccess(row.key, requestedOf(row)))},
            {u"requested"_s, QJsonDocument::fromJson(accessOf(row).toUtf8()).object()},
            {u"actions_known"_s, actionsAreKnown(row)},
            {u"created_at"_s, orNull(isoOf(row.key.createdAt))},
            {u"last_used_at"_s, orNull(isoOf(row.key.lastUsedAt))},
            {u"secret_stored"_s, row.secretStored},
            {u"created_here"_s, record.createdHere},
            {u"label"_s, record.label},
            {u"notes"_s, record.notes},
            {u"reason"_s, record.reason},
            {u"used_by"_s, QJsonArray::fromStringList(record.usedBy)},
            {u"review_on"_s, orNull(record.reviewOn.toString(Qt::ISODate))},
            {u"successor_of"_s, orNull(record.rotatedFrom)},
            {u"succeeded_by"_s, orNull(record.rotatedTo)},
        });
    }
    return QJsonDocument(QJsonObject{{u"exported_at"_s, isoOf(at)}, {u"keys"_s, keys}})
        .toJson(QJsonDocument::Indented);
}

} // namespace canopy
