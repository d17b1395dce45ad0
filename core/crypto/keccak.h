#pragma once

#include <cstdint>
#include <span>

namespace canopy {

/// Bytes of the state that Keccak-f[1600] permutes.
constexpr std::size_t keccakStateSize = 200;

/// Keccak-f[1600] (FIPS 202 §3.3) in place; lanes are little endian. In constant time: only xor,
/// and, not and rotations by fixed amounts. What it keeps on the stack is wiped.
void keccakF1600(std::span<std::uint8_t, keccakStateSize> state);

} // namespace canopy
