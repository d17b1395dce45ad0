#include "ui/text/errormeaning.h"

#include "ui/text/displaytext.h"
#include "ui/text/timetext.h"

#include <QCoreApplication>

namespace canopy {

namespace {

class ErrorMeaning
{
    Q_DECLARE_TR_FUNCTIONS(ErrorMeaning)

public:
    static QString ofTheWay(const Error &error, const QString &host);
    static QString ofTheAnswer(const Error &error, const QString &host);
    static QString ofARegistration(Error::Code code);
    static QString ofAValue(const Error &error);
    static QString ofRefusedCredential(Error::Code code);
    static QString ofASecret(const Error &error, Doing doing);
    static QString ofAFile(const Error &error, Doing doing);
    static QString inDoubt(const ErrorContext &context);

private:
    static QString rateLimited(const Error &error);
    static QString fieldName(const QString &field);
};

QString ErrorMeaning::ofTheWay(const Error &error, const QString &host)
{
    switch (error.code) {
    case Error::Code::Offline:
        return error.inDoubt
            ? tr("The connection to %1 is gone.").arg(host)
            : tr("No connection to %1 could be made, so nothing was sent.").arg(host);
    case Error::Code::Timeout:
        return tr("%1 did not answer in time.").arg(host);
    case Error::Code::ConnectionLost:
        return tr("The connection to %1 ended before the whole answer was in.").arg(host);
    case Error::Code::TlsFailed:
        return tr("The secure connection to %1 could not be verified. Canopy does not go on with "
                  "such a connection. A wrong clock or a network that inspects traffic can be the "
                  "reason.")
            .arg(host);
    case Error::Code::Redirected:
        return tr("%1 sent the request elsewhere. Canopy does not follow, because it would hand "
                  "over what proves who you are.")
            .arg(host);
    case Error::Code::OriginRefused:
        return tr("Canopy talks to addresses that begin with https:// only, or with http:// on "
                  "this computer.");
    case Error::Code::AnswerTooLarge:
        return tr("The answer of %1 is larger than any real one, so it was not read to its end.")
            .arg(host);
    case Error::Code::Malformed:
        return tr("The answer of %1 could not be understood.").arg(host);
    case Error::Code::WebPage:
        return tr("A web page came back instead of an answer of %1. A network that asks for a "
                  "sign-in, or a protection in front of the service, can be the reason.")
            .arg(host);
    default:
        return {};
    }
}

QString ErrorMeaning::rateLimited(const Error &error)
{
    if (error.retryAfterSeconds > 0) {
        return tr("The service asks to wait %1 before the next request.")
            .arg(durationText(error.retryAfterSeconds));
    }
    return tr("The service asks to wait. It did not say how long.");
}

QString ErrorMeaning::ofTheAnswer(const Error &error, const QString &host)
{
    switch (error.code) {
    case Error::Code::NotOffered:
        return tr("%1 either does not offer this or wants another way of signing in: it answers "
                  "both in the same way. It says nothing about your hotkey or keys.")
            .arg(host);
    case Error::Code::ClockSkew:
        return error.skewSeconds == 0
            ? tr("The service says that the clocks differ by more than it allows.")
            : skewText(error.skewSeconds) + u' '
                + tr("The service accepts signatures of at most 10 minutes’ difference.");
    case Error::Code::Unauthorized:
        return tr("%1 refused the request and gave no reason that Canopy knows.").arg(host);
    case Error::Code::NotFound:
        return tr("%1 does not know what was asked for.").arg(host);
    case Error::Code::Conflict:
        return tr("The request contradicts what %1 holds already, or the same is being done in "
                  "another window.")
            .arg(host);
    case Error::Code::RateLimited:
        return rateLimited(error);
    case Error::Code::ServiceFailed:
        return tr("%1 reports a fault of its own.").arg(host);
    case Error::Code::PaymentRequired:
        return tr("The service wants a higher balance for this.");
    case Error::Code::Rejected:
        return error.field.isEmpty()
            ? tr("%1 did not accept what was sent.").arg(host)
            : tr("%1 did not accept the value of %2.").arg(host, fieldName(error.field));
    default:
        return ofRefusedCredential(error.code);
    }
}

QString ErrorMeaning::ofRefusedCredential(Error::Code code)
{
    switch (code) {
    case Error::Code::HotkeyNotAllowed:
        return tr("This service does not let a hotkey’s signature ask for this; a session or an "
                  "API key is needed.");
    case Error::Code::SignatureRefused:
        return tr("The service did not accept the hotkey’s signature.");
    case Error::Code::HotkeyNotRegistered:
        return tr("The service says that this hotkey has no account.");
    case Error::Code::KeyRefused:
        return tr("The API key is unknown, revoked, or not allowed to do this: the service does "
                  "not say which.");
    case Error::Code::SessionExpired:
        return tr("The session has ended or was refused. Sign in again.");
    case Error::Code::FingerprintRefused:
        return tr("The service did not accept the account fingerprint.");
    default:
        return {};
    }
}

QString ErrorMeaning::ofARegistration(Error::Code code)
{
    switch (code) {
    case Error::Code::PaymentRequired:
        return tr("The service wants at least 0.25 TAO on the wallet’s coldkey before it registers "
                  "an account. Everything you entered is kept.");
    case Error::Code::TokenRefused:
        return tr("The registration token is wrong, has expired (it is good for 5 minutes), or was "
                  "made from another network address, for example through a VPN. Get a new token; "
                  "everything else is kept.");
    case Error::Code::TokenMissing:
        return tr("This service wants a registration token. Everything you entered is kept.");
    case Error::Code::HotkeyTaken:
        return tr("A hotkey can have one account. If it is yours, import it; otherwise choose "
                  "another hotkey.");
    case Error::Code::UsernameTaken:
        return tr("Somebody has this name already, or one that differs only in upper and lower "
                  "case. Choose another; everything else is kept.");
    case Error::Code::RateLimited:
        return tr("The service allows only a few new accounts a day from one network address. "
                  "Everything you entered is kept; try again tomorrow.");
    case Error::Code::HotkeyNotRegistered:
        return tr("The service was asked and says that this hotkey has no account: the earlier "
                  "registration came to nothing.");
    case Error::Code::FileNotWritable:
    case Error::Code::DiskFull:
    case Error::Code::FileDamaged:
    case Error::Code::FileUnsafe:
        return tr("Canopy notes down what it is about to send, so that a lost answer can be put "
                  "right later. That note could not be written, so nothing was sent.");
    default:
        return {};
    }
}

QString ErrorMeaning::inDoubt(const ErrorContext &context)
{
    if (context.doing == Doing::Registering && context.accountExists) {
        return tr("The service has an account for this hotkey now, but the answer with its "
                  "fingerprint was lost, and a new fingerprint is not settled yet. Canopy "
                  "remembers this, also after a restart.");
    }
    if (context.doing == Doing::Registering) {
        return tr("The request may have been carried out although no usable answer came. Canopy "
                  "remembers it, also after a restart, and asks the service before it sends "
                  "anything again.");
    }
    return tr("The request may have been carried out although no usable answer came. Look at the "
              "result before you repeat it.");
}

QString ErrorMeaning::ofASecret(const Error &error, Doing doing)
{
    switch (error.code) {
    case Error::Code::SecretAbsent:
        return tr("It is not in the keychain, although it was put there. Import the account again "
                  "to store it anew.");
    case Error::Code::KeychainLocked:
        return tr("Your keychain is locked. What is in it is safe; unlock it to go on.");
    case Error::Code::KeychainMissing:
        return tr("There is no keychain in this session. A desktop keychain such as GNOME Keyring, "
                  "KWallet or KeePassXC provides one; or keep secrets for this session only, or "
                  "in an encrypted file.");
    case Error::Code::KeychainUnknown:
        return doing == Doing::StoringSecret
            ? tr("The keychain did not answer, so it is not known whether the secret is in it.")
            : tr("The keychain did not answer. Nothing is known about what is in it.");
    case Error::Code::KeychainNotStored:
        return tr("The keychain could not save, or gave back something else than it was given.");
    case Error::Code::WrongPassword:
        return tr("The password is wrong, or the file was changed: the two cannot be told apart.");
    case Error::Code::OutOfMemory:
        return tr("Opening it needs 512 MiB of memory, and there is not enough free. This does not "
                  "mean that the password is wrong. Close other programs and try again.");
    default:
        return {};
    }
}

QString ErrorMeaning::ofAFile(const Error &error, Doing doing)
{
    const bool config = doing == Doing::WritingConfig || doing == Doing::ReadingConfig;
    switch (error.code) {
    case Error::Code::FileMissing:
        return tr("It is not there.");
    case Error::Code::FileUnreadable:
        return tr("It cannot be read: permission is missing, or the disk reports a fault.");
    case Error::Code::FileUnsafe:
        return tr("It is a link or a special file, belongs to somebody else, or others may change "
                  "it. Canopy does not use such a file.");
    case Error::Code::FileTooLarge:
        return tr("It is larger than any real one.");
    case Error::Code::FileDamaged:
        return config ? tr("It is not a file that the chutes CLI could read. Canopy leaves it as "
                           "it is.")
                      : tr("Its content is damaged or cut off.");
    case Error::Code::FileNotWritable:
        return tr("The file or its folder cannot be written. What was there before is unchanged.");
    case Error::Code::DiskFull:
        return tr("The disk is full. What was there before is unchanged.");
    case Error::Code::FileConflict:
        return tr("Another program changed the file meanwhile. Nothing was written; look at the "
                  "changes again.");
    case Error::Code::Unsupported:
        return tr("Its format is recognised, and not one that Canopy opens.");
    case Error::Code::KeyMismatch:
        return tr("Its parts contradict each other: the secret key does not belong to the address "
                  "beside it. Canopy does not use such a key.");
    case Error::Code::InvalidInput:
        return ofAValue(error);
    default:
        return {};
    }
}

QString ErrorMeaning::fieldName(const QString &field)
{
    if (field == u"username")
        return tr("the username");
    if (field == u"token")
        return tr("the registration token");
    if (field == u"coldkey")
        return tr("the coldkey’s address");
    if (field == u"hotkey" || field == u"hotkey_ss58address")
        return tr("the hotkey’s address");
    if (field == u"hotkey_seed")
        return tr("the hotkey’s seed");
    if (field == u"user_id")
        return tr("the user ID");
    return u'"' + displayText(field, 60) + u'"';
}

QString ErrorMeaning::ofAValue(const Error &error)
{
    if (error.field.isEmpty())
        return tr("A value is not one that can be used here.");
    return tr("The value of %1 is missing or not one that can be used here.")
        .arg(fieldName(error.field));
}

} // namespace

QString errorMeaning(const Error &error, const ErrorContext &context)
{
    const auto host = context.subject.isEmpty() ? ErrorMeaning::tr("the service")
                                                : displayText(context.subject);
    if (context.doing == Doing::Registering) {
        const auto meaning = ErrorMeaning::ofARegistration(error.code);
        if (!meaning.isEmpty() && !error.inDoubt)
            return meaning;
    }
    auto meaning = ErrorMeaning::ofTheWay(error, host);
    if (meaning.isEmpty())
        meaning = ErrorMeaning::ofTheAnswer(error, host);
    if (meaning.isEmpty())
        meaning = ErrorMeaning::ofASecret(error, context.doing);
    if (meaning.isEmpty())
        meaning = ErrorMeaning::ofAFile(error, context.doing);
    if (meaning.isEmpty())
        meaning = ErrorMeaning::ofARegistration(error.code);
    if (error.inDoubt)
        meaning += u' ' + ErrorMeaning::inDoubt(context);
    if (!meaning.isEmpty())
        meaning[0] = meaning.at(0).toUpper();
    return meaning;
}

} // namespace canopy
