#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace canopy {

struct FileContent;
struct FileStamp;

/// Owns a POSIX file descriptor; closes it.
class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int fd)
        : m_fd(fd)
    {
    }
    Descriptor(Descriptor &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }
    Descriptor &operator=(Descriptor &&other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor() { close(); }

    int get() const { return m_fd; }
    bool isOpen() const { return m_fd >= 0; }
    /// False, with errno, where the system reports a late write error.
    bool close() { return m_fd < 0 || ::close(std::exchange(m_fd, -1)) == 0; }

private:
    int m_fd = -1;
};

/// What files.cpp and replacefile.cpp share; not for others.
namespace posixfile {

/// @p path as the system wants it; nothing where a NUL would cut it short unnoticed.
std::optional<QByteArray> encodedPath(const QString &path);

/// "<what>: <the system's words for the number>".
QString reason(const QString &what, int errorNumber);
Error readError(const QString &what, int errorNumber);
Error writeError(const QString &what, int errorNumber);

/// Opens @p name in @p folder for reading, without following a link and without touching anything
/// but a regular file. Not open on failure, with errno: ELOOP for a link, ENXIO for other things.
Descriptor openRegular(int folder, const QByteArray &name);

/// Reads an open file as one state of it, checked before and after.
Result<FileContent> readOpen(const Descriptor &file, const QString &what, qint64 maximum);

/// stampOf() of a file in an open folder.
Result<FileStamp> stampAt(int folder, const QByteArray &name, const QString &what);

} // namespace posixfile
} // namespace canopy
