#include "ui/text/walletstext.h"

#include "ui/text/displaytext.h"

#include <QCoreApplication>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

using Container = keyfilecipher::Container;

class WalletWords
{
    Q_DECLARE_TR_FUNCTIONS(WalletWords)

public:
    static KeyText hotkey(const Hotkey &hotkey);
    static KeyText wallet(const Wallet &wallet);
    static QString problem(const Error &problem);
    static QString protection(const FileProtection &protection);
    static QString listing(const WalletListing &listing);

private:
    static KeyText usable(const Hotkey &hotkey);
    static QString unsupported(const Hotkey &hotkey);
};

QString modeText(int mode)
{
    return u"%1"_s.arg(mode, 4, 8, QLatin1Char('0'));
}

QString WalletWords::protection(const FileProtection &protection)
{
    if (!protection.ownedByUser)
        return tr("This file belongs to another user of this computer.");
    constexpr int othersMayWrite = 022;
    if ((protection.mode & othersMayWrite) != 0) {
        return tr("Others on this computer can change this file (mode %1).")
            .arg(modeText(protection.mode));
    }
    if (!protection.isPrivate()) {
        return tr("Others on this computer can read this file (mode %1).")
            .arg(modeText(protection.mode));
    }
    return {};
}

KeyText WalletWords::usable(const Hotkey &hotkey)
{
    QStringList reasons;
    if (const auto open = protection(hotkey.protection); !open.isEmpty())
        reasons.append(open);
    const bool isOpen = !reasons.isEmpty();
    if (!hotkey.hasSeed) {
        reasons.append(tr("It holds a private key without its seed: it can sign in Canopy, but the "
                          "chutes CLI cannot use it."));
    }
    if (isOpen)
        return {tr("Not private"), reasons.join(u' '), KeyText::Tone::Warning};
    if (!reasons.isEmpty())
        return {tr("No seed"), reasons.join(u' '), KeyText::Tone::Neutral};
    return {};
}

QString WalletWords::unsupported(const Hotkey &hotkey)
{
    switch (hotkey.container) {
    case Container::AnsibleVault:
        return tr("Ansible vault: not opened by Canopy. btcli can rewrite the key in the current "
                  "format.");
    case Container::Fernet:
        return tr("Fernet encryption: not opened by Canopy. Restore the key from its mnemonic.");
    case Container::Plain:
    case Container::Nacl:
        break;
    }
    return hotkey.problem ? problem(*hotkey.problem)
                          : tr("Its format is recognised, and not one that Canopy opens.");
}

KeyText WalletWords::hotkey(const Hotkey &hotkey)
{
    switch (hotkey.state) {
    case Hotkey::State::Usable:
        return usable(hotkey);
    case Hotkey::State::Encrypted:
        return {tr("Encrypted"), tr("Opens with its password."), KeyText::Tone::Neutral};
    case Hotkey::State::PublicOnly:
        return {tr("Public only"), tr("Only the public half is here, so it cannot sign."),
                KeyText::Tone::Neutral};
    case Hotkey::State::Unsupported:
        return {tr("Not supported"), unsupported(hotkey), KeyText::Tone::Warning};
    case Hotkey::State::Damaged:
        break;
    }
    return {tr("Damaged"),
            hotkey.problem ? problem(*hotkey.problem) : tr("The file cannot be understood."),
            KeyText::Tone::Bad};
}

KeyText WalletWords::wallet(const Wallet &wallet)
{
    if (wallet.problem)
        return {tr("Unreadable"), problem(*wallet.problem), KeyText::Tone::Bad};
    if (wallet.coldkeyAddress)
        return {};
    const bool isMissing = !wallet.coldkeyProblem
        || wallet.coldkeyProblem->code == Error::Code::FileMissing;
    if (isMissing) {
        return {tr("No coldkey address"),
                tr("coldkeypub.txt is missing, so the coldkey’s address is not known. Canopy never "
                   "opens the coldkey itself; btcli can write that file anew."),
                KeyText::Tone::Warning};
    }
    return {tr("No coldkey address"),
            tr("coldkeypub.txt cannot be used.") + u' ' + problem(*wallet.coldkeyProblem),
            KeyText::Tone::Warning};
}

QString WalletWords::problem(const Error &problem)
{
    switch (problem.code) {
    case Error::Code::FileMissing:
        return tr("The file is not there any more.");
    case Error::Code::FileUnreadable:
        return tr("It cannot be read: permission is missing, or the disk reports a fault.");
    case Error::Code::FileUnsafe:
        return tr("It is a link or a special file, belongs to another user, or others may change "
                  "it.");
    case Error::Code::FileTooLarge:
        return tr("The file is larger than any keyfile.");
    case Error::Code::FileDamaged:
        return tr("The file is damaged: empty, cut off, or not a keyfile.");
    case Error::Code::Unsupported:
        return tr("Its format is recognised, and not one that Canopy opens.");
    case Error::Code::KeyMismatch:
        return tr("Its parts contradict each other: the secret key does not belong to the address "
                  "beside it.");
    case Error::Code::InvalidInput:
        return tr("It holds a public key only.");
    default:
        return tr("It cannot be used.");
    }
}

QString WalletWords::listing(const WalletListing &listing)
{
    const auto folder = displayText(listing.folder);
    if (listing.wallets.isEmpty())
        return tr("There are no wallets in %1.").arg(folder);
    if (listing.truncated)
        return tr("%1 holds more wallets than are listed here.").arg(folder);
    return {};
}

} // namespace

KeyText hotkeyText(const Hotkey &hotkey)
{
    return WalletWords::hotkey(hotkey);
}

KeyText walletText(const Wallet &wallet)
{
    return WalletWords::wallet(wallet);
}

QString keyProblemText(const Error &problem)
{
    return WalletWords::problem(problem);
}

QString protectionText(const FileProtection &protection)
{
    return WalletWords::protection(protection);
}

bool canRegister(const Wallet &wallet, const Hotkey &hotkey)
{
    const bool isReadable = hotkey.state == Hotkey::State::Usable
        || hotkey.state == Hotkey::State::Encrypted;
    return isReadable && wallet.coldkeyAddress.has_value() && !wallet.problem;
}

QString listingText(const WalletListing &listing)
{
    return WalletWords::listing(listing);
}

} // namespace canopy
