#pragma once

#include "core/crypto/bytes.h"

#include <array>

/// sr25519 signatures in the context "substrate", byte for byte as schnorrkel makes them
/// (wallet-format §5). Curve arithmetic is libsodium's ristretto255.
///
/// Pure functions, safe on any thread once sodium_init() succeeded. Not audited.
namespace canopy::sr25519 {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;
using SeedView = std::span<const std::uint8_t, 32>;
/// Canonical scalar (little endian) ‖ nonce half: btwallet's `privateKey`.
using SecretView64 = std::span<const std::uint8_t, 64>;

/// schnorrkel's expand_ed25519: fills @p secret from a mini secret. The caller wipes both.
void expandSeed(SeedView seed, std::span<std::uint8_t, 64> secret);

/// Whether the first half is a reduced, non-zero scalar and the second half is not all zero.
bool isUsableSecret(SecretView64 secret);

/// The public key of a usable secret.
PublicKey publicKeyOf(SecretView64 secret);

/// Whether schnorrkel would decode it, and it is not the identity (anyone could sign for that).
/// libsodium 1.0.18 ignores bit 255; this does not.
bool isValidPublicKey(const PublicKey &key);

/// @p secret must be usable and @p publicKey its own. @p message: at most 2^32 − 1 bytes.
/// @p witness: 32 bytes of fresh randomness, mixed with the nonce half and the message. No branch
/// and no address depends on a secret. Verify the result before it leaves the program (SIG-02).
Signature sign(SecretView64 secret, const PublicKey &publicKey, ByteSpan message,
               std::span<const std::uint8_t, 32> witness);

/// False for every malformed input. The length of @p signature is part of the check.
bool verify(const PublicKey &key, ByteSpan message, ByteSpan signature);

} // namespace canopy::sr25519
