#include "core/flows/cliconfig.h"

#include "core/base/background.h"

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

tl::unexpected<Error> lacks(const QString &field)
{
    return failure(Error{.code = Error::Code::InvalidInput, .field = field});
}

Result<ChutesConfigChange> changeFor(const Profile &profile, const Secret *seed)
{
    if (!profile.hotkey)
        return lacks(u"hotkey_ss58address"_s);
    if (profile.username.isEmpty())
        return lacks(u"username"_s);
    if (profile.userId.isEmpty())
        return lacks(u"user_id"_s);
    if (seed != nullptr && seed->isEmpty())
        return lacks(u"hotkey_seed"_s);
    return ChutesConfigChange{
        .username = profile.username,
        .userId = profile.userId,
        .hotkeyName = profile.hotkeyName,
        .hotkeyAddress = *profile.hotkey,
        .hotkeySeed = seed,
        .baseUrl = profile.service.toString(),
        .paymentAddress = profile.paymentAddress ? profile.paymentAddress->toString() : QString(),
    };
}

Result<ConfigPreview> preview(const QString &path, const Profile &profile, const Secret *seed)
{
    const auto change = changeFor(profile, seed);
    if (!change)
        return failure(change.error());
    const ChutesConfigFile file(path);
    const auto before = file.read();
    if (!before)
        return failure(before.error());
    const auto lines = file.preview(*change);
    if (!lines)
        return failure(lines.error());
    return ConfigPreview{.seen = {.path = path, .stamp = before->stamp}, .lines = *lines};
}

Result<ChutesConfigFile::Written> write(const QString &path, const Profile &profile,
                                        const Secret *seed, const ConfigSeen &seen)
{
    const auto change = changeFor(profile, seed);
    if (!change)
        return failure(change.error());
    const ChutesConfigFile file(path);
    if (seen.path == path)
        return file.write(*change, seen.stamp);
    const auto before = file.read();
    if (!before)
        return failure(before.error());
    return file.write(*change, before->stamp);
}

} // namespace

QFuture<Result<ConfigPreview>> previewCliConfig(const QString &path, const Profile &profile,
                                                std::shared_ptr<const Secret> seed)
{
    return runInBackground<ConfigPreview>(workerPool(), [path, profile, seed = std::move(seed)] {
        return preview(path, profile, seed.get());
    });
}

QFuture<Result<ChutesConfigFile::Written>> writeCliConfig(const QString &path,
                                                          const Profile &profile,
                                                          std::shared_ptr<const Secret> seed,
                                                          const ConfigSeen &seen)
{
    return runInBackground<ChutesConfigFile::Written>(
        workerPool(), [path, profile, seed = std::move(seed), seen] {
            return write(path, profile, seed.get(), seen);
        });
}

} // namespace canopy
