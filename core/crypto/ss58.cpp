#include "core/crypto/ss58.h"

#include <sodium.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

constexpr QLatin1StringView alphabet =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"_L1;
constexpr std::size_t accountSize = 32;
constexpr std::size_t checksumSize = 2;
/// The longest text of a two-byte prefix, 32 bytes and a checksum: 36 × log 256 / log 58, rounded
/// up.
constexpr qsizetype longestText = 50;
/// The most that longestText characters can decode to.
constexpr std::size_t longestBytes = 50;
/// From here on the first byte says that a second one belongs to the prefix.
constexpr int twoBytePrefixes = 64;
constexpr int reservedFirstByte = 128;

using Checksum = std::array<std::uint8_t, checksumSize>;

Checksum checksumOf(ByteSpan prefixAndAccount)
{
    const ByteSpan salt = asBytes("SS58PRE");
    crypto_generichash_state state{};
    crypto_generichash_init(&state, nullptr, 0, crypto_generichash_BYTES_MAX);
    crypto_generichash_update(&state, salt.data(), salt.size());
    crypto_generichash_update(&state, prefixAndAccount.data(), prefixAndAccount.size());
    std::array<std::uint8_t, crypto_generichash_BYTES_MAX> hash{};
    crypto_generichash_final(&state, hash.data(), hash.size());
    return {hash[0], hash[1]};
}

bool isReservedPrefix(int prefix)
{
    return prefix == 46 || prefix == 47;
}

/// What base58 text stands for, in a buffer of fixed size: nothing grows with the input.
struct Base58Bytes
{
    std::array<std::uint8_t, longestBytes> buffer{};
    std::size_t size = 0;

    ByteSpan view() const { return ByteSpan(buffer).last(size); }
};

tl::expected<Base58Bytes, Ss58Error> decodeBase58(QStringView text)
{
    const bool isAlphabetic = std::ranges::all_of(text,
                                                  [](QChar c) { return alphabet.contains(c); });
    if (!isAlphabetic)
        return tl::unexpected(Ss58Error::BadCharacter);
    if (text.size() > longestText)
        return tl::unexpected(Ss58Error::BadLength);

    Base58Bytes out;
    for (const QChar c : text) {
        auto carry = static_cast<unsigned>(alphabet.indexOf(c));
        for (std::size_t i = longestBytes; i-- > 0;) {
            carry += 58U * out.buffer[i];
            out.buffer[i] = static_cast<std::uint8_t>(carry & 0xffU);
            carry >>= 8U;
        }
    }
    const auto *const leading = std::ranges::find_if(out.buffer,
                                                     [](auto byte) { return byte != 0; });
    const auto significant = static_cast<std::size_t>(out.buffer.end() - leading);
    const auto *const firstDigit = std::ranges::find_if(text, [](QChar c) {
        return c != alphabet.front();
    });
    const auto zeros = static_cast<std::size_t>(firstDigit - text.begin());
    out.size = std::min(zeros + significant, longestBytes);
    return out;
}

QString encodeBase58(ByteSpan bytes)
{
    const auto isZero = [](std::uint8_t value) { return value == 0; };
    const auto zeros = std::ranges::find_if_not(bytes, isZero) - bytes.begin();
    // Least digit first; only those in use are touched.
    std::array<std::uint8_t, longestText> digits{};
    std::size_t used = 0;
    for (const std::uint8_t byte : bytes.subspan(static_cast<std::size_t>(zeros))) {
        unsigned carry = byte;
        for (std::size_t i = 0; i < used || carry != 0; ++i) {
            carry += 256U * digits[i];
            digits[i] = static_cast<std::uint8_t>(carry % 58U);
            carry /= 58U;
            used = std::max(used, i + 1);
        }
    }
    QString text(zeros, QChar(alphabet.front()));
    text.reserve(longestText);
    while (used > 0)
        text.append(alphabet.at(digits[--used]));
    return text;
}

} // namespace

namespace ss58 {

tl::expected<Decoded, Ss58Error> decode(QStringView text)
{
    if (text.isEmpty())
        return tl::unexpected(Ss58Error::Empty);
    const auto decoded = decodeBase58(text);
    if (!decoded)
        return tl::unexpected(decoded.error());
    const ByteSpan bytes = decoded->view();
    constexpr std::size_t shortForm = 1 + accountSize + checksumSize;
    const bool isLong = bytes.size() == shortForm + 1;
    if ((bytes.size() != shortForm && !isLong) || (isLong && bytes[0] < twoBytePrefixes))
        return tl::unexpected(Ss58Error::BadLength);
    // The checksum comes before the prefix: a slip of the pen in the first characters is a wrong
    // character, not another network.
    const ByteSpan body = bytes.first(bytes.size() - checksumSize);
    if (!std::ranges::equal(checksumOf(body), bytes.last(checksumSize)))
        return tl::unexpected(Ss58Error::BadChecksum);

    int prefix = bytes[0];
    if (prefix >= reservedFirstByte)
        return tl::unexpected(Ss58Error::ReservedPrefix);
    if (prefix >= twoBytePrefixes && !isLong)
        return tl::unexpected(Ss58Error::BadLength);
    if (isLong) {
        const int second = bytes[1];
        prefix = ((prefix & 0x3f) << 2) | (second >> 6) | ((second & 0x3f) << 8);
    }
    if (isReservedPrefix(prefix))
        return tl::unexpected(Ss58Error::ReservedPrefix);

    const ByteSpan account = body.last(accountSize);
    if (encode(account, prefix) != text)
        return tl::unexpected(Ss58Error::NotCanonical);
    return Decoded{.prefix = prefix, .payload = asView(account).toByteArray()};
}

QString encode(ByteSpan account, int prefix)
{
    Q_ASSERT(account.size() == accountSize);
    Q_ASSERT(prefix >= 0 && prefix < 16384 && !isReservedPrefix(prefix));
    std::array<std::uint8_t, 2 + accountSize + checksumSize> bytes{};
    std::size_t size = 0;
    if (prefix < twoBytePrefixes) {
        bytes[size++] = static_cast<std::uint8_t>(prefix);
    } else {
        bytes[size++] = static_cast<std::uint8_t>(((prefix & 0xfc) >> 2) | 0x40);
        bytes[size++] = static_cast<std::uint8_t>((prefix >> 8) | ((prefix & 3) << 6));
    }
    std::ranges::copy(account, bytes.begin() + static_cast<std::ptrdiff_t>(size));
    size += accountSize;
    const Checksum checksum = checksumOf(ByteSpan(bytes).first(size));
    bytes[size++] = checksum[0];
    bytes[size++] = checksum[1];
    return encodeBase58(ByteSpan(bytes).first(size));
}

} // namespace ss58

tl::expected<Ss58Address, Ss58Error> Ss58Address::parse(QStringView text)
{
    const auto decoded = ss58::decode(text);
    if (!decoded)
        return tl::unexpected(decoded.error());
    if (decoded->prefix != prefix)
        return tl::unexpected(Ss58Error::OtherNetwork);
    sr25519::PublicKey key{};
    std::ranges::copy(asBytes(decoded->payload), key.begin());
    return Ss58Address(key, text.toString());
}

Ss58Address Ss58Address::fromPublicKey(const sr25519::PublicKey &key)
{
    return {key, ss58::encode(ByteSpan(key), prefix)};
}

} // namespace canopy
