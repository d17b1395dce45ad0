#pragma once

#include "core/flows/registeraccount.h"
#include "core/secrets/chosenstore.h"
#include "core/wallet/walletfolder.h"

#include <QUrl>

#include <functional>

namespace canopy {

class SecretClipboard;

/// What the screens before an account need. Borrowed; all must outlive them.
struct OnboardingContext
{
    RegistrationContext registration;
    ChosenStore &store;
    SecretClipboard &clipboard;
    WalletLocation wallets;
    /// Where the chutes CLI looks for its configuration.
    QString configPath;
    /// The service is the official one, or the sandbox inside this program. Any other one is
    /// talked to only after its name was typed (NET-05).
    bool serviceIsKnown = true;
    /// Shows an address in the browser; false if there is none.
    std::function<bool(const QUrl &url)> openInBrowser;
};

} // namespace canopy
