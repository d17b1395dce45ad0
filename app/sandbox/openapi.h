#pragma once

#include "app/sandbox/router.h"

namespace canopy::sandbox {

/// openapi.json, made from the routes themselves so that it lists what is served and nothing else.
/// @p listsCatchAll: since 2026 "{path}" is among the paths (contract §15).
QByteArray openApiText(const QList<Route> &routes, bool listsCatchAll);

} // namespace canopy::sandbox
