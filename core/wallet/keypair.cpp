#include "core/wallet/keypair.h"

#include <sodium.h>

#include <array>
#include <limits>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

constexpr qsizetype seedSize = 32;
constexpr qsizetype secretSize = 64;

sr25519::SecretView64 asSecret64(const SecretView &view)
{
    return view.span().first<secretSize>();
}

} // namespace

KeyPair::KeyPair(Secret secret, Secret seed, Ss58Address address)
    : m_secret(std::move(secret))
    , m_seed(std::move(seed))
    , m_address(std::move(address))
{
}

Result<KeyPair> KeyPair::fromSeed(const Secret &seed)
{
    if (seed.size() != seedSize)
        return failure(Error::Code::InvalidInput, u"a seed has 32 bytes"_s);
    Secret secret = Secret::filled(secretSize, [&seed](std::span<std::uint8_t> out) {
        sr25519::expandSeed(seed.view().span().first<seedSize>(), out.first<secretSize>());
    });
    const auto key = sr25519::publicKeyOf(asSecret64(secret.view()));
    return KeyPair(std::move(secret), seed.clone(), Ss58Address::fromPublicKey(key));
}

Result<KeyPair> KeyPair::fromPrivateKey(const Secret &privateKey,
                                        const sr25519::PublicKey &expected)
{
    if (privateKey.size() != secretSize || !sr25519::isUsableSecret(asSecret64(privateKey.view())))
        return failure(Error::Code::InvalidInput, u"not an sr25519 private key"_s);
    const auto address = Ss58Address::fromPublicKey(
        sr25519::publicKeyOf(asSecret64(privateKey.view())));
    if (address.publicKey() != expected)
        return failure(Error::Code::KeyMismatch,
                       u"the private key is that of "_s + address.toString());
    return KeyPair(privateKey.clone(), {}, address);
}

Result<sr25519::Signature> KeyPair::sign(QByteArrayView message, RandomSource &random) const
{
    if (message.size() > std::numeric_limits<std::uint32_t>::max())
        return failure(Error::Code::InvalidInput, u"the message is too long"_s);
    std::array<std::uint8_t, 32> witness{};
    random.fill(witness);
    const auto signature = sr25519::sign(asSecret64(m_secret.view()), m_address.publicKey(),
                                         asBytes(message), witness);
    sodium_memzero(witness.data(), witness.size());
    // Against a memory fault, and a key that is not what it says (SIG-02).
    if (!sr25519::verify(m_address.publicKey(), asBytes(message), signature))
        return failure(Error::Code::KeyMismatch, u"the signature does not verify"_s);
    return signature;
}

KeyPair KeyPair::clone() const
{
    return {m_secret.clone(), m_seed.clone(), m_address};
}

} // namespace canopy
