#pragma once

#include <QString>

#include <cstdint>
#include <span>

namespace canopy {

/// Randomness, as a seam: tests script it, the program uses SystemRandom.
class RandomSource
{
public:
    Q_DISABLE_COPY_MOVE(RandomSource)
    RandomSource() = default;
    virtual ~RandomSource() = default;

    virtual void fill(std::span<std::uint8_t> bytes) = 0;
    /// Unbiased, 0 ≤ result < @p bound. @p bound must not be 0.
    std::uint32_t below(std::uint32_t bound);
    /// @p bytes random bytes as lower-case hex: names of entries and profiles.
    QString hex(int bytes);
};

/// The operating system's generator, through libsodium; aborts rather than return weak bytes.
class SystemRandom final : public RandomSource
{
public:
    void fill(std::span<std::uint8_t> bytes) override;
};

} // namespace canopy
