#pragma once

#include "core/base/result.h"
#include "core/secrets/secret.h"
#include "core/secrets/secretstore.h"

#include <QByteArrayView>

/// What a keychain entry holds (KC-05): one line of JSON that names what it is for,
///
///     {"v":1,"id":["<origin>","<profile id>","<kind>","<item>"],"value":"<base64>"}
///
/// so that an entry swapped for another, cut, or of a later version is noticed instead of used.
/// There is exactly one spelling of an envelope (compact JSON, standard padded base64), so it is
/// checked byte by byte and never goes through a JSON parser, which would leave copies of the
/// value behind (MEM-05).
namespace canopy::envelope {

/// The Windows credential store takes 2,560 bytes (KC-06).
inline constexpr qsizetype largest = 2000;

/// Whether a value of @p size bytes may be stored under @p id: not empty, and not too large.
bool fits(const SecretId &id, qsizetype size);

/// InvalidInput if it does not fit.
Result<Secret> seal(const SecretId &id, const Secret &value);

/// KeychainUnknown if @p bytes are not the envelope of @p id: nothing follows from such an entry,
/// least of all that it may be deleted. The bytes are the caller's to wipe.
Result<Secret> open(QByteArrayView bytes, const SecretId &id);

} // namespace canopy::envelope
