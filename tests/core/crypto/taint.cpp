// Whether a branch or an address depends on a secret, as valgrind's memcheck sees it: the seed, the
// nonce half and the witness are marked undefined, and any decision made on them is reported
// (sr25519 §6). Run without valgrind it proves nothing, and says so by failing.
//
// With --planted it makes such a branch on purpose, to show that the check can fail.
#include "core/crypto/sr25519.h"

#include <sodium.h>

#include <cstdio>
#include <cstring>
#include <valgrind/memcheck.h>

using namespace canopy;

namespace {

constexpr int rounds = 8;

template <typename Bytes>
void makeSecret(Bytes &bytes)
{
    VALGRIND_MAKE_MEM_UNDEFINED(bytes.data(), bytes.size());
}

template <typename Bytes>
void makePublic(Bytes &bytes)
{
    VALGRIND_MAKE_MEM_DEFINED(bytes.data(), bytes.size());
}

template <std::size_t Size>
bool isSecret(const std::array<std::uint8_t, Size> &bytes)
{
    return VALGRIND_CHECK_MEM_IS_DEFINED(bytes.data(), bytes.size()) != 0;
}

[[gnu::noinline]] void plantedBranch(const std::array<std::uint8_t, 64> &secret)
{
    if ((secret[0] & 8U) != 0)
        std::puts("a secret decided this");
}

bool signOnce(bool planted)
{
    std::array<std::uint8_t, 32> seed{};
    std::array<std::uint8_t, 32> witness{};
    randombytes_buf(seed.data(), seed.size());
    randombytes_buf(witness.data(), witness.size());
    makeSecret(seed);
    makeSecret(witness);

    std::array<std::uint8_t, 64> secret{};
    sr25519::expandSeed(seed, secret);
    if (planted)
        plantedBranch(secret);
    sr25519::PublicKey key = sr25519::publicKeyOf(secret);
    makePublic(key);
    constexpr QByteArrayView message = "5FRXakC5HZ9qYMXFjmfTFSUxgHgPzeVFKyHguacKvmep8WXw:1:me";
    auto signature = sr25519::sign(secret, key, asBytes(message), witness);
    makePublic(signature);
    return sr25519::verify(key, asBytes(message), signature);
}

/// The marks must travel: what is derived from a secret is one.
bool marksTravel()
{
    std::array<std::uint8_t, 32> seed{};
    makeSecret(seed);
    std::array<std::uint8_t, 64> secret{};
    sr25519::expandSeed(seed, secret);
    VALGRIND_DISABLE_ERROR_REPORTING;
    const bool travelled = isSecret(secret);
    VALGRIND_ENABLE_ERROR_REPORTING;
    return travelled;
}

} // namespace

int main(int argc, char **argv)
{
    if (sodium_init() < 0)
        return 2;
    if (RUNNING_ON_VALGRIND == 0) {
        std::puts("not running under valgrind");
        return 3;
    }
    if (!marksTravel()) {
        std::puts("the marks got lost");
        return 4;
    }
    const bool planted = argc > 1 && std::strcmp(argv[1], "--planted") == 0;
    for (int i = 0; i < rounds; ++i) {
        if (!signOnce(planted)) {
            std::puts("the signature does not verify");
            return 5;
        }
    }
    std::puts("signed and verified");
    return 0;
}
