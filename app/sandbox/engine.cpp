#include "app/sandbox/engine.h"

#include "app/sandbox/openapi.h"

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

Engine::Engine(std::unique_ptr<Store> store, const ServiceClock &clock, Generation generation,
               Settings settings)
    : m_store(std::move(store))
    , m_settings(std::move(settings))
    , m_generation(generation)
    , m_gate(*m_store, clock, generation,
             m_settings.keyCacheSeconds.value_or(rulesOf(generation).keyCacheSeconds))
    , m_clock(clock)
    , m_registration(context())
    , m_accounts(context())
    , m_login(context())
    , m_apiKeys(context())
    , m_chutes(context())
    , m_deposit(context())
{
    m_router.add({.method = "GET",
                  .pattern = u"/openapi.json"_s,
                  .handler =
                      [this](const Request &, const QString &) {
                          return jsonAnswer(
                              openApiText(m_router.routes(), rulesOf(m_generation).hotkeyLogin));
                      },
                  .listed = false});
    m_router.add(
        {.method = "GET", .pattern = u"/ping"_s, .handler = [](const Request &, const QString &) {
             return jsonAnswer(JsonObjectText().add("message", u"pong"_s).text());
         }});
    m_registration.addRoutes(m_router);
    m_accounts.addRoutes(m_router);
    m_login.addRoutes(m_router);
    m_apiKeys.addRoutes(m_router);
    m_chutes.addRoutes(m_router);
    m_deposit.addRoutes(m_router);
    m_accounts.addLastRoutes(m_router);
    m_router.setCatchAll([this](const Request &request) { return catchAll(request); });
}

Context Engine::context()
{
    return {.store = *m_store,
            .clock = m_clock,
            .gate = m_gate,
            .random = m_random,
            .settings = m_settings,
            .rules = rulesOf(m_generation)};
}

Answer Engine::answer(const Request &request)
{
    return m_router.answer(request);
}

Answer Engine::catchAll(const Request &request)
{
    if (Chutes::isAtChute(request))
        return m_chutes.atChute(request);
    if (!m_gate.isSigned(request) && request.header("Authorization").value_or(QString()).isEmpty())
        return refusal(401, u"Authentication required."_s);
    if (const auto user = m_gate.admit(request); !user)
        return user.error();
    return refusal(404, u"No matching chute found!"_s);
}

} // namespace canopy::sandbox
