#pragma once

#include <QString>

namespace canopy::sandbox {

/// The service's rule, ^[a-zA-Z0-9_-]{3,15}$ as Python reads it: a line feed at the end passes.
bool isUsername(const QString &text);

/// The rule for key names: 1 to 24 of word characters, "$", ".", "-", white space and anything
/// from U+0080 to U+FFFF.
bool isKeyName(const QString &text);

} // namespace canopy::sandbox
