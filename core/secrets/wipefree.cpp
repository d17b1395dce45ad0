/// Wipes every block of memory before it goes back to the allocator, whoever frees it (MEM-03).
///
/// Qt, GLib and libsecret keep copies of what passes through them and free them unwiped; none of
/// them can be told otherwise. Linked into a program, these functions take the place of the C
/// library's, for its own code and for every shared library. Blocks above a megabyte are left
/// alone: no secret is that large, and the big ones are images.
///
/// Only for glibc, which exports the functions underneath. Not under a sanitizer, which has an
/// allocator of its own. Stacks, registers, and what other processes were told are not covered.

#include <cstdlib>
#include <cstring>

#if defined(__SANITIZE_ADDRESS__)
#define CANOPY_HAS_OWN_ALLOCATOR
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CANOPY_HAS_OWN_ALLOCATOR
#endif
#endif

#if defined(__GLIBC__) && !defined(CANOPY_HAS_OWN_ALLOCATOR)

#include <malloc.h>

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): glibc's own names
extern "C" void *__libc_malloc(std::size_t size);
extern "C" void *__libc_realloc(void *block, std::size_t size);
extern "C" void __libc_free(void *block);
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace {

constexpr std::size_t largestWiped = std::size_t{1024} * 1024;

} // namespace

extern "C" void free(void *block) noexcept
{
    if (block == nullptr)
        return;
    const std::size_t size = malloc_usable_size(block);
    if (size <= largestWiped)
        explicit_bzero(block, size);
    __libc_free(block);
}

extern "C" void *realloc(void *block, std::size_t size) noexcept
{
    if (block == nullptr)
        return __libc_malloc(size);
    if (size == 0) {
        free(block);
        return nullptr;
    }
    const std::size_t old = malloc_usable_size(block);
    // Room enough, and not a waste of it. What lies behind the new end is wiped with the block.
    if (size <= old && size > old / 2)
        return block;
    if (old > largestWiped)
        return __libc_realloc(block, size);
    void *moved = __libc_malloc(size);
    if (moved == nullptr)
        return nullptr;
    std::memcpy(moved, block, old < size ? old : size);
    free(block);
    return moved;
}

#endif
