#pragma once

#include "core/secrets/secretstore.h"
#include "ui/theme/appearance.h"

#include <QByteArray>
#include <QString>

namespace canopy {

/// What the person set in this program. No secrets, no accounts.
struct Preferences
{
    Appearance appearance = Appearance::System;
    /// The session-only place is never written down: it would be a promise nobody remembers giving.
    SecretStoreState::Kind secretPlace = SecretStoreState::Kind::Keychain;
    QString walletsPath; ///< chosen by hand; empty: none
    QByteArray windowGeometry;

    bool operator==(const Preferences &) const = default;
};

/// preferences.ini in the data folder. An unreadable file gives the defaults.
class PreferencesStore
{
public:
    explicit PreferencesStore(const QString &folder);

    Preferences load() const;
    /// False if it could not be written; nothing is lost but the preference.
    bool save(const Preferences &preferences) const;

private:
    QString m_path;
};

} // namespace canopy
