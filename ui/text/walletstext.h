#pragma once

#include "core/wallet/wallet.h"

#include <QString>

namespace canopy {

/// A wallet or a hotkey in a list: a word for its badge and the reason in a sentence.
struct KeyText
{
    /// How serious it is, for the badge's colour; never the only carrier of the meaning.
    enum class Tone { Good, Neutral, Warning, Bad };

    QString badge; ///< "Encrypted", "Damaged"; empty where there is nothing to say
    QString reason; ///< whole sentences, or empty
    Tone tone = Tone::Good;

    bool operator==(const KeyText &) const = default;
};

KeyText hotkeyText(const Hotkey &hotkey);
KeyText walletText(const Wallet &wallet);
/// Why @p problem keeps a key or a wallet from being used: "The file is damaged …".
QString keyProblemText(const Error &problem);
/// "Others on this computer can read this file (mode 0644)." Empty if it is private.
QString protectionText(const FileProtection &protection);
/// What can be chosen for a registration: a usable or encrypted hotkey in a wallet whose coldkey
/// address is known.
bool canRegister(const Wallet &wallet, const Hotkey &hotkey);

/// What an empty, cut off or whole listing says above the list: "No wallets in …".
QString listingText(const WalletListing &listing);

} // namespace canopy
