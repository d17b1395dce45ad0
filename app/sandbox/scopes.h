#pragma once

#include "app/sandbox/generation.h"
#include "app/sandbox/httpmessage.h"
#include "app/sandbox/rows.h"

namespace canopy::sandbox {

/// What a request asks of a key, as the service's middleware derives it (contract §3.2).
struct Demand
{
    QString objectType;
    QString objectId;
    QString action;

    bool operator==(const Demand &) const = default;
};

/// From method, path and Host header alone. For almost every management path the type is a word
/// that no scope can hold, so only administrative keys get through: the service's own quirk.
Demand demandOf(const Request &request, Generation generation);

bool grants(const ApiKey &key, const Demand &demand, Generation generation);

} // namespace canopy::sandbox
