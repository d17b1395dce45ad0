#pragma once

#include "app/sandbox/accounts.h"
#include "app/sandbox/apikeys.h"
#include "app/sandbox/chutes.h"
#include "app/sandbox/context.h"
#include "app/sandbox/deposit.h"
#include "app/sandbox/login.h"
#include "app/sandbox/registration.h"
#include "app/sandbox/router.h"

#include <memory>

namespace canopy::sandbox {

/// The service without its network: a request in, an answer out. One thread.
class Engine
{
public:
    Engine(std::unique_ptr<Store> store, const ServiceClock &clock, Generation generation,
           Settings settings);

    Answer answer(const Request &request);

private:
    Context context();
    Answer catchAll(const Request &request);

    std::unique_ptr<Store> m_store;
    Settings m_settings;
    Generation m_generation;
    SystemRandom m_random;
    Gate m_gate;
    const ServiceClock &m_clock;
    Registration m_registration;
    Accounts m_accounts;
    Login m_login;
    ApiKeys m_apiKeys;
    Chutes m_chutes;
    Deposit m_deposit;
    Router m_router;
};

} // namespace canopy::sandbox
