#include "core/wallet/derivationmemory.h"

#include <QFile>
#include <QList>

#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace canopy::derivationmemory {

namespace {

/// Left for everyone else while a derivation runs.
constexpr std::uint64_t margin = 64ULL * 1024 * 1024;

QByteArray textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// What this process may still map; nullopt without a limit, or where the use is not known.
std::optional<std::uint64_t> addressSpaceLeft()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return std::nullopt;
    bool isKnown = false;
    const std::uint64_t pages =
        textOf(u"/proc/self/statm"_s).split(' ').value(0).toULongLong(&isKnown);
    if (!isKnown)
        return std::nullopt;
    const std::uint64_t used = pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    return used < limit.rlim_cur ? limit.rlim_cur - used : 0;
}

} // namespace

std::optional<std::uint64_t> availableIn(QByteArrayView meminfo)
{
    constexpr QByteArrayView name = "MemAvailable:";
    const qsizetype at = meminfo.indexOf(name);
    if (at < 0)
        return std::nullopt;
    const QByteArrayView rest = meminfo.sliced(at + name.size());
    const qsizetype unit = rest.indexOf("kB");
    if (unit < 0)
        return std::nullopt;
    bool isNumber = false;
    const auto kilobytes = rest.first(unit).trimmed().toULongLong(&isNumber);
    return isNumber ? std::optional<std::uint64_t>(kilobytes * 1024) : std::nullopt;
}

bool canSpare(std::uint64_t bytes)
{
    const auto available = availableIn(textOf(u"/proc/meminfo"_s));
    if (available && *available < bytes + margin)
        return false;
    const auto left = addressSpaceLeft();
    return !left || *left >= bytes + margin;
}

} // namespace canopy::derivationmemory
