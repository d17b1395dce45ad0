#pragma once

#include "core/base/files.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace canopy {

/// A small file of this program's own that is written whole, and never over something that could
/// not be read: another program's file, a newer version's, or one that another instance changed.
class RecordFile
{
public:
    RecordFile(const QString &folder, const QString &name);

    const QString &path() const { return m_path; }
    /// The content, empty if there is no file. Errors as readSmallFile(), and then write() refuses.
    Result<QByteArray> read();
    /// What read() gave makes no sense: write() refuses from now on.
    void markUnreadable() { m_readable = false; }
    bool isReadable() const { return m_readable; }

    /// Makes the folder (0700) if need be. FileDamaged if the file was not readable; FileConflict
    /// if it is not the one last read or written; otherwise as replaceFile().
    Result<Done> write(QByteArrayView bytes);

private:
    QString m_path;
    FileStamp m_stamp;
    bool m_readable = true;
};

} // namespace canopy
