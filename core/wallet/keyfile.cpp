#include "core/wallet/keyfile.h"

#include "core/crypto/mnemonic.h"
#include "core/wallet/keyfilejson.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

using Code = Error::Code;
using keyfilejson::Field;
using keyfilejson::Fields;
using sr25519::PublicKey;

constexpr QByteArrayView byteOrderMark = "\xef\xbb\xbf";

/// Secret bytes of a fixed size on the stack, wiped when they go.
template <std::size_t Size>
struct WipedBytes
{
    std::array<std::uint8_t, Size> bytes{};
    bool isSet = false;

    WipedBytes() = default;
    Q_DISABLE_COPY_MOVE(WipedBytes)
    ~WipedBytes() { sodium_memzero(bytes.data(), bytes.size()); }
};

QByteArrayView withoutPrefix(QByteArrayView hex)
{
    // Any number of them: so do the other readers.
    while (hex.startsWith("0x"))
        hex = hex.sliced(2);
    return hex;
}

/// Exactly out.size() bytes of hex, in either case. In constant time for a given length.
bool decodeHex(QByteArrayView hex, std::span<std::uint8_t> out)
{
    if (std::cmp_not_equal(hex.size(), out.size() * 2))
        return false;
    std::size_t length = 0;
    const int decoded = sodium_hex2bin(out.data(), out.size(), hex.data(),
                                       static_cast<std::size_t>(hex.size()), nullptr, &length,
                                       nullptr);
    return decoded == 0 && length == out.size();
}

PublicKey publicKeyOfSeed(sr25519::SeedView seed)
{
    WipedBytes<64> secret;
    sr25519::expandSeed(seed, secret.bytes);
    return sr25519::publicKeyOf(secret.bytes);
}

/// Everything a keyfile's text comes to.
struct Contents
{
    KeyfileSummary summary;
    WipedBytes<32> seed;
    WipedBytes<64> privateKey;
};

class Reader
{
public:
    Reader(Contents &out, keyfile::PhraseCheck phraseCheck)
        : m_out(out)
        , m_phraseCheck(phraseCheck)
    {
    }

    Result<Done> read(QByteArrayView text)
    {
        if (text.startsWith(byteOrderMark)) {
            m_out.summary.hadByteOrderMark = true;
            text = text.sliced(byteOrderMark.size());
        }
        if (text.trimmed().isEmpty())
            return failure(Code::FileDamaged, u"empty file"_s);
        if (!keyfilejson::scan(text, m_fields))
            return failure(reasonNotJson(text));
        return checkKind()
            .and_then([this](Done) { return readPrivateKey(); })
            .and_then([this](Done) { return readSeed(); })
            .and_then([this](Done) { return readPhrase(); })
            .and_then([this](Done) { return readPublicFields(); })
            .and_then([this](Done) { return conclude(); });
    }

private:
    static Error reasonNotJson(QByteArrayView text)
    {
        if (!text.isValidUtf8())
            return {.code = Code::FileDamaged, .detail = u"not UTF-8"_s};
        // What bittensor 11 takes for a key and older programs for something else.
        const QByteArrayView bare = text.trimmed();
        WipedBytes<32> seed;
        WipedBytes<64> secret;
        if (decodeHex(withoutPrefix(bare), seed.bytes)
            || decodeHex(withoutPrefix(bare), secret.bytes) || mnemonic::parse(bare).has_value())
            return {.code = Code::Unsupported, .detail = u"a bare key, not a keyfile"_s};
        return {.code = Code::FileDamaged, .detail = u"not valid keyfile JSON"_s};
    }

    static tl::unexpected<Error> bad(QLatin1StringView field)
    {
        return failure(Code::FileDamaged, u"bad "_s + field);
    }

    Result<Done> checkKind() const
    {
        if (m_fields.hashedDescriptor.isPresent())
            return failure(Code::Unsupported, u"unsupported account type"_s);
        if (!m_fields.cryptoType.isPresent())
            return Done();
        const QByteArrayView type = m_fields.cryptoType.text().trimmed();
        bool isNumber = false;
        const double number = type.toDouble(&isNumber);
        if (type == "sr25519" || (isNumber && number == 1))
            return Done();
        if (type == "ed25519" || (isNumber && number == 0))
            return failure(Code::Unsupported, u"ed25519 key"_s);
        return failure(Code::Unsupported, u"unknown cryptoType"_s);
    }

    /// Every key the file names must be the same.
    Result<Done> agree(const PublicKey &key, QLatin1StringView field)
    {
        if (!m_key) {
            m_key = key;
            m_firstField = field;
        }
        if (*m_key == key)
            return Done();
        return failure(Code::KeyMismatch,
                       m_firstField + u" is of "_s + Ss58Address::fromPublicKey(*m_key).toString()
                           + u", "_s + field + u" of "_s
                           + Ss58Address::fromPublicKey(key).toString());
    }

    Result<Done> agreeOnSeed(sr25519::SeedView seed, QLatin1StringView field)
    {
        const PublicKey key = publicKeyOfSeed(seed);
        if (auto agreed = agree(key, field); !agreed)
            return agreed;
        std::ranges::copy(seed, m_out.seed.bytes.begin());
        m_out.seed.isSet = true;
        return Done();
    }

    Result<Done> readPrivateKey()
    {
        if (!m_fields.privateKey.isPresent())
            return Done();
        constexpr auto field = "privateKey"_L1;
        const QByteArrayView hex = withoutPrefix(m_fields.privateKey.text());
        // A seed in the place of the private key: every reader takes it.
        WipedBytes<32> seed;
        if (decodeHex(hex, seed.bytes))
            return agreeOnSeed(seed.bytes, field);
        auto &secret = m_out.privateKey;
        if (!decodeHex(hex, secret.bytes) || !sr25519::isUsableSecret(secret.bytes))
            return bad(field);
        secret.isSet = true;
        return agree(sr25519::publicKeyOf(secret.bytes), field);
    }

    Result<Done> readSeed()
    {
        if (!m_fields.secretSeed.isPresent())
            return Done();
        constexpr auto field = "secretSeed"_L1;
        WipedBytes<32> seed;
        if (decodeHex(withoutPrefix(m_fields.secretSeed.text()), seed.bytes)) {
            m_out.summary.hasSeed = true;
            return agreeOnSeed(seed.bytes, field);
        }
        // btwallet 2.0 … 4.1.1 writes a seed that happens to be valid UTF-8 as text, not as hex.
        // Believed only if it gives the key that another field has.
        const QByteArrayView raw = m_fields.secretSeed.text();
        if (!raw.startsWith("0x") || raw.size() != 2 + 32)
            return bad(field);
        std::ranges::copy(asBytes(raw.sliced(2)), seed.bytes.begin());
        if (m_key != publicKeyOfSeed(seed.bytes))
            return bad(field);
        return agreeOnSeed(seed.bytes, field);
    }

    Result<Done> readPhrase()
    {
        if (!m_fields.secretPhrase.isPresent())
            return Done();
        constexpr auto field = "secretPhrase"_L1;
        const bool hasOtherSecret = m_out.seed.isSet || m_out.privateKey.isSet;
        const bool isText = m_fields.secretPhrase.kind() == Field::Kind::Text;
        const auto entropy = mnemonic::parse(m_fields.secretPhrase.text());
        if (!isText || !entropy) {
            // Other programs open the phrase first, so the file is not the other secret's alone.
            return hasOtherSecret ? failure(Code::KeyMismatch, u"bad secretPhrase"_s) : bad(field);
        }
        if (hasOtherSecret && m_phraseCheck == keyfile::PhraseCheck::Checksum)
            return Done();
        WipedBytes<32> seed;
        mnemonic::miniSecret(entropy->view(), {}, seed.bytes);
        return agreeOnSeed(seed.bytes, field);
    }

    bool hasSecret() const { return m_out.seed.isSet || m_out.privateKey.isSet; }

    Result<Done> readPublicKey(const Field &source, QLatin1StringView field)
    {
        if (!source.isPresent())
            return Done();
        PublicKey key{};
        if (!decodeHex(withoutPrefix(source.text()), key))
            return hasSecret() ? failure(Code::KeyMismatch, u"bad "_s + field) : bad(field);
        return agree(key, field);
    }

    Result<Done> readAddress()
    {
        if (!m_fields.ss58Address.isPresent())
            return Done();
        constexpr auto field = "ss58Address"_L1;
        // Compared as a key: an old file may write it with another network's prefix.
        const auto decoded = ss58::decode(QString::fromUtf8(m_fields.ss58Address.text()));
        if (!decoded)
            return hasSecret() ? failure(Code::KeyMismatch, u"bad ss58Address"_s) : bad(field);
        PublicKey key{};
        std::ranges::copy(asBytes(decoded->payload), key.begin());
        return agree(key, field);
    }

    Result<Done> readPublicFields()
    {
        return readPublicKey(m_fields.publicKey, "publicKey"_L1)
            .and_then([this](Done) { return readPublicKey(m_fields.accountId, "accountId"_L1); })
            .and_then([this](Done) { return readAddress(); });
    }

    Result<Done> conclude()
    {
        if (!m_key) {
            if (m_fields.encoded.isPresent() && m_fields.encoding.isPresent())
                return failure(Code::Unsupported, u"polkadot-js export"_s);
            return failure(Code::FileDamaged, u"no key material"_s);
        }
        m_out.summary.address = Ss58Address::fromPublicKey(*m_key);
        m_out.summary.kind = hasSecret() ? KeyfileSummary::Kind::Full
                                         : KeyfileSummary::Kind::PublicOnly;
        return Done();
    }

    Contents &m_out;
    keyfile::PhraseCheck m_phraseCheck;
    Fields m_fields;
    std::optional<PublicKey> m_key;
    QLatin1StringView m_firstField;
};

} // namespace

namespace keyfile {

Result<KeyfileSummary> summarise(QByteArrayView text, PhraseCheck phrase)
{
    Contents contents;
    return Reader(contents, phrase).read(text).map([&contents](Done) { return contents.summary; });
}

Result<KeyPair> keyPairOf(QByteArrayView text)
{
    Contents contents;
    if (auto read = Reader(contents, PhraseCheck::Derive).read(text); !read)
        return failure(std::move(read).error());
    if (contents.summary.kind == KeyfileSummary::Kind::PublicOnly)
        return failure(Code::InvalidInput, u"a public keyfile"_s);
    if (contents.seed.isSet)
        return KeyPair::fromSeed(Secret::copyOf(asView(contents.seed.bytes)));
    return KeyPair::fromPrivateKey(Secret::copyOf(asView(contents.privateKey.bytes)),
                                   contents.summary.address->publicKey());
}

Result<Ss58Address> publicAddressOf(QByteArrayView text)
{
    const QByteArrayView bare = text.trimmed();
    PublicKey key{};
    // Files from before the JSON era.
    if (bare.startsWith("0x") && decodeHex(bare.sliced(2), key))
        return Ss58Address::fromPublicKey(key);
    return summarise(text).map([](const KeyfileSummary &summary) { return *summary.address; });
}

std::optional<Ss58Address> statedAddressOf(QByteArrayView text)
{
    Fields fields;
    if (!keyfilejson::scan(text, fields))
        return std::nullopt;
    const auto address = Ss58Address::parse(QString::fromUtf8(fields.ss58Address.text()));
    return address ? std::optional(*address) : std::nullopt;
}

} // namespace keyfile
} // namespace canopy
