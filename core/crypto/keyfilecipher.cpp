#include "core/crypto/keyfilecipher.h"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace canopy::keyfilecipher {

namespace {

constexpr QByteArrayView naclMagic = "$NACL";
constexpr std::size_t magicSize = 5;
constexpr std::size_t nonceSize = crypto_secretbox_NONCEBYTES;

static_assert(naclOverhead == magicSize + nonceSize + crypto_secretbox_MACBYTES);
// These are argon2i's "sensitive" figures. libsodium's crypto_pwhash_*_SENSITIVE are argon2id's
// and give another key.
static_assert(naclMemory == crypto_pwhash_argon2i_MEMLIMIT_SENSITIVE);
static_assert(crypto_pwhash_argon2i_OPSLIMIT_SENSITIVE == 8U);

/// btwallet uses the same salt for everyone.
constexpr std::array<std::uint8_t, crypto_pwhash_SALTBYTES> naclSalt = {
    0x13, 0x71, 0x83, 0xdf, 0xf1, 0x5a, 0x09, 0xbc, 0x9c, 0x90, 0xb5, 0x51, 0x87, 0x39, 0xe9, 0xb1};

} // namespace

Container containerOf(QByteArrayView file)
{
    if (file.startsWith(naclMagic))
        return Container::Nacl;
    if (file.startsWith("$ANSIBLE_VAULT"))
        return Container::AnsibleVault;
    if (file.startsWith("gAAAAA"))
        return Container::Fernet;
    return Container::Plain;
}

bool deriveNaclKey(QByteArrayView password, std::span<std::uint8_t, 32> key)
{
    // libsodium wants an address even for the empty password.
    const char *text = password.isEmpty() ? "" : password.data();
    return crypto_pwhash(key.data(), key.size(), text,
                         static_cast<unsigned long long>(password.size()), naclSalt.data(),
                         crypto_pwhash_argon2i_OPSLIMIT_SENSITIVE, naclMemory,
                         crypto_pwhash_ALG_ARGON2I13)
        == 0;
}

Outcome openNacl(QByteArrayView file, std::span<const std::uint8_t, 32> key,
                 std::span<std::uint8_t> plain)
{
    const ByteSpan bytes = asBytes(file);
    if (containerOf(file) != Container::Nacl || bytes.size() < naclOverhead)
        return Outcome::Truncated;
    Q_ASSERT(plain.size() == bytes.size() - naclOverhead);
    const ByteSpan nonce = bytes.subspan(magicSize, nonceSize);
    const ByteSpan box = bytes.subspan(magicSize + nonceSize);
    const int opened = crypto_secretbox_open_easy(plain.data(), box.data(), box.size(),
                                                  nonce.data(), key.data());
    return opened == 0 ? Outcome::Ok : Outcome::WrongPassword;
}

QByteArray sealNacl(ByteSpan plain, std::span<const std::uint8_t, 32> key,
                    std::span<const std::uint8_t, 24> nonce)
{
    QByteArray file(static_cast<qsizetype>(plain.size() + naclOverhead), Qt::Uninitialized);
    auto *const out = reinterpret_cast<std::uint8_t *>(file.data());
    std::ranges::copy(asBytes(naclMagic), out);
    std::ranges::copy(nonce, out + magicSize);
    crypto_secretbox_easy(out + magicSize + nonceSize, plain.data(), plain.size(), nonce.data(),
                          key.data());
    return file;
}

} // namespace canopy::keyfilecipher
