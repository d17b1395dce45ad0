#include "core/base/logging.h"

namespace canopy {

Q_LOGGING_CATEGORY(lcFiles, "canopy.files", QtInfoMsg)
Q_LOGGING_CATEGORY(lcSecrets, "canopy.secrets", QtInfoMsg)
Q_LOGGING_CATEGORY(lcWallet, "canopy.wallet", QtInfoMsg)
Q_LOGGING_CATEGORY(lcNetwork, "canopy.network", QtInfoMsg)
Q_LOGGING_CATEGORY(lcProfiles, "canopy.profiles", QtInfoMsg)
Q_LOGGING_CATEGORY(lcKeys, "canopy.keys", QtInfoMsg)
Q_LOGGING_CATEGORY(lcFlows, "canopy.flows", QtInfoMsg)
Q_LOGGING_CATEGORY(lcSandbox, "canopy.sandbox", QtInfoMsg)
Q_LOGGING_CATEGORY(lcUi, "canopy.ui", QtInfoMsg)

} // namespace canopy
