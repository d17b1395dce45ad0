#include "core/flows/revokeapikeys.h"

#include "core/base/logging.h"

#include <algorithm>
#include <utility>

namespace canopy {

using namespace Qt::StringLiterals;

using State = RevokeApiKeys::Revoked::State;

RevokeApiKeys::RevokeApiKeys(KeysContext context, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
{
}

QFuture<Result<QList<RevokeApiKeys::Revoked>>> RevokeApiKeys::start(const QStringList &ids)
{
    if (m_running)
        return readyFuture<QList<Revoked>>(failure(Error::Code::Cancelled, u"under way"_s));
    m_running = true;
    m_ids = ids;
    m_ids.removeDuplicates();
    whenFinished(m_context.session.keyCredential(), this,
                 [this](const Result<std::shared_ptr<const Credential>> &credential) {
                     if (!credential) {
                         m_promise.finish(failure(credential.error()));
                         return;
                     }
                     m_credential = *credential;
                     whenFinished(m_context.client().allApiKeys(m_credential), this,
                                  [this](const Result<QList<ApiKey>> &keys) { takeList(keys); });
                 });
    return m_promise.future();
}

void RevokeApiKeys::takeList(const Result<QList<ApiKey>> &keys)
{
    if (!keys) {
        m_promise.finish(failure(keys.error()));
        return;
    }
    for (const auto &key : *keys)
        m_own.insert(key.id, key);
    next();
}

void RevokeApiKeys::next()
{
    if (!m_done.isEmpty())
        emit progressed(static_cast<int>(m_done.size()), static_cast<int>(m_ids.size()));
    if (m_done.size() == m_ids.size()) {
        m_promise.finish(m_done);
        return;
    }
    const auto id = m_ids.at(m_done.size());
    if (m_own.contains(id))
        revoke(m_own.value(id));
    else
        // Not ours to name to the service: July 2025 would delete anybody's.
        conclude({.id = id}, State::AlreadyGone);
}

void RevokeApiKeys::revoke(const ApiKey &key)
{
    const auto begun = m_context.journal.begin({.kind = PendingOperation::Kind::RevokeApiKey,
                                                .service = m_context.session.profile().service,
                                                .profileId = m_context.session.profile().id,
                                                .subject = key.id,
                                                .startedAt = m_context.clock.now()});
    if (!begun) {
        m_operation.clear();
        conclude(key, State::Failed, begun.error());
        return;
    }
    m_operation = *begun;
    whenFinished(m_context.client().revokeApiKey(key.id, m_credential), this,
                 [this, key](const Result<Done> &answer) { settle(key, answer); });
}

void RevokeApiKeys::settle(const ApiKey &key, const Result<Done> &answer)
{
    if (answer)
        conclude(key, State::Revoked);
    else if (answer.error().code == Error::Code::NotFound)
        // It was in the list a moment ago.
        conclude(key, State::AlreadyGone);
    else if (answer.error().inDoubt)
        checkAgain(key, answer.error());
    else
        conclude(key, State::Failed, answer.error());
}

void RevokeApiKeys::checkAgain(const ApiKey &key, const Error &cause)
{
    whenFinished(m_context.client().apiKey(key.id, m_credential), this,
                 [this, key, cause](const Result<ApiKey> &found) {
                     if (found)
                         conclude(key, State::Failed, cause);
                     else if (found.error().code == Error::Code::NotFound)
                         conclude(key, State::Revoked);
                     else
                         conclude(key, State::Unknown, cause);
                 });
}

void RevokeApiKeys::conclude(const ApiKey &key, State state, std::optional<Error> error)
{
    const bool known = state != State::Unknown;
    if (known && !m_operation.isEmpty() && !m_context.journal.settle(m_operation))
        qCWarning(lcFlows, "a settled revocation could not be taken out of the journal");
    m_operation.clear();
    m_done.append({.id = key.id, .name = key.name, .state = state, .error = std::move(error)});
    const bool gone = state == State::Revoked || state == State::AlreadyGone;
    if (!gone || key.name.isEmpty()) {
        next();
        return;
    }
    if (const auto noted = note(key); !noted)
        m_done.last().ledgerError = noted.error();
    whenFinished(m_context.secrets().read(m_context.secretId(key.id)), this,
                 [this](const Result<Secret> &secret) {
                     m_done.last().provable = secret.has_value();
                     next();
                 });
}

Result<Done> RevokeApiKeys::note(const ApiKey &key)
{
    const auto owner = m_context.owner(key.userId);
    const auto read = m_context.ledger.record(owner, key.id);
    if (!read)
        return failure(read.error());
    auto record = *read;
    if (!record)
        return Done();
    record->revokedAt = m_context.clock.now();
    return m_context.ledger.save(*record);
}

QFuture<Result<Done>> RevokeApiKeys::forgetSecret(const QString &id)
{
    return m_context.secrets().remove(m_context.secretId(id));
}

} // namespace canopy
