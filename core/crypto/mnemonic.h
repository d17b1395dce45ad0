#pragma once

#include "core/crypto/bytes.h"

#include <QByteArrayView>

#include <array>
#include <optional>
#include <tl/expected.hpp>

/// BIP-39 English words and substrate's mini secret (PBKDF2 over the entropy, not over the words;
/// wallet-format §4). Inputs and outputs are secrets: callers keep them in guarded memory.
namespace canopy::mnemonic {

enum class Problem {
    WordCount, ///< not 12, 15, 18, 21 or 24
    UnknownWord,
    Checksum,
};

struct Fault
{
    Problem problem = Problem::WordCount;
    int word = -1; ///< index of the unknown word

    bool operator==(const Fault &) const = default;
};

/// 0 … 2047, or nullopt. Exact and lower case.
std::optional<int> indexOfWord(QByteArrayView word);
QByteArrayView word(int index);

struct Entropy
{
    std::array<std::uint8_t, 32> bytes{};
    std::size_t size = 0; ///< 16, 20, 24, 28 or 32

    ByteSpan view() const { return ByteSpan(bytes).first(size); }
    Entropy() = default;
    Entropy(const Entropy &) = default;
    Entropy &operator=(const Entropy &) = default;
    Entropy(Entropy &&) = default;
    Entropy &operator=(Entropy &&) = default;
    ~Entropy(); ///< wipes
};

/// As rust-bip39 parses: NFKD-normalised UTF-8, split on white space, exact lower-case words. The
/// count is judged first, then the words, then the checksum.
tl::expected<Entropy, Fault> parse(QByteArrayView phrase);

/// Writes the words of @p entropy, one space apart, into @p out (at least 24 × 9 bytes);
/// returns the length. 0 for entropy of another size than those of Entropy.
std::size_t phrase(ByteSpan entropy, std::span<char> out);

/// substrate-bip39: first half of PBKDF2-HMAC-SHA512(entropy, "mnemonic" ‖ password, 2048).
void miniSecret(ByteSpan entropy, QByteArrayView password, std::span<std::uint8_t, 32> out);

} // namespace canopy::mnemonic
