#pragma once

#include "core/base/whenfinished.h"
#include "core/secrets/secret.h"

#include <QFutureWatcher>
#include <QSignalSpy>
#include <QTest>

namespace canopy::test {

/// The outcome of @p future, once the event loop has brought it. Cancelled if it never does.
template <typename T>
Result<T> awaited(QFuture<Result<T>> future, int milliseconds = 20'000)
{
    // Not QTest::qWaitFor(), which naps for 10 ms between looks.
    QFutureWatcher<Result<T>> watcher;
    QSignalSpy finished(&watcher, &QFutureWatcherBase::finished);
    watcher.setFuture(future);
    const bool came = future.isFinished() || finished.wait(milliseconds);
    if (!came || future.isCanceled() || future.resultCount() == 0)
        return failure(Error::Code::Cancelled, came ? QString() : QStringLiteral("never came"));
    return future.takeResult();
}

inline QByteArray textOf(const Secret &secret)
{
    return secret.view().bytes().toByteArray();
}

} // namespace canopy::test
