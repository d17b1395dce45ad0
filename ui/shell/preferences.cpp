#include "ui/shell/preferences.h"

#include <QDir>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

QString nameOf(Appearance appearance)
{
    switch (appearance) {
    case Appearance::Light:
        return u"light"_s;
    case Appearance::Dark:
        return u"dark"_s;
    case Appearance::System:
        break;
    }
    return u"system"_s;
}

Appearance appearanceNamed(const QString &name)
{
    if (name == "light"_L1)
        return Appearance::Light;
    return name == "dark"_L1 ? Appearance::Dark : Appearance::System;
}

} // namespace

PreferencesStore::PreferencesStore(const QString &folder)
    : m_path(QDir(folder).filePath(u"preferences.ini"_s))
{
}

Preferences PreferencesStore::load() const
{
    const QSettings settings(m_path, QSettings::IniFormat);
    Preferences preferences;
    preferences.appearance = appearanceNamed(settings.value("appearance"_L1).toString());
    if (settings.value("secretPlace"_L1).toString() == "vault"_L1)
        preferences.secretPlace = SecretStoreState::Kind::VaultFile;
    preferences.walletsPath = settings.value("walletsPath"_L1).toString();
    preferences.windowGeometry = settings.value("windowGeometry"_L1).toByteArray();
    return preferences;
}

bool PreferencesStore::save(const Preferences &preferences) const
{
    QSettings settings(m_path, QSettings::IniFormat);
    settings.setValue("appearance"_L1, nameOf(preferences.appearance));
    settings.setValue("secretPlace"_L1,
                      preferences.secretPlace == SecretStoreState::Kind::VaultFile ? u"vault"_s
                                                                                   : u"keychain"_s);
    settings.setValue("walletsPath"_L1, preferences.walletsPath);
    settings.setValue("windowGeometry"_L1, preferences.windowGeometry);
    settings.sync();
    return settings.status() == QSettings::NoError;
}

} // namespace canopy
