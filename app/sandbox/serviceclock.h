#pragma once

#include "core/base/clock.h"

#include <atomic>

namespace canopy::sandbox {

/// The service's own time of day, so that a client's clock can be shown to be wrong and tokens
/// to expire. The offset may be changed from any thread.
class ServiceClock final : public Clock
{
public:
    explicit ServiceClock(qint64 offsetSeconds)
        : m_offset(offsetSeconds)
    {
    }

    QDateTime now() const override { return QDateTime::currentDateTimeUtc().addSecs(m_offset); }
    /// Since the epoch.
    qint64 microseconds() const;
    void setOffset(qint64 seconds) { m_offset = seconds; }

private:
    std::atomic<qint64> m_offset;
};

} // namespace canopy::sandbox
