#include "core/flows/connectionchecks.h"

#include "core/base/whenfinished.h"

#include <cstdlib>
#include <utility>

namespace canopy {

namespace {

constexpr int requestsOfRun = 3;

std::optional<Error> problemOf(const SecretStoreState &state)
{
    using Availability = SecretStoreState::Availability;
    switch (state.availability) {
    case Availability::Unlocked:
        return std::nullopt;
    case Availability::Locked:
        return Error{.code = Error::Code::KeychainLocked, .detail = state.detail};
    case Availability::NoCollection:
    case Availability::Missing:
        return Error{.code = Error::Code::KeychainMissing, .detail = state.detail};
    case Availability::Unknown:
        break;
    }
    return Error{.code = Error::Code::KeychainUnknown, .detail = state.detail};
}

} // namespace

ConnectionChecks::ConnectionChecks(ChutesClient &client, SecretStore &secrets, const Clock &clock,
                                   QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_secrets(&secrets)
    , m_clock(clock)
{
}

const ConnectionChecks::CheckResult &ConnectionChecks::result(Check which) const
{
    return m_results.at(static_cast<std::size_t>(which));
}

void ConnectionChecks::run()
{
    if (m_open > 0)
        return;
    m_open = requestsOfRun;
    begin(Check::Service);
    begin(Check::Clock);
    whenFinished(m_client.ping(), this,
                 [this](const Result<ChutesClient::Pong> &pong) { takePong(pong); });
    whenFinished(m_client.capabilities(), this, [this](const Result<Capabilities> &answer) {
        // Not knowing is no failure here: every page copes with unknown features.
        if (answer)
            m_capabilities = *answer;
        oneDone();
    });
    m_storeCounts = true;
    checkStore();
}

void ConnectionChecks::checkStore()
{
    begin(Check::SecretStore);
    const int question = ++m_storeQuestion;
    whenFinished(m_secrets->state(), this, [this, question](const Result<SecretStoreState> &state) {
        takeStoreState(state, question);
    });
}

void ConnectionChecks::takePong(const Result<ChutesClient::Pong> &pong)
{
    if (!pong) {
        set(Check::Service, {.state = State::Failed, .error = pong.error()});
        // Without an answer nothing is known about the clocks.
        set(Check::Clock, {});
        oneDone();
        return;
    }
    set(Check::Service, {.state = State::Passed});

    CheckResult clock{
        .state = State::Passed, .skewSeconds = pong->skewSeconds, .skewKnown = pong->skewKnown};
    const qint64 distance = std::abs(pong->skewSeconds);
    if (pong->skewKnown && distance > skewToFail) {
        clock.state = State::Failed;
        clock.error = Error{.code = Error::Code::ClockSkew, .skewSeconds = pong->skewSeconds};
    } else if (!pong->skewKnown || distance > skewToWarn) {
        clock.state = State::Warned;
    }
    set(Check::Clock, clock);
    oneDone();
}

void ConnectionChecks::takeStoreState(const Result<SecretStoreState> &state, int question)
{
    if (question != m_storeQuestion)
        return;
    const auto problem = state ? problemOf(*state) : std::optional(state.error());
    if (problem) {
        set(Check::SecretStore,
            {.state = State::Failed,
             .error = problem,
             .store = state.value_or(SecretStoreState{})});
        storeDone();
        return;
    }
    probe(*state, question);
}

void ConnectionChecks::probe(const SecretStoreState &state, int question)
{
    const auto probed = probeSecretStore(*m_secrets, m_client.service().toString());
    whenFinished(probed, this, [this, state, question](const Result<Done> &result) {
        if (question != m_storeQuestion)
            return;
        if (result)
            set(Check::SecretStore, {.state = State::Passed, .store = state});
        else
            set(Check::SecretStore,
                {.state = State::Failed, .error = result.error(), .store = state});
        storeDone();
    });
}

void ConnectionChecks::begin(Check which)
{
    m_results.at(static_cast<std::size_t>(which)) = {.state = State::Running};
    emit changed(which);
}

void ConnectionChecks::set(Check which, CheckResult result)
{
    result.at = m_clock.now();
    m_results.at(static_cast<std::size_t>(which)) = std::move(result);
    emit changed(which);
}

void ConnectionChecks::storeDone()
{
    if (!std::exchange(m_storeCounts, false))
        return;
    oneDone();
}

void ConnectionChecks::oneDone()
{
    if (--m_open == 0)
        emit finished();
}

} // namespace canopy
