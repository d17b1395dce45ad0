#include "core/secrets/secretserviceunlock.h"

#include "core/secrets/keychainservice.h"
#include "core/secrets/secretserviceprotocol.h"
#include "core/secrets/secretservicestate.h"
#include "core/secrets/sessionbus.h"

#include <QDBusConnection>
#include <QDBusObjectPath>

namespace canopy {

using namespace Qt::StringLiterals;
using namespace secretserviceprotocol;
using Availability = SecretStoreState::Availability;

QFuture<Result<Done>> SecretServiceUnlock::start()
{
    auto *question = new SecretServiceState(this);
    whenFinished(question->ask(), this, [this, question](const Result<SecretStoreState> &state) {
        if (state && state->availability == Availability::Locked)
            unlock(question->collection());
        else if (state && state->availability == Availability::NoCollection)
            makeCollection();
        else
            end();
    });
    return m_promise.future();
}

void SecretServiceUnlock::unlock(const QString &collection)
{
    const QList<QDBusObjectPath> paths{QDBusObjectPath(collection)};
    request(message(servicePath, serviceInterface, u"Unlock"_s, {QVariant::fromValue(paths)}));
}

void SecretServiceUnlock::makeCollection()
{
    const QVariantMap properties{{u"org.freedesktop.Secret.Collection.Label"_s, u"Login"_s}};
    request(
        message(servicePath, serviceInterface, u"CreateCollection"_s, {properties, u"default"_s}));
}

/// Both calls answer with a list or a path, and with a prompt to be shown, "/" if none.
void SecretServiceUnlock::request(const QDBusMessage &call)
{
    sessionbus::call(call, answerMs, this, [this](const QDBusMessage &reply) {
        const QString prompt = isError(reply) ? QString() : pathIn(reply.arguments().value(1));
        if (isNoPath(prompt))
            end();
        else
            show(prompt);
    });
}

void SecretServiceUnlock::show(const QString &prompt)
{
    // Without a sender these matches need no blocking look-up of its owner. A forged signal
    // gains nothing: the state is asked again.
    auto bus = QDBusConnection::sessionBus();
    bus.connect({}, prompt, promptInterface, u"Completed"_s, this, SLOT(end()));
    bus.connect({}, u"/org/freedesktop/DBus"_s, u"org.freedesktop.DBus"_s, u"NameOwnerChanged"_s,
                {serviceName}, {}, this, SLOT(end()));
    sessionbus::call(message(prompt, promptInterface, u"Prompt"_s, {QString()}), answerMs, this,
                     [this](const QDBusMessage &reply) {
                         if (isError(reply))
                             end();
                     });
}

void SecretServiceUnlock::end()
{
    if (m_ending)
        return;
    m_ending = true;
    auto *question = new SecretServiceState(this);
    whenFinished(question->ask(), this, [this](const Result<SecretStoreState> &state) {
        m_promise.finish(
            state ? mayUse(*state)
                  : Result<Done>(failure(Error::Code::KeychainUnknown, state.error().detail)));
        deleteLater();
    });
}

} // namespace canopy
