#include "core/keys/accessdocument.h"
#include "core/keys/ledgerrows.h"

#include <QJsonArray>

#include <utility>

namespace canopy::ledgerrows {

using namespace Qt::StringLiterals;

namespace {

QString isoOf(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODateWithMs) : QString();
}

/// Reads the members of an exported record; the first that is wrong is remembered.
class Members
{
public:
    explicit Members(QJsonObject object)
        : m_object(std::move(object))
    {
    }

    QString text(QLatin1StringView name)
    {
        const auto value = m_object.take(name);
        if (!value.isString())
            note(name);
        return value.toString();
    }
    bool boolean(QLatin1StringView name)
    {
        const auto value = m_object.take(name);
        if (!value.isBool())
            note(name);
        return value.toBool();
    }
    QStringList texts(QLatin1StringView name)
    {
        const auto value = m_object.take(name);
        QStringList list;
        const auto items = value.toArray();
        for (const auto &item : items) {
            if (!item.isString())
                note(name);
            list.append(item.toString());
        }
        if (!value.isArray())
            note(name);
        return list;
    }
    QDateTime time(QLatin1StringView name)
    {
        const auto spelled = text(name);
        if (spelled.isEmpty())
            return {};
        const auto time = QDateTime::fromString(spelled, Qt::ISODateWithMs);
        if (!time.isValid() || isoOf(time) != spelled)
            note(name);
        return time.toUTC();
    }
    QDate date(QLatin1StringView name)
    {
        const auto spelled = text(name);
        const auto date = QDate::fromString(spelled, Qt::ISODate);
        if (!spelled.isEmpty() && !date.isValid())
            note(name);
        return date;
    }
    void note(QLatin1StringView name)
    {
        if (m_wrong.isEmpty())
            m_wrong = name;
    }
    Result<Done> finish() const
    {
        if (!m_wrong.isEmpty())
            return damaged(m_wrong);
        // A later version's, and taking the rest without it would lose what it says.
        if (!m_object.isEmpty())
            return failure(Error::Code::FileDamaged, u"an unknown member"_s);
        return Done();
    }

private:
    QJsonObject m_object;
    QLatin1StringView m_wrong;
};

} // namespace

QJsonObject toJson(const KeyRecord &record)
{
    const auto requested = record.requested ? compactAccessDocument(*record.requested) : QString();
    const auto verdict = record.lastVerdict ? verdictName(*record.lastVerdict) : QString();
    return {{u"keyId"_s, record.keyId},
            {u"name"_s, record.name},
            {u"requested"_s, requested},
            {u"createdHere"_s, record.createdHere},
            {u"createdAt"_s, isoOf(record.createdAt)},
            {u"label"_s, record.label},
            {u"notes"_s, record.notes},
            {u"reason"_s, record.reason},
            {u"usedBy"_s, QJsonArray::fromStringList(record.usedBy)},
            {u"reviewOn"_s, record.reviewOn.toString(Qt::ISODate)},
            {u"rotatedFrom"_s, record.rotatedFrom},
            {u"rotatedTo"_s, record.rotatedTo},
            {u"verdict"_s, verdict},
            {u"testedAt"_s, isoOf(record.testedAt)},
            {u"revokedAt"_s, isoOf(record.revokedAt)}};
}

Result<KeyRecord> recordFrom(const QJsonObject &object, const KeyOwner &owner)
{
    Members members(object);
    auto requested = requestFrom(members.text("requested"_L1));
    const auto verdict = verdictFrom(members.text("verdict"_L1));
    if (!requested || !verdict)
        return failure(requested ? verdict.error() : requested.error());
    KeyRecord record{.owner = owner,
                     .keyId = members.text("keyId"_L1),
                     .name = members.text("name"_L1),
                     .requested = *std::move(requested),
                     .createdHere = members.boolean("createdHere"_L1),
                     .createdAt = members.time("createdAt"_L1),
                     .label = members.text("label"_L1),
                     .notes = members.text("notes"_L1),
                     .reason = members.text("reason"_L1),
                     .usedBy = members.texts("usedBy"_L1),
                     .reviewOn = members.date("reviewOn"_L1),
                     .rotatedFrom = members.text("rotatedFrom"_L1),
                     .rotatedTo = members.text("rotatedTo"_L1),
                     .lastVerdict = *verdict,
                     .testedAt = members.time("testedAt"_L1),
                     .revokedAt = members.time("revokedAt"_L1)};
    if (record.keyId.isEmpty())
        members.note("keyId"_L1);
    if (const auto done = members.finish(); !done)
        return failure(done.error());
    return record;
}

} // namespace canopy::ledgerrows
