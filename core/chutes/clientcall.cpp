#include "core/chutes/clientcall.h"

#include "core/base/logging.h"

#include <QTimer>

#include <algorithm>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 longestUsableSkew = 24LL * 3600;

bool isUnreachable(Error::Code code)
{
    return code == Error::Code::Offline || code == Error::Code::Timeout
        || code == Error::Code::ConnectionLost || code == Error::Code::TlsFailed;
}

/// Failures on the way, and what edges say about a passing state. A timeout of our own has cost
/// the person half a minute already and is not repeated.
bool isPassing(const Error &error)
{
    switch (error.httpStatus) {
    case 408:
    case 429:
    case 502:
    case 503:
    case 504:
        return true;
    default:
        return error.code == Error::Code::Offline || error.code == Error::Code::ConnectionLost;
    }
}

} // namespace

ClientCall::ClientCall(Question question, Transport &transport, const Clock &clock,
                       RandomSource &random, RetryPolicy policy, QObject *parent)
    : QObject(parent)
    , m_question(std::move(question))
    , m_transport(transport)
    , m_clock(clock)
    , m_random(random)
    , m_policy(policy)
{
}

qint64 ClientCall::skewFrom(const QDateTime &date, const Clock &clock)
{
    return date.isValid() ? date.toSecsSinceEpoch() - clock.unixSeconds() : 0;
}

bool ClientCall::isUsableSkew(qint64 seconds)
{
    return seconds > -longestUsableSkew && seconds < longestUsableSkew;
}

void ClientCall::start(qint64 skewSeconds)
{
    m_skewSeconds = skewSeconds;
    attempt();
}

void ClientCall::attempt()
{
    auto request = m_question.build(m_skewSeconds);
    if (!request) {
        finish(failure(request.error()));
        return;
    }
    m_path = request->path;
    whenFinished(m_transport.send(std::move(*request)), this,
                 [this](Result<HttpResponse> received) { receive(std::move(received)); });
}

void ClientCall::receive(Result<HttpResponse> received)
{
    if (!received) {
        const auto &error = received.error();
        if (tryAgain(error))
            return;
        if (isUnreachable(error.code))
            emit unreachable(error);
        else if (error.code != Error::Code::Cancelled)
            emit answered();
        finish(failure(error));
        return;
    }
    emit answered();
    const auto date = received->date;
    auto answer = judge(std::move(*received), m_question.asked);
    if (answer) {
        finish(std::move(answer));
        return;
    }
    if (answer.error().code == Error::Code::ClockSkew)
        answer.error().skewSeconds = skewFrom(date, m_clock);
    if (signAgain(answer.error(), date) || tryAgain(answer.error()))
        return;
    qCWarning(lcNetwork).noquote() << m_path << "refused: HTTP" << answer.error().httpStatus
                                   << "meaning" << static_cast<int>(answer.error().code);
    finish(std::move(answer));
}

bool ClientCall::signAgain(const Error &error, const QDateTime &date)
{
    // Refused for its nonce, so not acted upon: this alone may repeat what changes something.
    const bool clocksDiffer = error.code == Error::Code::ClockSkew && date.isValid()
        && error.skewSeconds != m_skewSeconds;
    if (!clocksDiffer || m_signedAgain || !isUsableSkew(error.skewSeconds))
        return false;
    m_signedAgain = true;
    m_skewSeconds = error.skewSeconds;
    emit skewLearnt(m_skewSeconds);
    attempt();
    return true;
}

bool ClientCall::tryAgain(const Error &error)
{
    if (m_question.asked.changesSomething || m_repeated >= m_policy.most || !isPassing(error))
        return false;
    const auto longest = m_policy.pause * (1 << m_repeated);
    const auto half = static_cast<std::uint32_t>(std::max<qint64>(longest.count() / 2, 0));
    const std::chrono::milliseconds jittered(half + m_random.below(half + 1));
    const std::chrono::milliseconds asked = std::chrono::seconds(error.retryAfterSeconds);
    const auto pause = std::max(jittered, asked);
    if (pause > m_policy.longestPause)
        return false;
    ++m_repeated;
    QTimer::singleShot(pause, this, [this] { attempt(); });
    return true;
}

void ClientCall::finish(Result<Answer> result)
{
    m_promise.finish(std::move(result));
    deleteLater();
}

} // namespace canopy
