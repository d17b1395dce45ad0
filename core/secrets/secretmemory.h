#pragma once

#include <cstddef>
#include <cstdint>

/// Where the bytes of a Secret live. For core/secrets/secret.cpp alone.
///
/// Small blocks share arenas, because each sodium_malloc() costs three pages of address space and
/// its own share of the few pages a process may lock; large blocks have a region of their own.
/// A region is surrounded by guard pages, locked, left out of core dumps, and cannot be read or
/// written unless somebody has opened it. All functions are safe on any thread.
namespace canopy::secretmemory {

class Region;

struct Block
{
    Region *region = nullptr;
    std::uint8_t *data = nullptr;
};

enum class Access { Read, Write };

/// A zeroed block; throws std::bad_alloc. @p size must not be 0.
Block allocate(std::size_t size);
/// Wipes the block and gives it back. It must not be open.
void release(Block block, std::size_t size);

/// Calls are counted: a region stays open until as many close() calls as open() calls were made.
void open(Region &region, Access access);
void close(Region &region, Access access);

/// Whether every region so far could be locked into memory.
bool isLocked();

} // namespace canopy::secretmemory
