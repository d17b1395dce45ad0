#include "core/chutes/account.h"
#include "tests/fuzz/fuzz.h"

using namespace canopy;

// A registration that is accepted carries a fingerprint that can be used as one.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const bool ready = prepareSecretMemory();
    require(ready);
    const auto registered = RegisteredAccount::fromJson(Secret::copyOf(inputView(data, size)));
    if (registered) {
        require(!registered->fingerprint.isEmpty());
        require(!registered->account.userId.isEmpty());
    }
    return 0;
}
