#include "app/sandbox/login.h"

#include "app/sandbox/fingerprints.h"
#include "app/sandbox/signatures.h"
#include "app/sandbox/validation.h"
#include "core/crypto/ss58.h"

#include <QJsonObject>
#include <QUuid>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 microsecondsPerSecond = 1'000'000;
constexpr qint64 nonceSeconds = 300;

} // namespace

void Login::addRoutes(Router &router)
{
    if (m_context.rules.hotkeyLogin) {
        router.add({.method = "GET",
                    .pattern = u"/users/login/nonce"_s,
                    .handler = [this](const Request &, const QString &) { return newNonce(); }});
    }
    router.add(
        {.method = "POST",
         .pattern = u"/users/login"_s,
         .handler = [this](const Request &request, const QString &) { return login(request); }});
}

Answer Login::newNonce() const
{
    const QString nonce = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const qint64 end = m_context.clock.microseconds() + (nonceSeconds * microsecondsPerSecond);
    if (!m_context.store.addVoucher(Store::Voucher::LoginNonce, nonce, end))
        return serverError();
    return jsonAnswer(JsonObjectText().add("nonce", nonce).add("expires_in", nonceSeconds).text());
}

Answer Login::login(const Request &request) const
{
    // The service reads the body by hand here: what is not an object is its own failure.
    const auto body = Body::of(request);
    if (!body || !body->value.isObject())
        return serverError();
    const QJsonObject object = body->value.toObject();
    const QString fingerprint = object.value("fingerprint"_L1).toString();
    if (!m_context.rules.hotkeyLogin || !fingerprint.isEmpty())
        return byFingerprint(fingerprint);
    return byHotkey(object);
}

Answer Login::byFingerprint(const QString &fingerprint) const
{
    const auto found = m_context.store.userWithFingerprint(fingerprintHash(fingerprint.toUtf8()));
    if (!found)
        return serverError();
    const std::optional<User> &user = *found;
    if (user)
        return token(*user);
    return refusal(401,
                   m_context.rules.hotkeyLogin ? u"Invalid fingerprint."_s
                                               : u"Missing or invalid fingerprint provided."_s);
}

Answer Login::byHotkey(const QJsonObject &body) const
{
    const QString hotkey = body.value("hotkey"_L1).toString();
    const QString hex = body.value("signature"_L1).toString();
    const QString nonce = body.value("nonce"_L1).toString();
    if (hotkey.isEmpty() || hex.isEmpty() || nonce.isEmpty()) {
        return refusal(400,
                       u"Please provide either 'fingerprint' or 'hotkey'+'signature'+'nonce' for "
                       "authentication."_s);
    }
    // Used up even if the signature turns out to be bad.
    const auto taken = m_context.store.takeVoucher(Store::Voucher::LoginNonce, nonce,
                                                   m_context.clock.microseconds());
    if (!taken)
        return serverError();
    if (!*taken)
        return refusal(401, u"Invalid or expired nonce. Please request a new one."_s);
    const auto signature = bytesFromHex(hex);
    if (!signature)
        return refusal(401, u"Invalid signature format."_s);
    if (!ss58::decode(hotkey))
        return refusal(401, u"Signature verification failed."_s);
    if (!signedBy(hotkey, nonce.toUtf8(), *signature))
        return refusal(401, u"Invalid signature."_s);
    const auto found = m_context.store.userWithHotkey(hotkey);
    if (!found)
        return serverError();
    const std::optional<User> &user = *found;
    return user ? token(*user) : refusal(401, u"No account found for this hotkey."_s);
}

Answer Login::token(const User &user) const
{
    const QByteArray token = m_context.gate.sessions().issue(user);
    Answer answer = jsonAnswer(
        JsonObjectText().addText("token", QByteArray('"' + token + '"')).text());
    answer.sensitive = true;
    return answer;
}

} // namespace canopy::sandbox
