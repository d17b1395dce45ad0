#pragma once

#include "core/chutes/accessrequest.h"
#include "core/chutes/origin.h"

#include <QString>

namespace canopy {

/// The `chutes keys create` line that makes exactly this key, quoted for a POSIX shell. One flag
/// an id, because the CLI takes a list with commas for one id; --json-input wherever the CLI's
/// flags would ask for something else (it adds whole-type scopes twice, and crashes without
/// --action there). Read off chutes 0.6.9, entrypoint/api_key.py.
QString chutesCommand(const QString &name, const AccessRequest &access);
/// The same as a curl line. The credential is a placeholder: $CHUTES_ADMIN_KEY.
QString curlCommand(const Origin &service, const QString &name, const AccessRequest &access);
/// @p text as one word of a POSIX shell.
QString shellQuoted(const QString &text);

} // namespace canopy
