#pragma once

#include "core/base/result.h"

#include <QString>

namespace canopy {

/// What the program was doing when something went wrong. The same error means another thing while
/// looking at a balance than while an account is being made.
enum class Doing {
    Connecting, ///< asking whether the service is there
    CheckingName,
    CheckingHotkey, ///< asking whether a hotkey has an account
    Registering,
    SigningIn,
    ReadingAccount,
    CheckingStore, ///< the write, read and removal before anything irreversible
    StoringSecret,
    ReadingSecret,
    ReadingWallets,
    OpeningHotkey,
    ReadingConfig,
    WritingConfig,
    Importing,
    SavingProfile,
};

/// The one thing offered beside an error. The page knows what stands behind it.
enum class Next {
    None,
    TryAgain,
    UnlockStore, ///< "Unlock"
    ChooseStore, ///< session only or an encrypted file
    NewToken, ///< open the token page again
    ChooseUsername,
    ChooseHotkey,
    ImportAccount, ///< the hotkey has an account already
    RegisterAccount, ///< the hotkey has none
    FundColdkey, ///< show the coldkey's address
    ChooseFolder,
    EnterPassword,
    ReviewChanges, ///< the file changed meanwhile: look at it again
    CheckOutcome, ///< in doubt: ask the service what became of it
};

/// The input an error is about: it gets the focus and the text below it.
enum class ErrorField { None, Username, Token, Wallet, Hotkey, Password, ConfigPath };

/// What is known besides the error itself; all of it may be left out.
struct ErrorContext
{
    Doing doing = Doing::Connecting;
    /// Origin::display() of the service, or the file that was worked on.
    QString subject = {};
    /// Registering: the service said that the hotkey has an account now
    /// (RegisterAccount::accountFound()), only the rest could not be done.
    bool accountExists = false;
};

/// An error in the words of the person it is shown to. Plain text: show it as Qt::PlainText.
///
/// @ref what names what failed, @ref meaning what that means and what is still as it was: both
/// are whole sentences of ours. @ref serverWords is a quotation by quotedServerWords(), to be
/// shown as such and apart; empty if the service said nothing.
struct ErrorText
{
    QString what;
    QString meaning;
    QString serverWords;
    Next next = Next::None;
    ErrorField field = ErrorField::None;
    /// Doing the same again can help and does no harm. False where the outcome is in doubt:
    /// then the next step is Next::CheckOutcome.
    bool mayTryAgain = false;

    /// Cancelled: there is nothing to show.
    bool isEmpty() const { return what.isEmpty(); }
    bool operator==(const ErrorText &) const = default;
};

ErrorText errorText(const Error &error, const ErrorContext &context);
inline ErrorText errorText(const Error &error, Doing doing)
{
    return errorText(error, ErrorContext{.doing = doing});
}

/// The label of the button for @p next; empty for Next::None.
QString nextLabel(Next next);

} // namespace canopy
