#pragma once

#include <QByteArrayView>

#include <cstdint>
#include <span>

namespace canopy {

using ByteSpan = std::span<const std::uint8_t>;

/// Qt's byte views hold char, libsodium's functions unsigned char; this is the one place where
/// the two meet.
inline ByteSpan asBytes(QByteArrayView view)
{
    return {reinterpret_cast<const std::uint8_t *>(view.data()),
            static_cast<std::size_t>(view.size())};
}
inline QByteArrayView asView(ByteSpan bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

} // namespace canopy
