#include "tests/support/faultyfilesystem.h"

#include <algorithm>
#include <cerrno>
#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

namespace canopy {

namespace {

FileFault fault;
int struck = 0;

bool strikes(FileFault::Call call)
{
    if (fault.call != call)
        return false;
    ++struck;
    errno = fault.errorNumber;
    return true;
}

template <typename Function>
Function *next(const char *name)
{
    return reinterpret_cast<Function *>(::dlsym(RTLD_NEXT, name));
}

bool isFolder(int fd)
{
    struct stat status = {};
    return ::fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
}

} // namespace

ScopedFileFault::ScopedFileFault(FileFault requested)
{
    fault = requested;
    struck = 0;
}

ScopedFileFault::~ScopedFileFault()
{
    fault = {};
}

int ScopedFileFault::count()
{
    return struck;
}

ssize_t faultyWrite(int fd, const void *data, size_t size)
{
    static auto *const real = next<ssize_t(int, const void *, size_t)>("write");
    // Not the test's own output.
    if (fd <= STDERR_FILENO || fault.call != FileFault::Call::Write)
        return real(fd, data, size);
    if (fault.after == 0) {
        strikes(FileFault::Call::Write);
        return -1;
    }
    const ssize_t written = real(fd, data, std::min(size, static_cast<size_t>(fault.after)));
    fault.after -= std::max<ssize_t>(written, 0);
    return written;
}

int faultyFsync(int fd)
{
    static auto *const real = next<int(int)>("fsync");
    if (strikes(isFolder(fd) ? FileFault::Call::FsyncFolder : FileFault::Call::Fsync))
        return -1;
    return real(fd);
}

bool renameFails()
{
    if (fault.before)
        fault.before();
    return strikes(FileFault::Call::Rename);
}

} // namespace canopy

extern "C" {

ssize_t write(int fd, const void *data, size_t size)
{
    return canopy::faultyWrite(fd, data, size);
}

int fsync(int fd)
{
    return canopy::faultyFsync(fd);
}

int renameat(int oldFolder, const char *oldName, int newFolder, const char *newName) noexcept
{
    static auto *const real = canopy::next<int(int, const char *, int, const char *)>("renameat");
    if (canopy::renameFails())
        return -1;
    return real(oldFolder, oldName, newFolder, newName);
}

int renameat2(int oldFolder, const char *oldName, int newFolder, const char *newName,
              unsigned int flags) noexcept
{
    static auto *const real = canopy::next<int(int, const char *, int, const char *, unsigned int)>(
        "renameat2");
    if (canopy::renameFails())
        return -1;
    return real(oldFolder, oldName, newFolder, newName, flags);
}
}
