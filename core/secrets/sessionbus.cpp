#include "core/secrets/sessionbus.h"

#include "core/base/background.h"

#include <QDBusConnection>
#include <QDBusError>
#include <QDBusPendingCallWatcher>
#include <QFileInfo>

namespace canopy::sessionbus {

using namespace Qt::StringLiterals;

namespace {

bool hasAddress()
{
    const QString address = qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS");
    if (!address.isEmpty())
        return !address.startsWith("autolaunch:"_L1);
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !runtime.isEmpty() && QFileInfo::exists(runtime + u"/bus"_s);
}

} // namespace

QFuture<Result<Done>> connect()
{
    if (!hasAddress())
        return readyFuture<Done>(failure(Error::Code::KeychainMissing, u"no session bus"_s));
    // The first use shakes hands with the bus, and blocks for it.
    return runInBackground<Done>(workerPool(), []() -> Result<Done> {
        const auto bus = QDBusConnection::sessionBus();
        if (!bus.isConnected())
            return failure(Error::Code::KeychainMissing, bus.lastError().message());
        return Done{};
    });
}

void call(const QDBusMessage &message, int timeoutMs, QObject *context,
          std::function<void(const QDBusMessage &)> handler)
{
    auto *watcher = new QDBusPendingCallWatcher(
        QDBusConnection::sessionBus().asyncCall(message, timeoutMs), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context,
                     [watcher, handler = std::move(handler)] {
                         watcher->deleteLater();
                         handler(watcher->reply());
                     });
}

bool isServiceMissing(const QDBusMessage &error)
{
    const auto type = QDBusError(error).type();
    return type == QDBusError::ServiceUnknown || type == QDBusError::Disconnected
        || error.errorName().startsWith("org.freedesktop.DBus.Error.Spawn."_L1);
}

QString describe(const QDBusMessage &error)
{
    return error.errorName() % u": "_s % error.errorMessage();
}

} // namespace canopy::sessionbus
