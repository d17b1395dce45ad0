#pragma once

#include "core/chutes/origin.h"

#include <QProcessEnvironment>
#include <QString>

#include <optional>

namespace canopy {

/// Where an effective value comes from; each is shown beside the value.
enum class SettingOrigin { Default, Environment, ConfigFile, CommandLine, Profile, Sandbox };

struct Setting
{
    QString value;
    SettingOrigin origin = SettingOrigin::Default;
    /// The variable, or the file, in question.
    QString source = {};
    bool operator==(const Setting &) const = default;
};

/// What applies here and why, with the chutes CLI's real precedence (contract §9.2): an existing
/// config.ini's [api] base_url beats CHUTES_API_URL; registration looks at the environment only.
struct Endpoints
{
    Setting configPath;
    /// For registering a new account.
    Setting registrationUrl;
    /// For the account that config.ini describes.
    Setting accountUrl;
    /// CHUTES_DEV_URL as it is set: it never affects account commands. Shown so.
    std::optional<Setting> devUrl;

    bool operator==(const Endpoints &) const = default;
};

/// @p configBaseUrl: [api] base_url of the file at configPath, empty if there is none.
Endpoints effectiveEndpoints(const QProcessEnvironment &environment,
                             const QString &configPathOption, const QString &configBaseUrl);

} // namespace canopy
