#include "core/base/files.h"
#include "core/base/logging.h"
#include "core/base/posixfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <sodium.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace canopy {

using Code = Error::Code;
using namespace posixfile;

namespace {

constexpr auto temporarySuffix = ".canopy-new"_L1;

/// An open folder that only we can change, and the name of a file in it.
struct Place
{
    Descriptor folder;
    QByteArray name;
    QString what; ///< for error details
};

Result<Descriptor> openPrivateFolder(const QString &path)
{
    const auto encoded = encodedPath(path);
    if (!encoded)
        return failure(Code::FileUnsafe, u"folder name"_s);
    struct stat status = {};
    if (::lstat(encoded->constData(), &status) != 0)
        return failure(errno == ENOENT || errno == ENOTDIR
                           ? Error{.code = Code::FileMissing, .detail = reason(path, errno)}
                           : writeError(path, errno));
    if (!S_ISDIR(status.st_mode))
        return failure(Code::FileUnsafe, path + u": a symbolic link or not a folder"_s);
    Descriptor folder(
        ::open(encoded->constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder.isOpen() || ::fstat(folder.get(), &status) != 0)
        return failure(writeError(path, errno));
    if (status.st_uid != ::geteuid())
        return failure(Code::FileUnsafe, path + u": the folder has another owner"_s);
    if ((status.st_mode & 022U) != 0)
        return failure(Code::FileUnsafe, path + u": others may write to the folder"_s);
    return folder;
}

Result<Place> openPlace(const QString &path)
{
    const QFileInfo info(path);
    const auto name = encodedPath(info.fileName());
    if (!name || *name == "." || *name == "..")
        return failure(Code::FileUnsafe, u"file name"_s);
    auto folder = openPrivateFolder(info.path());
    if (!folder)
        return failure(std::move(folder).error());
    return Place{.folder = *std::move(folder), .name = *name, .what = info.fileName()};
}

/// Whether what is at @p place now, if anything, may be replaced.
Result<Done> checkReplaceable(const Place &place)
{
    struct stat status = {};
    if (::fstatat(place.folder.get(), place.name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT)
            return Done{};
        return failure(writeError(place.what, errno));
    }
    if (!S_ISREG(status.st_mode))
        return failure(Code::FileUnsafe, place.what + u": not a regular file"_s);
    if (status.st_uid != ::geteuid())
        return failure(Code::FileUnsafe, place.what + u": has another owner"_s);
    if (status.st_nlink > 1)
        return failure(Code::FileUnsafe, place.what + u": has hard links"_s);
    return Done{};
}

/// A temporary file in the folder of the real one; removed unless it was moved into place.
class TemporaryFile
{
public:
    explicit TemporaryFile(const Place &place)
        : m_place(place)
    {
        std::array<std::uint8_t, 8> random{};
        randombytes_buf(random.data(), random.size());
        m_name = "." + place.name + "." + QByteArray::number(qint64{::getpid()}) + "."
            + QByteArray::fromRawData(reinterpret_cast<const char *>(random.data()),
                                      static_cast<qsizetype>(random.size()))
                  .toHex()
            + QByteArray(temporarySuffix.data(), temporarySuffix.size());
    }
    Q_DISABLE_COPY_MOVE(TemporaryFile)
    ~TemporaryFile()
    {
        if (m_exists)
            ::unlinkat(m_place.folder.get(), m_name.constData(), 0);
    }

    /// Writes and syncs @p bytes.
    Result<Done> write(QByteArrayView bytes)
    {
        m_file = Descriptor(::openat(m_place.folder.get(), m_name.constData(),
                                     O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!m_file.isOpen())
            return failure(writeError(m_place.what, errno));
        m_exists = true;
        // The lock tells sweepTemporaryFiles() that somebody is at work; without it (NFS may have
        // none) nothing is swept. A strict umask must not make the file unreadable for us.
        ::flock(m_file.get(), LOCK_EX | LOCK_NB);
        if (::fchmod(m_file.get(), 0600) != 0)
            return failure(writeError(m_place.what, errno));
        while (!bytes.isEmpty()) {
            const ssize_t written = ::write(m_file.get(), bytes.data(),
                                            static_cast<std::size_t>(bytes.size()));
            if (written < 0 && errno == EINTR)
                continue;
            if (written <= 0)
                return failure(writeError(m_place.what, written == 0 ? ENOSPC : errno));
            bytes = bytes.sliced(written);
        }
        if (::fsync(m_file.get()) != 0)
            return failure(writeError(m_place.what, errno));
        return Done{};
    }

    /// Gives the file its real name. The lock ends with the descriptor, so that is kept open.
    Result<Done> moveIntoPlace(bool mustNotExist)
    {
        const int folder = m_place.folder.get();
        int failed = 0;
#ifdef Q_OS_LINUX
        if (mustNotExist) {
            failed = ::renameat2(folder, m_name.constData(), folder, m_place.name.constData(),
                                 RENAME_NOREPLACE);
            // File systems that cannot do it: the check a moment ago has to be enough.
            mustNotExist = failed == 0 || (errno != EINVAL && errno != ENOSYS);
        }
#else
        mustNotExist = false;
#endif
        if (!mustNotExist)
            failed = ::renameat(folder, m_name.constData(), folder, m_place.name.constData());
        if (failed != 0 && errno == EEXIST)
            return failure(Code::FileConflict, m_place.what + u": exists"_s);
        if (failed != 0)
            return failure(writeError(m_place.what, errno));
        m_exists = false;
        if (!m_file.close())
            return failure(inDoubt(errno));
        // EINVAL: a file system that has no such thing as syncing a folder.
        if (::fsync(folder) != 0 && errno != EINVAL)
            return failure(inDoubt(errno));
        return Done{};
    }

private:
    Error inDoubt(int errorNumber) const
    {
        Error error = writeError(m_place.what, errorNumber);
        error.code = Code::FileNotWritable;
        error.inDoubt = true;
        return error;
    }

    const Place &m_place;
    QByteArray m_name;
    Descriptor m_file;
    bool m_exists = false;
};

Result<Done> writePlace(const Place &place, QByteArrayView bytes, const FileStamp *expected)
{
    if (auto replaceable = checkReplaceable(place); !replaceable)
        return replaceable;
    TemporaryFile temporary(place);
    if (auto written = temporary.write(bytes); !written)
        return written;
    if (expected) {
        const auto now = stampAt(place.folder.get(), place.name, place.what);
        if (!now || *now != *expected)
            return failure(Code::FileConflict, place.what + u": changed since it was read"_s);
    }
    return temporary.moveIntoPlace(expected && !expected->exists());
}

Result<Done> logged(Result<Done> result)
{
    if (!result)
        qCWarning(lcFiles) << "not written:" << result.error().detail;
    return result;
}

/// The process that made a temporary file of ours, 0 if it is none.
qint64 makerOf(const QString &name)
{
    static const QRegularExpression pattern(
        u"\\A\\..+\\.([0-9]{1,10})\\.[0-9a-f]{16}\\.canopy-new\\z"_s);
    const auto match = pattern.match(name);
    return match.hasMatch() ? match.captured(1).toLongLong() : 0;
}

/// Whether nobody is writing to it. Our own number proves nothing (in a sandbox every run has the
/// same), and a number that is not here may be another sandbox's: the lock decides.
bool isAbandoned(const Descriptor &file, qint64 maker)
{
    if (maker != ::getpid() && (::kill(static_cast<pid_t>(maker), 0) == 0 || errno != ESRCH))
        return false;
    return ::flock(file.get(), LOCK_EX | LOCK_NB) == 0;
}

} // namespace

Result<Done> replaceFile(const QString &path, QByteArrayView bytes, const FileStamp *expected)
{
    const auto place = openPlace(path);
    if (!place)
        return logged(failure(place.error()));
    return logged(writePlace(*place, bytes, expected));
}

Result<Done> createFile(const QString &path, QByteArrayView bytes)
{
    const FileStamp nothing;
    return replaceFile(path, bytes, &nothing);
}

int sweepTemporaryFiles(const QString &folder)
{
    const auto opened = openPrivateFolder(folder);
    if (!opened)
        return 0;
    int swept = 0;
    const auto names = QDir(folder).entryList(QDir::Files | QDir::Hidden | QDir::System);
    for (const QString &name : names) {
        const qint64 maker = makerOf(name);
        if (maker <= 0)
            continue;
        const QByteArray encoded = QFile::encodeName(name);
        const Descriptor file = openRegular(opened->get(), encoded);
        if (file.isOpen() && isAbandoned(file, maker)
            && ::unlinkat(opened->get(), encoded.constData(), 0) == 0)
            ++swept;
    }
    if (swept > 0)
        qCInfo(lcFiles) << "removed" << swept << "temporary files of an earlier run";
    return swept;
}

} // namespace canopy
