#pragma once

#include "core/money/tao.h"
#include "core/money/usd.h"

#include <QString>

#include <optional>

namespace canopy {

/// "Not reported by this service": the one text for a value that was not in the answer.
QString notReportedText();

/// "$42.18" with the separators of the locale, "−$0.50"; notReportedText() if there is none.
QString usdText(const std::optional<Usd> &amount);
/// "1.5 TAO", exact, with the decimal point of the locale; notReportedText() if there is none.
QString taoText(const std::optional<Tao> &amount);

} // namespace canopy
