#pragma once

#include "core/base/result.h"
#include "core/wallet/keypair.h"
#include "core/wallet/wallet.h"

#include <QFuture>
#include <QProcessEnvironment>

namespace canopy {

/// Where wallets are looked for, and why there.
struct WalletLocation
{
    enum class Origin { CommandLine, Chosen, Environment, Default };

    QString path;
    Origin origin = Origin::Default;
    bool operator==(const WalletLocation &) const = default;
};

/// Chosen by the person > BT_WALLET_PATH > ~/.bittensor/wallets. A leading ~ is expanded.
WalletLocation walletLocation(const QString &chosen, const QProcessEnvironment &environment);

namespace walletfolder {

/// At most this many wallets and hotkeys a wallet are listed.
constexpr int maximumEntries = 1'000;

/// Lists every wallet below @p folder, broken ones with their reason, none hidden
/// (wallet-format §1.5). A missing folder is an empty list; a file or a loop is FileUnsafe, a
/// folder without permission FileUnreadable. Names that are not UTF-8 cannot be addressed and are
/// left out. Blocking.
///
/// Only coldkeypub.txt and the files in hotkeys/ are opened, never a coldkey, not even where a link
/// or a second name leads to one (SIG-07). What is opened may be anything (FS-10): wallets, hotkeys
/// folders and key files may be symlinks, as they may for btcli, and are followed; but only a
/// regular file of at most keyfile::maximumSize is read, which is decided on the open descriptor.
/// Who owns it and who may read it is reported, not refused (FS-12).
Result<WalletListing> scan(const QString &folder);

/// scan() on a worker thread.
QFuture<Result<WalletListing>> scanInBackground(const QString &folder);

/// Reads the key of @p hotkey, on a worker thread; an encrypted one is derived with @p password,
/// as typed and then trimmed (btwallet trims what is typed). Free memory is checked before the
/// derivation starts: OutOfMemory. Other errors: WrongPassword, KeyMismatch, Unsupported,
/// FileDamaged, FileUnsafe, FileTooLarge, FileUnreadable, FileMissing, InvalidInput for a public
/// one, KeyMismatch if the file is no longer that hotkey's, and FileConflict if it has been
/// encrypted or decrypted since it was listed.
QFuture<Result<KeyPair>> unlockHotkey(const Hotkey &hotkey, Secret password);

} // namespace walletfolder
} // namespace canopy
