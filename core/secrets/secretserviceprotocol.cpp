#include "core/secrets/secretserviceprotocol.h"

#include <QDBusObjectPath>
#include <QVariant>

namespace canopy::secretserviceprotocol {

using namespace Qt::StringLiterals;

QDBusMessage message(const QString &path, const QString &interface, const QString &method,
                     const QVariantList &arguments)
{
    auto message = QDBusMessage::createMethodCall(serviceName, path, interface, method);
    message.setArguments(arguments);
    return message;
}

QDBusMessage busMessage(const QString &method, const QVariantList &arguments)
{
    auto message = QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s, u"/"_s,
                                                  u"org.freedesktop.DBus"_s, method);
    message.setArguments(arguments);
    return message;
}

bool isError(const QDBusMessage &reply)
{
    return reply.type() == QDBusMessage::ErrorMessage;
}

QString pathIn(const QVariant &argument)
{
    return argument.value<QDBusObjectPath>().path();
}

bool isNoPath(const QString &path)
{
    return path.isEmpty() || path == u"/"_s;
}

} // namespace canopy::secretserviceprotocol
