#include "core/profiles/configini.h"
#include "tests/fuzz/fuzz.h"

using namespace canopy;

// What was parsed can be listed and read without surprise, and keeps every byte.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes = inputView(data, size).toByteArray();
    const auto ini = ConfigIni::parse(bytes);
    if (!ini)
        return 0;
    require(ini->bytes() == bytes);
    const QStringList sections = ini->sections();
    for (const QString &section : sections) {
        require(ini->hasSection(section));
        const QStringList keys = ini->keys(section);
        for (const QString &key : keys) {
            const auto value = ini->value(section, key);
            require(!value || value->has_value());
        }
    }
    return 0;
}
