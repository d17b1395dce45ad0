#include "core/wallet/hotkeyfile.h"

#include "core/wallet/keyfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sodium.h>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace canopy::hotkeyfile {

namespace {

bool isSameFile(const QString &a, const QString &b)
{
    struct stat first = {};
    struct stat second = {};
    return ::stat(QFile::encodeName(a).constData(), &first) == 0
        && ::stat(QFile::encodeName(b).constData(), &second) == 0 && first.st_dev == second.st_dev
        && first.st_ino == second.st_ino;
}

/// A link named like a hotkey, or a hotkeys folder that is one, may lead to a coldkey, and a hard
/// link may be one. A hotkey may be called "coldkey", though.
bool leadsToColdkey(const QString &path)
{
    const QFileInfo target(QFileInfo(path).canonicalFilePath());
    if (target.fileName() == "coldkey"_L1 && target.dir().dirName() != "hotkeys"_L1)
        return true;
    const QString folder = QFileInfo(path).path();
    const QString wallet = folder.endsWith("/hotkeys"_L1) ? folder.chopped(8) : folder;
    return isSameFile(path, wallet + u"/coldkey"_s);
}

} // namespace

Text::~Text()
{
    if (!m_content.bytes.isEmpty())
        sodium_memzero(m_content.bytes.data(), static_cast<std::size_t>(m_content.bytes.size()));
}

FileProtection Text::protection() const
{
    return {.mode = static_cast<int>(m_content.mode),
            .ownedByUser = m_content.owner == ::geteuid()};
}

Result<Text> read(const QString &path)
{
    if (leadsToColdkey(path))
        return failure(Error::Code::FileUnsafe, u"leads to a coldkey"_s);
    return readSmallFile(path, keyfile::maximumSize, SymlinkPolicy::FollowOnce)
        .map([](FileContent &&content) { return Text(std::move(content)); });
}

} // namespace canopy::hotkeyfile
