#pragma once

#include "core/base/whenfinished.h"

#include <QThreadPool>

#include <functional>
#include <memory>
#include <utility>

namespace canopy {

/// Runs @p job, a callable that returns Result<T>, on a worker thread and delivers what it
/// returns. It may own move-only things, a Secret say. It must not touch a QObject of another
/// thread, and runs to its end even if nobody waits for it any more.
template <typename T, typename Job>
QFuture<Result<T>> runInBackground(QThreadPool &pool, Job job)
{
    const Promise<T> promise;
    const auto future = promise.future();
    // Shared, because the std::function that the pool takes could not hold a move-only job.
    pool.start([promise, job = std::make_shared<Job>(std::move(job))]() mutable {
        Result<T> result = (*job)();
        // What the job owns goes before the answer is out, not some time after.
        job.reset();
        promise.finish(std::move(result));
    });
    return future;
}
template <typename T>
QFuture<Result<T>> runInBackground(QThreadPool &pool, std::function<Result<T>()> job)
{
    return runInBackground<T, std::function<Result<T>()>>(pool, std::move(job));
}

/// For scans and file work.
QThreadPool &workerPool();

/// One thread: a key derivation takes seconds and half a gigabyte, so they queue.
QThreadPool &keyDerivationPool();

} // namespace canopy
