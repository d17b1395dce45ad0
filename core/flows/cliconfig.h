#pragma once

#include "core/chutes/account.h"
#include "core/chutes/origin.h"
#include "core/profiles/chutesconfig.h"
#include "core/profiles/profile.h"
#include "core/secrets/secret.h"

#include <QFuture>

#include <memory>

namespace canopy {

/// The state of a config.ini that a person was shown.
struct ConfigSeen
{
    QString path;
    FileStamp stamp;
};

struct ConfigPreview
{
    ConfigSeen seen;
    QList<ConfigDiffLine> lines;
};

/// What the chutes CLI needs of @p profile at @p path; @p seed may be null. Both run on a worker
/// thread and keep what they need. InvalidInput with a field where the profile lacks something
/// that the CLI cannot do without.
QFuture<Result<ConfigPreview>> previewCliConfig(const QString &path, const Profile &profile,
                                                std::shared_ptr<const Secret> seed);
/// @p seen: FileConflict if the file is another by now; without a path the file is taken as it is.
QFuture<Result<ChutesConfigFile::Written>> writeCliConfig(const QString &path,
                                                          const Profile &profile,
                                                          std::shared_ptr<const Secret> seed,
                                                          const ConfigSeen &seen);

} // namespace canopy
