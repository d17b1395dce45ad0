#pragma once

#include "core/base/random.h"
#include "core/base/result.h"

#include <QString>

namespace canopy::sandbox {

/// Makes wallets to try the program with, one for every state a wallet can be in:
///
/// - "demo": hotkeys "default", "chutes", and "vault", which is encrypted (password "canopy");
/// - "validator": one hotkey, "default";
/// - "old-laptop": a hotkey, but no coldkeypub.txt.
///
/// Of the coldkeys only the public half is written: nothing here signs with a coldkey, and its
/// secret half is never kept. All keys are new but that of "vault", which is the same everywhere:
/// encrypting takes seconds and half a gigabyte of memory, and the sandbox starts without them.
///
/// A wallet whose folder exists already is left alone. @p folder is made if missing. Blocking, a
/// few milliseconds. Errors: those of createFile() and makePrivateFolder().
Result<Done> makeDemoWallets(const QString &folder, RandomSource &random);

} // namespace canopy::sandbox
