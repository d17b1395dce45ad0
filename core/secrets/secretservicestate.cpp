#include "core/secrets/secretservicestate.h"

#include "core/secrets/secretserviceprotocol.h"
#include "core/secrets/sessionbus.h"

#include <QDBusVariant>
#include <QFile>

namespace canopy {

using namespace Qt::StringLiterals;
using namespace secretserviceprotocol;
using Availability = SecretStoreState::Availability;

namespace {

/// The name people know the process by that answers on the bus.
QString programName(uint processId)
{
    QFile file(u"/proc/%1/comm"_s.arg(processId));
    const QByteArray name = file.open(QIODevice::ReadOnly) ? file.readAll().trimmed()
                                                           : QByteArray();
    // The kernel keeps 15 characters.
    if (name == "gnome-keyring-d")
        return u"GNOME Keyring"_s;
    if (name == "keepassxc")
        return u"KeePassXC"_s;
    if (name == "ksecretd" || name.startsWith("kwalletd"))
        return u"KWallet"_s;
    return u"Secret Service"_s;
}

} // namespace

QFuture<Result<SecretStoreState>> SecretServiceState::ask()
{
    whenFinished(sessionbus::connect(), this, [this](const Result<Done> &connected) {
        if (connected)
            askForOwner();
        else
            settle(Availability::Missing, connected.error().detail);
    });
    return m_promise.future();
}

void SecretServiceState::askForOwner()
{
    sessionbus::call(busMessage(u"NameHasOwner"_s, {serviceName}), answerMs, this,
                     [this](const QDBusMessage &reply) {
                         if (isError(reply))
                             settleError(reply);
                         else if (reply.arguments().value(0).toBool())
                             askForAlias();
                         else
                             askForActivation();
                     });
}

void SecretServiceState::askForActivation()
{
    sessionbus::call(busMessage(u"ListActivatableNames"_s), answerMs, this,
                     [this](const QDBusMessage &reply) {
                         if (isError(reply))
                             settleError(reply);
                         else if (reply.arguments().value(0).toStringList().contains(serviceName))
                             askForAlias();
                         else
                             settle(Availability::Missing, u"no service provides "_s % serviceName);
                     });
}

void SecretServiceState::askForAlias()
{
    const auto ask = message(servicePath, serviceInterface, u"ReadAlias"_s, {u"default"_s});
    sessionbus::call(ask, answerMs, this, [this](const QDBusMessage &reply) {
        if (isError(reply)) {
            settleError(reply);
            return;
        }
        m_collection = pathIn(reply.arguments().value(0));
        askForProgram();
    });
}

void SecretServiceState::askForProgram()
{
    const auto ask = busMessage(u"GetConnectionUnixProcessID"_s, {serviceName});
    sessionbus::call(ask, answerMs, this, [this](const QDBusMessage &reply) {
        m_backend = programName(isError(reply) ? 0 : reply.arguments().value(0).toUInt());
        if (isNoPath(m_collection))
            settle(Availability::NoCollection, u"no default collection"_s);
        else
            askForLock();
    });
}

void SecretServiceState::askForLock()
{
    const auto ask = message(m_collection, u"org.freedesktop.DBus.Properties"_s, u"Get"_s,
                             {collectionInterface, u"Locked"_s});
    sessionbus::call(ask, answerMs, this, [this](const QDBusMessage &reply) {
        if (isError(reply)) {
            settleError(reply);
            return;
        }
        const QVariant locked = reply.arguments().value(0).value<QDBusVariant>().variant();
        if (locked.typeId() != QMetaType::Bool)
            settle(Availability::Unknown, u"an answer without a lock state"_s);
        else
            settle(locked.toBool() ? Availability::Locked : Availability::Unlocked, {});
    });
}

void SecretServiceState::settleError(const QDBusMessage &error)
{
    settle(sessionbus::isServiceMissing(error) ? Availability::Missing : Availability::Unknown,
           sessionbus::describe(error));
}

void SecretServiceState::settle(Availability availability, const QString &detail)
{
    m_promise.finish(SecretStoreState{.kind = SecretStoreState::Kind::Keychain,
                                      .availability = availability,
                                      .backend = m_backend,
                                      .detail = detail});
}

} // namespace canopy
