#include "core/base/logging.h"
#include "core/base/posixfile.h"
#include "core/base/redact.h"

#include <QDateTime>
#include <QFile>
#include <QMutex>

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

constexpr qint64 maximumLogSize = qint64{1024} * 1024;
/// A longer line is cut: one message may not push everything else out of the log.
constexpr qsizetype maximumLine = qsizetype{16} * 1024;

/// The log file and the two before it (LOG-02): name, name.1, name.2.
class LogFile
{
public:
    /// Before any message; an empty @p path means none.
    void open(const QString &path)
    {
        m_path = QFile::encodeName(path);
        m_file = path.isEmpty() ? Descriptor() : reopened();
    }

    void write(const QByteArray &line)
    {
        if (!m_file.isOpen())
            return;
        if (m_size + line.size() > maximumLogSize)
            rotate();
        const ssize_t written = ::write(m_file.get(), line.constData(),
                                        static_cast<std::size_t>(line.size()));
        // A full disk loses a line; there is nobody to tell.
        m_size += std::max<ssize_t>(written, 0);
    }

private:
    Descriptor reopened()
    {
        Descriptor file(::open(m_path.constData(),
                               O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
                               0600));
        struct stat status = {};
        // Somebody else's file, or one with a second name, could be read by others.
        const bool ours = file.isOpen() && ::fstat(file.get(), &status) == 0
            && S_ISREG(status.st_mode) && status.st_uid == ::geteuid() && status.st_nlink == 1
            && ::fchmod(file.get(), 0600) == 0;
        if (!ours)
            return {};
        m_size = status.st_size;
        return file;
    }

    void rotate()
    {
        const QByteArray first = m_path + ".1";
        const QByteArray second = m_path + ".2";
        std::rename(first.constData(), second.constData());
        std::rename(m_path.constData(), first.constData());
        m_file = reopened();
    }

    QByteArray m_path;
    Descriptor m_file;
    qint64 m_size = 0;
};

struct Sink
{
    QMutex mutex;
    LogFile file;
};

Sink &sink()
{
    // Never destroyed: objects may still log while the program's statics go.
    static auto *const sink = new Sink;
    return *sink;
}

QChar levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return u'D';
    case QtInfoMsg:
        return u'I';
    case QtWarningMsg:
        return u'W';
    case QtCriticalMsg:
        return u'C';
    case QtFatalMsg:
        break;
    }
    return u'F';
}

/// One message, one line: a value with a line break in it must not look like another message.
QString singleLine(QString text)
{
    text.replace(u'\n', u"\\n"_s).replace(u'\r', u"\\r"_s);
    for (QChar &character : text) {
        if (character.category() == QChar::Other_Control && character != u'\t')
            character = QChar::ReplacementCharacter;
    }
    if (text.size() > maximumLine)
        text = text.left(maximumLine) + u"…"_s;
    return text;
}

void handleMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    // A message made while one is written (a pattern that fails, say) cannot be written itself.
    thread_local bool busy = false;
    if (busy)
        return;
    busy = true;
    const QString time = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    const QLatin1StringView category(context.category ? context.category : "default");
    const QString safe = singleLine(redacted(message));
    const QByteArray line =
        (time + u' ' + levelOf(type) + u' ' + category + u": "_s + safe + u'\n').toUtf8();
    {
        const QMutexLocker lock(&sink().mutex);
        std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stderr);
        std::fflush(stderr);
        sink().file.write(line);
    }
    busy = false;
}

} // namespace

void installRedactingLog(const QString &logFile)
{
    {
        const QMutexLocker lock(&sink().mutex);
        sink().file.open(logFile);
    }
    qInstallMessageHandler(handleMessage);
}

} // namespace canopy
