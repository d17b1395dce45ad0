#pragma once

#include "ui/text/errortext.h"

namespace canopy {

/// The second half of an ErrorText: what an error means, worked out for errorText() alone.
QString errorMeaning(const Error &error, const ErrorContext &context);

} // namespace canopy
