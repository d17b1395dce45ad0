#include "app/desktop/forgetaccounts.h"

#include "core/base/logging.h"
#include "core/base/whenfinished.h"

namespace canopy {

namespace {

void removeNext(SecretStore &store, const QList<SecretId> &rest, Promise<Done> promise)
{
    if (rest.isEmpty()) {
        promise.finish(Done());
        return;
    }
    const QFuture<Result<Done>> removed = store.remove(rest.constFirst());
    whenFinished(removed, &store,
                 [&store, rest, promise = std::move(promise)](const Result<Done> &result) mutable {
                     if (!result)
                         qCWarning(lcSecrets, "a secret of a temporary account was left behind");
                     removeNext(store, rest.mid(1), std::move(promise));
                 });
}

} // namespace

QFuture<Result<Done>> forgetSecretsOf(SecretStore &store, const QList<Profile> &profiles)
{
    QList<SecretId> secrets;
    for (const Profile &profile : profiles) {
        for (const auto kind : {SecretKind::HotkeySeed, SecretKind::Fingerprint,
                                SecretKind::PendingFingerprint, SecretKind::SessionToken}) {
            secrets << SecretId{
                .origin = profile.service.toString(), .profileId = profile.id, .kind = kind};
        }
    }
    Promise<Done> promise;
    const auto future = promise.future();
    removeNext(store, secrets, std::move(promise));
    return future;
}

} // namespace canopy
