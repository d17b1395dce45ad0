#include "core/secrets/envelope.h"
#include "tests/fuzz/fuzz.h"

using namespace canopy;
using namespace Qt::StringLiterals;

// Only the one spelling of this entry's envelope opens, and sealing what it held gives it again.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const bool ready = prepareSecretMemory();
    require(ready);
    static const SecretId id{.origin = u"https://api.chutes.ai"_s,
                             .profileId = u"00112233445566778899aabbccddeeff"_s,
                             .kind = SecretKind::Fingerprint};
    const QByteArrayView bytes = inputView(data, size);
    const auto opened = envelope::open(bytes, id);
    if (opened) {
        const auto sealed = envelope::seal(id, *opened);
        require(sealed.has_value());
        require(sealed->view().bytes() == bytes);
    }
    if (envelope::fits(id, bytes.size())) {
        const auto sealed = envelope::seal(id, Secret::copyOf(bytes));
        require(sealed.has_value() && sealed->size() <= envelope::largest);
        const auto again = envelope::open(sealed->view(), id);
        require(again && again->view().bytes() == bytes);
    }
    return 0;
}
