#include "core/base/random.h"

#include <QByteArray>

#include <sodium.h>

#include <array>

namespace canopy {

std::uint32_t RandomSource::below(std::uint32_t bound)
{
    // Reject the short last stretch of the 32-bit range, so that every value is equally likely.
    const std::uint32_t shortStretch = (0U - bound) % bound;
    for (;;) {
        std::array<std::uint8_t, 4> bytes{};
        fill(bytes);
        const std::uint32_t value = static_cast<std::uint32_t>(bytes[0]) << 24U
            | static_cast<std::uint32_t>(bytes[1]) << 16U
            | static_cast<std::uint32_t>(bytes[2]) << 8U | bytes[3];
        if (value >= shortStretch)
            return value % bound;
    }
}

QString RandomSource::hex(int bytes)
{
    QByteArray raw(bytes, Qt::Uninitialized);
    fill({reinterpret_cast<std::uint8_t *>(raw.data()), static_cast<std::size_t>(bytes)});
    return QString::fromLatin1(raw.toHex());
}

void SystemRandom::fill(std::span<std::uint8_t> bytes)
{
    randombytes_buf(bytes.data(), bytes.size());
}

} // namespace canopy
