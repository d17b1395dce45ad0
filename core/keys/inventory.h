#pragma once

#include "core/chutes/apikey.h"
#include "core/keys/keyrecord.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace canopy {

/// What is exported of a key. No secret, no part of one.
struct InventoryRow
{
    ApiKey key;
    std::optional<KeyRecord> record;
    bool secretStored = false;
};

/// RFC 4180, UTF-8 with a byte-order mark and CRLF, for spreadsheets: what would be a formula gets
/// an apostrophe in front (UI-06). A header line with fixed English names; unknown is an empty
/// field. Times in UTC, ISO 8601.
QByteArray inventoryCsv(const QList<InventoryRow> &rows);
/// The same as a JSON document.
QByteArray inventoryJson(const QList<InventoryRow> &rows, const QDateTime &at);

} // namespace canopy
