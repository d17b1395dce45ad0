#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/whenfinished.h"
#include "core/chutes/answer.h"
#include "core/chutes/transport.h"

#include <QObject>

#include <chrono>
#include <functional>

namespace canopy {

/// How GETs that failed on the way are repeated (NET-15). Nothing that changes something ever is.
struct RetryPolicy
{
    int most = 2;
    /// The first pause lasts between half of this and all of it; the next one twice that.
    std::chrono::milliseconds pause{800};
    /// A service that asks for more patience than this is not asked again.
    std::chrono::milliseconds longestPause{60'000};
};

/// One question to the service: builds, stamps and sends a request, and does so again where that
/// is allowed. Deletes itself when it is over; deleted before, it ends as Cancelled.
class ClientCall final : public QObject
{
    Q_OBJECT

public:
    struct Question
    {
        /// A fresh, stamped request for every attempt; the argument is added to nonces.
        std::function<Result<HttpRequest>(qint64 skewSeconds)> build;
        Asked asked;
    };

    ClientCall(Question question, Transport &transport, const Clock &clock, RandomSource &random,
               RetryPolicy policy, QObject *parent);

    QFuture<Result<Answer>> future() const { return m_promise.future(); }
    void start(qint64 skewSeconds);

    /// Service clock minus ours from an answer that came now; 0 if it does not tell.
    static qint64 skewFrom(const QDateTime &date, const Clock &clock);
    /// A skew that nonces may be corrected by. A nonce far in the future would be a signature that
    /// somebody can keep for later, so a clock that is off by a day or more is not followed.
    static bool isUsableSkew(qint64 seconds);

signals:
    void answered();
    void unreachable(const canopy::Error &error);
    /// The service refused a nonce and showed its clock.
    void skewLearnt(qint64 seconds);

private:
    void attempt();
    void receive(Result<HttpResponse> received);
    bool signAgain(const Error &error, const QDateTime &date);
    bool tryAgain(const Error &error);
    void finish(Result<Answer> result);

    Question m_question;
    Transport &m_transport;
    const Clock &m_clock;
    RandomSource &m_random;
    RetryPolicy m_policy;
    Promise<Answer> m_promise;
    QByteArray m_path; ///< for the log
    qint64 m_skewSeconds = 0;
    int m_repeated = 0;
    bool m_signedAgain = false;
};

} // namespace canopy
