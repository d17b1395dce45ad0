#pragma once

#include "core/chutes/origin.h"

#include <QUrl>

namespace canopy {

/// Whether @p url is one this program opens in a browser (UI-05): the token page of the service in
/// use, and nothing else. Text from outside never becomes a link.
bool isKnownLink(const QUrl &url, const Origin &registration);

} // namespace canopy
