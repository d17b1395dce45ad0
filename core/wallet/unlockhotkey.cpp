#include "core/base/background.h"
#include "core/wallet/derivationmemory.h"
#include "core/wallet/hotkeyfile.h"
#include "core/wallet/keyfile.h"
#include "core/wallet/walletfolder.h"

#include <memory>

using namespace Qt::StringLiterals;

namespace canopy::walletfolder {

namespace {

using Code = Error::Code;
using keyfilecipher::Container;
using keyfilecipher::Outcome;

/// Length of the white-space character that @p text begins with, in UTF-8 bytes; 0 if it does not.
/// Unicode's White_Space, as Rust's trim() has it.
qsizetype blankAtStart(QByteArrayView text)
{
    if (text.isEmpty())
        return 0;
    const char first = text.front();
    if (first == ' ' || (first >= '\t' && first <= '\r'))
        return 1;
    for (const QByteArrayView two : {"\xc2\x85", "\xc2\xa0"}) {
        if (text.startsWith(two))
            return 2;
    }
    for (const QByteArrayView three : {"\xe1\x9a\x80", "\xe2\x80\xa8", "\xe2\x80\xa9",
                                       "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80"}) {
        if (text.startsWith(three))
            return 3;
    }
    // U+2000 … U+200A.
    const bool isWide = text.size() >= 3 && text.startsWith("\xe2\x80")
        && static_cast<unsigned char>(text[2]) >= 0x80
        && static_cast<unsigned char>(text[2]) <= 0x8a;
    return isWide ? 3 : 0;
}

qsizetype blankAtEnd(QByteArrayView text)
{
    for (const qsizetype size : {1, 2, 3}) {
        if (text.size() >= size && blankAtStart(text.last(size)) == size)
            return size;
    }
    return 0;
}

QByteArrayView trimmed(QByteArrayView text)
{
    while (const qsizetype size = blankAtStart(text))
        text = text.sliced(size);
    while (const qsizetype size = blankAtEnd(text))
        text.chop(size);
    return text;
}

Result<Secret> openWith(QByteArrayView file, QByteArrayView password)
{
    if (!derivationmemory::canSpare(keyfilecipher::naclMemory))
        return failure(Code::OutOfMemory, u"less than 576 MiB free"_s);
    bool isDerived = false;
    const Secret key = Secret::filled(32, [&](std::span<std::uint8_t> out) {
        isDerived = keyfilecipher::deriveNaclKey(password, out.first<32>());
    });
    if (!isDerived)
        return failure(Code::OutOfMemory, u"key derivation"_s);

    auto outcome = Outcome::Truncated;
    const auto size = file.size() - static_cast<qsizetype>(keyfilecipher::naclOverhead);
    Secret plain = Secret::filled(size, [&](std::span<std::uint8_t> out) {
        outcome = keyfilecipher::openNacl(file, key.view().span().first<32>(), out);
    });
    if (outcome != Outcome::Ok)
        return failure(Code::WrongPassword);
    return plain;
}

Result<KeyPair> openNacl(QByteArrayView file, const Secret &password)
{
    if (file.size() < static_cast<qsizetype>(keyfilecipher::naclOverhead))
        return failure(Code::FileDamaged, u"too short"_s);
    const SecretView typed = password.view();
    auto plain = openWith(file, typed);
    // btwallet trims what is typed, when a password is set as well as when it is asked for.
    if (!plain && plain.error().code == Code::WrongPassword
        && trimmed(typed).size() != typed.size())
        plain = openWith(file, trimmed(typed));
    if (!plain)
        return failure(std::move(plain).error());
    return keyfile::keyPairOf(plain->view());
}

Result<KeyPair> openText(const Hotkey &hotkey, QByteArrayView file, const Secret &password)
{
    if (keyfilecipher::containerOf(file) != hotkey.container)
        return failure(Code::FileConflict, u"encrypted or decrypted since"_s);
    switch (hotkey.container) {
    case Container::Plain:
        return keyfile::keyPairOf(file);
    case Container::Nacl:
        return openNacl(file, password);
    case Container::AnsibleVault:
    case Container::Fernet:
        break;
    }
    return failure(Code::Unsupported, u"legacy container"_s);
}

Result<KeyPair> unlock(const Hotkey &hotkey, const Secret &password)
{
    const auto text = hotkeyfile::read(hotkey.path);
    if (!text)
        return failure(text.error());
    auto key = openText(hotkey, text->bytes(), password);
    if (key && hotkey.address && key->address() != *hotkey.address) {
        return failure(Code::KeyMismatch,
                       hotkey.address->toString() + u" was listed, the key is "_s
                           + key->address().toString());
    }
    return key;
}

} // namespace

QFuture<Result<KeyPair>> unlockHotkey(const Hotkey &hotkey, Secret password)
{
    auto &pool = hotkey.container == Container::Nacl ? keyDerivationPool() : workerPool();
    // The job must be copyable, and a Secret is not.
    const auto shared = std::make_shared<Secret>(std::move(password));
    return runInBackground<KeyPair>(pool, [hotkey, shared] { return unlock(hotkey, *shared); });
}

} // namespace canopy::walletfolder
