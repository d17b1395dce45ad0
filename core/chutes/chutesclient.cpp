#include "core/chutes/chutesclient.h"

#include "core/chutes/clientask.h"
#include "core/chutes/secretextract.h"
#include "core/chutes/strictjson.h"

#include <algorithm>
#include <utility>

namespace canopy {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using clientask::addQuery;
using clientask::largestDocument;
using clientask::largestSecretAnswer;
using clientask::stamped;

namespace {

constexpr qsizetype shortestFingerprint = 32;

bool isFingerprint(const Secret &text)
{
    const auto view = text.view();
    return text.size() >= shortestFingerprint
        && std::ranges::all_of(view.bytes(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool isText(const Secret &text)
{
    return !text.isEmpty() && text.view().bytes().isValidUtf8();
}

QByteArray registrationBody(const ChutesClient::Registration &registration)
{
    // Nothing to escape: a valid username and an address have no such characters.
    return R"({"username":")" + registration.username.toLatin1() + R"(","coldkey":")"
        + registration.coldkey.toString().toLatin1() + R"("})";
}

Result<NameCheck> readNameCheck(const Answer &answer)
{
    const auto valid = json::requiredBool(answer.object, "valid"_L1);
    const auto available = json::requiredBool(answer.object, "available"_L1);
    if (!valid || !available)
        return failure(valid ? available.error() : valid.error());
    return NameCheck{.valid = *valid, .available = *available};
}

} // namespace

ChutesClient::ChutesClient(Transport &transport, const Clock &clock, RandomSource &random,
                           Origin service, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
    , m_clock(clock)
    , m_random(random)
    , m_service(std::move(service))
{
}

QUrl ChutesClient::tokenPage() const
{
    return registrationOrigin().url("/users/registration_token");
}

QFuture<Result<Answer>> ChutesClient::send(ClientCall::Question question)
{
    auto *call = new ClientCall(std::move(question), m_transport, m_clock, m_random, m_retryPolicy,
                                this);
    connect(call, &ClientCall::answered, this, [this] { emit answered(m_clock.now()); });
    connect(call, &ClientCall::unreachable, this, &ChutesClient::unreachable);
    connect(call, &ClientCall::skewLearnt, this, &ChutesClient::learnSkew);
    const auto future = call->future();
    call->start(m_skewSeconds);
    return future;
}

HttpRequest ChutesClient::get(const QByteArray &path) const
{
    HttpRequest request;
    request.origin = m_service;
    request.path = path;
    return request;
}

HttpRequest ChutesClient::post(const QByteArray &path, Secret body) const
{
    auto request = get(path);
    request.method = HttpRequest::Method::Post;
    request.body = std::move(body);
    return request;
}

void ChutesClient::learnSkew(qint64 seconds)
{
    if (ClientCall::isUsableSkew(seconds))
        m_skewSeconds = seconds;
}

QFuture<Result<ChutesClient::Pong>> ChutesClient::ping()
{
    auto build = [this](qint64) -> Result<HttpRequest> {
        auto request = get("/ping");
        request.deadline = 12s;
        request.idle = 12s;
        return request;
    };
    return ask<Pong>({.build = std::move(build)}, [this](const Answer &answer) -> Result<Pong> {
        // Any service answers 200 to something; this one says "pong".
        if (const auto message = json::requiredString(answer.object, "message"_L1); !message)
            return failure(message.error());
        if (!answer.date.isValid())
            return Pong();
        const auto skew = ClientCall::skewFrom(answer.date, m_clock);
        learnSkew(skew);
        return Pong{.skewSeconds = skew, .skewKnown = true};
    });
}

QFuture<Result<Capabilities>> ChutesClient::capabilities()
{
    auto build = [this](qint64) -> Result<HttpRequest> {
        auto request = get("/openapi.json");
        request.maximumAnswer = largestDocument;
        return request;
    };
    return ask<Capabilities>({.build = std::move(build), .asked = {.readsBodyItself = true}},
                             [this](const Answer &answer) {
                                 return Capabilities::fromOpenApi(answer.body.view(),
                                                                  m_clock.now());
                             });
}

QFuture<Result<NameCheck>> ChutesClient::checkName(const QString &username)
{
    if (!isValidUsername(username))
        return readyFuture<NameCheck>(failure(Error::Code::InvalidInput, u"username"_s));
    auto build = [this, username](qint64) -> Result<HttpRequest> {
        auto request = get("/users/name_check");
        addQuery(request, u"username"_s, username);
        return request;
    };
    return ask<NameCheck>({.build = std::move(build)}, readNameCheck);
}

QFuture<Result<RegisteredAccount>> ChutesClient::registerAccount(
    const Registration &registration, std::shared_ptr<const HotkeyCredential> hotkey)
{
    if (!isValidUsername(registration.username))
        return readyFuture<RegisteredAccount>(
            failure(Error{.code = Error::Code::InvalidInput, .field = u"username"_s}));
    auto build = [this, registration, hotkey = std::move(hotkey)](qint64 skew) {
        auto request = post("/users/register", Secret::take(registrationBody(registration)));
        request.origin = registrationOrigin();
        request.maximumAnswer = largestSecretAnswer;
        if (!registration.token.isEmpty())
            addQuery(request, u"token"_s, registration.token);
        return stamped(std::move(request), *hotkey, SigningPurpose::Body, skew);
    };
    const Asked asked{.changesSomething = true, .registers = true, .secretMember = "fingerprint"};
    return ask<RegisteredAccount>({.build = std::move(build), .asked = asked}, [](Answer answer) {
        return RegisteredAccount::fromJson(std::move(answer.body));
    });
}

QFuture<Result<Account>> ChutesClient::me(std::shared_ptr<const Credential> credential)
{
    auto build = [this, credential = std::move(credential)](qint64 skew) {
        return stamped(get("/users/me"), *credential, SigningPurpose::Me, skew);
    };
    return ask<Account>({.build = std::move(build)},
                        [](const Answer &answer) { return Account::fromJson(answer.object); });
}

QFuture<Result<ChutesClient::Registered>> ChutesClient::findAccount(
    std::shared_ptr<const HotkeyCredential> hotkey)
{
    const Promise<Registered> promise;
    const auto conclude = [promise](const Error &error) {
        if (error.code == Error::Code::HotkeyNotRegistered)
            promise.finish(Registered{.yes = false});
        else
            promise.finish(failure(error));
    };
    const auto asked = me(hotkey);
    whenFinished(asked, this,
                 [this, promise, conclude,
                  hotkey = std::move(hotkey)](const Result<Account> &account) {
                     if (account) {
                         promise.finish(Registered{.yes = true, .account = *account});
                         return;
                     }
                     if (account.error().code != Error::Code::HotkeyNotAllowed) {
                         conclude(account.error());
                         return;
                     }
                     // July 2025: /users/me takes no signature, but the list of keys does, and
                     // answers only to an account.
                     whenFinished(apiKeys(0, hotkey), this,
                                  [promise, conclude](const Result<ApiKeyPage> &keys) {
                                      if (keys)
                                          promise.finish(Registered{.yes = true});
                                      else
                                          conclude(keys.error());
                                  });
                 });
    return promise.future();
}

QFuture<Result<Done>> ChutesClient::changeFingerprint(
    const Secret &fingerprint, std::shared_ptr<const HotkeyCredential> hotkey)
{
    if (!isFingerprint(fingerprint))
        return readyFuture<Done>(failure(Error::Code::InvalidInput, u"fingerprint"_s));
    const auto kept = std::make_shared<const Secret>(fingerprint.clone());
    auto build = [this, kept, hotkey = std::move(hotkey)](qint64 skew) -> Result<HttpRequest> {
        auto request = post("/users/change_fingerprint", objectWithString("fingerprint", *kept));
        if (const auto done = hotkey->stampFingerprintChange(request, *kept, skew); !done)
            return failure(done.error());
        return request;
    };
    return ask<Done>({.build = std::move(build), .asked = {.changesSomething = true}},
                     [](const Answer &answer) -> Result<Done> {
                         if (answer.object.value("status"_L1) != "Fingerprint updated"_L1)
                             return failure(json::wrongMember("status"_L1));
                         return Done();
                     });
}

QFuture<Result<Secret>> ChutesClient::login(std::function<Secret()> body)
{
    auto build = [this, body = std::move(body)](qint64) -> Result<HttpRequest> {
        auto request = post("/users/login", body());
        request.maximumAnswer = largestSecretAnswer;
        return request;
    };
    const Asked asked{.changesSomething = true, .secretMember = "token"};
    return ask<Secret>({.build = std::move(build), .asked = asked},
                       [](Answer answer) -> Result<Secret> { return std::move(answer.secret); });
}

QFuture<Result<Secret>> ChutesClient::loginWithFingerprint(const Secret &fingerprint)
{
    if (!isText(fingerprint))
        return readyFuture<Secret>(failure(Error::Code::InvalidInput, u"fingerprint"_s));
    const auto kept = std::make_shared<const Secret>(fingerprint.clone());
    return login([kept] { return objectWithString("fingerprint", *kept); });
}

QFuture<Result<Secret>> ChutesClient::loginWithHotkey(
    std::shared_ptr<const HotkeyCredential> hotkey)
{
    const Promise<Secret> promise;
    auto build = [this](qint64) -> Result<HttpRequest> { return get("/users/login/nonce"); };
    auto nonce = ask<QString>({.build = std::move(build)}, [](const Answer &answer) {
        return json::requiredString(answer.object, "nonce"_L1);
    });
    whenFinished(
        nonce, this, [this, promise, hotkey = std::move(hotkey)](const Result<QString> &word) {
            if (!word) {
                promise.finish(failure(word.error()));
                return;
            }
            const auto signature = hotkey->signLoginNonce(*word);
            if (!signature) {
                promise.finish(failure(signature.error()));
                return;
            }
            // All three are free of what JSON escapes: signLoginNonce() has checked the nonce.
            const QByteArray body = R"({"hotkey":")" + hotkey->address().toString().toLatin1()
                + R"(","signature":")" + *signature + R"(","nonce":")" + word->toLatin1() + R"("})";
            const auto kept = std::make_shared<const Secret>(Secret::copyOf(body));
            whenFinished(login([kept] { return kept->clone(); }), this,
                         [promise](Result<Secret> token) { promise.finish(std::move(token)); });
        });
    return promise.future();
}

} // namespace canopy
