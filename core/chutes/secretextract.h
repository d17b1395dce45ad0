#pragma once

#include "core/base/result.h"
#include "core/secrets/secret.h"

#include <QByteArray>

namespace canopy {

/// A secret string member, and the document it came from without it.
struct TakenMember
{
    Secret value; ///< unescaped, UTF-8
    QByteArray rest; ///< the same JSON, the member's value blanked with spaces
};

/// Takes the string member @p name out of the JSON object @p document before anything else reads
/// it, because QJsonDocument leaves copies behind that cannot be wiped (MEM-05).
///
/// Strict: @p document must be one whole JSON object, with @p name exactly once at its top level
/// (compared after unescaping) and a string there that is not empty. Everything else is Malformed.
Result<TakenMember> takeStringMember(const Secret &document, QByteArrayView name);

/// {"<name>":"<value>"}, escaped, built in guarded memory. @p name is plain ASCII.
Secret objectWithString(QByteArrayView name, const Secret &value);

} // namespace canopy
