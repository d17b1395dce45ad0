#pragma once

#include "core/crypto/bytes.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <span>

/// The containers a Bittensor keyfile may be wrapped in (wallet-format §3).
namespace canopy::keyfilecipher {

enum class Container { Plain, Nacl, AnsibleVault, Fernet };

/// By the exact first bytes of the whole file; no trimming.
Container containerOf(QByteArrayView file);

enum class Outcome { Ok, Truncated, OutOfMemory, WrongPassword };

constexpr std::size_t naclOverhead = 5 + 24 + 16;
/// What deriving a key needs, in bytes; asked for before a derivation starts.
constexpr std::uint64_t naclMemory = 536'870'912;

/// argon2i13, 8 passes, 512 MiB, btwallet's fixed salt. Seconds of work: worker thread, one at a
/// time. False means out of memory, never a wrong password.
bool deriveNaclKey(QByteArrayView password, std::span<std::uint8_t, 32> key);

/// @p plain must hold file.size() − naclOverhead bytes.
Outcome openNacl(QByteArrayView file, std::span<const std::uint8_t, 32> key,
                 std::span<std::uint8_t> plain);

/// The reverse: $NACL ‖ nonce ‖ box.
QByteArray sealNacl(ByteSpan plain, std::span<const std::uint8_t, 32> key,
                    std::span<const std::uint8_t, 24> nonce);

} // namespace canopy::keyfilecipher
