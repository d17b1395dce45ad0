#pragma once

#include "core/base/whenfinished.h"
#include "core/chutes/transport.h"

#include <QHash>
#include <QTimer>

#include <functional>
#include <vector>

namespace canopy::test {

/// A network without wires: each request is answered by the function set for its method and path,
/// from the event loop; one without a function is Offline. Counts what left.
class FakeTransport : public Transport
{
    Q_OBJECT

public:
    using Transport::Transport;
    using Answerer = std::function<Result<HttpResponse>(const HttpRequest &request)>;

    struct Seen
    {
        HttpRequest::Method method = HttpRequest::Method::Get;
        Origin origin = Origin::official();
        QByteArray path;
        QUrlQuery query;
        Secret body;
    };

    void on(HttpRequest::Method method, const QByteArray &path, Answerer answer)
    {
        m_answers.insert(nameOf(method, path), std::move(answer));
    }
    /// Asked at each request: true keeps it waiting until release().
    void setGate(std::function<bool()> gate) { m_gate = std::move(gate); }
    void release()
    {
        m_gate = {};
        for (auto &job : std::exchange(m_waiting, {}))
            QTimer::singleShot(0, this, std::move(job));
    }
    /// What waits never arrives; whoever asked is told that it was given up.
    void dropWaiting()
    {
        m_gate = {};
        m_waiting.clear();
    }
    const std::vector<Seen> &seen() const { return m_seen; }
    int count(HttpRequest::Method method, const QByteArray &path) const
    {
        return static_cast<int>(std::ranges::count_if(m_seen, [&](const Seen &seen) {
            return seen.method == method && seen.path == path;
        }));
    }

    static HttpResponse json(int status, const QByteArray &body)
    {
        return {.status = status, .contentType = "application/json", .body = Secret::copyOf(body)};
    }
    static HttpResponse detail(int status, const QByteArray &text)
    {
        return json(status, R"({"detail":")" + text + R"("})");
    }

    QFuture<Result<HttpResponse>> send(HttpRequest request) override
    {
        const Promise<HttpResponse> promise;
        m_seen.push_back({.method = request.method,
                          .origin = request.origin,
                          .path = request.path,
                          .query = request.query,
                          .body = request.body.clone()});
        const auto shared = std::make_shared<HttpRequest>(std::move(request));
        std::function<void()> job = [this, promise, shared] {
            const auto answer = m_answers.value(nameOf(shared->method, shared->path));
            promise.finish(answer ? answer(*shared) : failure(Error::Code::Offline));
        };
        if (m_gate && m_gate())
            m_waiting.push_back(std::move(job));
        else
            QTimer::singleShot(0, this, std::move(job));
        return promise.future();
    }

private:
    static QByteArray nameOf(HttpRequest::Method method, const QByteArray &path)
    {
        return QByteArray::number(static_cast<int>(method)) + path;
    }

    QHash<QByteArray, Answerer> m_answers;
    std::vector<Seen> m_seen;
    std::vector<std::function<void()>> m_waiting;
    std::function<bool()> m_gate;
};

} // namespace canopy::test
