#pragma once

#include "core/base/result.h"
#include "core/crypto/keyfilecipher.h"
#include "core/crypto/ss58.h"
#include "core/wallet/keypair.h"

#include <QByteArrayView>

#include <optional>

namespace canopy {

/// What stands in a keyfile (wallet-format §2), secrets left where they are.
///
/// Read strictly: every secret present is derived and compared with every public field; any
/// disagreement is KeyMismatch (SIG-01), so two tools cannot open two accounts from one file.
struct KeyfileSummary
{
    enum class Kind {
        Full, ///< can sign
        PublicOnly,
    };

    Kind kind = Kind::PublicOnly;
    std::optional<Ss58Address> address; ///< always set for Full
    /// A well-formed secretSeed, which the chutes CLI needs.
    bool hasSeed = false;
    bool hadByteOrderMark = false;
};

namespace keyfile {

/// 64 KiB; the largest real file is about 3 KB.
constexpr qint64 maximumSize = 65'536;

/// How far a phrase is looked into: deriving its key costs a millisecond, its checksum nothing.
enum class PhraseCheck {
    Derive,
    /// Only where a seed or a private key stands beside it, and keyPairOf() will derive it before
    /// anything is signed.
    Checksum,
};

/// The summary of a plaintext keyfile. Errors: FileDamaged, KeyMismatch, Unsupported (ed25519,
/// hashed accounts, bare keys); detail says which. @p text is a secret if the file is private.
Result<KeyfileSummary> summarise(QByteArrayView text, PhraseCheck phrase = PhraseCheck::Derive);

/// The key of a plaintext keyfile. Errors as summarise(), and InvalidInput for a public one.
Result<KeyPair> keyPairOf(QByteArrayView text);

/// Just the address of a public keyfile (coldkeypub.txt, <hotkey>pub.txt); a bare 0x + 64 hex is
/// accepted here as a public key.
Result<Ss58Address> publicAddressOf(QByteArrayView text);

/// The address that a keyfile states, unverified: to name a key this program cannot use.
std::optional<Ss58Address> statedAddressOf(QByteArrayView text);

} // namespace keyfile
} // namespace canopy
