#include "app/sandbox/accounts.h"

#include "app/sandbox/fingerprints.h"
#include "app/sandbox/names.h"
#include "app/sandbox/signatures.h"
#include "app/sandbox/timestamps.h"
#include "app/sandbox/validation.h"

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 fingerprintWindowSeconds = 300;

} // namespace

void Accounts::addRoutes(Router &router)
{
    router.add(
        {.method = "GET",
         .pattern = u"/users/name_check"_s,
         .handler = [this](const Request &request, const QString &) { return nameCheck(request); },
         .inputs = {{.name = "username"_L1, .in = "query"_L1, .required = true}}});
    router.add({.method = "POST",
                .pattern = u"/users/change_fingerprint"_s,
                .handler = [this](const Request &request, const QString &) {
                    return changeFingerprint(request);
                }});
    if (!m_context.rules.linksValidators)
        return;
    for (const auto &pattern : {u"/users/link_validator"_s, u"/users/link_subnet_owner"_s}) {
        router.add(
            {.method = "GET",
             .pattern = pattern,
             .handler = [this](const Request &request, const QString &) { return link(request); },
             .inputs = {{.name = "hotkey"_L1, .in = "query"_L1, .required = true},
                        {.name = "signature"_L1, .in = "query"_L1, .required = true}}});
    }
}

void Accounts::addLastRoutes(Router &router)
{
    if (m_context.rules.hotkeyLogin) {
        router.add({.method = "GET",
                    .pattern = u"/users/{user_id}"_s,
                    .handler = [this](const Request &request, const QString &id) {
                        return userWithId(request, id);
                    }});
        return;
    }
    router.add(
        {.method = "GET",
         .pattern = u"/users/me"_s,
         .handler = [this](const Request &request, const QString &) { return me(request); }});
}

Answer Accounts::nameCheck(const Request &request) const
{
    Complaints complaints;
    const auto username = requiredQuery(request, "username"_L1, complaints);
    if (!username)
        return complaints.answer();
    bool available = false;
    const bool valid = isUsername(*username);
    if (valid) {
        const auto taken = m_context.store.usernameIsTaken(*username);
        if (!taken)
            return serverError();
        available = !*taken;
    }
    return jsonAnswer(JsonObjectText().add("valid", valid).add("available", available).text());
}

Answer Accounts::me(const Request &request)
{
    const auto purpose = m_context.rules.hotkeyReadsAccount ? Gate::Purpose(u"me"_s)
                                                            : Gate::Purpose();
    const auto user = m_context.gate.admit(request, purpose);
    return user ? jsonAnswer(accountText(*user)) : user.error();
}

Answer Accounts::userWithId(const Request &request, const QString &id)
{
    const auto user = m_context.gate.admit(request, u"me"_s);
    if (!user)
        return user.error();
    if (id == "me"_L1 || id == user->id)
        return jsonAnswer(accountText(*user));
    const auto other = m_context.store.userWithId(id);
    if (!other)
        return serverError();
    if (!*other)
        return refusal(404, u"User not found"_s);
    return refusal(403, u"This action can only be performed by billing admin accounts."_s);
}

QByteArray Accounts::accountText(const User &user) const
{
    JsonObjectText json;
    json.add("username", user.username)
        .add("user_id", user.id)
        .add("logo_id", QJsonValue::Null)
        .add("created_at", timestamp(user.createdAt, TimeSpelling::Zulu))
        .add("hotkey", user.hotkey)
        .add("coldkey", user.coldkey)
        .add("payment_address", user.paymentAddress);
    // Nothing pays in and nobody grants a role here, so every account is as it was made.
    if (m_context.rules.takesDeveloperDeposit) {
        json.add("developer_payment_address", user.developerPaymentAddress)
            .addText("balance", "0.0")
            .add("bonus_used", false)
            .add("permissions_bitmask", 0);
    } else {
        json.add("permissions_bitmask", 0).addText("balance", "0.0");
    }
    if (m_context.rules.hotkeyLogin)
        json.add("netuids", QJsonValue::Null).add("quotas", QJsonValue::Null);
    json.add("logo", QJsonValue::Null).add("permissions", QJsonArray());
    return json.text();
}

Answer Accounts::changeFingerprint(const Request &request) const
{
    const auto body = Body::of(request);
    if (!body)
        return body.error();
    Complaints complaints;
    const auto old = request.header("Authorization");
    const bool byFingerprint = old && m_context.rules.fingerprintReplacesItself;
    if (!byFingerprint && !m_context.rules.hotkeyLogin) {
        (void)requiredHeader(request, "X-Chutes-Nonce"_L1, complaints);
        (void)requiredHeader(request, "X-Chutes-Signature"_L1, complaints);
    }
    const auto object = body->object(complaints);
    const auto fingerprint = object
        ? requiredText(*object, "fingerprint"_L1, {u"body"_s}, complaints)
        : std::nullopt;
    if (!complaints.isEmpty() || !fingerprint)
        return complaints.answer();

    const auto user = byFingerprint ? userByOldFingerprint(*old)
                                    : userBySignature(request, *fingerprint);
    if (!user)
        return user.error();
    if (!m_context.store.setFingerprint(user->id, fingerprintHash(fingerprint->toUtf8())))
        return serverError();
    return jsonAnswer(JsonObjectText().add("status", u"Fingerprint updated"_s).text());
}

tl::expected<User, Answer> Accounts::userByOldFingerprint(const QString &fingerprint) const
{
    const auto found = m_context.store.userWithFingerprint(fingerprintHash(fingerprint.toUtf8()));
    if (!found)
        return tl::unexpected(serverError());
    const std::optional<User> &user = *found;
    if (!user)
        return tl::unexpected(refusal(401, u"Missing or invalid fingerprint provided."_s));
    return *user;
}

tl::expected<User, Answer> Accounts::userBySignature(const Request &request,
                                                     const QString &fingerprint) const
{
    const QString hotkey = request.header("X-Chutes-Hotkey").value_or(QString());
    const QString coldkey = request.header("X-Chutes-Coldkey").value_or(QString());
    const auto nonce = request.header("X-Chutes-Nonce");
    const auto hex = request.header("X-Chutes-Signature");
    if (!nonce || !hex)
        return tl::unexpected(refusal(401, u"Missing or invalid BT signature."_s));
    if (hotkey.isEmpty() && coldkey.isEmpty()) {
        return tl::unexpected(refusal(
            401, u"You must provide either coldkey or hotkey along with a signature and nonce."_s));
    }
    const auto signature = bytesFromHex(*hex);
    if (!signature)
        return tl::unexpected(refusal(401, u"Invalid signature"_s));
    if (!isWithin(*nonce, m_context.clock.unixSeconds(), fingerprintWindowSeconds))
        return tl::unexpected(refusal(401, u"Invalid nonce: %1"_s.arg(*nonce)));
    const bool byColdkey = hotkey.isEmpty();
    if (byColdkey && !m_context.rules.coldkeyReplacesFingerprint)
        return tl::unexpected(serverError());

    const QString &signer = byColdkey ? coldkey : hotkey;
    const auto found = byColdkey ? m_context.store.userWithColdkey(coldkey)
                                 : m_context.store.userWithHotkey(hotkey);
    if (!found)
        return tl::unexpected(serverError());
    const std::optional<User> &user = *found;
    const QString message = signer + u':' + fingerprint + u':' + *nonce;
    if (!user || !signedBy(signer, message.toUtf8(), *signature)) {
        return tl::unexpected(refusal(401, u"No user found with the provided hotkey/coldkey"_s));
    }
    return *user;
}

Answer Accounts::link(const Request &request)
{
    const auto user = m_context.gate.admit(request, u"link_account"_s);
    if (!user)
        return user.error();
    Complaints complaints;
    (void)requiredQuery(request, "hotkey"_L1, complaints);
    (void)requiredQuery(request, "signature"_L1, complaints);
    if (!complaints.isEmpty())
        return complaints.answer();
    // Only keys on the service's own list can be linked, and this one's is empty.
    return refusal(401, u"Invalid hotkey or signature."_s);
}

} // namespace canopy::sandbox
