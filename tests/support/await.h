#pragma once

#include "core/base/result.h"

#include <QFuture>
#include <QTest>

#include <type_traits>

namespace canopy {

/// The outcome of @p future, with the event loop turning until it is there; Timeout if it never is.
template <typename T>
Result<T> await(QFuture<Result<T>> future, int timeoutMs = 60000)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, timeoutMs))
        return failure(Error::Code::Timeout);
    if (future.isCanceled() || future.resultCount() == 0)
        return failure(Error::Code::Cancelled);
    if constexpr (std::is_copy_constructible_v<T>)
        return future.result();
    else
        return future.takeResult();
}

} // namespace canopy

/// Compares and says the error where a success was wanted.
#define AWAIT_DONE(future)                                                                         \
    do {                                                                                           \
        const auto awaited = canopy::await(future);                                                \
        QVERIFY2(awaited, awaited ? "" : qPrintable(awaited.error().detail));                      \
    } while (false)

/// Compares the error code of an outcome.
#define AWAIT_ERROR(future, expected)                                                              \
    do {                                                                                           \
        const auto awaited = canopy::await(future);                                                \
        QVERIFY2(!awaited, "succeeded");                                                           \
        if (awaited.error().code != expected)                                                      \
            qWarning() << awaited.error().detail;                                                  \
        QCOMPARE(awaited.error().code, expected);                                                  \
    } while (false)
