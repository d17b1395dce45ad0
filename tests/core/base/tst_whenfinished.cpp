#include "core/base/background.h"
#include "core/base/whenfinished.h"

#include <QPointer>
#include <QSemaphore>
#include <QTest>
#include <QThread>

#include <memory>

using namespace Qt::StringLiterals;
using namespace canopy;

using Code = Error::Code;
using Box = std::unique_ptr<int>; // stands for a Secret: move-only

class TestWhenFinished : public QObject
{
    Q_OBJECT

private slots:
    void isNeverSynchronous()
    {
        int calls = 0;
        int value = 0;
        whenFinished(readyFuture<int>(7), this, [&](const Result<int> &result) {
            ++calls;
            value = result.value();
        });
        QCOMPARE(calls, 0);
        QTRY_COMPARE(calls, 1);
        QCOMPARE(value, 7);
        QCoreApplication::processEvents();
        QCOMPARE(calls, 1);
    }

    void deliversLater()
    {
        const Promise<QString> promise;
        QString value;
        whenFinished(promise.future(), this,
                     [&](const Result<QString> &result) { value = result.value(); });
        QCoreApplication::processEvents();
        QCOMPARE(value, QString());
        promise.finish(u"done"_s);
        QCOMPARE(value, QString());
        QTRY_COMPARE(value, u"done"_s);
    }

    void deliversErrors()
    {
        Error error;
        whenFinished(readyFuture<int>(failure(Code::RateLimited, u"slow"_s)), this,
                     [&](const Result<int> &result) { error = result.error(); });
        QTRY_COMPARE(error.code, Code::RateLimited);
        QCOMPARE(error.detail, u"slow"_s);
    }

    void forgetsADestroyedContext()
    {
        bool called = false;
        auto context = std::make_unique<QObject>();
        const Promise<int> promise;
        whenFinished(promise.future(), context.get(), [&](const Result<int> &) { called = true; });
        promise.finish(1);
        context.reset(); // the answer is in, and its event is on the way
        QCoreApplication::processEvents();
        QVERIFY(!called);
    }

    void mayDestroyItsContext()
    {
        auto *context = new QObject;
        const QPointer<QObject> alive(context);
        int after = 0;
        whenFinished(readyFuture<int>(3), context, [&](const Result<int> &result) {
            delete context;
            after = result.value();
        });
        QTRY_VERIFY(alive.isNull());
        QCOMPARE(after, 3);
    }

    void aDroppedPromiseIsCancelled()
    {
        std::optional<Code> code;
        {
            const Promise<int> promise;
            const auto copy = promise;
            whenFinished(promise.future(), this,
                         [&](const Result<int> &result) { code = result.error().code; });
        }
        QVERIFY(!code);
        QTRY_COMPARE(code, Code::Cancelled);
    }

    void aCancelledFutureIsCancelled()
    {
        std::optional<Code> code;
        const Promise<int> promise;
        auto future = promise.future();
        whenFinished(future, this, [&](const Result<int> &result) { code = result.error().code; });
        future.cancel();
        promise.finish(5);
        QTRY_COMPARE(code, Code::Cancelled);
    }

    void theFirstOutcomeCounts()
    {
        int value = 0;
        const Promise<int> promise;
        promise.finish(1);
        promise.finish(2);
        QVERIFY(promise.isFinished());
        whenFinished(promise.future(), this,
                     [&](const Result<int> &result) { value = result.value(); });
        QTRY_COMPARE(value, 1);
    }

    void severalObserversOfACopyableResult()
    {
        int sum = 0;
        const Promise<int> promise;
        for (int i = 0; i < 3; ++i)
            whenFinished(promise.future(), this,
                         [&](const Result<int> &result) { sum += result.value(); });
        promise.finish(5);
        QTRY_COMPARE(sum, 15);
    }

    void movesAMoveOnlyResult()
    {
        Box box;
        whenFinished(readyFuture<Box>(std::make_unique<int>(9)), this,
                     [&](Result<Box> result) { box = std::move(result).value(); });
        QTRY_VERIFY(box != nullptr);
        QCOMPARE(*box, 9);
    }

    void worksInTheBackground()
    {
        const QThread *worker = nullptr;
        const QThread *receiver = nullptr;
        int value = 0;
        // The job owns something that cannot be copied.
        auto future = runInBackground<int>(
            workerPool(), [&worker, box = std::make_unique<int>(11)]() -> Result<int> {
                worker = QThread::currentThread();
                return *box;
            });
        whenFinished(future, this, [&](const Result<int> &result) {
            receiver = QThread::currentThread();
            value = result.value();
        });
        QTRY_COMPARE(value, 11);
        QVERIFY(worker && worker != thread());
        QCOMPARE(receiver, thread());
    }

    void keyDerivationsQueue()
    {
        QAtomicInt running;
        QAtomicInt most;
        QSemaphore started;
        int done = 0;
        const std::function<Result<int>()> job = [&] {
            const int now = running.fetchAndAddOrdered(1) + 1;
            if (now > most.loadAcquire())
                most.storeRelease(now);
            started.release();
            QThread::yieldCurrentThread();
            running.fetchAndSubOrdered(1);
            return 1;
        };
        for (int i = 0; i < 20; ++i) {
            whenFinished(runInBackground<int>(keyDerivationPool(), job), this,
                         [&](const Result<int> &result) { done += result.value(); });
        }
        QTRY_COMPARE(done, 20);
        QCOMPARE(started.available(), 20);
        QCOMPARE(most.loadAcquire(), 1);
    }
};

QTEST_GUILESS_MAIN(TestWhenFinished)
#include "tst_whenfinished.moc"
