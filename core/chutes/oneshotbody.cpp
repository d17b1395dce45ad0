#include "core/chutes/oneshotbody.h"

#include <algorithm>
#include <cstring>

namespace canopy {

OneShotBody::OneShotBody(Secret bytes, QObject *parent)
    : QIODevice(parent)
    , m_bytes(std::move(bytes))
{
    // Unbuffered, or QIODevice would keep a copy of its own.
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 OneShotBody::bytesAvailable() const
{
    return m_bytes.size() - m_position + QIODevice::bytesAvailable();
}

qint64 OneShotBody::readData(char *to, qint64 most)
{
    const qint64 count = std::min(most, m_bytes.size() - m_position);
    if (count <= 0)
        return m_position >= m_bytes.size() ? -1 : 0;
    const auto view = m_bytes.view();
    std::memcpy(to, view.bytes().data() + m_position, static_cast<std::size_t>(count));
    m_position += count;
    return count;
}

qint64 OneShotBody::writeData(const char * /*from*/, qint64 /*size*/)
{
    return -1;
}

} // namespace canopy
