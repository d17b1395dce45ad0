#pragma once

#include "core/base/clock.h"

namespace canopy::test {

/// A clock that stands still until it is told to move on.
class FixedClock final : public Clock
{
public:
    explicit FixedClock(const QDateTime &now = QDateTime::fromSecsSinceEpoch(1'753'198'463,
                                                                             Qt::UTC))
        : m_now(now)
    {
    }

    QDateTime now() const override { return m_now; }
    void advance(qint64 seconds) { m_now = m_now.addSecs(seconds); }

private:
    QDateTime m_now;
};

} // namespace canopy::test
