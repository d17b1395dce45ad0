#pragma once

#include "core/base/result.h"
#include "core/secrets/secret.h"
#include "core/wallet/keypair.h"

#include <QByteArray>

/// New keyfiles, in the one form that every reader since 2021 understands (wallet-format §2.2,
/// btwallet 4.0): strings only, no cryptoType, fixed order, no newline at the end.
namespace canopy {

/// The text of a plain private keyfile. @p phrase, if not empty, is the mnemonic the key was made
/// from, UTF-8; it is stored in its canonical spelling. Errors: InvalidInput if it is no mnemonic,
/// KeyMismatch if it is another key's.
Result<Secret> keyfileJson(const KeyPair &key, const Secret &phrase = {});

/// The text of coldkeypub.txt or <hotkey>pub.txt.
QByteArray publicKeyfileJson(const Ss58Address &address);

} // namespace canopy
