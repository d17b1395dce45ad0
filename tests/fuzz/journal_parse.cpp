#include "core/profiles/journal.h"
#include "tests/fuzz/fuzz.h"

using namespace canopy;

// What was understood is written down the same.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto operations = Journal::parse(inputView(data, size));
    if (!operations)
        return 0;
    const auto again = Journal::parse(Journal::serialise(*operations));
    require(again && *again == *operations);
    return 0;
}
