#pragma once

#include <QString>

namespace canopy {

/// @p text with everything that looks like a secret replaced by a mark (LOG-01): API keys
/// (cpk_, cak_, crt_, csc_), 64 and 128 hex digits, 32-character fingerprints, JSON web tokens,
/// authorization and X-Chutes-* header values, token=, signature= and nonce= queries, words in
/// runs that form a mnemonic, and the home folder.
///
/// It is the last line, not the first: code must not hand secrets to a log at all.
QString redacted(const QString &text);

/// Routes every Qt message through redacted() to standard error, and to @p logFile if it is not
/// empty (0600, at most three files of 1 MiB, LOG-02). Called once, early in main().
void installRedactingLog(const QString &logFile = {});

} // namespace canopy
