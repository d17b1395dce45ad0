#include "core/chutes/secretextract.h"
#include "tests/fuzz/fuzz.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

using namespace canopy;
using namespace Qt::StringLiterals;

// What is taken is what QJsonDocument sees under that name, what is left has it blanked and all
// else as it was; and a value put into an object comes out the same.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const bool ready = prepareSecretMemory();
    require(ready);
    const QByteArrayView bytes = inputView(data, size);
    const auto taken = takeStringMember(Secret::copyOf(bytes), "fingerprint");
    if (taken) {
        require(!taken->value.isEmpty());
        require(taken->rest.size() == bytes.size());
        const auto whole = QJsonDocument::fromJson(bytes.toByteArray());
        if (whole.isObject()) {
            const QString seen = whole.object().value("fingerprint"_L1).toString();
            require(taken->value.view().bytes() == seen.toUtf8());
        }
    }

    const QString text = QString::fromUtf8(bytes);
    if (!text.isEmpty()) {
        const Secret value = Secret::copyOf(text.toUtf8());
        const auto back = takeStringMember(objectWithString("fingerprint", value), "fingerprint");
        require(back && back->value.equals(value));
    }
    return 0;
}
