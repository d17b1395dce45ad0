#include "tests/support/gnomekeyring.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

/// 0 if nobody owns the name. Asked by another process, so that the bus connection of the test and
/// the objects under test are left alone.
pid_t ownerOfTheName()
{
    const QByteArray answer = outputOf(u"dbus-send"_s,
                                       {u"--session"_s, u"--print-reply=literal"_s,
                                        u"--dest=org.freedesktop.DBus"_s, u"/"_s,
                                        u"org.freedesktop.DBus.GetConnectionUnixProcessID"_s,
                                        u"string:org.freedesktop.secrets"_s});
    return answer.trimmed().split(' ').last().toInt();
}

} // namespace

QByteArray outputOf(const QString &program, const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished() || process.exitCode() != 0)
        return {};
    return process.readAllStandardOutput();
}

GnomeKeyring::GnomeKeyring()
    : m_processId(qEnvironmentVariableIntValue("KEYRING_PID"))
{
}

void GnomeKeyring::send(int signal) const
{
    ::kill(m_processId, signal);
}

void GnomeKeyring::kill()
{
    send(SIGKILL);
    const bool isGone = QTest::qWaitFor([this] { return ownerOfTheName() != m_processId; });
    Q_ASSERT(isGone);
    Q_UNUSED(isGone)
}

bool GnomeKeyring::start()
{
    const QByteArray password = qgetenv("KEYRING_PASSWORD");
    // It takes over from a locked one that the bus may have started meanwhile.
    outputOf(u"gnome-keyring-daemon"_s, {u"--replace"_s, u"--unlock"_s, u"--components=secrets"_s},
             password);
    const pid_t gone = m_processId;
    return QTest::qWaitFor([this, gone] {
        m_processId = ownerOfTheName();
        return m_processId != 0 && m_processId != gone;
    });
}

bool GnomeKeyring::restart()
{
    kill();
    return start();
}

bool GnomeKeyring::lock() const
{
    return !outputOf(u"dbus-send"_s,
                     {u"--session"_s, u"--print-reply"_s, u"--dest=org.freedesktop.secrets"_s,
                      u"/org/freedesktop/secrets"_s, u"org.freedesktop.Secret.Service.Lock"_s,
                      u"array:objpath:/org/freedesktop/secrets/collection/login"_s})
                .isEmpty();
}

bool GnomeKeyring::forbidFiles() const
{
    rlimit limit{};
    if (prlimit(m_processId, RLIMIT_NOFILE, nullptr, &limit) != 0)
        return false;
    // The lowest free descriptor is the one it would get. Not less: poll() fails for more
    // descriptors than the limit, and it should go on answering.
    const QDir open(u"/proc/%1/fd"_s.arg(m_processId));
    limit.rlim_cur = 0;
    while (QFileInfo(open.filePath(QString::number(limit.rlim_cur))).isSymLink())
        ++limit.rlim_cur;
    return prlimit(m_processId, RLIMIT_NOFILE, &limit, nullptr) == 0;
}

} // namespace canopy
