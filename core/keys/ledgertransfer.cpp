#include "core/keys/keyledger.h"
#include "core/keys/ledgerrows.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

constexpr auto formatName = "canopy-key-ledger"_L1;
constexpr int formatVersion = 1;

tl::unexpected<Error> damaged(const QString &detail)
{
    return failure(Error::Code::FileDamaged, detail);
}

/// When the record last learnt something that has a time.
QDateTime lastChange(const KeyRecord &record)
{
    return std::max({record.createdAt, record.testedAt, record.revokedAt});
}

} // namespace

Result<QByteArray> KeyLedger::exported(const KeyOwner &owner)
{
    const auto records = this->records(owner);
    if (!records)
        return failure(records.error());
    QJsonArray keys;
    for (const auto &record : *records)
        keys.append(ledgerrows::toJson(record));
    const QJsonObject document{{u"format"_s, formatName},
                               {u"version"_s, formatVersion},
                               {u"service"_s, owner.service},
                               {u"userId"_s, owner.userId},
                               {u"keys"_s, keys}};
    return QJsonDocument(document).toJson(QJsonDocument::Indented);
}

Result<KeyLedger::Imported> KeyLedger::import(const KeyOwner &owner, QByteArrayView document)
{
    const auto json = QJsonDocument::fromJson(document.toByteArray());
    const auto object = json.object();
    if (object.value("format"_L1) != formatName || !object.value("keys"_L1).isArray())
        return damaged(u"not an exported ledger"_s);
    if (object.value("version"_L1).toInteger() != formatVersion)
        return damaged(u"an export of another version"_s);
    if (object.value("service"_L1) != owner.service || object.value("userId"_L1) != owner.userId)
        return failure(Error::Code::Conflict, u"of another account"_s);
    QList<KeyRecord> records;
    const auto keys = object.value("keys"_L1).toArray();
    for (const auto &value : keys) {
        auto record = ledgerrows::recordFrom(value.toObject(), owner);
        if (!record)
            return failure(record.error());
        if (const auto field = ledgerrows::fieldWithSecret(*record); !field.isEmpty())
            return damaged(u"an API key in a text"_s);
        records.append(*std::move(record));
    }
    return take(records);
}

Result<KeyLedger::Imported> KeyLedger::take(const QList<KeyRecord> &records)
{
    Imported imported;
    const auto done = inTransaction([&]() -> Result<Done> {
        for (const auto &record : records) {
            const auto here = this->record(record.owner, record.keyId);
            if (!here)
                return failure(here.error());
            const bool isNew = !*here;
            if (!isNew && lastChange(**here) >= lastChange(record)) {
                ++imported.kept;
                continue;
            }
            if (const auto written = write(record); !written)
                return written;
            ++(isNew ? imported.added : imported.replaced);
        }
        return Done();
    });
    if (!done)
        return failure(done.error());
    return imported;
}

} // namespace canopy
