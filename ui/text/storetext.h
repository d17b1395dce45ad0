#pragma once

#include "core/secrets/secretstore.h"

#include <QDateTime>
#include <QString>

namespace canopy {

/// "GNOME Keyring", "an encrypted file", "this session only": what a sentence calls the store.
QString storeName(const SecretStoreState &state);
/// A whole sentence about whether the store can be used, and why not.
QString storeStateText(const SecretStoreState &state);
/// "Stored in GNOME Keyring and read back at 14:31." For a session-only store: that it is gone
/// when Canopy closes.
QString storedText(const SecretStoreState &state, const QDateTime &at, const QDateTime &now);
/// The status line's lasting reminder; empty for a keychain.
QString storeReminder(const SecretStoreState &state);

} // namespace canopy
