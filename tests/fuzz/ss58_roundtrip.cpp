#include "core/crypto/ss58.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace canopy;

// Every account on every network survives, and no neighbour of its text is taken for it.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 35)
        return 0;
    const int prefix = (data[0] | data[1] << 8) & 0x3fff;
    if (prefix == 46 || prefix == 47)
        return 0;
    sr25519::PublicKey key{};
    std::copy_n(data + 3, key.size(), key.begin());
    const QString text = ss58::encode(key, prefix);
    const auto decoded = ss58::decode(text);
    require(decoded && decoded->prefix == prefix);
    require(std::ranges::equal(asBytes(decoded->payload), key));
    require(Ss58Address::parse(text).has_value() == (prefix == Ss58Address::prefix));

    QString neighbour = text;
    const qsizetype at = data[2] % neighbour.size();
    neighbour[at] = neighbour[at] == QLatin1Char('z') ? QLatin1Char('y') : QLatin1Char('z');
    const auto other = ss58::decode(neighbour);
    require(!other || !std::ranges::equal(asBytes(other->payload), key));
    return 0;
}
