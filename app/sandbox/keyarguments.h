#pragma once

#include "app/sandbox/rows.h"
#include "app/sandbox/validation.h"

#include <optional>

namespace canopy::sandbox {

/// The body of POST /api_keys/.
struct KeyArguments
{
    bool admin = false;
    QString name;
    /// Without ids. Nothing where null was sent.
    std::optional<QList<Scope>> scopes;
};

/// Nothing if anything is to be complained of.
std::optional<KeyArguments> keyArguments(const Body &body, Complaints &complaints);

/// images, chutes, invocations.
bool isObjectType(const QString &text);

} // namespace canopy::sandbox
