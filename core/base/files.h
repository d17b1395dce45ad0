#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <cstdint>

namespace canopy {

/// What tells two states of a file apart (FS-08). Default constructed: "there was no file".
struct FileStamp
{
    quint64 device = 0;
    quint64 inode = 0;
    qint64 modifiedNs = 0;
    qint64 size = -1;
    QByteArray sha256;

    bool operator==(const FileStamp &) const = default;
    bool exists() const { return size >= 0; }
};

struct FileContent
{
    /// May hold a secret: then the caller wipes it.
    QByteArray bytes;
    FileStamp stamp;
    /// Permission bits, 07777. Judging them, and the owner, is the caller's business.
    std::uint32_t mode = 0;
    /// Numeric owner.
    std::uint32_t owner = 0;
};

enum class SymlinkPolicy {
    Refuse,
    FollowOnce, ///< one link, to something that is not a link itself
};

/// Reads a regular file of at most @p maximum bytes. Opened with O_NONBLOCK and checked on the
/// descriptor, so a FIFO, a device or a swapped file cannot hang or mislead it (FS-10).
/// Errors: FileMissing, FileUnsafe, FileTooLarge, FileUnreadable. Blocking; worker threads only
/// unless the file is known to be small and local.
Result<FileContent> readSmallFile(const QString &path, qint64 maximum,
                                  SymlinkPolicy symlinks = SymlinkPolicy::Refuse);

/// Replaces @p path by @p bytes, whole or not at all, mode 0600, and makes it durable.
///
/// QSaveFile of Qt 6.4 is not used: on a full disk it reports success and leaves an empty file,
/// it follows symlinks, and it makes new files readable by others (security.md F-1 … F-4).
/// On any failure the old content is untouched, but for one: where only the folder could not be
/// synced, the new content is in place and may not survive a power cut (FileNotWritable with
/// Error::inDoubt). The folder must exist, be ours, no symlink, and not be writable by others.
/// If @p expected is given and the file differs from it at the last moment, nothing is written:
/// FileConflict. Errors: FileMissing (the folder), FileUnsafe, DiskFull, FileNotWritable,
/// FileConflict.
Result<Done> replaceFile(const QString &path, QByteArrayView bytes,
                         const FileStamp *expected = nullptr);

/// Writes a file that must not exist yet, as whole and durable as replaceFile(). Errors as there,
/// and FileConflict if it exists.
Result<Done> createFile(const QString &path, QByteArrayView bytes);

/// Makes @p path and its missing parents, 0700. An existing folder is left as it is.
/// Errors: FileUnsafe (something else is in the way), DiskFull, FileNotWritable.
Result<Done> makePrivateFolder(const QString &path);

/// The stamp of the file as it is now; a missing file gives a stamp that does not exist.
/// Errors: FileUnsafe, FileUnreadable, FileTooLarge (beyond 16 MiB).
Result<FileStamp> stampOf(const QString &path);

/// Removes temporary files of replaceFile() that processes no longer running left in @p folder
/// (FS-02). Returns how many.
int sweepTemporaryFiles(const QString &folder);

} // namespace canopy
