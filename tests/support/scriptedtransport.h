#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/whenfinished.h"
#include "core/chutes/transport.h"

#include <QList>

#include <algorithm>
#include <deque>
#include <functional>
#include <utility>

namespace canopy::test {

/// A clock that stands where it is put.
class StandingClock final : public Clock
{
public:
    explicit StandingClock(qint64 unixSeconds = 1'753'198'463)
        : m_now(QDateTime::fromSecsSinceEpoch(unixSeconds, Qt::UTC))
    {
    }
    QDateTime now() const override { return m_now; }
    void set(qint64 unixSeconds) { m_now.setSecsSinceEpoch(unixSeconds); }

private:
    QDateTime m_now;
};

/// The same bytes every time.
class ConstantRandom final : public RandomSource
{
public:
    void fill(std::span<std::uint8_t> bytes) override { std::ranges::fill(bytes, 0x5a); }
};

/// What a test wants to know of a request that was sent.
struct SentRequest
{
    HttpRequest::Method method = HttpRequest::Method::Get;
    QString url; ///< origin and path, without query
    QString query;
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> headers;
    std::chrono::milliseconds deadline{};
    qint64 maximumAnswer = 0;

    QByteArray header(const QByteArray &name) const
    {
        const auto found = std::ranges::find_if(headers, [&name](const auto &header) {
            return header.first == name;
        });
        return found == headers.end() ? QByteArray() : found->second;
    }
};

/// Answers from a list, in order, and remembers what it was asked. Asked more often than the list
/// is long, it says Offline.
class ScriptedTransport final : public Transport
{
    Q_OBJECT

public:
    QFuture<Result<HttpResponse>> send(HttpRequest request) override
    {
        SentRequest sent{.method = request.method,
                         .url = request.origin.url(request.path).toString(QUrl::FullyEncoded),
                         .query = request.query.toString(QUrl::FullyEncoded),
                         .body = request.body.view().bytes().toByteArray(),
                         .deadline = request.deadline,
                         .maximumAnswer = request.maximumAnswer};
        for (const auto &header : request.headers)
            sent.headers.append({header.name, header.value.view().bytes().toByteArray()});
        m_sent.append(sent);
        if (m_answers.empty())
            return readyFuture<HttpResponse>(failure(Error::Code::Offline));
        const auto answer = std::move(m_answers.front());
        m_answers.pop_front();
        return answer();
    }

    /// JSON unless @p contentType says otherwise.
    void answer(int status, const QByteArray &body, const QDateTime &date = {}, int retryAfter = 0,
                const QByteArray &contentType = "application/json")
    {
        m_answers.emplace_back([=] {
            return readyFuture<HttpResponse>(HttpResponse{.status = status,
                                                          .contentType = contentType,
                                                          .date = date,
                                                          .retryAfterSeconds = retryAfter,
                                                          .body = Secret::copyOf(body)});
        });
    }
    void fail(const Error &error)
    {
        m_answers.emplace_back([error] { return readyFuture<HttpResponse>(failure(error)); });
    }
    /// An answer that never comes.
    void hang()
    {
        m_answers.emplace_back([this] {
            m_hanging.append(Promise<HttpResponse>());
            return m_hanging.last().future();
        });
    }

    const QList<SentRequest> &sent() const { return m_sent; }
    bool isExhausted() const { return m_answers.empty(); }

private:
    std::deque<std::function<QFuture<Result<HttpResponse>>()>> m_answers;
    QList<Promise<HttpResponse>> m_hanging;
    QList<SentRequest> m_sent;
};

} // namespace canopy::test
