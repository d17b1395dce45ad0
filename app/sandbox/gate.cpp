#include "app/sandbox/gate.h"

#include "app/sandbox/fingerprints.h"
#include "app/sandbox/scopes.h"
#include "app/sandbox/signatures.h"

#include <QRegularExpression>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 nonceWindowSeconds = 600;

std::optional<QString> filledHeader(const Request &request, QByteArrayView name)
{
    auto value = request.header(name);
    return value && !value->isEmpty() ? value : std::nullopt;
}

QString lastWord(const QString &authorization)
{
    return authorization.mid(authorization.lastIndexOf(u' ') + 1);
}

bool looksLikeKey(const QString &text)
{
    static const QRegularExpression pattern(
        u"\\Acpk_[a-f0-9]{32}\\.[a-f0-9]{32}\\.[a-zA-Z0-9]{32}\\z"_s);
    return pattern.match(text).hasMatch();
}

QString withDashes(const QString &hex)
{
    return hex.first(8) + u'-' + hex.sliced(8, 4) + u'-' + hex.sliced(12, 4) + u'-'
        + hex.sliced(16, 4) + u'-' + hex.sliced(20);
}

bool coversBody(const QByteArray &method)
{
    return method == "POST" || method == "PUT" || method == "PATCH";
}

} // namespace

Gate::Gate(Store &store, const ServiceClock &clock, Generation generation, int keyCacheSeconds)
    : m_store(store)
    , m_clock(clock)
    , m_generation(generation)
    , m_rules(rulesOf(generation))
    , m_keyCacheSeconds(keyCacheSeconds)
    , m_sessions(store, clock)
{
}

bool Gate::isSigned(const Request &request) const
{
    const bool bothThere = filledHeader(request, "X-Chutes-Hotkey")
        && filledHeader(request, "X-Chutes-Signature");
    return bothThere && (!m_rules.hotkeyLogin || filledHeader(request, "X-Chutes-Nonce"));
}

tl::expected<QString, Answer> Gate::signerOf(const Request &request, const Purpose &purpose) const
{
    QString hotkey = request.header("X-Chutes-Hotkey").value_or(QString());
    const QString nonce = request.header("X-Chutes-Nonce").value_or(QString());
    if (!isWithin(nonce, m_clock.unixSeconds(), nonceWindowSeconds - 1))
        return tl::unexpected(refusal(401, u"Invalid nonce!"_s));
    if (!purpose && !coversBody(request.method))
        return tl::unexpected(refusal(401, u"Either payload_str or purpose must be provided"_s));

    const QString payload = purpose ? *purpose : sha256Hex(request.body);
    const QString message = hotkey + u':' + nonce + u':' + payload;
    const QString hex = request.header("X-Chutes-Signature").value_or(QString());
    const auto signature = bytesFromHex(hex);
    if (!signature) {
        return tl::unexpected(refusal(
            401,
            u"Invalid signature: %1, with error: %2"_s.arg(hex, fromHexError(signature.error()))));
    }
    if (!signedBy(hotkey, message.toUtf8(), *signature)) {
        return tl::unexpected(refusal(
            401, u"Invalid request signature for hotkey %1. Message: %2"_s.arg(hotkey, message)));
    }
    return hotkey;
}

tl::expected<User, Answer> Gate::admit(const Request &request, const Purpose &purpose)
{
    if (!isSigned(request))
        return bearerOf(request);
    const auto hotkey = signerOf(request, purpose);
    if (!hotkey)
        return tl::unexpected(hotkey.error());
    const auto found = m_store.userWithHotkey(*hotkey);
    if (!found)
        return tl::unexpected(serverError());
    const std::optional<User> &user = *found;
    if (!user)
        return tl::unexpected(refusal(401, u"Could not find user with hotkey: %1"_s.arg(*hotkey)));
    return *user;
}

tl::expected<User, Answer> Gate::bearerOf(const Request &request)
{
    const auto authorization = filledHeader(request, "Authorization");
    if (!authorization) {
        return tl::unexpected(refusal(401, u"Can't find a user with that api key in our db :("_s));
    }
    const QString token = lastWord(*authorization);
    const bool isBearer = authorization->startsWith("bearer "_L1, Qt::CaseInsensitive);
    const bool isOauth = m_rules.hotkeyLogin && token.startsWith("cak_"_L1);
    if (isBearer && !token.startsWith("cpk_"_L1) && !isOauth)
        return ownerOfSession(token);
    if (isOauth)
        return tl::unexpected(refusal(401, u"Invalid token or user not found"_s));
    if (!looksLikeKey(token))
        return tl::unexpected(refusal(401, u"Missing or invalid authorization header(s)"_s));
    return ownerOfKey(token, request);
}

tl::expected<User, Answer> Gate::ownerOfSession(const QString &token) const
{
    const auto user = m_sessions.userOf(token.toUtf8());
    if (user)
        return *user;
    switch (user.error()) {
    case SessionTokens::Refusal::Expired:
        return tl::unexpected(refusal(401, u"Token expired."_s));
    case SessionTokens::Refusal::Invalid:
        return tl::unexpected(refusal(401, u"Invalid token."_s));
    case SessionTokens::Refusal::StoreFailed:
        break;
    }
    return tl::unexpected(serverError());
}

tl::expected<User, Answer> Gate::ownerOfKey(const QString &secret, const Request &request)
{
    const auto found = keyWithSecret(secret);
    if (!found)
        return tl::unexpected(serverError());
    const std::optional<ApiKey> &key = *found;
    // Unknown, wrong and out of scope are told the same.
    if (!key || !grants(*key, demandOf(request, m_generation), m_generation))
        return tl::unexpected(refusal(401, u"Invalid token or user not found"_s));
    const auto owner = m_store.userWithId(key->userId);
    if (!owner)
        return tl::unexpected(serverError());
    const std::optional<User> &user = *owner;
    if (!user)
        return tl::unexpected(serverError());
    return *user;
}

Result<std::optional<ApiKey>> Gate::keyWithSecret(const QString &secret)
{
    const QString hash = secretHash(secret.toLatin1());
    const qint64 now = m_clock.unixSeconds();
    if (const auto cached = m_cache.constFind(hash);
        cached != m_cache.cend() && now < cached->until)
        return cached->key;

    auto found = m_store.keyWithId(withDashes(secret.sliced(4, 32)));
    if (!found)
        return found;
    const std::optional<ApiKey> &key = *found;
    if (!key || key->secretHash != hash)
        return std::nullopt;
    m_cache.insert(hash, {.key = *key, .until = now + m_keyCacheSeconds});
    return found;
}

} // namespace canopy::sandbox
