#pragma once

#include "core/base/random.h"

namespace canopy::test {

/// The same bytes in every run: a multiplicative congruential sequence from @p seed.
class ScriptedRandom final : public RandomSource
{
public:
    explicit ScriptedRandom(std::uint64_t seed = 1)
        : m_state(seed)
    {
    }

    void fill(std::span<std::uint8_t> bytes) override
    {
        for (auto &byte : bytes) {
            m_state = m_state * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
            byte = static_cast<std::uint8_t>(m_state >> 56U);
        }
    }

private:
    std::uint64_t m_state;
};

} // namespace canopy::test
