#pragma once

#include "core/chutes/chutesclient.h"
#include "core/secrets/secretstore.h"

#include <QObject>

#include <array>

namespace canopy {

/// What must be in order before a registration makes sense: the service answers, the clocks agree,
/// and the secret store keeps what it is given (TX-03, SIG-04). Also learns what the service
/// offers. Nothing here prompts: a locked store is reported, not opened (KC-18). GUI thread.
class ConnectionChecks : public QObject
{
    Q_OBJECT

public:
    enum class Check { Service, Clock, SecretStore };
    enum class State { NotTried, Running, Passed, Warned, Failed };
    struct CheckResult
    {
        State state = State::NotTried;
        std::optional<Error> error = {};
        qint64 skewSeconds = 0; ///< Clock: service minus ours
        bool skewKnown = false; ///< Clock: false (and Warned) if the answer carried no date
        SecretStoreState store = {}; ///< SecretStore
        QDateTime at = {};
    };

    /// Signatures are accepted within 600 s; a clock this far off is worth a word much earlier.
    static constexpr qint64 skewToWarn = 60;
    static constexpr qint64 skewToFail = 600;

    ConnectionChecks(ChutesClient &client, SecretStore &secrets, const Clock &clock,
                     QObject *parent = nullptr);

    /// All of them; nothing if they are running.
    void run();
    /// The secret store alone; an answer of an earlier question about it is dropped.
    void checkStore();
    void useStore(SecretStore &store) { m_secrets = &store; }

    const CheckResult &result(Check which) const;
    const Capabilities &capabilities() const { return m_capabilities; }

signals:
    void changed(canopy::ConnectionChecks::Check which);
    /// After run(): everything that could be asked has answered.
    void finished();

private:
    void set(Check which, CheckResult result);
    void begin(Check which);
    void takePong(const Result<ChutesClient::Pong> &pong);
    void takeStoreState(const Result<SecretStoreState> &state, int question);
    void probe(const SecretStoreState &state, int question);
    void storeDone();
    void oneDone();

    ChutesClient &m_client;
    SecretStore *m_secrets;
    const Clock &m_clock;
    Capabilities m_capabilities;
    std::array<CheckResult, 3> m_results;
    int m_open = 0; ///< of run(): ping, capabilities, store
    int m_storeQuestion = 0;
    bool m_storeCounts = false; ///< run() still waits for the store
};

} // namespace canopy
