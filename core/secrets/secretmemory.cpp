#include "core/secrets/secretmemory.h"

#include <QtGlobal>

#include <sodium.h>

#include <algorithm>
#include <bitset>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

namespace canopy::secretmemory {

namespace {

// With the page that holds libsodium's canary an arena is 64 KiB, which is all that some systems
// let a process lock.
constexpr std::size_t arenaSize = std::size_t{60} * 1024;
constexpr std::size_t cellSize = 16;
constexpr std::size_t cellCount = arenaSize / cellSize;
constexpr std::size_t largestInArena = 4096;

std::size_t cellsFor(std::size_t size)
{
    return (size + cellSize - 1) / cellSize;
}

} // namespace

/// Guarded memory with a count of those who look at it. Every member is called under the pool's
/// mutex.
class Region
{
public:
    explicit Region(std::size_t size)
        : m_start(static_cast<std::uint8_t *>(sodium_malloc(size)))
        , m_size(size)
    {
        if (m_start == nullptr)
            throw std::bad_alloc();
        // sodium_malloc() locks the memory and does not say whether it could; locking it again is
        // free and does say it.
        m_isLocked = sodium_mlock(m_start, m_size) == 0;
        sodium_memzero(m_start, m_size);
        protect();
    }
    Q_DISABLE_COPY_MOVE(Region)
    ~Region() { sodium_free(m_start); }

    bool isLocked() const { return m_isLocked; }
    bool isArena() const { return m_size == arenaSize; }
    bool isUnused() const { return m_used.none(); }

    void open(Access access)
    {
        ++(access == Access::Write ? m_writers : m_readers);
        protect();
    }

    void close(Access access)
    {
        int &count = access == Access::Write ? m_writers : m_readers;
        Q_ASSERT(count > 0);
        --count;
        protect();
    }

    /// First fit, or null.
    std::uint8_t *take(std::size_t size)
    {
        if (!isArena())
            return m_start;
        const std::size_t wanted = cellsFor(size);
        std::size_t run = 0;
        for (std::size_t cell = 0; cell < cellCount; ++cell) {
            run = m_used[cell] ? 0 : run + 1;
            if (run == wanted) {
                mark(cell + 1 - wanted, wanted, true);
                return m_start + ((cell + 1 - wanted) * cellSize);
            }
        }
        return nullptr;
    }

    void giveBack(std::uint8_t *data, std::size_t size)
    {
        open(Access::Write);
        sodium_memzero(data, size);
        close(Access::Write);
        if (isArena())
            mark(static_cast<std::size_t>(data - m_start) / cellSize, cellsFor(size), false);
    }

private:
    void mark(std::size_t first, std::size_t count, bool used)
    {
        for (std::size_t cell = first; cell < first + count; ++cell)
            m_used[cell] = used;
    }

    enum class Protection { None, ReadOnly, ReadWrite };

    Protection wantedProtection() const
    {
        if (m_writers > 0)
            return Protection::ReadWrite;
        return m_readers > 0 ? Protection::ReadOnly : Protection::None;
    }

    static auto functionFor(Protection protection)
    {
        switch (protection) {
        case Protection::ReadWrite:
            return &sodium_mprotect_readwrite;
        case Protection::ReadOnly:
            return &sodium_mprotect_readonly;
        case Protection::None:
            break;
        }
        return &sodium_mprotect_noaccess;
    }

    void protect()
    {
        const Protection wanted = wantedProtection();
        if (wanted == m_protection)
            return;
        // A reader or writer would crash at the next instruction anyway, without a reason.
        if (functionFor(wanted)(m_start) != 0)
            qFatal("The protection of guarded memory could not be changed");
        m_protection = wanted;
    }

    std::uint8_t *m_start;
    std::size_t m_size;
    std::bitset<cellCount> m_used;
    int m_readers = 0;
    int m_writers = 0;
    Protection m_protection = Protection::ReadWrite;
    bool m_isLocked = false;
};

namespace {

/// Every region there is.
class Pool
{
public:
    std::mutex mutex;

    Block allocate(std::size_t size)
    {
        if (size > largestInArena)
            return fresh(size, size);
        for (const auto &region : m_regions) {
            if (!region->isArena())
                continue;
            if (std::uint8_t *data = region->take(size))
                return {.region = region.get(), .data = data};
        }
        return fresh(arenaSize, size);
    }

    void release(Block block, std::size_t size)
    {
        block.region->giveBack(block.data, size);
        // The first arena stays: it is where nearly all secrets live, one after the other.
        const bool drop = block.region->isArena()
            ? block.region->isUnused() && block.region != m_regions.front().get()
            : true;
        if (drop)
            std::erase_if(m_regions,
                          [&block](const auto &region) { return region.get() == block.region; });
    }

    bool isLocked()
    {
        if (m_regions.empty())
            addRegion(arenaSize);
        return m_allLocked;
    }

private:
    Region &addRegion(std::size_t size)
    {
        auto region = std::make_unique<Region>(size);
        m_allLocked = m_allLocked && region->isLocked();
        m_regions.push_back(std::move(region));
        return *m_regions.back();
    }

    Block fresh(std::size_t regionSize, std::size_t size)
    {
        if (m_regions.empty() && regionSize != arenaSize)
            addRegion(arenaSize);
        Region &region = addRegion(regionSize);
        return {.region = &region, .data = region.take(size)};
    }

    std::vector<std::unique_ptr<Region>> m_regions;
    bool m_allLocked = true;
};

/// Never destroyed: secrets of static lifetime may end after everything else.
Pool &pool()
{
    static auto *pool = [] {
        // Needed before the first sodium_malloc(); harmless when it was called already.
        if (sodium_init() < 0)
            qFatal("libsodium cannot start");
        return new Pool;
    }();
    return *pool;
}

} // namespace

Block allocate(std::size_t size)
{
    Q_ASSERT(size > 0);
    const std::lock_guard lock(pool().mutex);
    return pool().allocate(size);
}

void release(Block block, std::size_t size)
{
    const std::lock_guard lock(pool().mutex);
    pool().release(block, size);
}

void open(Region &region, Access access)
{
    const std::lock_guard lock(pool().mutex);
    region.open(access);
}

void close(Region &region, Access access)
{
    const std::lock_guard lock(pool().mutex);
    region.close(access);
}

bool isLocked()
{
    const std::lock_guard lock(pool().mutex);
    return pool().isLocked();
}

} // namespace canopy::secretmemory
