#include "core/secrets/secret.h"

#include "core/secrets/secretmemory.h"

#include <QDebug>

#include <sodium.h>

#include <cstring>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <utility>

namespace canopy {

using secretmemory::Access;

namespace {

/// Wipes the whole allocation of @p container, not only what is in use: text that was typed and
/// deleted again lies behind the end.
template <typename Container>
void wipe(Container &container)
{
    if (container.isDetached()) {
        auto *data = container.data();
        const auto before = container.data_ptr().freeSpaceAtBegin();
        const auto count = static_cast<std::size_t>(before + container.capacity());
        sodium_memzero(data - before, count * sizeof(*data));
    }
    container = Container();
}

} // namespace

SecretView::SecretView(secretmemory::Region *region, QByteArrayView bytes)
    : m_region(region)
    , m_bytes(bytes)
{
    if (m_region != nullptr)
        secretmemory::open(*m_region, Access::Read);
}

SecretView::SecretView(SecretView &&other) noexcept
    : m_region(std::exchange(other.m_region, nullptr))
    , m_bytes(std::exchange(other.m_bytes, {}))
{
}

SecretView::~SecretView()
{
    if (m_region != nullptr)
        secretmemory::close(*m_region, Access::Read);
}

Secret::Opened::Opened(Secret &secret)
    : m_region(secret.m_region)
    , m_data(secret.m_data)
{
    if (m_region != nullptr)
        secretmemory::open(*m_region, Access::Write);
}

Secret::Opened::~Opened()
{
    if (m_region != nullptr)
        secretmemory::close(*m_region, Access::Write);
}

Secret::Secret(Secret &&other) noexcept
    : m_region(std::exchange(other.m_region, nullptr))
    , m_data(std::exchange(other.m_data, nullptr))
    , m_size(std::exchange(other.m_size, 0))
{
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        release();
        m_region = std::exchange(other.m_region, nullptr);
        m_data = std::exchange(other.m_data, nullptr);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

Secret::~Secret()
{
    release();
}

Secret Secret::allocate(qsizetype size)
{
    Q_ASSERT(size >= 0);
    Secret secret;
    if (size > 0) {
        const auto block = secretmemory::allocate(static_cast<std::size_t>(size));
        secret.m_region = block.region;
        secret.m_data = block.data;
        secret.m_size = size;
    }
    return secret;
}

void Secret::release() noexcept
{
    if (m_region != nullptr)
        secretmemory::release({.region = m_region, .data = m_data},
                              static_cast<std::size_t>(m_size));
    m_region = nullptr;
    m_data = nullptr;
    m_size = 0;
}

Secret Secret::copyOf(QByteArrayView bytes)
{
    return filled(bytes.size(), [bytes](std::span<std::uint8_t> to) {
        if (!to.empty())
            std::memcpy(to.data(), bytes.data(), to.size());
    });
}

Secret Secret::take(QByteArray &&bytes)
{
    QByteArray source = std::move(bytes);
    bytes = QByteArray();
    Secret secret = copyOf(source);
    wipe(source);
    return secret;
}

Secret Secret::takeText(QString &&text)
{
    QString source = std::move(text);
    text = QString();
    Secret secret = take(source.toUtf8());
    wipe(source);
    return secret;
}

Secret Secret::clone() const
{
    return copyOf(view());
}

SecretView Secret::view() const
{
    return {m_region, QByteArrayView(m_data, m_size)};
}

bool Secret::equals(const Secret &other) const
{
    if (m_size != other.m_size)
        return false;
    const SecretView mine = view();
    const SecretView theirs = other.view();
    return sodium_memcmp(mine.bytes().data(), theirs.bytes().data(),
                         static_cast<std::size_t>(m_size))
        == 0;
}

bool Secret::memoryIsLocked()
{
    return secretmemory::isLocked();
}

QDebug operator<<(QDebug debug, const Secret &secret)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "Secret(" << secret.size() << " bytes)";
    return debug;
}

bool prepareSecretMemory()
{
    if (sodium_init() < 0)
        return false;
    constexpr rlimit none{.rlim_cur = 0, .rlim_max = 0};
    setrlimit(RLIMIT_CORE, &none);
    if (qEnvironmentVariable("CANOPY_ALLOW_TRACING") != QLatin1StringView("1"))
        prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    return true;
}

} // namespace canopy
