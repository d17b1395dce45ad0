#pragma once

#include <QString>

#include <tl/expected.hpp>
#include <variant>

namespace canopy {

/// Why an operation failed, in terms the program can act on.
///
/// The sentence a person reads is made from @ref code in ui/text/errortext; neither @ref detail
/// nor @ref said is ever shown as our own words.
struct Error
{
    enum class Code {
        /// Given up by the person or because its context is gone; show nothing.
        Cancelled,

        // The way to the service -------------------------------------------------------------
        /// No connection: name not found, refused, network down. Nothing was sent.
        Offline,
        /// No answer in time, whether idle or over the total deadline.
        Timeout,
        /// The connection ended before a whole answer was in.
        ConnectionLost,
        /// Certificate or handshake refused. Final: there is no way around it.
        TlsFailed,
        /// The service answered 3xx; it was not followed.
        Redirected,
        /// The address is not one this client may talk to (scheme, host, port, user info).
        OriginRefused,
        /// The answer is larger than the request allows.
        AnswerTooLarge,
        /// An answer that does not have the documented shape: half a JSON, wrong types, compressed.
        Malformed,
        /// HTML where JSON was expected: a captive portal or an edge's own page.
        WebPage,

        // What the service said ---------------------------------------------------------------
        /// Both an unknown path and a missing credential answer so; never call a key bad on it.
        NotOffered,
        /// 401 "Invalid nonce": the clocks differ by more than the service allows.
        ClockSkew,
        /// This request cannot be signed with a hotkey (the endpoint has no purpose).
        HotkeyNotAllowed,
        /// The service did not accept the hotkey's signature.
        SignatureRefused,
        /// The hotkey has no account on this service.
        HotkeyNotRegistered,
        /// The key is unknown, revoked, or out of scope here: the service does not tell which.
        KeyRefused,
        /// The session token ended or was refused.
        SessionExpired,
        /// The account fingerprint was not accepted.
        FingerprintRefused,
        /// Another 401 or 403.
        Unauthorized,
        /// 402: the coldkey holds too little, or the balance does.
        PaymentRequired,
        /// 403 at registration: the token is wrong, expired, or of another address.
        TokenRefused,
        /// 400 at registration: the service wants a token and none was sent.
        TokenMissing,
        NotFound,
        HotkeyTaken,
        UsernameTaken,
        /// Another 409.
        Conflict,
        /// The service refused a value: 400 or 422, the field in @ref field if it said which.
        Rejected,
        /// 429; @ref retryAfterSeconds if the service said it.
        RateLimited,
        /// 5xx.
        ServiceFailed,

        // Secrets ------------------------------------------------------------------------------
        /// The entry is known not to exist.
        SecretAbsent,
        /// The keychain is locked; the entry may or may not exist.
        KeychainLocked,
        /// No keychain on this machine or session.
        KeychainMissing,
        /// The keychain did not answer, or in a way that proves nothing.
        KeychainUnknown,
        /// The keychain took the value but did not give the same back, or could not store it.
        KeychainNotStored,
        /// Wrong password, or the data was tampered with: indistinguishable.
        WrongPassword,
        /// Not enough memory to derive the key. Never means "wrong password".
        OutOfMemory,

        // Files and keys -----------------------------------------------------------------------
        FileMissing,
        FileUnreadable,
        FileUnsafe, ///< symlink, FIFO, hard links, another owner, writable by others
        FileTooLarge,
        FileDamaged,
        FileNotWritable,
        DiskFull,
        /// The file changed since it was read.
        FileConflict,
        /// Recognised, and not opened by this program (Ansible vault, Fernet, ed25519 …).
        Unsupported,
        /// The parts of a keyfile contradict each other.
        KeyMismatch,
        /// A value the program itself must not use (bad address, bad name, bad token).
        InvalidInput,
    };

    Code code = Code::Cancelled;
    /// For the log and the details: never a secret, never a header, never a query.
    QString detail = {};
    int httpStatus = 0;
    /// The request left, and what came of it is not known: reconcile before repeating.
    bool inDoubt = false;
    /// The service's own words, verbatim, to be quoted as such and cleaned by displayText().
    QString said = {};
    /// The field the service or the check objected to, as named on the wire.
    QString field = {};
    int retryAfterSeconds = 0;
    /// Service clock minus ours, seconds, where an answer showed it (ClockSkew).
    qint64 skewSeconds = 0;
};

/// Either a value or an @ref Error; becomes std::expected one day.
template <typename T>
using Result = tl::expected<T, Error>;

/// What an operation returns when success carries no value.
using Done = std::monostate;

/// Shorthand for `return failure(Error::Code::X, u"…"_s);`.
inline tl::unexpected<Error> failure(Error::Code code, QString detail = {})
{
    return tl::unexpected(Error{.code = code, .detail = std::move(detail)});
}
inline tl::unexpected<Error> failure(Error error)
{
    return tl::unexpected(std::move(error));
}

} // namespace canopy
