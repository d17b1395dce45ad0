#include "core/crypto/sr25519.h"

#include "core/crypto/merlin.h"

#include <sodium.h>

#include <algorithm>
#include <limits>

namespace canopy::sr25519 {

namespace {

using Bytes32 = std::array<std::uint8_t, 32>;
using Bytes64 = std::array<std::uint8_t, 64>;

/// A buffer that held a secret, wiped when it goes.
template <typename Bytes>
struct Wiped
{
    Bytes bytes{};

    Wiped() = default;
    Q_DISABLE_COPY_MOVE(Wiped)
    ~Wiped() { sodium_memzero(bytes.data(), bytes.size()); }
    std::uint8_t *data() { return bytes.data(); }
};

constexpr QByteArrayView signingContext = "substrate";
/// Set in the last byte of every schnorrkel signature, so that none is taken for an ed25519 one.
constexpr std::uint8_t schnorrkelMarker = 0x80;
/// libsodium 1.0.18 ignores this bit of an encoded point; the specification does not (RFC 9496).
constexpr std::uint8_t pointTopBit = 0x80;

merlin::Transcript signingTranscript(const PublicKey &key, ByteSpan message)
{
    merlin::Transcript transcript("SigningContext");
    transcript.append("", asBytes(signingContext));
    transcript.append("sign-bytes", message);
    transcript.append("proto-name", asBytes("Schnorr-sig"));
    transcript.append("sign:pk", ByteSpan(key));
    return transcript;
}

Bytes32 challengeScalar(merlin::Transcript &transcript, ByteSpan commitment)
{
    transcript.append("sign:R", commitment);
    Bytes64 wide{};
    transcript.challenge("sign:c", wide);
    Bytes32 scalar{};
    crypto_core_ristretto255_scalar_reduce(scalar.data(), wide.data());
    return scalar;
}

/// Sets all of @p bytes to zero if @p failed is libsodium's −1, and leaves them alone if it is 0;
/// without a branch, because the outcome comes from a secret.
void blankIf(int failed, std::span<std::uint8_t> bytes)
{
    const auto keep = static_cast<std::uint8_t>(~failed);
    for (std::uint8_t &byte : bytes)
        byte &= keep;
}

/// Whether the 32 bytes are a scalar below the group order; libsodium has no public test for it.
bool isReducedScalar(ByteSpan scalar)
{
    Wiped<Bytes64> padded;
    std::ranges::copy(scalar, padded.bytes.begin());
    Wiped<Bytes32> reduced;
    crypto_core_ristretto255_scalar_reduce(reduced.data(), padded.data());
    return sodium_memcmp(reduced.data(), scalar.data(), reduced.bytes.size()) == 0;
}

} // namespace

void expandSeed(SeedView seed, std::span<std::uint8_t, 64> secret)
{
    crypto_hash_sha512(secret.data(), seed.data(), seed.size());
    secret[0] &= 0xf8;
    secret[31] &= 0x3f;
    secret[31] |= 0x40;
    // schnorrkel keeps the clamped scalar divided by the cofactor 8.
    std::uint8_t low = 0;
    for (std::size_t i = 32; i-- > 0;) {
        const std::uint8_t rest = secret[i] & 7U;
        secret[i] = static_cast<std::uint8_t>((secret[i] >> 3U) | low);
        low = static_cast<std::uint8_t>(rest << 5U);
    }
}

bool isUsableSecret(SecretView64 secret)
{
    const auto scalar = secret.first<32>();
    const auto nonce = secret.last<32>();
    return isReducedScalar(scalar) && sodium_is_zero(scalar.data(), scalar.size()) == 0
        && sodium_is_zero(nonce.data(), nonce.size()) == 0;
}

PublicKey publicKeyOf(SecretView64 secret)
{
    PublicKey key{};
    // Fails only for the scalar zero, which no usable secret has. The key is then made the
    // identity, which isValidPublicKey() and verify() refuse.
    blankIf(crypto_scalarmult_ristretto255_base(key.data(), secret.data()), key);
    return key;
}

bool isValidPublicKey(const PublicKey &key)
{
    return (key[31] & pointTopBit) == 0 && sodium_is_zero(key.data(), key.size()) == 0
        && crypto_core_ristretto255_is_valid_point(key.data()) == 1;
}

Signature sign(SecretView64 secret, const PublicKey &publicKey, ByteSpan message,
               std::span<const std::uint8_t, 32> witness)
{
    merlin::Transcript transcript = signingTranscript(publicKey, message);

    merlin::WitnessRandom random(transcript);
    random.rekey("signing", secret.last<32>());
    random.finalize(witness);
    Wiped<Bytes64> wide;
    random.fill(wide.bytes);
    Wiped<Bytes32> r;
    crypto_core_ristretto255_scalar_reduce(r.data(), wide.data());

    Signature signature{};
    const int isZero = crypto_scalarmult_ristretto255_base(signature.data(), r.data());
    const Bytes32 k = challengeScalar(transcript, ByteSpan(signature).first(32));
    Wiped<Bytes32> ka;
    crypto_core_ristretto255_scalar_mul(ka.data(), k.data(), secret.data());
    crypto_core_ristretto255_scalar_add(signature.data() + 32, ka.data(), r.data());
    signature[63] |= schnorrkelMarker;

    // r = 0 would give the secret away. It happens once in 2^252 signatures; the result is then
    // blanked, which verify() refuses.
    blankIf(isZero, signature);
    return signature;
}

bool verify(const PublicKey &key, ByteSpan message, ByteSpan signature)
{
    if (signature.size() != std::tuple_size_v<Signature> || !isValidPublicKey(key)
        || message.size() > std::numeric_limits<std::uint32_t>::max())
        return false;
    const ByteSpan commitment = signature.first(32);
    Bytes32 s{};
    std::ranges::copy(signature.last(32), s.begin());
    if ((s[31] & schnorrkelMarker) == 0)
        return false;
    s[31] &= static_cast<std::uint8_t>(~schnorrkelMarker);
    if (!isReducedScalar(s))
        return false;

    merlin::Transcript transcript = signingTranscript(key, message);
    const Bytes32 k = challengeScalar(transcript, commitment);

    // Both multiplications fail only where the product is the identity, which is encoded as zero:
    // the key was checked above.
    Bytes32 sB{};
    if (crypto_scalarmult_ristretto255_base(sB.data(), s.data()) != 0)
        sB.fill(0);
    Bytes32 kA{};
    if (crypto_scalarmult_ristretto255(kA.data(), k.data(), key.data()) != 0)
        kA.fill(0);
    Bytes32 expected{};
    if (crypto_core_ristretto255_sub(expected.data(), sB.data(), kA.data()) != 0)
        return false;
    // The commitment is compared as bytes and never decoded, as schnorrkel does.
    return sodium_memcmp(expected.data(), commitment.data(), expected.size()) == 0;
}

} // namespace canopy::sr25519
