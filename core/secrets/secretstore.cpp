#include "core/secrets/secretstore.h"

#include "core/base/random.h"
#include "core/base/whenfinished.h"

#include <memory>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

constexpr int canarySize = 32;

/// What probeSecretStore() carries from step to step.
struct Probe
{
    SecretStore &store;
    SecretId id;
    Secret canary;
    const Promise<Done> promise;
};

using ProbePtr = std::shared_ptr<Probe>;

/// The last step, also when an earlier one failed: a canary must not stay behind.
void removeCanary(const ProbePtr &probe, const Result<Done> &outcome)
{
    whenFinished(probe->store.remove(probe->id), &probe->store,
                 [probe, outcome](const Result<Done> &removed) {
                     probe->promise.finish(outcome ? removed : outcome);
                 });
}

void readCanary(const ProbePtr &probe)
{
    whenFinished(probe->store.read(probe->id), &probe->store, [probe](const Result<Secret> &read) {
        if (read && read->equals(probe->canary))
            removeCanary(probe, Done{});
        else if (read || read.error().code == Error::Code::SecretAbsent)
            removeCanary(probe, failure(Error::Code::KeychainNotStored));
        else
            removeCanary(probe, failure(read.error()));
    });
}

} // namespace

QFuture<Result<Done>> probeSecretStore(SecretStore &store, const QString &origin)
{
    SystemRandom random;
    const auto fill = [&random](std::span<std::uint8_t> bytes) { random.fill(bytes); };
    const auto probe = std::make_shared<Probe>(
        Probe{.store = store,
              .id = {.origin = origin, .profileId = random.hex(16), .kind = SecretKind::Canary},
              .canary = Secret::filled(canarySize, fill),
              .promise = {}});
    whenFinished(store.write(probe->id, probe->canary.clone()), &store,
                 [probe](const Result<Done> &written) {
                     if (!written)
                         probe->promise.finish(failure(written.error()));
                     else
                         readCanary(probe);
                 });
    return probe->promise.future();
}

} // namespace canopy
