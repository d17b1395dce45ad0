#include "core/flows/settleapikeys.h"

#include "core/base/logging.h"

#include <algorithm>
#include <utility>

namespace canopy {

namespace {

/// The service's clock may be behind ours by as much as it allows a signature to be off.
constexpr qint64 clockTolerance = 600;

} // namespace

SettleApiKeys::SettleApiKeys(KeysContext context, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
{
}

QList<PendingOperation> SettleApiKeys::pending() const
{
    QList<PendingOperation> operations;
    std::ranges::copy_if(m_context.journal.pending(), std::back_inserter(operations),
                         [this](const PendingOperation &operation) {
                             const bool ours = operation.profileId
                                 == m_context.session.profile().id;
                             return ours
                                 && (operation.kind == PendingOperation::Kind::CreateApiKey
                                     || operation.kind == PendingOperation::Kind::RevokeApiKey);
                         });
    return operations;
}

QFuture<Result<QList<UnsettledKey>>> SettleApiKeys::start()
{
    m_operations = pending();
    if (m_operations.isEmpty()) {
        m_promise.finish(QList<UnsettledKey>());
        return m_promise.future();
    }
    whenFinished(m_context.session.keyCredential(), this,
                 [this](const Result<std::shared_ptr<const Credential>> &credential) {
                     if (!credential) {
                         m_promise.finish(failure(credential.error()));
                         return;
                     }
                     whenFinished(m_context.client().allApiKeys(*credential), this,
                                  [this](const Result<QList<ApiKey>> &keys) {
                                      if (!keys) {
                                          m_promise.finish(failure(keys.error()));
                                          return;
                                      }
                                      m_keys = *keys;
                                      next();
                                  });
                 });
    return m_promise.future();
}

std::optional<ApiKey> SettleApiKeys::keyOf(const PendingOperation &operation) const
{
    const bool byId = operation.kind == PendingOperation::Kind::RevokeApiKey;
    const auto found = std::ranges::find_if(m_keys, [&](const ApiKey &key) {
        if (byId)
            return key.id == operation.subject;
        const auto earliest = operation.startedAt.addSecs(-clockTolerance);
        return key.name == operation.subject && (!key.createdAt || *key.createdAt >= earliest);
    });
    return found == m_keys.end() ? std::nullopt : std::optional(*found);
}

void SettleApiKeys::next()
{
    if (m_operations.isEmpty()) {
        m_promise.finish(m_unsettled);
        return;
    }
    const auto operation = m_operations.takeFirst();
    const auto key = keyOf(operation);
    if (operation.kind == PendingOperation::Kind::RevokeApiKey || !key) {
        // Read and known: revoked or not, made or not, the list says which.
        settle(operation);
        m_unsettled.append({.operation = operation, .key = key});
        next();
        return;
    }
    whenFinished(m_context.secrets().read(m_context.secretId(key->id)), this,
                 [this, operation, key](const Result<Secret> &secret) {
                     takeSecret(operation, *key,
                                secret ? std::nullopt : std::optional(secret.error()));
                 });
}

void SettleApiKeys::takeSecret(const PendingOperation &operation, const ApiKey &key,
                               const std::optional<Error> &error)
{
    if (!error) {
        // Stored before the program ended: nothing is lost.
        settle(operation);
    } else if (error->code == Error::Code::SecretAbsent) {
        m_unsettled.append({.operation = operation, .key = key});
    } else {
        m_promise.finish(failure(*error));
        return;
    }
    next();
}

void SettleApiKeys::settle(const PendingOperation &operation)
{
    if (!m_context.journal.settle(operation.id))
        qCWarning(lcFlows, "a settled operation could not be taken out of the journal");
}

} // namespace canopy
