#include "ui/text/errortext.h"

#include "ui/text/displaytext.h"
#include "ui/text/errormeaning.h"
#include "ui/text/errornextstep.h"

#include <QCoreApplication>

namespace canopy {

namespace {

class ErrorWords
{
    Q_DECLARE_TR_FUNCTIONS(ErrorWords)

public:
    static QString failed(const Error &error, const ErrorContext &context);
    static QString label(Next next);

private:
    static QString registration(const Error &error, const ErrorContext &context);
    static QString local(const Error &error, const ErrorContext &context);
};

QString ErrorWords::registration(const Error &error, const ErrorContext &context)
{
    if (error.inDoubt) {
        return context.accountExists ? tr("The account exists, but it is not finished yet.")
                                     : tr("It is not known whether the account was registered.");
    }
    switch (error.code) {
    case Error::Code::HotkeyTaken:
        return tr("This hotkey has an account already. Nothing new was registered.");
    case Error::Code::UsernameTaken:
        return tr("The username is taken. Nothing was registered.");
    case Error::Code::TokenRefused:
        return tr("The registration token was not accepted. Nothing was registered.");
    case Error::Code::TokenMissing:
        return tr("A registration token is needed. Nothing was registered.");
    case Error::Code::PaymentRequired:
        return tr("The coldkey holds too little TAO. Nothing was registered.");
    default:
        return tr("Nothing was registered.");
    }
}

QString ErrorWords::local(const Error &error, const ErrorContext &context)
{
    switch (context.doing) {
    case Doing::CheckingStore:
        return tr("Secrets cannot be stored here yet.");
    case Doing::StoringSecret:
        return error.code == Error::Code::KeychainUnknown
            ? tr("It could not be confirmed that the secret is stored.")
            : tr("The secret is not stored.");
    case Doing::ReadingSecret:
        return tr("The secret could not be read.");
    case Doing::ReadingWallets:
        return tr("The wallets could not be read.");
    case Doing::OpeningHotkey:
        return tr("The hotkey could not be opened.");
    case Doing::ReadingConfig:
        return tr("The configuration file could not be read.");
    case Doing::WritingConfig:
        return tr("The configuration file was not written.");
    case Doing::Importing:
        return tr("The account was not imported.");
    default:
        return tr("The list of accounts could not be saved.");
    }
}

QString ErrorWords::failed(const Error &error, const ErrorContext &context)
{
    switch (context.doing) {
    case Doing::Connecting:
        return tr("The service cannot be used at the moment.");
    case Doing::CheckingName:
        return tr("The username could not be checked.");
    case Doing::CheckingHotkey:
        return error.code == Error::Code::HotkeyNotRegistered
            ? tr("This hotkey has no account.")
            : tr("It is not known whether this hotkey has an account.");
    case Doing::Registering:
        return registration(error, context);
    case Doing::SigningIn:
        return tr("Signing in did not work.");
    case Doing::ReadingAccount:
        return tr("The account could not be read.");
    default:
        return local(error, context);
    }
}

QString ErrorWords::label(Next next)
{
    switch (next) {
    case Next::None:
        return {};
    case Next::TryAgain:
        return tr("Try again");
    case Next::UnlockStore:
        return tr("Unlock");
    case Next::ChooseStore:
        return tr("Choose where to keep secrets…");
    case Next::NewToken:
        return tr("Get a new token");
    case Next::ChooseUsername:
        return tr("Change the username");
    case Next::ChooseHotkey:
        return tr("Choose another hotkey");
    case Next::ImportAccount:
        return tr("Import an existing account…");
    case Next::RegisterAccount:
        return tr("Create a Chutes account…");
    case Next::FundColdkey:
        return tr("Show the coldkey’s address");
    case Next::ChooseFolder:
        return tr("Choose another folder…");
    case Next::EnterPassword:
        return tr("Enter the password again");
    case Next::ReviewChanges:
        return tr("Show changes…");
    case Next::CheckOutcome:
        return tr("Ask the service");
    }
    return {};
}

ErrorField fieldOfCode(Error::Code code)
{
    switch (code) {
    case Error::Code::UsernameTaken:
        return ErrorField::Username;
    case Error::Code::TokenRefused:
    case Error::Code::TokenMissing:
        return ErrorField::Token;
    case Error::Code::HotkeyTaken:
    case Error::Code::SignatureRefused:
        return ErrorField::Hotkey;
    case Error::Code::PaymentRequired:
        return ErrorField::Wallet;
    default:
        return ErrorField::None;
    }
}

ErrorField fieldOf(const Error &error, const ErrorContext &context)
{
    if (error.inDoubt)
        return ErrorField::None;
    if (context.doing == Doing::ReadingConfig || context.doing == Doing::WritingConfig)
        return ErrorField::ConfigPath;
    if (context.doing == Doing::OpeningHotkey) {
        return error.code == Error::Code::WrongPassword ? ErrorField::Password : ErrorField::Hotkey;
    }
    if (error.field == u"username")
        return ErrorField::Username;
    if (error.field == u"token")
        return ErrorField::Token;
    if (error.field == u"coldkey")
        return ErrorField::Wallet;
    if (error.field.startsWith(u"hotkey"))
        return ErrorField::Hotkey;
    return context.doing == Doing::Registering ? fieldOfCode(error.code) : ErrorField::None;
}

bool helpsToRepeat(Next next)
{
    return next == Next::TryAgain || next == Next::UnlockStore || next == Next::EnterPassword;
}

} // namespace

ErrorText errorText(const Error &error, const ErrorContext &context)
{
    if (error.code == Error::Code::Cancelled && !error.inDoubt)
        return {};
    const auto next = nextStep(error, context);
    return {
        .what = ErrorWords::failed(error, context),
        .meaning = errorMeaning(error, context),
        .serverWords = quotedServerWords(error.said),
        .next = next,
        .field = fieldOf(error, context),
        .mayTryAgain = !error.inDoubt && helpsToRepeat(next),
    };
}

QString nextLabel(Next next)
{
    return ErrorWords::label(next);
}

} // namespace canopy
