#pragma once

#include "core/crypto/bytes.h"
#include "core/crypto/keccak.h"

#include <QByteArrayView>

#include <array>

/// Merlin transcripts (merlin 3.0) over the part of STROBE-128 v1.0.2 that they use
/// (wallet-format §5.1, §5.2). Byte for byte what schnorrkel feeds its signatures with.
namespace canopy::merlin {

/// The operations of STROBE-128 that Merlin needs. Positions depend on lengths only, never on
/// what is absorbed. Wipes its state when it goes.
class Strobe
{
public:
    explicit Strobe(QByteArrayView protocol);
    Strobe(const Strobe &) = default;
    Strobe &operator=(const Strobe &) = default;
    Strobe(Strobe &&) = delete;
    Strobe &operator=(Strobe &&) = delete;
    ~Strobe();

    /// @p more continues the previous operation, which must have been of the same kind.
    void metaAd(ByteSpan data, bool more);
    void ad(ByteSpan data, bool more);
    void prf(std::span<std::uint8_t> out);
    void key(ByteSpan data);

private:
    void beginOperation(std::uint8_t flags, bool more);
    void absorb(ByteSpan data);
    void advance();
    void runF();

    alignas(std::uint64_t) std::array<std::uint8_t, keccakStateSize> m_state{};
    std::uint8_t m_position = 0;
    std::uint8_t m_begin = 0;
    std::uint8_t m_flags = 0;
};

/// A record of messages from which challenges are drawn. A copy is a fork.
class Transcript
{
public:
    explicit Transcript(QByteArrayView label);

    /// @p message: at most 2^32 − 1 bytes, as its length is recorded in 32 bits.
    void append(QByteArrayView label, ByteSpan message);
    void append(QByteArrayView label, std::uint64_t number);
    void challenge(QByteArrayView label, std::span<std::uint8_t> out);

private:
    friend class WitnessRandom;
    Strobe m_strobe;
};

/// Randomness for a prover, bound to a transcript, to the secrets it is rekeyed with, and to fresh
/// bytes from the system: good as long as any one of the last two is (sr25519 §6).
class WitnessRandom
{
public:
    /// Forks @p transcript.
    explicit WitnessRandom(const Transcript &transcript);

    void rekey(QByteArrayView label, ByteSpan witness);
    /// Once, after the last rekey() and before the first fill().
    void finalize(std::span<const std::uint8_t, 32> random);
    void fill(std::span<std::uint8_t> out);

private:
    Strobe m_strobe;
};

} // namespace canopy::merlin
