#include "core/secrets/keychainjobs.h"

#include "core/base/whenfinished.h"
#include "core/secrets/keychainservice.h"

#include <QAbstractEventDispatcher>
#include <QLibrary>
#include <QThread>
#include <qt6keychain/keychain.h>

#include <sodium.h>

#include <memory>
#include <utility>

namespace canopy::keychainjobs {

using namespace Qt::StringLiterals;

namespace {

Error errorOf(const QKeychain::Job &job)
{
    const auto code = [&job] {
        switch (job.error()) {
        case QKeychain::EntryNotFound:
            return Error::Code::SecretAbsent;
        case QKeychain::AccessDenied:
        case QKeychain::AccessDeniedByUser:
            return Error::Code::KeychainLocked;
        case QKeychain::NoBackendAvailable:
        case QKeychain::NotImplemented:
            return Error::Code::KeychainMissing;
        default:
            return Error::Code::KeychainUnknown;
        }
    }();
    return Error{.code = code, .detail = job.errorString()};
}

/// Wipes a buffer together with those who share it, which is the point: QtKeychain keeps a
/// reference to the value in its job, out of reach, and does not wipe it.
void wipeShared(QByteArray &bytes)
{
    if (!bytes.isEmpty())
        sodium_memzero(const_cast<char *>(bytes.constData()),
                       static_cast<std::size_t>(bytes.size()));
    bytes.clear();
}

/// Starts @p job; it is the context of its own connection, so nobody else need live on.
template <typename T, typename JobType, typename Finished>
QFuture<Result<T>> run(JobType *job, const QString &name, Finished finished)
{
    const Promise<T> promise;
    const auto future = promise.future();
    job->setKey(name);
    QObject::connect(job, &QKeychain::Job::finished, job,
                     [job, promise, finished = std::move(finished)](QKeychain::Job *) {
                         promise.finish(finished(*job));
                     });
    job->start();
    return future;
}

Result<Done> doneOrError(const QKeychain::Job &job)
{
    if (job.error() != QKeychain::NoError)
        return failure(errorOf(job));
    return Done{};
}

} // namespace

QFuture<Result<Secret>> read(const QString &name)
{
    auto *job = new QKeychain::ReadPasswordJob(keychainServiceName);
    return run<Secret>(job, name, [](const QKeychain::ReadPasswordJob &done) -> Result<Secret> {
        if (done.error() != QKeychain::NoError)
            return failure(errorOf(done));
        QByteArray bytes = done.binaryData();
        Secret secret = Secret::copyOf(bytes);
        wipeShared(bytes);
        return secret;
    });
}

QFuture<Result<Done>> write(const QString &name, const Secret &value)
{
    auto *job = new QKeychain::WritePasswordJob(keychainServiceName);
    // The one copy outside guarded memory; it has to be a QByteArray, and lives until the job ends.
    const auto bytes = std::make_shared<QByteArray>(value.view().bytes().toByteArray());
    job->setBinaryData(*bytes);
    return run<Done>(job, name, [bytes](const QKeychain::Job &done) {
        wipeShared(*bytes);
        return doneOrError(done);
    });
}

QFuture<Result<Done>> remove(const QString &name)
{
    auto *job = new QKeychain::DeletePasswordJob(keychainServiceName);
    return run<Done>(job, name, [](const QKeychain::Job &done) { return doneOrError(done); });
}

void reconnect()
{
    // QtKeychain loads libsecret at run time, from the same name; there is nothing to link.
    QLibrary library(u"secret-1"_s, 0);
    if (const auto disconnect = library.resolve("secret_service_disconnect"))
        disconnect();
}

bool canRun()
{
    const auto *dispatcher = QAbstractEventDispatcher::instance(QThread::currentThread());
    return dispatcher != nullptr
        && QByteArrayView(dispatcher->metaObject()->className()).contains("Glib");
}

} // namespace canopy::keychainjobs
