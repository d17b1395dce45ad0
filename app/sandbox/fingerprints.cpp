#include "app/sandbox/fingerprints.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace canopy::sandbox {

namespace {

constexpr std::size_t length = 32;
constexpr std::array<char, 62> alphabet = [] {
    std::array<char, 62> letters{};
    std::size_t next = 0;
    for (const auto &[first, last] :
         {std::pair{'A', 'Z'}, std::pair{'a', 'z'}, std::pair{'0', '9'}}) {
        for (char c = first; c <= last; ++c)
            letters.at(next++) = c;
    }
    return letters;
}();

QString hashHex(QByteArrayView bytes, qsizetype size)
{
    QByteArray hash(size, Qt::Uninitialized);
    const ByteSpan input = asBytes(bytes);
    crypto_generichash(reinterpret_cast<unsigned char *>(hash.data()),
                       static_cast<std::size_t>(size), input.data(), input.size(), nullptr, 0);
    return QString::fromLatin1(hash.toHex());
}

} // namespace

Secret newFingerprint(RandomSource &random, bool withoutRepeats)
{
    return Secret::filled(length, [&](std::span<std::uint8_t> out) {
        auto letters = alphabet;
        for (std::size_t i = 0; i < out.size(); ++i) {
            // Fisher–Yates: what was drawn moves to the front and is not drawn again.
            const std::size_t first = withoutRepeats ? i : 0;
            const auto left = static_cast<std::uint32_t>(letters.size() - first);
            const std::size_t drawn = first + random.below(left);
            out[i] = static_cast<std::uint8_t>(letters.at(drawn));
            if (withoutRepeats)
                std::swap(letters.at(first), letters.at(drawn));
        }
        sodium_memzero(letters.data(), letters.size());
    });
}

QString fingerprintHash(QByteArrayView fingerprint)
{
    return hashHex(fingerprint, crypto_generichash_BYTES_MAX);
}

QString userIdOf(const QString &fingerprintHash)
{
    static const QUuid namespaceOid(0x6ba7b812, 0x9dad, 0x11d1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4,
                                    0x30, 0xc8);
    return QUuid::createUuidV5(namespaceOid, fingerprintHash.toUtf8())
        .toString(QUuid::WithoutBraces);
}

Secret newKeySecret(const QUuid &keyId, const QUuid &userId, RandomSource &random)
{
    const QByteArray head = "cpk_" + keyId.toString(QUuid::Id128).toLatin1() + '.'
        + userId.toString(QUuid::Id128).toLatin1() + '.';
    const Secret tail = newFingerprint(random, false);
    return Secret::filled(head.size() + tail.size(), [&](std::span<std::uint8_t> out) {
        const ByteSpan start = asBytes(head);
        std::ranges::copy(start, out.begin());
        const SecretView end = tail.view();
        std::ranges::copy(end.span(), out.subspan(start.size()).begin());
    });
}

QString secretHash(QByteArrayView secret)
{
    return hashHex(secret, crypto_generichash_BYTES);
}

} // namespace canopy::sandbox
