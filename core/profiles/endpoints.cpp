#include "core/profiles/endpoints.h"

#include "core/profiles/chutesconfig.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

/// An empty variable counts as unset, as in the CLI.
std::optional<Setting> fromEnvironment(const QProcessEnvironment &environment, const QString &name)
{
    const QString value = environment.value(name);
    if (value.isEmpty())
        return std::nullopt;
    return Setting{.value = value, .origin = SettingOrigin::Environment, .source = name};
}

Setting configPath(const QProcessEnvironment &environment, const QString &option)
{
    if (!option.isEmpty())
        return {.value = QFileInfo(option).absoluteFilePath(),
                .origin = SettingOrigin::CommandLine,
                .source = u"--config-path"_s};
    const QString name = u"CHUTES_CONFIG_PATH"_s;
    const QString path = ChutesConfigFile::defaultPath(environment);
    if (path == environment.value(name))
        return {.value = path, .origin = SettingOrigin::Environment, .source = name};
    return {.value = path};
}

} // namespace

Endpoints effectiveEndpoints(const QProcessEnvironment &environment,
                             const QString &configPathOption, const QString &configBaseUrl)
{
    Endpoints endpoints;
    endpoints.configPath = configPath(environment, configPathOption);
    const Setting standard{.value = Origin::official().toString()};
    endpoints.accountUrl = fromEnvironment(environment, u"CHUTES_API_URL"_s).value_or(standard);
    endpoints.registrationUrl = endpoints.accountUrl;
    // Only here does the CLI take trailing slashes off.
    while (endpoints.registrationUrl.value.endsWith(u'/'))
        endpoints.registrationUrl.value.chop(1);
    if (!configBaseUrl.isEmpty())
        endpoints.accountUrl = {.value = configBaseUrl,
                                .origin = SettingOrigin::ConfigFile,
                                .source = endpoints.configPath.value};
    endpoints.devUrl = fromEnvironment(environment, u"CHUTES_DEV_URL"_s);
    return endpoints;
}

} // namespace canopy
