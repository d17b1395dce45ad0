#pragma once

#include <sys/types.h>

namespace canopy {

/// Makes the next file operation of one kind fail, once or always, in this process. Linked into a
/// test program, faultyfilesystem.cpp stands in front of the C library's functions, so no
/// privilege, mount or tracer is needed.
struct FileFault
{
    enum class Call { None, Write, Fsync, FsyncFolder, Rename };

    Call call = Call::None;
    int errorNumber = 0;
    /// Write only: so many bytes go through before the fault.
    ssize_t after = 0;
    /// Rename only: runs just before the file would get its name.
    void (*before)() = nullptr;
};

/// In force from its construction to its destruction. One at a time.
class ScopedFileFault
{
public:
    explicit ScopedFileFault(FileFault fault);
    ScopedFileFault(const ScopedFileFault &) = delete;
    ScopedFileFault &operator=(const ScopedFileFault &) = delete;
    ScopedFileFault(ScopedFileFault &&) = delete;
    ScopedFileFault &operator=(ScopedFileFault &&) = delete;
    ~ScopedFileFault();
    /// How often it struck.
    static int count();
};

} // namespace canopy
