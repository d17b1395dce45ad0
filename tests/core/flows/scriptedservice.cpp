#include "scriptedservice.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

namespace canopy::test {

using namespace Qt::StringLiterals;

namespace {

QJsonObject objectIn(const HttpRequest &request)
{
    return QJsonDocument::fromJson(request.body.view().bytes().toByteArray()).object();
}

QByteArray header(const HttpRequest &request, const QByteArray &name)
{
    for (const auto &candidate : request.headers) {
        if (candidate.name.compare(name, Qt::CaseInsensitive) == 0)
            return candidate.value.view().bytes().toByteArray();
    }
    return {};
}

HttpResponse notFound(const HttpRequest &request)
{
    return FakeTransport::detail(
        401, "Could not find user with hotkey: " + header(request, "X-Chutes-Hotkey"));
}

} // namespace

ScriptedService::ScriptedService(FakeTransport &transport, Generation generation)
    : m_transport(transport)
    , m_generation(generation)
{
    using Method = HttpRequest::Method;
    serve(Method::Get, "/ping",
          [](const HttpRequest &) { return FakeTransport::json(200, R"({"message":"pong"})"); });
    serve(Method::Get, "/openapi.json", [](const HttpRequest &) {
        return FakeTransport::json(
            200,
            R"({"openapi":"3.1.0","info":{"title":"x","version":"1"},"paths":{"/ping":{"get":{}}}})");
    });
    serve(Method::Post, "/users/register",
          [this](const HttpRequest &request) { return registerAccount(request); });
    serve(Method::Get, "/users/me", [this](const HttpRequest &request) { return me(request); });
    serve(Method::Get, "/api_keys/", [this](const HttpRequest &request) { return keys(request); });
    serve(Method::Post, "/users/change_fingerprint",
          [this](const HttpRequest &request) { return changeFingerprint(request); });
    serve(Method::Post, "/users/login",
          [this](const HttpRequest &request) { return login(request); });
}

void ScriptedService::serve(HttpRequest::Method method, const QByteArray &path,
                            FakeTransport::Answerer answer)
{
    m_transport.on(method, path,
                   [this, path, answer = std::move(answer)](
                       const HttpRequest &request) -> Result<HttpResponse> {
                       for (auto &fault : m_faults) {
                           if (fault.path != path || fault.remaining == 0)
                               continue;
                           if (fault.remaining > 0)
                               --fault.remaining;
                           if (fault.works)
                               static_cast<void>(answer(request));
                           return fault.answer();
                       }
                       return answer(request);
                   });
}

int ScriptedService::registrations() const
{
    return m_transport.count(HttpRequest::Method::Post, "/users/register");
}

QByteArray ScriptedService::accountJson(bool withFingerprint) const
{
    QJsonObject account{
        {u"username"_s, QString::fromUtf8(username)},
        {u"user_id"_s, u"b1e0c1b2-6f0c-5c2a-9d3e-0123456789ab"_s},
        {u"logo_id"_s, QJsonValue::Null},
        {u"created_at"_s, u"2025-07-22T15:34:23.123456Z"_s},
        {u"hotkey"_s, QString::fromLatin1(hotkey)},
        {u"coldkey"_s, u"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"_s},
        {u"payment_address"_s, u"5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"_s},
    };
    if (withFingerprint)
        account.insert(u"fingerprint"_s, QString::fromLatin1(fingerprint));
    return QJsonDocument(account).toJson(QJsonDocument::Compact);
}

HttpResponse ScriptedService::registerAccount(const HttpRequest &request)
{
    if (hasAccount)
        return FakeTransport::detail(409, "This hotkey is already registered to a user!");
    hasAccount = true;
    username = objectIn(request).value("username"_L1).toString().toUtf8();
    hotkey = header(request, "X-Chutes-Hotkey");
    fingerprint = "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C";
    return FakeTransport::json(200, accountJson(true));
}

HttpResponse ScriptedService::me(const HttpRequest &request) const
{
    const bool isSession = !header(request, "Authorization").isEmpty();
    if (!isSession && m_generation == Generation::July2025)
        return FakeTransport::detail(401, "Either payload_str or purpose must be provided");
    return hasAccount ? FakeTransport::json(200, accountJson(false)) : notFound(request);
}

HttpResponse ScriptedService::keys(const HttpRequest &request) const
{
    return hasAccount ? FakeTransport::json(200, R"({"total":0,"page":0,"limit":100,"items":[]})")
                      : notFound(request);
}

HttpResponse ScriptedService::changeFingerprint(const HttpRequest &request)
{
    if (!hasAccount)
        return FakeTransport::detail(401, "No user found with the provided hotkey/coldkey");
    fingerprint = objectIn(request).value("fingerprint"_L1).toString().toLatin1();
    return FakeTransport::json(200, R"({"status":"Fingerprint updated"})");
}

HttpResponse ScriptedService::login(const HttpRequest &request) const
{
    const auto given = objectIn(request).value("fingerprint"_L1).toString().toLatin1();
    if (!hasAccount || given != fingerprint)
        return FakeTransport::detail(401, "Invalid fingerprint.");
    return FakeTransport::json(200, R"({"token":"aaaa.bbbb.cccc"})");
}

std::function<Result<HttpResponse>()> noAnswer(Error::Code code, bool inDoubt)
{
    return [code, inDoubt]() -> Result<HttpResponse> {
        return failure(Error{.code = code, .inDoubt = inDoubt});
    };
}

std::function<Result<HttpResponse>()> answers(int status, const QByteArray &body,
                                              const QByteArray &contentType)
{
    return [status, body, contentType]() -> Result<HttpResponse> {
        return HttpResponse{
            .status = status, .contentType = contentType, .body = Secret::copyOf(body)};
    };
}

} // namespace canopy::test
