#include "core/crypto/mnemonic.h"

#include <QString>

#include <sodium.h>

#include <algorithm>
#include <string_view>

using namespace Qt::StringLiterals;

namespace canopy::mnemonic {

namespace {

// Made from resources/bip39-english.txt when the program is built; sorted, as BIP-39 wants it.
constexpr std::array<std::string_view, 2048> words = {
#include "bip39words.inc"
};

constexpr std::size_t bitsPerWord = 11;
constexpr std::size_t longestPhrase = 24;
constexpr int pbkdf2Rounds = 2048;

constexpr bool isEntropySize(std::size_t size)
{
    return size >= 16 && size <= 32 && size % 4 == 0;
}

constexpr bool isWordCount(std::size_t count)
{
    return count >= 12 && count <= longestPhrase && count % 3 == 0;
}

// Rust's char::is_whitespace and QChar::isSpace agree on these below 0x80.
bool isBlank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Word numbers of a phrase, wiped when they go.
struct Indices
{
    std::array<std::uint16_t, longestPhrase> at{};

    Indices() = default;
    Q_DISABLE_COPY_MOVE(Indices)
    ~Indices() { sodium_memzero(at.data(), sizeof(at)); }
};

template <typename Text>
void wipe(Text &text)
{
    // data() detaches a shared text, so what is wiped is always a buffer of our own.
    sodium_memzero(text.data(), static_cast<std::size_t>(text.size()) * sizeof(*text.data()));
    text.clear();
}

/// NFKD with every kind of white space made a blank. The caller wipes the result.
QByteArray normalised(QByteArrayView phrase)
{
    QString typed = QString::fromUtf8(phrase);
    QString text = typed.normalized(QString::NormalizationForm_KD);
    wipe(typed);
    for (QChar &c : text) {
        if (c.isSpace())
            c = u' ';
    }
    QByteArray bytes = text.toUtf8();
    wipe(text);
    return bytes;
}

QByteArrayView nextWord(QByteArrayView &rest)
{
    const auto *const begin = std::ranges::find_if_not(rest, isBlank);
    const auto *const end = std::find_if(begin, rest.end(), isBlank);
    const QByteArrayView word(begin, end - begin);
    rest = rest.sliced(end - rest.begin());
    return word;
}

std::size_t countWords(QByteArrayView phrase)
{
    std::size_t count = 0;
    while (!nextWord(phrase).isEmpty())
        ++count;
    return count;
}

std::uint8_t checksumByte(ByteSpan entropy)
{
    std::array<std::uint8_t, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), entropy.data(), entropy.size());
    const std::uint8_t first = hash[0];
    sodium_memzero(hash.data(), hash.size());
    return first;
}

tl::expected<Entropy, Fault> parseAscii(QByteArrayView phrase)
{
    const std::size_t count = countWords(phrase);
    if (!isWordCount(count))
        return tl::unexpected(Fault{.problem = Problem::WordCount});
    Indices indices;
    for (std::size_t i = 0; i < count; ++i) {
        const auto index = indexOfWord(nextWord(phrase));
        if (!index)
            return tl::unexpected(
                Fault{.problem = Problem::UnknownWord, .word = static_cast<int>(i)});
        indices.at[i] = static_cast<std::uint16_t>(*index);
    }

    // The first 32 bits in 33 are entropy, the others its checksum.
    const std::size_t entropyBits = count * bitsPerWord * 32 / 33;
    Entropy entropy;
    entropy.size = entropyBits / 8;
    std::uint8_t checksum = 0;
    for (std::size_t bit = 0; bit < count * bitsPerWord; ++bit) {
        const unsigned word = indices.at[bit / bitsPerWord];
        const unsigned value = (word >> (bitsPerWord - 1 - bit % bitsPerWord)) & 1U;
        std::uint8_t &target = bit < entropyBits ? entropy.bytes[bit / 8] : checksum;
        target = static_cast<std::uint8_t>((unsigned{target} << 1U) | value);
    }
    const std::size_t checksumBits = entropyBits / 32;
    if (checksum != checksumByte(entropy.view()) >> (8 - checksumBits))
        return tl::unexpected(Fault{.problem = Problem::Checksum});
    return entropy;
}

} // namespace

Entropy::~Entropy()
{
    sodium_memzero(bytes.data(), bytes.size());
}

std::optional<int> indexOfWord(QByteArrayView word)
{
    const std::string_view wanted(word.data(), static_cast<std::size_t>(word.size()));
    const auto *const found = std::ranges::lower_bound(words, wanted);
    if (found == words.end() || *found != wanted)
        return std::nullopt;
    return static_cast<int>(found - words.begin());
}

QByteArrayView word(int index)
{
    Q_ASSERT(index >= 0 && index < static_cast<int>(words.size()));
    const std::string_view &text = words.at(static_cast<std::size_t>(index));
    return {text.data(), static_cast<qsizetype>(text.size())};
}

tl::expected<Entropy, Fault> parse(QByteArrayView phrase)
{
    const bool isAscii = std::ranges::all_of(phrase, [](char c) { return (c & 0x80) == 0; });
    if (isAscii)
        return parseAscii(phrase);
    QByteArray text = normalised(phrase);
    auto parsed = parseAscii(text);
    wipe(text);
    return parsed;
}

std::size_t phrase(ByteSpan entropy, std::span<char> out)
{
    if (!isEntropySize(entropy.size()))
        return 0;
    const std::size_t entropyBits = entropy.size() * 8;
    const std::size_t checksumBits = entropyBits / 32;
    const unsigned checksum = checksumByte(entropy);
    std::size_t length = 0;
    unsigned index = 0;
    for (std::size_t bit = 0; bit < entropyBits + checksumBits; ++bit) {
        const unsigned source = bit < entropyBits ? entropy[bit / 8] : checksum;
        index = (index << 1U) | ((source >> (7 - bit % 8)) & 1U);
        if (bit % bitsPerWord != bitsPerWord - 1)
            continue;
        if (length > 0)
            out[length++] = ' ';
        const std::string_view text = words.at(index);
        std::ranges::copy(text, out.begin() + static_cast<std::ptrdiff_t>(length));
        length += text.size();
        index = 0;
    }
    return length;
}

void miniSecret(ByteSpan entropy, QByteArrayView password, std::span<std::uint8_t, 32> out)
{
    // One block of PBKDF2 is one HMAC-SHA512 output, of which the first half is wanted. The state
    // keyed with the entropy is made once and copied.
    crypto_auth_hmacsha512_state keyed{};
    crypto_auth_hmacsha512_init(&keyed, entropy.data(), entropy.size());

    std::array<std::uint8_t, crypto_auth_hmacsha512_BYTES> round{};
    crypto_auth_hmacsha512_state state = keyed;
    const auto absorb = [&state](ByteSpan bytes) {
        crypto_auth_hmacsha512_update(&state, bytes.data(), bytes.size());
    };
    constexpr std::array<std::uint8_t, 4> blockNumber = {0, 0, 0, 1};
    absorb(asBytes("mnemonic"));
    absorb(asBytes(password));
    absorb(blockNumber);
    crypto_auth_hmacsha512_final(&state, round.data());
    auto sum = round;
    for (int i = 1; i < pbkdf2Rounds; ++i) {
        state = keyed;
        absorb(round);
        crypto_auth_hmacsha512_final(&state, round.data());
        for (std::size_t byte = 0; byte < sum.size(); ++byte)
            sum[byte] ^= round[byte];
    }
    std::ranges::copy(std::span(sum).first<32>(), out.begin());

    sodium_memzero(&keyed, sizeof(keyed));
    sodium_memzero(&state, sizeof(state));
    sodium_memzero(round.data(), round.size());
    sodium_memzero(sum.data(), sum.size());
}

} // namespace canopy::mnemonic
