#include "core/chutes/credential.h"

#include <QDateTime>

#include <sodium.h>

#include <algorithm>
#include <array>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestLoginNonce = 64;

QByteArray wordOf(SigningPurpose purpose)
{
    switch (purpose) {
    case SigningPurpose::None:
    case SigningPurpose::Body:
        break;
    case SigningPurpose::Me:
        return "me";
    case SigningPurpose::ApiKeys:
        return "api_keys";
    case SigningPurpose::LinkAccount:
        return "link_account";
    case SigningPurpose::Chutes:
        return "chutes";
    case SigningPurpose::Images:
        return "images";
    case SigningPurpose::Secrets:
        return "secrets";
    }
    return {};
}

/// Lower-case hex of the SHA-256 of exactly the bytes that go out; an empty body counts too.
QByteArray bodyHash(const Secret &body)
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    const auto view = body.view();
    crypto_hash_sha256(hash.data(), view.span().data(), view.span().size());
    return asView(hash).toByteArray().toHex();
}

QByteArray hexOf(const sr25519::Signature &signature)
{
    return asView(signature).toByteArray().toHex();
}

void addHeader(HttpRequest &request, const char *name, QByteArray value)
{
    request.headers.push_back({.name = name, .value = Secret::take(std::move(value))});
}

bool isLoginNonceCharacter(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z')
        || c == u'-' || c == u'_' || c == u'.';
}

/// Printable ASCII without spaces: nothing else may travel in a header.
bool isHeaderToken(QByteArrayView text)
{
    return !text.isEmpty()
        && std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

} // namespace

HotkeyCredential::HotkeyCredential(KeyPair key, const Clock &clock, RandomSource &random)
    : m_key(std::move(key))
    , m_clock(clock)
    , m_random(random)
{
}

Result<Done> HotkeyCredential::stamp(HttpRequest &request, SigningPurpose purpose,
                                     qint64 skewSeconds) const
{
    const bool hasBody = request.method == HttpRequest::Method::Post;
    if (purpose == SigningPurpose::None || (purpose == SigningPurpose::Body && !hasBody))
        return failure(Error::Code::HotkeyNotAllowed);
    const auto hotkey = address().toString().toLatin1();
    const auto nonce = QByteArray::number(m_clock.unixSeconds() + skewSeconds);
    const auto subject = purpose == SigningPurpose::Body ? bodyHash(request.body) : wordOf(purpose);
    const QByteArray message = hotkey + ':' + nonce + ':' + subject;
    const auto signature = m_key.sign(message, m_random);
    if (!signature)
        return failure(signature.error());
    addHeader(request, "X-Chutes-Hotkey", hotkey);
    addHeader(request, "X-Chutes-Nonce", nonce);
    addHeader(request, "X-Chutes-Signature", hexOf(*signature));
    return Done();
}

Result<Done> HotkeyCredential::stampFingerprintChange(HttpRequest &request,
                                                      const Secret &fingerprint,
                                                      qint64 skewSeconds) const
{
    const auto hotkey = address().toString().toLatin1();
    const auto nonce = QByteArray::number(m_clock.unixSeconds() + skewSeconds);
    const qsizetype size = hotkey.size() + fingerprint.size() + nonce.size() + 2;
    const auto message = Secret::filled(size, [&](std::span<std::uint8_t> out) {
        const auto view = fingerprint.view();
        auto next = std::ranges::copy(hotkey, out.begin()).out;
        *next++ = ':';
        next = std::ranges::copy(view.span(), next).out;
        *next++ = ':';
        std::ranges::copy(nonce, next);
    });
    const auto signature = m_key.sign(message.view(), m_random);
    if (!signature)
        return failure(signature.error());
    addHeader(request, "X-Chutes-Hotkey", hotkey);
    addHeader(request, "X-Chutes-Nonce", nonce);
    addHeader(request, "X-Chutes-Signature", hexOf(*signature));
    return Done();
}

Result<QByteArray> HotkeyCredential::signLoginNonce(const QString &nonce) const
{
    // The service chooses this text: one with a colon could be the message of another request
    // ("<hotkey>:<time>:api_keys"), one with spaces or bytes beyond could be anything else.
    if (nonce.isEmpty() || nonce.size() > longestLoginNonce
        || !std::ranges::all_of(nonce, isLoginNonceCharacter))
        return failure(Error::Code::Malformed, u"a login nonce that is not one"_s);
    const auto signature = m_key.sign(nonce.toLatin1(), m_random);
    if (!signature)
        return failure(signature.error());
    return hexOf(*signature);
}

BearerCredential::BearerCredential(Kind kind, Secret token)
    : m_kind(kind)
    , m_token(std::move(token))
{
}

Result<Done> BearerCredential::stamp(HttpRequest &request, SigningPurpose /*purpose*/,
                                     qint64 /*skewSeconds*/) const
{
    if (!isHeaderToken(m_token.view()))
        return failure(Error::Code::InvalidInput, u"a token that cannot travel in a header"_s);
    const QByteArray scheme = "Bearer ";
    auto value = Secret::filled(scheme.size() + m_token.size(), [&](std::span<std::uint8_t> out) {
        const auto view = m_token.view();
        const auto next = std::ranges::copy(scheme, out.begin()).out;
        std::ranges::copy(view.span(), next);
    });
    request.headers.push_back({.name = "Authorization", .value = std::move(value)});
    return Done();
}

} // namespace canopy
