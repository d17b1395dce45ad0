#include "core/crypto/ss58.h"
#include "tests/fuzz/fuzz.h"

using namespace canopy;

// Whatever is accepted is the one spelling of its key, on the one network.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QString text = QString::fromUtf8(inputView(data, size));
    const auto address = Ss58Address::parse(text);
    if (address) {
        require(address->toString() == text);
        require(text.size() == 48 && text.startsWith(QLatin1Char('5')));
        require(Ss58Address::fromPublicKey(address->publicKey()).toString() == text);
    }
    const auto decoded = ss58::decode(text);
    if (decoded) {
        require(decoded->payload.size() == 32);
        require(ss58::encode(asBytes(decoded->payload), decoded->prefix) == text);
    }
    require(!address || decoded);
    return 0;
}
