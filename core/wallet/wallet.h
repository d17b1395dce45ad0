#pragma once

#include "core/base/result.h"
#include "core/crypto/keyfilecipher.h"
#include "core/crypto/ss58.h"

#include <QList>
#include <QString>

#include <optional>

namespace canopy {

/// Who may read or change a file besides its owner (FS-12).
struct FileProtection
{
    int mode = 0; ///< 07777
    bool ownedByUser = true;

    bool isPrivate() const { return ownedByUser && (mode & 077) == 0; }
    bool operator==(const FileProtection &) const = default;
};

/// A hotkey as found on disk: its public half and what is known about its file. Free to copy.
struct Hotkey
{
    enum class State {
        Usable, ///< plain, parts agree
        Encrypted, ///< $NACL: opens with a password
        PublicOnly, ///< only <name>pub.txt, or a file without a secret
        Unsupported, ///< Ansible vault, Fernet, ed25519 …: recognised, not opened
        Damaged, ///< @ref problem says why
    };

    QString name; ///< file name, as it is on disk
    QString path;
    State state = State::Damaged;
    keyfilecipher::Container container = keyfilecipher::Container::Plain;
    /// From the key itself; for an encrypted one from its pub file if there is one; for an
    /// unsupported one as its file states it, unverified.
    std::optional<Ss58Address> address;
    bool hasSeed = false;
    FileProtection protection;
    std::optional<Error> problem;
};

/// A wallet folder: a coldkey's public half and its hotkeys. Free to copy.
struct Wallet
{
    QString name;
    QString path;
    /// From coldkeypub.txt. The coldkey file itself is never opened (SIG-07).
    std::optional<Ss58Address> coldkeyAddress;
    std::optional<Error> coldkeyProblem; ///< missing or unusable coldkeypub.txt
    bool hasColdkeyFile = false; ///< by stat alone
    FileProtection coldkeyProtection; ///< of the coldkey file if there is one, by stat alone
    FileProtection protection; ///< of the folder
    QList<Hotkey> hotkeys; ///< by name
    /// "hotkeys" is there but is no folder, or cannot be read.
    std::optional<Error> hotkeysProblem;
    /// The wallet could not be looked into at all.
    std::optional<Error> problem;
};

struct WalletListing
{
    QString folder;
    QList<Wallet> wallets; ///< by name
    /// More than the scan's limit were found; only the first are listed.
    bool truncated = false;
};

} // namespace canopy
