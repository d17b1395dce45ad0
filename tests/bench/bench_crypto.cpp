// Signing and verifying against libsodium's ed25519, call by call in turns.

#include "core/crypto/sr25519.h"
#include "tests/bench/median.h"

#include <sodium.h>

#include <array>
#include <cstdio>

using namespace canopy;
using namespace canopy::bench;

int main()
{
    if (sodium_init() < 0)
        return 1;
    std::array<std::uint8_t, 32> seed{};
    std::array<std::uint8_t, 64> secret{};
    std::array<std::uint8_t, 128> message{};
    randombytes_buf(seed.data(), seed.size());
    randombytes_buf(message.data(), message.size());
    sr25519::expandSeed(seed, secret);
    const sr25519::PublicKey key = sr25519::publicKeyOf(secret);

    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> edKey{};
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> edSecret{};
    crypto_sign_seed_keypair(edKey.data(), edSecret.data(), seed.data());

    constexpr int rounds = 10'000;
    constexpr int warmUp = 500;
    std::vector<double> sign, verify, edSign, edVerify;
    for (int i = 0; i < rounds + warmUp; ++i) {
        sr25519::Signature ours{};
        std::array<std::uint8_t, crypto_sign_BYTES> theirs{};
        bool good = true;
        const double a = microseconds([&] {
            std::array<std::uint8_t, 32> witness{};
            randombytes_buf(witness.data(), witness.size());
            ours = sr25519::sign(secret, key, message, witness);
        });
        const double b = microseconds([&] {
            crypto_sign_detached(theirs.data(), nullptr, message.data(), message.size(),
                                 edSecret.data());
        });
        const double c = microseconds([&] { good = sr25519::verify(key, message, ours); });
        const double d = microseconds([&] {
            good = good
                && crypto_sign_verify_detached(theirs.data(), message.data(), message.size(),
                                               edKey.data())
                    == 0;
        });
        if (!good)
            return 1;
        if (i < warmUp)
            continue;
        sign.push_back(a);
        edSign.push_back(b);
        verify.push_back(c);
        edVerify.push_back(d);
    }
    std::printf("sign    128 B: %6.1f us, ed25519 %6.1f us: ratio %.2f (goal 1.40)\n", median(sign),
                median(edSign), median(sign) / median(edSign));
    std::printf("verify  128 B: %6.1f us, ed25519 %6.1f us: ratio %.2f (goal 1.80)\n",
                median(verify), median(edVerify), median(verify) / median(edVerify));
    return 0;
}
