#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace canopy {

/// A session bus without any service, or with those given. Ends with the object.
class PrivateBus
{
public:
    /// Started on demand: @p command for the bus name @p service.
    bool addService(const QString &service, const QString &command) const;
    bool start();
    /// For DBUS_SESSION_BUS_ADDRESS. Empty before start().
    QString address() const { return m_address; }
    ~PrivateBus();

    PrivateBus() = default;
    Q_DISABLE_COPY_MOVE(PrivateBus)

private:
    QTemporaryDir m_folder;
    QProcess m_daemon;
    QString m_address;
};

} // namespace canopy
