#pragma once

#include <QDateTime>

namespace canopy {

/// The time of day, as a seam: tests choose it, the program uses SystemClock.
class Clock
{
public:
    Q_DISABLE_COPY_MOVE(Clock)
    Clock() = default;
    virtual ~Clock() = default;

    /// UTC.
    virtual QDateTime now() const = 0;
    qint64 unixSeconds() const { return now().toSecsSinceEpoch(); }
};

class SystemClock final : public Clock
{
public:
    QDateTime now() const override { return QDateTime::currentDateTimeUtc(); }
};

} // namespace canopy
