#pragma once

#include "ui/text/errortext.h"

namespace canopy {

/// The way on that is offered beside an error, worked out for errorText() alone.
Next nextStep(const Error &error, const ErrorContext &context);

} // namespace canopy
