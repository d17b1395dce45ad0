#pragma once

#include "core/profiles/profile.h"
#include "core/secrets/secretstore.h"

namespace canopy {

/// Removes every secret of @p profiles from @p store, one after another; one that cannot be
/// removed does not keep the others. For the accounts of a temporary sandbox, whose records go
/// with it. Success once each was tried. @p store must outlive the returned future.
QFuture<Result<Done>> forgetSecretsOf(SecretStore &store, const QList<Profile> &profiles);

} // namespace canopy
