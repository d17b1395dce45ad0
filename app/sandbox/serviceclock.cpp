#include "app/sandbox/serviceclock.h"

#include <chrono>

namespace canopy::sandbox {

qint64 ServiceClock::microseconds() const
{
    using namespace std::chrono;
    const auto now = system_clock::now().time_since_epoch() + seconds(m_offset.load());
    return duration_cast<std::chrono::microseconds>(now).count();
}

} // namespace canopy::sandbox
