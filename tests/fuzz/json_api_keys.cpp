#include "core/chutes/apikeysecret.h"
#include "core/chutes/chute.h"
#include "core/chutes/pagereader.h"
#include "core/keys/accessdescription.h"
#include "tests/fuzz/fuzz.h"

#include <QJsonDocument>

using namespace canopy;

namespace {

void describe(const ApiKey &key)
{
    require(!key.id.isEmpty() && !key.name.isEmpty());
    // A key is something or nothing, and never claimed to be more than is known.
    const auto facts = describeAccess(key, std::nullopt);
    require(!facts.isEmpty());
    const auto summary = summariseAccess(key, std::nullopt);
    require(key.admin == (summary.level == AccessSummary::Level::Administrative));
    if (const auto known = knownAccess(key, std::nullopt))
        require(known->rows.size() == key.scopes.size());
}

} // namespace

// No answer about keys crashes a reader, and what a created key says it is, its secret says too.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto input = inputView(data, size);
    const auto document = QJsonDocument::fromJson(input.toByteArray());
    if (document.isObject()) {
        if (const auto page = ApiKeyPage::fromJson(document.object())) {
            require(page->total >= 0 && page->page >= 0);
            for (const auto &key : page->keys)
                describe(key);
        }
        if (const auto key = ApiKey::fromJson(document.object()))
            describe(*key);
        if (const auto page = listPageFrom<Chute>(document.object()))
            require(page->total >= 0);
    }
    if (size > 0) {
        const auto created = CreatedApiKey::fromJson(Secret::copyOf(input));
        if (created)
            require(identityOf(created->secret)->keyId == created->key.id);
    }
    for (const auto &found : findApiKeys(input)) {
        require(found.offset >= 0 && found.offset + apiKeySecretLength <= input.size());
        require(found.identity.keyId.size() == 36 && found.identity.userId.size() == 36);
    }
    return 0;
}
