#include "core/profiles/recordfile.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

/// Thousands of profiles.
constexpr qint64 maximumSize = qint64{4} * 1024 * 1024;

} // namespace

RecordFile::RecordFile(const QString &folder, const QString &name)
    : m_path(QDir(folder).filePath(name))
{
}

Result<QByteArray> RecordFile::read()
{
    auto content = readSmallFile(m_path, maximumSize);
    m_readable = content.has_value() || content.error().code == Error::Code::FileMissing;
    m_stamp = content ? content->stamp : FileStamp();
    if (content)
        return std::move(content->bytes);
    if (m_readable)
        return QByteArray();
    return failure(std::move(content).error());
}

Result<Done> RecordFile::write(QByteArrayView bytes)
{
    const QFileInfo info(m_path);
    if (!m_readable)
        return failure(Error::Code::FileDamaged, info.fileName() + u": left as it is"_s);
    if (auto made = makePrivateFolder(info.path()); !made)
        return made;
    auto written = replaceFile(m_path, bytes, &m_stamp);
    // In doubt means that the new content is in place.
    if (written || written.error().inDoubt) {
        if (const auto stamp = stampOf(m_path))
            m_stamp = *stamp;
    }
    return written;
}

} // namespace canopy
