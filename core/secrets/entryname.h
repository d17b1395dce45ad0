#pragma once

#include "core/secrets/secretstore.h"

#include <QByteArray>

namespace canopy {

/// The word for @p kind inside envelopes and vaults. Part of the stored format.
QByteArray nameOf(SecretKind kind);

/// The name under which a secret is kept: `chutes-desktop/v1/<origin>/<128 bits in hex>` (KC-07).
///
/// Names are in clear on the session bus and in the keyring's file, so the second half is a
/// keyed hash, whose key comes from the profile's random id: it says neither whose secret it is
/// nor of what kind. Everything in @p id counts, so no two ids share a name.
QString entryName(const SecretId &id);

} // namespace canopy
