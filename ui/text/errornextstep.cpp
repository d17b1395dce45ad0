#include "ui/text/errornextstep.h"

namespace canopy {

namespace {

bool isRefusalForGood(Error::Code code)
{
    return code == Error::Code::TlsFailed || code == Error::Code::Redirected
        || code == Error::Code::OriginRefused;
}

Next nextOfStore(Error::Code code)
{
    switch (code) {
    case Error::Code::KeychainLocked:
        return Next::UnlockStore;
    case Error::Code::KeychainMissing:
        return Next::ChooseStore;
    case Error::Code::KeychainUnknown:
    case Error::Code::KeychainNotStored:
        return Next::TryAgain;
    case Error::Code::SecretAbsent:
        return Next::ImportAccount;
    default:
        return Next::None;
    }
}

Next nextOfRegistration(Error::Code code)
{
    switch (code) {
    case Error::Code::TokenRefused:
    case Error::Code::TokenMissing:
        return Next::NewToken;
    case Error::Code::UsernameTaken:
        return Next::ChooseUsername;
    case Error::Code::HotkeyTaken:
        return Next::ImportAccount;
    case Error::Code::PaymentRequired:
        return Next::FundColdkey;
    default:
        return Next::None;
    }
}

Next nextOfFile(Error::Code code, Doing doing)
{
    switch (code) {
    case Error::Code::FileConflict:
        return Next::ReviewChanges;
    case Error::Code::WrongPassword:
        return Next::EnterPassword;
    case Error::Code::OutOfMemory:
    case Error::Code::DiskFull:
    case Error::Code::FileNotWritable:
        return Next::TryAgain;
    case Error::Code::FileMissing:
    case Error::Code::FileUnreadable:
    case Error::Code::FileUnsafe:
    case Error::Code::FileDamaged:
    case Error::Code::Unsupported:
    case Error::Code::KeyMismatch:
    case Error::Code::FileTooLarge:
        break;
    default:
        return Next::None;
    }
    if (doing == Doing::OpeningHotkey)
        return Next::ChooseHotkey;
    return doing == Doing::ReadingWallets ? Next::ChooseFolder : Next::None;
}

} // namespace

Next nextStep(const Error &error, const ErrorContext &context)
{
    // A store or a file that is in the way of settling it comes first; then asking makes sense.
    if (const auto next = nextOfStore(error.code);
        next == Next::UnlockStore || (next != Next::None && !error.inDoubt))
        return next;
    if (error.inDoubt)
        return Next::CheckOutcome;
    if (context.doing == Doing::Registering) {
        if (const auto next = nextOfRegistration(error.code); next != Next::None)
            return next;
    }
    if (const auto next = nextOfFile(error.code, context.doing); next != Next::None)
        return next;
    switch (error.code) {
    case Error::Code::HotkeyNotRegistered:
        return context.doing == Doing::Registering ? Next::TryAgain : Next::RegisterAccount;
    case Error::Code::Offline:
    case Error::Code::Timeout:
    case Error::Code::ConnectionLost:
    case Error::Code::Malformed:
    case Error::Code::WebPage:
    case Error::Code::AnswerTooLarge:
    case Error::Code::ServiceFailed:
    case Error::Code::ClockSkew:
    case Error::Code::RateLimited:
    case Error::Code::SessionExpired:
        return Next::TryAgain;
    default:
        return isRefusalForGood(error.code) ? Next::TryAgain : Next::None;
    }
}

} // namespace canopy
