#include "ui/text/settingtext.h"

#include "ui/text/displaytext.h"

#include <QCoreApplication>
#include <QDir>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

class SettingWords
{
    Q_DECLARE_TR_FUNCTIONS(SettingWords)

public:
    static QString origin(const Setting &setting);
    static QString origin(const WalletLocation &location);
    static QString devUrl(const QString &value)
    {
        return tr("CHUTES_DEV_URL is set to %1. It is for scripts that run a chute on this "
                  "computer and never affects accounts, keys or this window.")
            .arg(value);
    }
};

/// "~/.chutes/config.ini": shorter, and the same on every screenshot.
QString homeRelative(const QString &path)
{
    const auto home = QDir::homePath();
    if (home != u"/" && path.startsWith(home + u'/'))
        return u'~' + path.mid(home.size());
    return path;
}

QString SettingWords::origin(const Setting &setting)
{
    const auto source = displayText(homeRelative(setting.source));
    switch (setting.origin) {
    case SettingOrigin::Default:
        return tr("default");
    case SettingOrigin::Environment:
        return tr("from the environment variable %1").arg(source);
    case SettingOrigin::ConfigFile:
        return tr("from %1").arg(source);
    case SettingOrigin::CommandLine:
        return source.isEmpty() ? tr("from the command line")
                                : tr("from the command line (%1)").arg(source);
    case SettingOrigin::Profile:
        return tr("from this account’s settings in Canopy");
    case SettingOrigin::Sandbox:
        return tr("from the sandbox");
    }
    return {};
}

QString SettingWords::origin(const WalletLocation &location)
{
    switch (location.origin) {
    case WalletLocation::Origin::CommandLine:
        return tr("from the command line");
    case WalletLocation::Origin::Chosen:
        return tr("chosen by you");
    case WalletLocation::Origin::Environment:
        return tr("from the environment variable %1").arg(u"BT_WALLET_PATH"_s);
    case WalletLocation::Origin::Default:
        return tr("default");
    }
    return {};
}

} // namespace

QString settingOriginText(const Setting &setting)
{
    return SettingWords::origin(setting);
}

QString walletLocationText(const WalletLocation &location)
{
    return SettingWords::origin(location);
}

QString devUrlText(const Setting &setting)
{
    return SettingWords::devUrl(displayText(setting.value));
}

} // namespace canopy
