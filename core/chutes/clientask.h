#pragma once

#include "core/base/whenfinished.h"
#include "core/chutes/chutesclient.h"

#include <utility>

// What the parts of ChutesClient share; not for others.
namespace canopy {

namespace clientask {

inline constexpr qint64 largestDocument = 8LL << 20;
/// Answers that carry a secret are small (NET-08).
inline constexpr qint64 largestSecretAnswer = 64LL << 10;

/// QUrlQuery leaves "+" and what looks encoded already as they are, so encode it here (NET-18).
inline void addQuery(HttpRequest &request, const QString &name, const QString &value)
{
    request.query.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
}

inline Result<HttpRequest> stamped(HttpRequest request, const Credential &credential,
                                   SigningPurpose purpose, qint64 skewSeconds)
{
    if (const auto done = credential.stamp(request, purpose, skewSeconds); !done)
        return failure(done.error());
    return request;
}

} // namespace clientask

template <typename T, typename Read>
QFuture<Result<T>> ChutesClient::ask(ClientCall::Question question, Read read)
{
    const Promise<T> promise;
    const bool changes = question.asked.changesSomething;
    whenFinished(send(std::move(question)), this,
                 [promise, changes, read = std::move(read)](Result<Answer> answer) mutable {
                     if (!answer) {
                         promise.finish(failure(answer.error()));
                         return;
                     }
                     Result<T> result = read(std::move(*answer));
                     // The service said yes, only not in a way that can be read.
                     if (!result)
                         result.error().inDoubt = changes;
                     promise.finish(std::move(result));
                 });
    return promise.future();
}

} // namespace canopy
