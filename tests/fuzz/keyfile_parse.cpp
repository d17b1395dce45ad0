#include "core/wallet/keyfile.h"
#include "tests/fuzz/fuzz.h"

using namespace canopy;

// The summary and the key agree: whoever may sign has an address, and it is the summary's.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const bool ready = prepareSecretMemory();
    require(ready);
    const QByteArrayView text = inputView(data, size);
    const auto summary = keyfile::summarise(text);
    const auto pair = keyfile::keyPairOf(text);
    const auto address = keyfile::publicAddressOf(text);
    if (pair) {
        require(summary && summary->kind == KeyfileSummary::Kind::Full);
        require(summary->address && *summary->address == pair->address());
        require(summary->hasSeed == pair->hasSeed());
    }
    if (summary && summary->kind == KeyfileSummary::Kind::Full)
        require(pair.has_value());
    if (address)
        require(Ss58Address::parse(address->toString()).has_value());
    return 0;
}
