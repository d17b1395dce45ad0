#include "sandboxclient.h"

#include "core/crypto/ss58.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <sodium.h>

namespace canopy::test {

using namespace Qt::StringLiterals;

QJsonObject Reply::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QString Reply::detail() const
{
    return json().value("detail"_L1).toString();
}

QByteArray Reply::summary() const
{
    return QByteArray::number(status) + ' ' + detail().toUtf8();
}

TestKey::TestKey(char seed)
{
    std::array<std::uint8_t, 32> bytes{};
    bytes.fill(static_cast<std::uint8_t>(seed));
    sr25519::expandSeed(bytes, m_secret);
    m_public = sr25519::publicKeyOf(m_secret);
}

QString TestKey::address() const
{
    return Ss58Address::fromPublicKey(m_public).toString();
}

QByteArray TestKey::sign(const QByteArray &message) const
{
    std::array<std::uint8_t, 32> witness{};
    randombytes_buf(witness.data(), witness.size());
    const auto signature = sr25519::sign(m_secret, m_public, asBytes(message), witness);
    return asView(signature).toByteArray().toHex();
}

Headers TestKey::headers(const QByteArray &payload, qint64 nonce) const
{
    const QByteArray hotkey = address().toLatin1();
    const QByteArray time = QByteArray::number(nonce);
    return {{"X-Chutes-Hotkey", hotkey},
            {"X-Chutes-Nonce", time},
            {"X-Chutes-Signature", sign(hotkey + ':' + time + ':' + payload)}};
}

Headers TestKey::purposeHeaders(const QByteArray &purpose) const
{
    return headers(purpose, QDateTime::currentSecsSinceEpoch());
}

Headers TestKey::bodyHeaders(const QByteArray &body) const
{
    return purposeHeaders(QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex());
}

Sandbox::Sandbox(sandbox::Generation generation)
{
    options.generation = generation;
    options.dataDir = m_folder.filePath(u"data"_s);
    restart();
}

void Sandbox::restart()
{
    m_service.reset();
    m_service = std::make_unique<SandboxService>(options);
    if (!m_service->start())
        qFatal("the sandbox did not start");
}

QNetworkReply *Sandbox::start(const QByteArray &method, const QString &pathAndQuery,
                              const Headers &headers, const QByteArray &body)
{
    QNetworkRequest request(QUrl(m_service->baseUrl() + pathAndQuery));
    if (!body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    for (const auto &[name, value] : headers)
        request.setRawHeader(name, value);
    // A refused or dropped request must be seen, not repeated on another connection.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    return m_network.sendCustomRequest(request, method, body);
}

Reply Sandbox::send(const QByteArray &method, const QString &pathAndQuery, const Headers &headers,
                    const QByteArray &body)
{
    return replyOf(start(method, pathAndQuery, headers, body));
}

Reply Sandbox::replyOf(QNetworkReply *reply)
{
    if (!reply->isFinished())
        QSignalSpy(reply, &QNetworkReply::finished).wait();
    reply->deleteLater();
    Reply result{.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                 .contentType = reply->header(QNetworkRequest::ContentTypeHeader).toByteArray(),
                 .body = reply->readAll(),
                 .error = reply->error()};
    for (const auto &[name, value] : reply->rawHeaderPairs())
        result.headers.insert(name.toLower(), value);
    return result;
}

Reply Sandbox::postSigned(const QString &path, const TestKey &key, const QByteArray &body)
{
    return send("POST", path, key.bodyHeaders(body), body);
}

QJsonObject Sandbox::registered(const TestKey &key, const QString &username, const QString &token)
{
    const QString query = token.isEmpty() ? QString() : u"?token="_s + token;
    const Reply reply = postSigned(
        u"/users/register"_s + query, key,
        jsonBody({{u"username"_s, username}, {u"coldkey"_s, strangersColdkey()}}));
    if (reply.status != 200)
        qFatal("not registered: %s", reply.summary().constData());
    return reply.json();
}

QString Sandbox::registrationToken()
{
    const Reply page = send("POST", u"/users/registration_token"_s);
    static const QRegularExpression pattern(u"<div class=\"token\">([0-9a-f-]{36})</div>"_s);
    return pattern.match(QString::fromUtf8(page.body)).captured(1);
}

QByteArray Sandbox::sessionOf(const QJsonObject &account)
{
    const QByteArray body = jsonBody({{u"fingerprint"_s, account.value("fingerprint"_L1)}});
    return send("POST", u"/users/login"_s, {}, body).json().value("token"_L1).toString().toLatin1();
}

QByteArray jsonBody(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Headers bearer(const QByteArray &token)
{
    return {{"Authorization", "Bearer " + token}};
}

QString strangersColdkey()
{
    return u"5EcZsewZSTxUaX8gwyHzkKsqT3NwLP1n2faZPyjttCeaPdYe"_s;
}

} // namespace canopy::test
