#include "core/chutes/answer.h"

#include "core/chutes/secretextract.h"
#include "core/chutes/strictjson.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestWords = 1000;

/// What a service says about a refusal.
struct Words
{
    QString said;
    QString field;
};

struct Meaning
{
    QLatin1StringView start; ///< how the detail begins
    Error::Code code = {};
};

// The texts of contract §2 and §5, which all known generations of the service share.
constexpr std::array unauthorizedMeanings{
    Meaning{.start = "Authentication required."_L1, .code = Error::Code::NotOffered},
    Meaning{.start = "Invalid nonce"_L1, .code = Error::Code::ClockSkew},
    Meaning{.start = "Either payload_str or purpose"_L1, .code = Error::Code::HotkeyNotAllowed},
    Meaning{.start = "Invalid request signature"_L1, .code = Error::Code::SignatureRefused},
    Meaning{.start = "Invalid signature"_L1, .code = Error::Code::SignatureRefused},
    Meaning{.start = "Signature verification failed"_L1, .code = Error::Code::SignatureRefused},
    Meaning{.start = "Missing or invalid BT signature"_L1, .code = Error::Code::SignatureRefused},
    Meaning{.start = "Bad signing message"_L1, .code = Error::Code::SignatureRefused},
    Meaning{.start = "Could not find user with hotkey"_L1,
            .code = Error::Code::HotkeyNotRegistered},
    Meaning{.start = "No account found for this hotkey"_L1,
            .code = Error::Code::HotkeyNotRegistered},
    Meaning{.start = "No user found with th"_L1, .code = Error::Code::HotkeyNotRegistered},
    Meaning{.start = "Invalid token or user not found"_L1, .code = Error::Code::KeyRefused},
    Meaning{.start = "Invalid API key"_L1, .code = Error::Code::KeyRefused},
    Meaning{.start = "Can't find a user with that api key"_L1, .code = Error::Code::KeyRefused},
    Meaning{.start = "Missing or invalid authorization header"_L1, .code = Error::Code::KeyRefused},
    Meaning{.start = "Invalid token."_L1, .code = Error::Code::SessionExpired},
    Meaning{.start = "Token expired"_L1, .code = Error::Code::SessionExpired},
    Meaning{.start = "Invalid fingerprint"_L1, .code = Error::Code::FingerprintRefused},
    Meaning{.start = "Missing or invalid fingerprint"_L1, .code = Error::Code::FingerprintRefused},
};

constexpr std::array conflictMeanings{
    Meaning{.start = "This hotkey is already registered"_L1, .code = Error::Code::HotkeyTaken},
    Meaning{.start = "Hotkey already associated"_L1, .code = Error::Code::HotkeyTaken},
    Meaning{.start = "Username "_L1, .code = Error::Code::UsernameTaken},
};

template <typename Meanings>
Error::Code meaningOf(const QString &said, const Meanings &meanings, Error::Code otherwise)
{
    const auto known = std::ranges::find_if(meanings, [&said](const Meaning &meaning) {
        return said.startsWith(meaning.start);
    });
    return known == meanings.end() ? otherwise : known->code;
}

Error::Code rejection(const QString &said, const Asked &asked)
{
    const bool noToken = said.startsWith("Missing registration token"_L1);
    return asked.registers && noToken ? Error::Code::TokenMissing : Error::Code::Rejected;
}

Error::Code forbidden(const QString &said, const Asked &asked)
{
    const bool token = said.startsWith("Invalid registration token"_L1);
    return asked.registers && token ? Error::Code::TokenRefused : Error::Code::Unauthorized;
}

/// The catch-all answers so to a path it does not know (contract §1.2); "Not Found" is the
/// framework's own text on services without one.
Error::Code missing(const QString &said)
{
    const bool path = said.startsWith("No matching chute found"_L1) || said == "Not Found"_L1;
    return path ? Error::Code::NotOffered : Error::Code::NotFound;
}

Error::Code codeOf(int status, const QString &said, const Asked &asked)
{
    if (status >= 500)
        return Error::Code::ServiceFailed;
    switch (status) {
    case 401:
        return meaningOf(said, unauthorizedMeanings, Error::Code::Unauthorized);
    case 402:
        return Error::Code::PaymentRequired;
    case 403:
        return forbidden(said, asked);
    case 404:
        return missing(said);
    case 405:
        return Error::Code::NotOffered;
    case 408:
        return Error::Code::Timeout;
    case 409:
        return meaningOf(said, conflictMeanings, Error::Code::Conflict);
    case 429:
        return Error::Code::RateLimited;
    default:
        return rejection(said, asked);
    }
}

/// ["body", "scopes", 0, "action"] is "scopes.0.action"; the first part says only where it was.
QString fieldOf(const QJsonValue &location)
{
    QStringList parts;
    bool named = false;
    const auto path = location.toArray();
    for (const auto &part : path) {
        named = named || (!parts.isEmpty() && part.isString());
        parts.append(part.isString() ? part.toString() : QString::number(part.toInteger()));
    }
    return named ? parts.mid(1).join(u'.') : QString();
}

/// `detail` is a string, an array of complaints about fields, or an object (contract §1.4, §15).
/// A complaint's `input` repeats what was sent and is never looked at.
Words wordsOf(const QJsonValue &detail)
{
    if (detail.isArray()) {
        const auto first = detail.toArray().first().toObject();
        return {.said = first.value("msg"_L1).toString(), .field = fieldOf(first.value("loc"_L1))};
    }
    if (detail.isObject()) {
        for (const auto name : {"message"_L1, "detail"_L1, "error"_L1, "msg"_L1}) {
            const auto value = detail.toObject().value(name);
            if (value.isString())
                return {.said = value.toString()};
        }
        return {};
    }
    return {.said = detail.toString()};
}

/// "Invalid signature: <the signature>, with error: …": a signature is good for ten minutes
/// (SIG-05), so it goes no further than here.
QString withoutSignature(const QString &said)
{
    const auto start = "Invalid signature:"_L1;
    return said.startsWith(start) ? said.first(start.size() - 1) : said;
}

Error refusal(int status, const QJsonObject &body, const HttpResponse &response, const Asked &asked)
{
    auto words = wordsOf(body.value("detail"_L1));
    Error error{.code = codeOf(status, words.said, asked),
                .detail = u"HTTP %1"_s.arg(status),
                .httpStatus = status,
                .inDoubt = asked.changesSomething && (status >= 500 || status == 408),
                .said = withoutSignature(words.said.left(longestWords)),
                .field = words.field,
                .retryAfterSeconds = response.retryAfterSeconds};
    if (asked.registers && words.field.isEmpty() && words.said.startsWith("Username "_L1))
        error.field = u"username"_s;
    return error;
}

Error unreadable(Error error, const HttpResponse &response, const Asked &asked)
{
    error.httpStatus = response.status;
    error.inDoubt = asked.changesSomething;
    return error;
}

bool isWebPage(const HttpResponse &response)
{
    if (response.contentType == "text/html")
        return true;
    const auto view = response.body.view();
    return view.bytes().trimmed().startsWith('<');
}

/// A web page is an edge's or a portal's, whatever it says; but 429 means the same in any dress.
Error webPage(const HttpResponse &response, const Asked &asked)
{
    const bool limited = response.status == 429;
    const bool refusedForSure = response.status >= 400 && response.status < 500;
    return {.code = limited ? Error::Code::RateLimited : Error::Code::WebPage,
            .detail = u"a web page, HTTP %1"_s.arg(response.status),
            .httpStatus = response.status,
            .inDoubt = asked.changesSomething && (!refusedForSure || response.status == 408),
            .retryAfterSeconds = response.retryAfterSeconds};
}

/// The status a 200 hides in its body (F-23), or 0.
int hiddenStatus(const QJsonObject &object)
{
    const auto value = object.value("status_code"_L1);
    if (value.isUndefined() || value.isNull())
        return 0;
    const auto status = value.toInteger();
    return status >= 200 && status < 300 ? 0 : static_cast<int>(status == 0 ? 500 : status);
}

/// The body without its secret, which goes to @p secret.
Result<QJsonObject> objectOf(const HttpResponse &response, const Asked &asked, Secret &secret)
{
    if (asked.secretMember.isEmpty())
        return json::parseObject(response.body.view());
    auto taken = takeStringMember(response.body, asked.secretMember);
    if (taken) {
        secret = std::move(taken->value);
        return json::parseObject(taken->rest);
    }
    // No secret where one must be: either a failure in disguise, or not the documented answer.
    auto object = json::parseObject(response.body.view());
    if (object && hiddenStatus(*object) == 0)
        return failure(taken.error());
    return object;
}

} // namespace

Result<Answer> judge(HttpResponse response, const Asked &asked)
{
    const bool succeeded = response.status >= 200 && response.status < 300;
    if (isWebPage(response))
        return failure(webPage(response, asked));
    if (!succeeded) {
        // A refusal that is not JSON says nothing beyond its status.
        const auto body = json::parseObject(response.body.view());
        return failure(refusal(response.status, body.value_or(QJsonObject()), response, asked));
    }
    Answer answer{.date = response.date};
    if (!asked.readsBodyItself) {
        const auto object = objectOf(response, asked, answer.secret);
        if (!object)
            return failure(unreadable(object.error(), response, asked));
        if (const int status = hiddenStatus(*object); status != 0)
            return failure(refusal(status, *object, response, asked));
        answer.object = *object;
    }
    answer.body = std::move(response.body);
    return answer;
}

} // namespace canopy
