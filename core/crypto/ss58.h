#pragma once

#include "core/crypto/sr25519.h"

#include <QMetaType>
#include <QString>

#include <tl/expected.hpp>

namespace canopy {

/// Why a text is not a Bittensor address; every cause told apart, so that a form can name it.
enum class Ss58Error {
    Empty,
    BadCharacter, ///< not in the base58 alphabet (0, O, I, l …)
    BadLength,
    BadChecksum,
    ReservedPrefix, ///< 46, 47, or a first byte ≥ 128
    NotCanonical, ///< decodes, but is not the one spelling of this key
    OtherNetwork, ///< valid, with a prefix other than 42
};

/// A canonical SS58 address with Bittensor's prefix 42: 48 characters, starting with 5.
/// An invalid one cannot exist. Safe to copy, log and show.
class Ss58Address
{
public:
    static constexpr int prefix = 42;

    /// Exact: no trimming. Not required to be a valid ristretto point (multisig accounts are not).
    static tl::expected<Ss58Address, Ss58Error> parse(QStringView text);
    static Ss58Address fromPublicKey(const sr25519::PublicKey &key);

    const sr25519::PublicKey &publicKey() const { return m_key; }
    const QString &toString() const { return m_text; }

    friend bool operator==(const Ss58Address &a, const Ss58Address &b)
    {
        return a.m_key == b.m_key;
    }

private:
    Ss58Address(sr25519::PublicKey key, QString text)
        : m_key(key)
        , m_text(std::move(text))
    {
    }

    sr25519::PublicKey m_key;
    QString m_text;
};

namespace ss58 {

struct Decoded
{
    int prefix = 0;
    QByteArray payload; ///< 32 bytes
};

/// Any network's address of a 32-byte account.
tl::expected<Decoded, Ss58Error> decode(QStringView text);
/// @p prefix 0 … 16383, not 46 or 47.
QString encode(ByteSpan account, int prefix);

} // namespace ss58
} // namespace canopy
