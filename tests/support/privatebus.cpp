#include "tests/support/privatebus.h"

#include <QFile>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

bool write(const QString &path, const QString &text)
{
    QFile file(path);
    const QByteArray bytes = text.toUtf8();
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace

bool PrivateBus::addService(const QString &service, const QString &command) const
{
    return write(m_folder.filePath(service + u".service"_s),
                 u"[D-BUS Service]\nName=%1\nExec=%2\n"_s.arg(service, command));
}

bool PrivateBus::start()
{
    const QString config = m_folder.filePath(u"session.conf"_s);
    const bool written = write(
        config,
        u"<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN\" "
        "\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
        "<busconfig><type>session</type><listen>unix:dir=%1</listen><servicedir>%1</servicedir>"
        "<policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>"
        "<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>\n"_s.arg(
            m_folder.path()));
    m_daemon.start(u"dbus-daemon"_s,
                   {u"--nofork"_s, u"--print-address"_s, u"--config-file="_s + config});
    if (!written || !m_daemon.waitForReadyRead())
        return false;
    m_address = QString::fromUtf8(m_daemon.readAllStandardOutput()).trimmed();
    return !m_address.isEmpty();
}

PrivateBus::~PrivateBus()
{
    m_daemon.terminate();
    m_daemon.waitForFinished();
}

} // namespace canopy
