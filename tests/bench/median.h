#pragma once

#include <algorithm>
#include <chrono>
#include <vector>

namespace canopy::bench {

/// Microseconds that @p work takes, once.
template <typename Work>
double microseconds(Work &&work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
        .count();
}

inline double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.at(values.size() / 2);
}

} // namespace canopy::bench
