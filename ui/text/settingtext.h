#pragma once

#include "core/profiles/endpoints.h"
#include "core/wallet/walletfolder.h"

#include <QString>

namespace canopy {

/// Where an effective value comes from, beside the value: "from CHUTES_API_URL",
/// "from ~/.chutes/config.ini", "default".
QString settingOriginText(const Setting &setting);
QString walletLocationText(const WalletLocation &location);

/// Says that CHUTES_DEV_URL is set and that it never affects account commands.
QString devUrlText(const Setting &setting);

} // namespace canopy
