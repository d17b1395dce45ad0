#pragma once

#include "core/base/result.h"
#include "core/secrets/secret.h"

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <cstdint>
#include <map>

/// The format of a vault. Integers are little-endian.
///
///     offset  size  what
///          0     8  "canopyvt"
///          8     1  version, 1
///          9     1  key derivation, 1: argon2id 1.3, one lane
///         10     2  zero
///         12     4  argon2id passes
///         16     4  argon2id memory, KiB
///         20     4  size of what follows the header, the tag included
///         24    16  salt
///         40    24  nonce
///         64     …  XChaCha20-Poly1305 (IETF), tag of 16 bytes at the end; the 64 bytes of the
///                   header are its additional data
///
/// The plaintext is a list in ascending order of names, without duplicates: number of entries (4);
/// then for each the size of its name (2), the name in UTF-8, the size of its value (2), the value.
/// Nothing follows. The salt stays with the passphrase; the nonce is new each time.
namespace canopy::vaultfile {

inline constexpr qsizetype headerSize = 64;
/// 256 entries of the largest kind, with their names, fit several times.
inline constexpr qsizetype largestFile = qsizetype{2} * 1024 * 1024;

struct Cost
{
    std::uint32_t passes = 3;
    std::uint32_t memoryKiB = 256 * 1024;

    bool operator==(const Cost &) const = default;
};

/// What a file may ask for: enough for a slower future, not enough to take a machine down.
inline constexpr std::uint32_t mostPasses = 16;
inline constexpr std::uint32_t leastMemoryKiB = 8;
inline constexpr std::uint32_t mostMemoryKiB = 1024 * 1024;

/// What a key was derived with.
struct Derivation
{
    Cost cost = {};
    std::array<std::uint8_t, 16> salt = {};

    bool operator==(const Derivation &) const = default;
};

using Entries = std::map<QByteArray, Secret>;

/// A new salt.
Derivation freshDerivation(Cost cost = {});
/// FileDamaged: not a vault, cut, or with parameters beyond the limits. Unsupported: a later
/// version.
Result<Derivation> derivationOf(QByteArrayView file);
/// Takes seconds and the memory of @p derivation. OutOfMemory if the machine does not have it to
/// spare, InvalidInput for an empty passphrase.
Result<Secret> deriveKey(const Secret &passphrase, const Derivation &derivation);

/// The bytes of the file. InvalidInput if it would be too large.
Result<QByteArray> seal(const Secret &key, const Derivation &derivation, const Entries &entries);
/// WrongPassword: another key, or the file was tampered with, which cannot be told apart. Else as
/// derivationOf().
Result<Entries> open(QByteArrayView file, const Secret &key);

} // namespace canopy::vaultfile
