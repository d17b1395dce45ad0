#include "core/flows/keyscontext.h"

namespace canopy {

SecretId KeysContext::secretId(const QString &keyId) const
{
    const auto &profile = session.profile();
    return {.origin = profile.service.toString(),
            .profileId = profile.id,
            .kind = SecretKind::ApiKey,
            .item = keyId};
}

KeyOwner KeysContext::owner(const QString &userId) const
{
    return {.service = session.profile().service.toString(), .userId = userId};
}

} // namespace canopy
