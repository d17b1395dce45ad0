#pragma once

#include "core/crypto/bytes.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <span>

class QDebug;

namespace canopy {

namespace secretmemory {
class Region;
} // namespace secretmemory

/// The bytes of a Secret while they may be read. Memory is closed again when the last view goes,
/// so keep it in a full expression or a short block, and no pointer beyond it.
class SecretView
{
public:
    SecretView(SecretView &&other) noexcept;
    SecretView(const SecretView &) = delete;
    SecretView &operator=(const SecretView &) = delete;
    SecretView &operator=(SecretView &&) = delete;
    ~SecretView();

    QByteArrayView bytes() const { return m_bytes; }
    ByteSpan span() const { return asBytes(m_bytes); }
    qsizetype size() const { return m_bytes.size(); }
    operator QByteArrayView() const { return m_bytes; } // NOLINT(google-explicit-constructor)

private:
    friend class Secret;
    SecretView(secretmemory::Region *region, QByteArrayView bytes);
    secretmemory::Region *m_region;
    QByteArrayView m_bytes;
};

/// Bytes that must not outlive their use: guarded, locked into memory where the system allows it,
/// unreadable while nobody looks at them, and wiped (MEM-01, MEM-02).
///
/// Move-only, and there is no way back to QString or QByteArray, because those are shared and not
/// wiped; @ref view is the one way to the bytes, so a search for it finds every place that
/// handles them. Safe to create, read and destroy on any thread; one object, one thread at a time.
class Secret
{
public:
    Secret() = default;
    Secret(Secret &&other) noexcept;
    Secret &operator=(Secret &&other) noexcept;
    Secret(const Secret &) = delete;
    Secret &operator=(const Secret &) = delete;
    ~Secret();

    /// Copies @p bytes; the source is the caller's to wipe.
    static Secret copyOf(QByteArrayView bytes);
    /// Copies @p bytes and wipes the source, spare capacity included. A buffer that somebody else
    /// shares is left alone, because it is theirs: hand over the only reference. The argument is
    /// empty afterwards.
    static Secret take(QByteArray &&bytes);
    /// As UTF-8, and wipes the source likewise. For what was typed. Unpaired surrogates become
    /// U+FFFD.
    static Secret takeText(QString &&text);
    /// A secret of @p size bytes that @p fill writes while the memory is open.
    template <typename Fill>
    static Secret filled(qsizetype size, Fill &&fill)
    {
        Secret secret = allocate(size);
        const Opened open(secret);
        fill(std::span<std::uint8_t>(open.data(), static_cast<std::size_t>(size)));
        return secret;
    }

    Secret clone() const;
    bool isEmpty() const { return m_size == 0; }
    qsizetype size() const { return m_size; }
    SecretView view() const;
    /// In constant time for equal lengths.
    bool equals(const Secret &other) const;

    /// Whether the arena could be locked into memory (Diagnostics says so if not).
    static bool memoryIsLocked();

private:
    class Opened
    {
    public:
        explicit Opened(Secret &secret);
        ~Opened();
        Q_DISABLE_COPY_MOVE(Opened)
        std::uint8_t *data() const { return m_data; }

    private:
        secretmemory::Region *m_region;
        std::uint8_t *m_data;
    };
    static Secret allocate(qsizetype size);
    void release() noexcept;

    secretmemory::Region *m_region = nullptr;
    std::uint8_t *m_data = nullptr;
    qsizetype m_size = 0;
};

/// Prints "Secret(32 bytes)".
QDebug operator<<(QDebug debug, const Secret &secret);

/// sodium_init(), core dumps off, not dumpable (MEM-07). Called first in main(); false only where
/// libsodium cannot start, and then the program must not go on.
///
/// With CANOPY_ALLOW_TRACING=1 in the environment the process stays dumpable, so that debuggers,
/// profilers and memory scanners of the same user can look at it; core dumps stay off. This gives
/// nothing away: whoever chooses our environment could load code into the process as well.
bool prepareSecretMemory();

} // namespace canopy
