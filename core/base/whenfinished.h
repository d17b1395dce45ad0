#pragma once

#include "core/base/result.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace canopy {

/// Calls @p handler exactly once with the outcome of @p future, from the event loop, unless
/// @p context is destroyed first. Work that was given up arrives as Error::Code::Cancelled.
///
/// Use this instead of QFuture::then(context, …): Qt 6.4 asserts there when the context is gone,
/// runs synchronously on a finished future, and a second then() silently replaces the first.
/// A move-only result is taken, so such a future has one observer.
template <typename T, typename Handler>
void whenFinished(const QFuture<Result<T>> &future, QObject *context, Handler &&handler)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, handler = std::forward<Handler>(handler)]() mutable {
                         watcher->deleteLater();
                         auto done = watcher->future();
                         if (done.isCanceled() || done.resultCount() == 0)
                             std::invoke(handler, Result<T>(failure(Error::Code::Cancelled)));
                         else if constexpr (std::is_copy_constructible_v<T>)
                             std::invoke(handler, done.result());
                         else
                             std::invoke(handler, done.takeResult());
                     });
    watcher->setFuture(future);
}

/// A future that already has its outcome.
template <typename T>
QFuture<Result<T>> readyFuture(Result<T> result)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

/// The writing end of a future handed out by an asynchronous function: finished once, and
/// delivered as Cancelled if the last copy is dropped before. Copies share one outcome.
template <typename T>
class Promise
{
public:
    Promise()
        : m_promise(std::make_shared<QPromise<Result<T>>>())
    {
        m_promise->start();
    }

    QFuture<Result<T>> future() const { return m_promise->future(); }
    bool isFinished() const { return m_promise->future().isFinished(); }

    /// The first call counts; later ones are ignored.
    void finish(Result<T> result) const
    {
        if (isFinished())
            return;
        m_promise->addResult(std::move(result));
        m_promise->finish();
    }

private:
    std::shared_ptr<QPromise<Result<T>>> m_promise;
};

} // namespace canopy
