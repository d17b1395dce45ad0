#include "app/sandbox/registration.h"

#include "app/sandbox/fingerprints.h"
#include "app/sandbox/names.h"
#include "app/sandbox/timestamps.h"
#include "app/sandbox/validation.h"
#include "core/crypto/ss58.h"

#include <QUuid>

#include <sodium.h>

#include <array>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 microsecondsPerSecond = 1'000'000;
constexpr qint64 secondsPerDay = 86'400;
constexpr qint64 tokenSeconds = 300;
constexpr qint64 minimumColdkeyRao = 250'000'000;

QByteArray page(const QByteArray &inner)
{
    return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
           "<title>Registration token (sandbox)</title></head>\n<body>"
        + inner + "</body></html>\n";
}

/// An address whose key nobody keeps: the real service's are in its own custody.
QString custodyAddress(RandomSource &random)
{
    std::array<std::uint8_t, 32> seed{};
    std::array<std::uint8_t, 64> secret{};
    random.fill(seed);
    sr25519::expandSeed(seed, secret);
    const auto key = sr25519::publicKeyOf(secret);
    sodium_memzero(seed.data(), seed.size());
    sodium_memzero(secret.data(), secret.size());
    return Ss58Address::fromPublicKey(key).toString();
}

QByteArray quoted(const Secret &secret)
{
    // Letters and digits only: nothing to escape.
    return '"' + secret.view().bytes().toByteArray() + '"';
}

} // namespace

void Registration::addRoutes(Router &router)
{
    if (m_context.rules.wantsRegistrationToken) {
        router.add({.method = "GET",
                    .pattern = u"/users/registration_token"_s,
                    .handler = [this](const Request &request, const QString &) {
                        return tokenPage(request);
                    }});
        router.add({.method = "POST",
                    .pattern = u"/users/registration_token"_s,
                    .handler = [this](const Request &, const QString &) { return newToken(); }});
    }
    Route route{.method = "POST",
                .pattern = u"/users/register"_s,
                .handler = [this](const Request &request,
                                  const QString &) { return registerUser(request); },
                .inputs = {{.name = "X-Chutes-Hotkey"_L1, .in = "header"_L1, .required = true}}};
    if (m_context.rules.wantsRegistrationToken)
        route.inputs.append({.name = "token"_L1, .in = "query"_L1});
    router.add(std::move(route));
}

int Registration::dailyLimit() const
{
    return m_context.settings.registrationsPerDay.value_or(m_context.rules.registrationsPerDay);
}

qint64 Registration::dayAgo() const
{
    return m_context.clock.microseconds() - (secondsPerDay * microsecondsPerSecond);
}

Answer Registration::tokenPage(const Request &request) const
{
    if (m_context.rules.hotkeyLogin) {
        constexpr int pagesPerDay = 4;
        const auto loads = m_context.store.numberOfEvents(Store::Event::TokenPage, request.peer,
                                                          dayAgo());
        if (!loads)
            return serverError();
        if (*loads >= qMax(pagesPerDay, dailyLimit())) {
            return refusal(429,
                           u"Too many registration token attempts from %1"_s.arg(request.peer));
        }
        if (!m_context.store.noteEvent(Store::Event::TokenPage, request.peer,
                                       m_context.clock.microseconds()))
            return serverError();
    }
    return htmlPage(200,
                    page("<h1>Registration token</h1><p>This is the sandbox: nobody is checked "
                         "here.</p><form method=\"post\"><button type=\"submit\">I am a person"
                         "</button></form>"));
}

Answer Registration::newToken() const
{
    const QString token = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const qint64 end = m_context.clock.microseconds() + (tokenSeconds * microsecondsPerSecond);
    if (!m_context.store.addVoucher(Store::Voucher::RegistrationToken, token, end))
        return serverError();
    return htmlPage(200,
                    page("<h1>Your registration token</h1><div class=\"token\">" + token.toLatin1()
                         + "</div><p>Expires in 5 minutes</p>"));
}

Answer Registration::registerUser(const Request &request)
{
    const auto body = Body::of(request);
    if (!body)
        return body.error();
    bool hasAccount = false;
    if (m_context.gate.isSigned(request)) {
        if (const auto signer = m_context.gate.signerOf(request, {}); !signer)
            return signer.error();
    } else if (request.header("Authorization")) {
        if (const auto user = m_context.gate.bearerOf(request); !user)
            return user.error();
        hasAccount = true;
    }

    Complaints complaints;
    const auto hotkey = requiredHeader(request, "X-Chutes-Hotkey"_L1, complaints);
    const auto object = body->object(complaints);
    Form form;
    if (object) {
        const QJsonArray where{u"body"_s};
        form.username = requiredText(*object, "username"_L1, where, complaints).value_or(QString());
        form.coldkey = requiredText(*object, "coldkey"_L1, where, complaints).value_or(QString());
    }
    if (!complaints.isEmpty())
        return complaints.answer();
    form.hotkey = hotkey.value_or(QString());
    if (auto objection = firstObjection(request, form, hasAccount))
        return *std::move(objection);
    return createUser(request, form);
}

std::optional<Answer> Registration::firstObjection(const Request &request, const Form &form,
                                                   bool hasAccount) const
{
    if (auto answer = tooMany(request))
        return answer;
    if (auto answer = badToken(request))
        return answer;
    if (auto answer = takenHotkey(form, hasAccount))
        return answer;
    if (auto answer = badUsername(form))
        return answer;
    return poorColdkey(form);
}

std::optional<Answer> Registration::tooMany(const Request &request) const
{
    const auto before = m_context.store.numberOfEvents(Store::Event::Registration, request.peer,
                                                       dayAgo());
    if (!before)
        return serverError();
    if (*before >= dailyLimit())
        return refusal(429, u"Too may registration requests."_s);
    return std::nullopt;
}

std::optional<Answer> Registration::badToken(const Request &request) const
{
    if (!m_context.rules.wantsRegistrationToken)
        return std::nullopt;
    const QString token = request.parameter("token"_L1).value_or(QString());
    if (token.isEmpty()) {
        return refusal(400,
                       u"Missing registration token in URL query params, please ensure you have "
                       "upgraded to chutes>=0.3.33 and try again."_s);
    }
    if (m_context.settings.acceptAnyToken)
        return std::nullopt;
    const auto valid = m_context.store.voucherIsValid(Store::Voucher::RegistrationToken, token,
                                                      m_context.clock.microseconds());
    if (!valid)
        return serverError();
    if (!*valid) {
        return refusal(403,
                       u"Invalid registration token, or registration token does not match "
                       "expected IP address"_s);
    }
    return std::nullopt;
}

std::optional<Answer> Registration::takenHotkey(const Form &form, bool hasAccount) const
{
    const auto owner = m_context.store.userWithHotkey(form.hotkey);
    if (!owner)
        return serverError();
    if (*owner || hasAccount)
        return refusal(409, u"This hotkey is already registered to a user!"_s);
    return std::nullopt;
}

std::optional<Answer> Registration::badUsername(const Form &form) const
{
    if (!isUsername(form.username)) {
        return refusal(400,
                       u"Username must be 3-15 characters and contain only "
                       "alphanumeric/underscore/dash characters"_s);
    }
    const auto taken = m_context.store.usernameIsTaken(form.username);
    if (!taken)
        return serverError();
    if (*taken) {
        return refusal(
            409, u"Username %1 already exists, sorry! Please choose another."_s.arg(form.username));
    }
    return std::nullopt;
}

std::optional<Answer> Registration::poorColdkey(const Form &form) const
{
    if (!m_context.rules.checksColdkeyBalance || !ss58::decode(form.coldkey))
        return std::nullopt; // where the chain cannot be asked, the service lets everybody through
    const Tao balance = m_context.settings.coldkeyBalances.value(form.coldkey,
                                                                 m_context.settings.coldkeyBalance);
    if (balance >= Tao::fromRao(minimumColdkeyRao))
        return std::nullopt;
    return refusal(402,
                   u"You must have at least 0.25 tao on your coldkey to register an account."_s);
}

Answer Registration::createUser(const Request &request, const Form &form)
{
    const Secret fingerprint = newFingerprint(m_context.random,
                                              m_context.rules.fingerprintsWithoutRepeats);
    User user{.username = form.username,
              .hotkey = form.hotkey,
              .coldkey = form.coldkey,
              .paymentAddress = custodyAddress(m_context.random),
              .developerPaymentAddress = custodyAddress(m_context.random),
              .fingerprintHash = fingerprintHash(fingerprint.view()),
              .createdAt = m_context.clock.microseconds()};
    user.id = userIdOf(user.fingerprintHash);
    if (!m_context.store.addUser(user)
        || !m_context.store.noteEvent(Store::Event::Registration, request.peer, user.createdAt))
        return serverError();

    JsonObjectText json;
    json.add("username", user.username)
        .add("user_id", user.id)
        .add("logo_id", QJsonValue::Null)
        .add("created_at", timestamp(user.createdAt, TimeSpelling::Zulu))
        .add("hotkey", user.hotkey)
        .add("coldkey", user.coldkey)
        .add("payment_address", user.paymentAddress);
    if (m_context.rules.takesDeveloperDeposit)
        json.add("developer_payment_address", user.developerPaymentAddress);
    json.addText("fingerprint", quoted(fingerprint))
        .add("api_key", QJsonValue::Null)
        .add("logo", QJsonValue::Null);
    Answer answer = jsonAnswer(json.text());
    answer.sensitive = true;
    json.wipe();
    return answer;
}

} // namespace canopy::sandbox
