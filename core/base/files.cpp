#include "core/base/files.h"

#include "core/base/posixfile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sodium.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <sys/types.h>

using namespace Qt::StringLiterals;

namespace canopy {

using Code = Error::Code;

namespace {

constexpr qint64 maximumStamped = qint64{16} * 1024 * 1024;
/// A file that changes while it is read is read again, this often at most.
constexpr int readAttempts = 8;

qint64 modifiedNs(const struct stat &status)
{
#ifdef Q_OS_DARWIN
    const auto &time = status.st_mtimespec;
#else
    const auto &time = status.st_mtim;
#endif
    return static_cast<qint64>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

bool isSameState(const struct stat &a, const struct stat &b)
{
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size
        && modifiedNs(a) == modifiedNs(b);
}

void wipe(QByteArray &bytes)
{
    sodium_memzero(bytes.data(), static_cast<std::size_t>(bytes.size()));
}

/// Everything up to the end of @p file, or an empty optional with errno; more than @p maximum
/// bytes are cut one byte later, so that the caller sees it.
std::optional<QByteArray> readAll(const Descriptor &file, qint64 sizeHint, qint64 maximum)
{
    // The buffer never grows by itself: a reallocation would leave a copy of a secret behind.
    QByteArray bytes(std::min(sizeHint, maximum) + 1, Qt::Uninitialized);
    qsizetype used = 0;
    for (;;) {
        if (used == bytes.size()) {
            if (used > maximum)
                return bytes;
            QByteArray larger(std::min<qint64>(maximum + 1, bytes.size() * 2 + 4096),
                              Qt::Uninitialized);
            std::copy_n(bytes.constData(), used, larger.data());
            wipe(bytes);
            bytes = std::move(larger);
        }
        const ssize_t got = ::read(file.get(), bytes.data() + used,
                                   static_cast<std::size_t>(bytes.size() - used));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            const int saved = errno;
            wipe(bytes);
            errno = saved;
            return std::nullopt;
        }
        if (got == 0) {
            bytes.truncate(used);
            return bytes;
        }
        used += got;
    }
}

QString linkTarget(const QString &path)
{
    const QString target = QFile::symLinkTarget(path);
    return target.isEmpty() ? path : target;
}

} // namespace

namespace posixfile {

std::optional<QByteArray> encodedPath(const QString &path)
{
    if (path.isEmpty() || path.contains(QChar(0)))
        return std::nullopt;
    return QFile::encodeName(path);
}

QString reason(const QString &what, int errorNumber)
{
    return what + u": "_s + qt_error_string(errorNumber);
}

Error readError(const QString &what, int errorNumber)
{
    switch (errorNumber) {
    case ENOENT:
    case ENOTDIR:
        return {.code = Code::FileMissing, .detail = reason(what, errorNumber)};
    case ELOOP:
    case ENXIO:
        return {.code = Code::FileUnsafe, .detail = reason(what, errorNumber)};
    default:
        return {.code = Code::FileUnreadable, .detail = reason(what, errorNumber)};
    }
}

Error writeError(const QString &what, int errorNumber)
{
    const bool full = errorNumber == ENOSPC || errorNumber == EDQUOT || errorNumber == EFBIG;
    return {.code = full ? Code::DiskFull : Code::FileNotWritable,
            .detail = reason(what, errorNumber)};
}

Descriptor openRegular(int folder, const QByteArray &name)
{
    struct stat status = {};
    if (::fstatat(folder, name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return {};
    if (S_ISLNK(status.st_mode) || !S_ISREG(status.st_mode)) {
        // Opening a device can do things; so what is not a file is never opened at all.
        errno = S_ISLNK(status.st_mode) ? ELOOP : ENXIO;
        return {};
    }
    return Descriptor(::openat(folder, name.constData(),
                               O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
}

/// The state of @p file, which is one that may be read and is at its beginning then.
Result<struct stat> stateBeforeReading(const Descriptor &file, const QString &what, qint64 maximum)
{
    struct stat state = {};
    if (::fstat(file.get(), &state) != 0)
        return failure(readError(what, errno));
    if (!S_ISREG(state.st_mode))
        return failure(Code::FileUnsafe, what + u": not a regular file"_s);
    if (state.st_size > maximum)
        return failure(Code::FileTooLarge, what);
    if (::lseek(file.get(), 0, SEEK_SET) != 0)
        return failure(readError(what, errno));
    return state;
}

Result<FileContent> readOpen(const Descriptor &file, const QString &what, qint64 maximum)
{
    for (int attempt = 0; attempt < readAttempts; ++attempt) {
        const auto before = stateBeforeReading(file, what, maximum);
        if (!before)
            return failure(before.error());
        struct stat after = {};
        auto bytes = readAll(file, before->st_size, maximum);
        if (!bytes)
            return failure(readError(what, errno));
        if (bytes->size() > maximum) {
            wipe(*bytes);
            return failure(Code::FileTooLarge, what);
        }
        if (::fstat(file.get(), &after) != 0 || !isSameState(*before, after)) {
            wipe(*bytes);
            continue;
        }
        FileStamp stamp{.device = before->st_dev,
                        .inode = before->st_ino,
                        .modifiedNs = modifiedNs(*before),
                        .size = bytes->size(),
                        .sha256 = QCryptographicHash::hash(*bytes, QCryptographicHash::Sha256)};
        return FileContent{.bytes = *std::move(bytes),
                           .stamp = std::move(stamp),
                           .mode = before->st_mode & 07777U,
                           .owner = before->st_uid};
    }
    return failure(Code::FileUnreadable, what + u": keeps changing"_s);
}

Result<FileStamp> stampAt(int folder, const QByteArray &name, const QString &what)
{
    const Descriptor file = openRegular(folder, name);
    if (!file.isOpen()) {
        if (errno == ENOENT || errno == ENOTDIR)
            return FileStamp{};
        return failure(readError(what, errno));
    }
    auto content = readOpen(file, what, maximumStamped);
    if (!content)
        return failure(std::move(content).error());
    wipe(content->bytes);
    return content->stamp;
}

} // namespace posixfile

using namespace posixfile;

Result<FileContent> readSmallFile(const QString &path, qint64 maximum, SymlinkPolicy symlinks)
{
    const QString what = QFileInfo(path).fileName();
    const auto encoded = encodedPath(path);
    if (!encoded)
        return failure(Code::FileUnsafe, u"file name"_s);
    Descriptor file = openRegular(AT_FDCWD, *encoded);
    if (!file.isOpen() && errno == ELOOP && symlinks == SymlinkPolicy::FollowOnce) {
        if (const auto target = encodedPath(linkTarget(path)))
            file = openRegular(AT_FDCWD, *target);
    }
    if (!file.isOpen())
        return failure(readError(what, errno));
    return readOpen(file, what, maximum);
}

Result<Done> makePrivateFolder(const QString &path)
{
    const auto encoded = encodedPath(path);
    if (!encoded)
        return failure(Code::FileUnsafe, u"folder name"_s);
    if (::mkdir(encoded->constData(), 0700) == 0)
        return Done{};
    if (errno == ENOENT) {
        const QString parent = QFileInfo(QDir::cleanPath(path)).path();
        if (parent == path)
            return (failure(writeError(path, ENOENT)));
        if (auto made = makePrivateFolder(parent); !made)
            return made;
        if (::mkdir(encoded->constData(), 0700) == 0)
            return Done{};
    }
    if (errno != EEXIST)
        return (failure(errno == ENOTDIR
                            ? Error{.code = Code::FileUnsafe, .detail = reason(path, errno)}
                            : writeError(path, errno)));
    struct stat status = {};
    if (::stat(encoded->constData(), &status) != 0 || !S_ISDIR(status.st_mode))
        return (failure(Code::FileUnsafe, path + u": not a folder"_s));
    return Done{};
}

Result<FileStamp> stampOf(const QString &path)
{
    const auto encoded = encodedPath(path);
    if (!encoded)
        return failure(Code::FileUnsafe, u"file name"_s);
    return stampAt(AT_FDCWD, *encoded, QFileInfo(path).fileName());
}

} // namespace canopy
