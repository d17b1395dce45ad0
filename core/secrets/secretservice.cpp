#include "core/secrets/secretservice.h"

#include "core/base/whenfinished.h"
#include "core/secrets/secretserviceprotocol.h"
#include "core/secrets/secretservicestate.h"
#include "core/secrets/secretserviceunlock.h"
#include "core/secrets/sessionbus.h"

#include <QDBusArgument>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QMap>

namespace canopy {

using namespace Qt::StringLiterals;
using namespace secretserviceprotocol;

QFuture<Result<SecretStoreState>> SecretService::state()
{
    auto *question = new SecretServiceState(this);
    const auto answer = question->ask();
    whenFinished(answer, question, [question](const auto &) { question->deleteLater(); });
    return answer;
}

QFuture<Result<KeychainService::Presence>> SecretService::find(const QString &name)
{
    const Promise<Presence> promise;
    whenFinished(state(), this, [this, promise, name](const Result<SecretStoreState> &state) {
        const auto usable = state ? mayUse(*state) : Result<Done>(failure(state.error()));
        const bool locked = !usable && usable.error().code == Error::Code::KeychainLocked;
        if (!usable && !locked) {
            promise.finish(failure(usable.error()));
            return;
        }
        using Attributes = QMap<QString, QString>;
        qDBusRegisterMetaType<Attributes>();
        const Attributes attributes{{u"user"_s, name}, {u"server"_s, keychainServiceName}};
        const auto search = message(servicePath, serviceInterface, u"SearchItems"_s,
                                    {QVariant::fromValue(attributes)});
        sessionbus::call(search, answerMs, this, [promise, usable](const QDBusMessage &reply) {
            if (isError(reply) || reply.signature() != u"aoao"_s) {
                promise.finish(failure(Error::Code::KeychainUnknown, sessionbus::describe(reply)));
                return;
            }
            using Paths = QList<QDBusObjectPath>;
            const bool open = !qdbus_cast<Paths>(reply.arguments().at(0)).isEmpty();
            const bool shut = !qdbus_cast<Paths>(reply.arguments().at(1)).isEmpty();
            if (open || shut)
                promise.finish(open ? Presence::Present : Presence::PresentLocked);
            else if (usable)
                promise.finish(Presence::Absent);
            else // some services hide what is in a locked collection
                promise.finish(failure(usable.error()));
        });
    });
    return promise.future();
}

QFuture<Result<Done>> SecretService::unlock()
{
    auto *request = new SecretServiceUnlock(this);
    return request->start();
}

} // namespace canopy
