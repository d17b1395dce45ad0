#include "core/secrets/keychainservice.h"

namespace canopy {

Result<Done> mayUse(const SecretStoreState &state)
{
    switch (state.availability) {
    case SecretStoreState::Availability::Unlocked:
        return Done{};
    case SecretStoreState::Availability::Locked:
        return failure(Error::Code::KeychainLocked, state.detail);
    case SecretStoreState::Availability::NoCollection:
    case SecretStoreState::Availability::Missing:
        return failure(Error::Code::KeychainMissing, state.detail);
    case SecretStoreState::Availability::Unknown:
        return failure(Error::Code::KeychainUnknown, state.detail);
    }
    Q_UNREACHABLE();
}

} // namespace canopy
