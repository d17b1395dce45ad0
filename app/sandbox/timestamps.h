#pragma once

#include <QString>

namespace canopy::sandbox {

/// The service spells times differently from endpoint to endpoint (contract §1.6).
enum class TimeSpelling {
    Zulu, ///< 2025-07-22T15:34:23.123456Z
    Naive, ///< 2025-07-22T15:34:23.123456, meaning UTC
};

/// @p microseconds since the epoch. The fraction is left out when it is zero, as Python does.
QString timestamp(qint64 microseconds, TimeSpelling spelling);

/// For the Date header: "Tue, 22 Jul 2025 15:34:23 GMT".
QByteArray httpDate(qint64 microseconds);

} // namespace canopy::sandbox
