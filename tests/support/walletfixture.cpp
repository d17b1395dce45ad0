#include "tests/support/walletfixture.h"

#include "core/crypto/keyfilecipher.h"
#include "core/wallet/keyfilewriter.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sodium.h>

#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

void mustBe(bool done, const QString &path)
{
    if (!done)
        qFatal("fixture: %s: %s", qPrintable(path), std::strerror(errno));
}

} // namespace

WalletFixture::WalletFixture()
{
    mustBe(m_place.isValid(), m_place.path());
}

KeyPair WalletFixture::key(int number)
{
    const Secret seed = Secret::filled(32, [number](std::span<std::uint8_t> out) {
        const QByteArray text = "wallet fixture " + QByteArray::number(number);
        crypto_generichash(out.data(), out.size(), asBytes(text).data(), asBytes(text).size(),
                           nullptr, 0);
    });
    auto key = KeyPair::fromSeed(seed);
    if (!key)
        qFatal("fixture: no key");
    return *std::move(key);
}

void WalletFixture::addWallet(const QString &name, const KeyPair &coldkey) const
{
    write(name + u"/coldkey"_s, keyfileJson(coldkey)->view());
    write(name + u"/coldkeypub.txt"_s, publicKeyfileJson(coldkey.address()));
    makeFolder(name + u"/hotkeys"_s);
}

QString WalletFixture::addHotkey(const QString &wallet, const QString &name,
                                 const KeyPair &key) const
{
    const QString relative = wallet + u"/hotkeys/"_s + name;
    write(relative + u"pub.txt"_s, publicKeyfileJson(key.address()));
    return write(relative, keyfileJson(key)->view());
}

QString WalletFixture::addEncryptedHotkey(const QString &wallet, const QString &name,
                                          const KeyPair &key,
                                          std::span<const std::uint8_t, 32> containerKey) const
{
    std::array<std::uint8_t, 24> nonce{};
    randombytes_buf(nonce.data(), nonce.size());
    const QString relative = wallet + u"/hotkeys/"_s + name;
    write(relative + u"pub.txt"_s, publicKeyfileJson(key.address()));
    return write(relative,
                 keyfilecipher::sealNacl(keyfileJson(key)->view().span(), containerKey, nonce));
}

QString WalletFixture::write(const QString &relative, QByteArrayView bytes, unsigned mode) const
{
    const QString target = path(relative);
    mustBe(QDir().mkpath(QFileInfo(target).path()), target);
    QFile file(target);
    mustBe(file.open(QIODevice::WriteOnly), target);
    mustBe(file.write(bytes.data(), bytes.size()) == bytes.size(), target);
    file.close();
    mustBe(::chmod(QFile::encodeName(target).constData(), mode) == 0, target);
    return target;
}

void WalletFixture::makeFolder(const QString &relative, unsigned mode) const
{
    const QString target = path(relative);
    mustBe(QDir().mkpath(target), target);
    mustBe(::chmod(QFile::encodeName(target).constData(), mode) == 0, target);
}

void WalletFixture::link(const QString &relative, const QString &target) const
{
    mustBe(QDir().mkpath(QFileInfo(path(relative)).path()), relative);
    mustBe(::symlink(QFile::encodeName(target).constData(),
                     QFile::encodeName(path(relative)).constData())
               == 0,
           relative);
}

void WalletFixture::makeFifo(const QString &relative) const
{
    mustBe(QDir().mkpath(QFileInfo(path(relative)).path()), relative);
    mustBe(::mkfifo(QFile::encodeName(path(relative)).constData(), 0600) == 0, relative);
}

const Wallet *walletNamed(const WalletListing &listing, const QString &name)
{
    for (const Wallet &wallet : listing.wallets) {
        if (wallet.name == name)
            return &wallet;
    }
    return nullptr;
}

const Hotkey *hotkeyNamed(const Wallet &wallet, const QString &name)
{
    for (const Hotkey &hotkey : wallet.hotkeys) {
        if (hotkey.name == name)
            return &hotkey;
    }
    return nullptr;
}

} // namespace canopy
