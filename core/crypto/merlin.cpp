#include "core/crypto/merlin.h"

#include <QtGlobal>

#include <sodium.h>

#include <algorithm>
#include <limits>

namespace canopy::merlin {

namespace {

/// Bytes absorbed between two permutations: 200 − 2 × 16 − 2 (STROBE §6).
constexpr std::uint8_t rate = 166;

constexpr std::uint8_t flagI = 1;
constexpr std::uint8_t flagA = 2;
constexpr std::uint8_t flagC = 4;
constexpr std::uint8_t flagM = 16;
constexpr std::uint8_t flagK = 32;

std::array<std::uint8_t, 4> littleEndian32(std::size_t value)
{
    Q_ASSERT(value <= std::numeric_limits<std::uint32_t>::max());
    return {static_cast<std::uint8_t>(value), static_cast<std::uint8_t>(value >> 8U),
            static_cast<std::uint8_t>(value >> 16U), static_cast<std::uint8_t>(value >> 24U)};
}

} // namespace

Strobe::Strobe(QByteArrayView protocol)
{
    constexpr std::array<std::uint8_t, 6> header = {1, rate + 2, 1, 0, 1, 12 * 8};
    std::ranges::copy(header, m_state.begin());
    std::ranges::copy(asBytes("STROBEv1.0.2"), m_state.begin() + header.size());
    keccakF1600(m_state);
    metaAd(asBytes(protocol), false);
}

Strobe::~Strobe()
{
    sodium_memzero(m_state.data(), m_state.size());
}

void Strobe::metaAd(ByteSpan data, bool more)
{
    beginOperation(flagM | flagA, more);
    absorb(data);
}

void Strobe::ad(ByteSpan data, bool more)
{
    beginOperation(flagA, more);
    absorb(data);
}

void Strobe::prf(std::span<std::uint8_t> out)
{
    beginOperation(flagI | flagA | flagC, false);
    for (std::uint8_t &byte : out) {
        byte = m_state[m_position];
        m_state[m_position] = 0;
        advance();
    }
}

void Strobe::key(ByteSpan data)
{
    beginOperation(flagA | flagC, false);
    for (const std::uint8_t byte : data) {
        m_state[m_position] = byte;
        advance();
    }
}

void Strobe::beginOperation(std::uint8_t flags, bool more)
{
    if (more) {
        Q_ASSERT(m_flags == flags);
        return;
    }
    const std::array<std::uint8_t, 2> start = {m_begin, flags};
    m_begin = static_cast<std::uint8_t>(m_position + 1);
    m_flags = flags;
    absorb(start);
    if ((flags & (flagC | flagK)) != 0 && m_position != 0)
        runF();
}

void Strobe::absorb(ByteSpan data)
{
    for (const std::uint8_t byte : data) {
        m_state[m_position] ^= byte;
        advance();
    }
}

void Strobe::advance()
{
    ++m_position;
    if (m_position == rate)
        runF();
}

void Strobe::runF()
{
    m_state[m_position] ^= m_begin;
    m_state[m_position + 1U] ^= 0x04;
    m_state[rate + 1U] ^= 0x80;
    keccakF1600(m_state);
    m_position = 0;
    m_begin = 0;
}

Transcript::Transcript(QByteArrayView label)
    : m_strobe("Merlin v1.0")
{
    append("dom-sep", asBytes(label));
}

void Transcript::append(QByteArrayView label, ByteSpan message)
{
    m_strobe.metaAd(asBytes(label), false);
    m_strobe.metaAd(littleEndian32(message.size()), true);
    m_strobe.ad(message, false);
}

void Transcript::append(QByteArrayView label, std::uint64_t number)
{
    std::array<std::uint8_t, 8> bytes{};
    for (std::uint8_t &byte : bytes) {
        byte = static_cast<std::uint8_t>(number);
        number >>= 8U;
    }
    append(label, ByteSpan(bytes));
}

void Transcript::challenge(QByteArrayView label, std::span<std::uint8_t> out)
{
    m_strobe.metaAd(asBytes(label), false);
    m_strobe.metaAd(littleEndian32(out.size()), true);
    m_strobe.prf(out);
}

WitnessRandom::WitnessRandom(const Transcript &transcript)
    : m_strobe(transcript.m_strobe)
{
}

void WitnessRandom::rekey(QByteArrayView label, ByteSpan witness)
{
    m_strobe.metaAd(asBytes(label), false);
    m_strobe.metaAd(littleEndian32(witness.size()), true);
    m_strobe.key(witness);
}

// Merlin records no length here, and in fill() no label.
void WitnessRandom::finalize(std::span<const std::uint8_t, 32> random)
{
    m_strobe.metaAd(asBytes("rng"), false);
    m_strobe.key(random);
}

void WitnessRandom::fill(std::span<std::uint8_t> out)
{
    m_strobe.metaAd(littleEndian32(out.size()), false);
    m_strobe.prf(out);
}

} // namespace canopy::merlin
