#pragma once

#include "core/wallet/keypair.h"
#include "core/wallet/wallet.h"

#include <QString>
#include <QTemporaryDir>

namespace canopy {

/// A wallets folder in a temporary place, filled as btcli would fill it. What cannot be written
/// ends the program: a test on half a fixture must not pass.
class WalletFixture
{
public:
    WalletFixture();

    QString folder() const { return m_place.path(); }
    QString path(const QString &relative) const { return folder() + u'/' + relative; }

    /// Always the same key for the same @p number.
    static KeyPair key(int number);

    /// <name>/coldkey, coldkeypub.txt and an empty hotkeys/.
    void addWallet(const QString &name, const KeyPair &coldkey) const;
    /// hotkeys/<name> and <name>pub.txt, plain. Returns the path of the key file.
    QString addHotkey(const QString &wallet, const QString &name, const KeyPair &key) const;
    /// hotkeys/<name> in a $NACL container under @p containerKey, with its pub file.
    QString addEncryptedHotkey(const QString &wallet, const QString &name, const KeyPair &key,
                               std::span<const std::uint8_t, 32> containerKey) const;

    /// Writes @p bytes to @p relative, making folders on the way. Returns the path.
    QString write(const QString &relative, QByteArrayView bytes, unsigned mode = 0600) const;
    void makeFolder(const QString &relative, unsigned mode = 0755) const;
    void link(const QString &relative, const QString &target) const;
    void makeFifo(const QString &relative) const;

private:
    QTemporaryDir m_place;
};

/// The entry of that name, or null. Points into what it is given.
const Wallet *walletNamed(const WalletListing &listing, const QString &name);
const Hotkey *hotkeyNamed(const Wallet &wallet, const QString &name);

} // namespace canopy
