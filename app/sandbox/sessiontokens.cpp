#include "app/sandbox/sessiontokens.h"

#include "app/sandbox/httpmessage.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 lifetimeSeconds = 7LL * 24 * 3'600;
constexpr auto encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QJsonObject objectIn(const QByteArray &part)
{
    return QJsonDocument::fromJson(QByteArray::fromBase64(part, encoding)).object();
}

} // namespace

QByteArray SessionTokens::signatureOf(const QByteArray &signedPart, const User &user) const
{
    const QByteArray key = QMessageAuthenticationCode::hash(
        user.fingerprintHash.toLatin1(), m_store.signingKey(), QCryptographicHash::Sha256);
    return QMessageAuthenticationCode::hash(signedPart, key, QCryptographicHash::Sha256)
        .toBase64(encoding);
}

QByteArray SessionTokens::issue(const User &user) const
{
    const qint64 now = m_clock.unixSeconds();
    const QByteArray head = JsonObjectText().add("alg", u"HS256"_s).add("typ", u"JWT"_s).text();
    const QByteArray claims = JsonObjectText()
                                  .add("exp", now + lifetimeSeconds)
                                  .add("sub", user.id)
                                  .add("iat", now)
                                  .add("salted", true)
                                  .text();
    const QByteArray signedPart = head.toBase64(encoding) + '.' + claims.toBase64(encoding);
    return signedPart + '.' + signatureOf(signedPart, user);
}

tl::expected<User, SessionTokens::Refusal> SessionTokens::userOf(const QByteArray &token) const
{
    const QList<QByteArray> parts = token.split('.');
    if (parts.size() != 3 || objectIn(parts.at(0)).value("alg"_L1) != "HS256"_L1)
        return tl::unexpected(Refusal::Invalid);
    const QJsonObject claims = objectIn(parts.at(1));
    const auto found = m_store.userWithId(claims.value("sub"_L1).toString());
    if (!found)
        return tl::unexpected(Refusal::StoreFailed);
    const std::optional<User> &user = *found;
    if (!user || signatureOf(parts.at(0) + '.' + parts.at(1), *user) != parts.at(2))
        return tl::unexpected(Refusal::Invalid);
    if (claims.value("exp"_L1).toInteger() <= m_clock.unixSeconds())
        return tl::unexpected(Refusal::Expired);
    return *user;
}

} // namespace canopy::sandbox
