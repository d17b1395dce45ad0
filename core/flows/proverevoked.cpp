#include "core/flows/proverevoked.h"

#include "core/base/logging.h"

#include <QTimer>

#include <utility>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

bool isAccepted(std::optional<KeyVerdict> verdict)
{
    return verdict == KeyVerdict::Accepted || verdict == KeyVerdict::AcceptedWithoutBalance;
}

} // namespace

ProveRevoked::ProveRevoked(KeysContext context, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_test(m_context.client(), m_context.clock)
{
}

QFuture<Result<ProveRevoked::Proof>> ProveRevoked::start(const ApiKey &key)
{
    m_key = key;
    m_startedAt = m_context.clock.now();
    const auto read = m_context.ledger.record(m_context.owner(key.userId), key.id);
    const auto record = read.value_or(std::nullopt).value_or(KeyRecord());
    m_known = TestApiKey::knownOf(key, record.requested);
    m_wasAccepted = isAccepted(record.lastVerdict);
    whenFinished(m_context.secrets().read(m_context.secretId(key.id)), this,
                 [this](Result<Secret> secret) {
                     if (!secret) {
                         m_promise.finish(failure(secret.error()));
                         return;
                     }
                     m_secret = *std::move(secret);
                     test();
                 });
    return m_promise.future();
}

void ProveRevoked::test()
{
    whenFinished(m_test.start(m_secret, m_known), this,
                 [this](const Result<KeyTest> &test) { take(*test); });
}

void ProveRevoked::take(const KeyTest &test)
{
    // A refusal alone may be for want of a scope; after having been let in it cannot.
    m_wasAccepted = m_wasAccepted || isAccepted(test.verdict);
    if (test.verdict == KeyVerdict::Refused && m_wasAccepted) {
        finish(true, test.verdict);
        return;
    }
    const auto elapsed = m_startedAt.msecsTo(m_context.clock.now());
    switch (test.verdict) {
    case KeyVerdict::UnknownOrRevoked:
        finish(true, test.verdict);
        return;
    case KeyVerdict::Accepted:
    case KeyVerdict::AcceptedWithoutBalance:
        emit stillAccepted(elapsed / 1000);
        break;
    case KeyVerdict::NothingToTest:
    case KeyVerdict::Malformed:
    case KeyVerdict::Refused:
        // More tests would say the same.
        finish(false, test.verdict);
        return;
    default:
        break;
    }
    if (elapsed + m_context.proofPause.count() > m_context.longestProof.count()) {
        finish(false, test.verdict);
        return;
    }
    QTimer::singleShot(m_context.proofPause, this, &ProveRevoked::test);
}

void ProveRevoked::finish(bool refused, KeyVerdict verdict)
{
    const Proof proof{.refused = refused,
                      .seconds = m_startedAt.secsTo(m_context.clock.now()),
                      .lastVerdict = verdict};
    m_secret = Secret();
    if (!refused) {
        m_promise.finish(proof);
        return;
    }
    whenFinished(m_context.secrets().remove(m_context.secretId(m_key.id)), this,
                 [this, proof](const Result<Done> &removed) {
                     // Dead text: nothing is lost and nothing is open by it.
                     if (!removed)
                         qCWarning(lcFlows, "a dead key is still in the keychain");
                     m_promise.finish(proof);
                 });
}

} // namespace canopy
