#include "core/flows/adoptapikey.h"

#include "core/chutes/apikeysecret.h"

#include <algorithm>
#include <utility>

namespace canopy {

using namespace Qt::StringLiterals;

AdoptApiKey::AdoptApiKey(KeysContext context, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_test(m_context.client(), m_context.clock)
{
}

Result<ApiKey> AdoptApiKey::match(const Secret &pasted, const QList<ApiKey> &keys)
{
    const auto secret = apiKeyIn(pasted);
    if (!secret)
        return failure(secret.error());
    const auto identity = identityOf(*secret).value_or(ApiKeyIdentity());
    const auto found = std::ranges::find(keys, identity.keyId, &ApiKey::id);
    if (found != keys.end())
        return *found;
    const bool ours = std::ranges::any_of(keys, [&](const ApiKey &key) {
        return key.userId == identity.userId;
    });
    return failure(ours ? Error::Code::NotFound : Error::Code::KeyMismatch);
}

QFuture<Result<AdoptApiKey::Outcome>> AdoptApiKey::start(Secret pasted, const QList<ApiKey> &keys,
                                                         bool evenIfRefused)
{
    const auto key = match(pasted, keys);
    auto secret = apiKeyIn(pasted);
    pasted = Secret();
    if (!key)
        return readyFuture<Outcome>(failure(key.error()));
    m_outcome.key = *key;
    m_secret = *std::move(secret);
    m_evenIfRefused = evenIfRefused;
    const auto read = m_context.ledger.record(m_context.owner(key->userId), key->id);
    const auto record = read.value_or(std::nullopt);
    const auto known = TestApiKey::knownOf(*key, record ? record->requested : std::nullopt);
    whenFinished(m_test.start(m_secret, known), this,
                 [this](const Result<KeyTest> &test) { take(*test); });
    return m_promise.future();
}

void AdoptApiKey::take(const KeyTest &test)
{
    m_outcome.test = test;
    const bool refused = test.verdict == KeyVerdict::Refused
        || test.verdict == KeyVerdict::UnknownOrRevoked;
    if (refused && !m_evenIfRefused) {
        m_secret = Secret();
        m_promise.finish(m_outcome);
        return;
    }
    const auto written = m_context.secrets().write(m_context.secretId(m_outcome.key.id),
                                                   std::exchange(m_secret, Secret()));
    whenFinished(written, this, [this](const Result<Done> &stored) {
        if (!stored) {
            m_promise.finish(failure(stored.error()));
            return;
        }
        m_outcome.stored = true;
        if (const auto noted = note(); !noted)
            m_outcome.ledgerError = noted.error();
        m_promise.finish(m_outcome);
    });
}

Result<Done> AdoptApiKey::note()
{
    const auto owner = m_context.owner(m_outcome.key.userId);
    const auto known = m_context.ledger.record(owner, m_outcome.key.id);
    if (!known)
        return failure(known.error());
    auto record = known->value_or(KeyRecord{.owner = owner, .keyId = m_outcome.key.id});
    record.name = m_outcome.key.name;
    if (!record.createdAt.isValid())
        record.createdAt = m_outcome.key.createdAt.value_or(QDateTime());
    record.lastVerdict = m_outcome.test.verdict;
    record.testedAt = m_outcome.test.at;
    return m_context.ledger.save(record);
}

} // namespace canopy
