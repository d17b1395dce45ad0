#include "core/base/redact.h"

#include "tests/fuzz/fuzz.h"

#include <QString>

using namespace canopy;
using namespace Qt::StringLiterals;

// A planted key never comes out, whatever stands around it; and doing it twice changes nothing.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QString noise = QString::fromUtf8(inputView(data, size));
    const QString random = u"Zq8LmT2vXw4Rb6Yc1Nd3Ke5Pf7Hg9JsA"_s;
    const QString key = u"cpk_0123456789abcdef0123456789abcdef.fedcba9876543210fedcba9876543210."_s
        + random;
    const QString middle = noise.left(noise.size() / 2) + u' ' + key + u' '
        + noise.mid(noise.size() / 2);
    const QString out = redacted(middle);
    require(!out.contains(random));
    require(redacted(out) == out);
    return 0;
}
