#include "core/flows/createapikey.h"

#include "core/base/logging.h"
#include "core/keys/keyname.h"
#include "core/keys/scopelint.h"

#include <QTimer>

#include <algorithm>
#include <utility>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

tl::unexpected<Error> invalid(const QString &field)
{
    return failure(Error{.code = Error::Code::InvalidInput, .field = field});
}

} // namespace

CreateApiKey::CreateApiKey(KeysContext context, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
{
}

Result<Done> CreateApiKey::check() const
{
    if (!keyNameProblems(m_order.name).isEmpty())
        return invalid(u"name"_s);
    if (hasBlockingFinding(lintAccess(m_order.access)))
        return invalid(u"scopes"_s);
    if (m_order.access.admin && m_order.reason.trimmed().isEmpty())
        return invalid(u"reason"_s);
    return Done();
}

QFuture<Result<CreateApiKey::Outcome>> CreateApiKey::start(const ApiKeyOrder &order)
{
    if (m_running || m_made)
        return readyFuture<Outcome>(failure(Error::Code::Cancelled, u"under way, or made"_s));
    m_order = order;
    if (const auto good = check(); !good)
        return readyFuture<Outcome>(failure(good.error()));
    m_promise = Promise<Outcome>();
    m_orphan.reset();
    m_looks = 0;
    m_running = true;
    whenFinished(m_context.session.keyCredential(), this,
                 [this](const Result<std::shared_ptr<const Credential>> &credential) {
                     if (!credential) {
                         fail(credential.error());
                         return;
                     }
                     m_credential = *credential;
                     readList();
                 });
    return m_promise.future();
}

void CreateApiKey::readList()
{
    whenFinished(m_context.client().allApiKeys(m_credential), this,
                 [this](const Result<QList<ApiKey>> &keys) {
                     if (keys)
                         send(*keys);
                     else
                         fail(keys.error());
                 });
}

void CreateApiKey::send(const QList<ApiKey> &before)
{
    m_idsBefore.clear();
    for (const auto &key : before) {
        m_idsBefore.append(key.id);
        // Sent all the same it would be refused; but then a lost answer could not be told from a
        // key that was there all along.
        if (key.name == m_order.name) {
            fail({.code = Error::Code::Conflict, .field = u"name"_s});
            return;
        }
    }
    const auto begun = m_context.journal.begin({.kind = PendingOperation::Kind::CreateApiKey,
                                                .service = m_context.session.profile().service,
                                                .profileId = m_context.session.profile().id,
                                                .subject = m_order.name,
                                                .startedAt = m_context.clock.now()});
    if (!begun) {
        fail(begun.error());
        return;
    }
    m_operation = *begun;
    const auto created = m_context.client().createApiKey(m_order.name, m_order.access,
                                                         m_credential);
    whenFinished(created, this, [this](Result<CreatedApiKey> result) {
        if (result) {
            keep(*std::move(result));
        } else if (result.error().inDoubt) {
            lookForOrphan(result.error());
        } else {
            settle();
            fail(result.error());
        }
    });
}

void CreateApiKey::keep(CreatedApiKey created)
{
    m_made = true;
    m_outcome = {.key = std::move(created.key)};
    m_secret = std::move(created.secret);
    const auto written = m_context.secrets().write(m_context.secretId(m_outcome.key.id),
                                                   m_secret.clone());
    whenFinished(written, this, [this](const Result<Done> &stored) {
        m_stored = stored.has_value();
        if (stored)
            settle();
        else
            m_outcome.storeError = stored.error();
        remember();
    });
}

void CreateApiKey::remember()
{
    const auto &key = m_outcome.key;
    const auto saved = m_context.ledger.save(
        KeyRecord{.owner = m_context.owner(key.userId),
                  .keyId = key.id,
                  .name = key.name,
                  .requested = m_order.access,
                  .createdHere = true,
                  .createdAt = key.createdAt.value_or(m_context.clock.now()),
                  .label = m_order.label,
                  .notes = m_order.notes,
                  .reason = m_order.reason,
                  .usedBy = m_order.usedBy,
                  .reviewOn = m_order.reviewOn,
                  .rotatedFrom = m_order.rotatedFrom});
    if (!saved)
        m_outcome.ledgerError = saved.error();
    m_running = false;
    m_promise.finish(m_outcome);
}

void CreateApiKey::lookForOrphan(const Error &cause)
{
    whenFinished(m_context.client().allApiKeys(m_credential), this,
                 [this, cause](const Result<QList<ApiKey>> &keys) { takeList(cause, keys); });
}

void CreateApiKey::takeList(const Error &cause, const Result<QList<ApiKey>> &keys)
{
    auto error = cause;
    error.inDoubt = true;
    if (keys) {
        const auto found = std::ranges::find_if(*keys, [this](const ApiKey &key) {
            return key.name == m_order.name && !m_idsBefore.contains(key.id);
        });
        if (found != keys->end()) {
            m_orphan = *found;
            fail(std::move(error));
            return;
        }
    }
    if (m_looks < m_context.lookAgainAfter.size()) {
        QTimer::singleShot(m_context.lookAgainAfter.at(m_looks++), this,
                           [this, cause] { lookForOrphan(cause); });
        return;
    }
    // Looked for as long as the service could still be at work on it, and it is not there.
    if (keys) {
        settle();
        error.inDoubt = false;
    }
    fail(std::move(error));
}

void CreateApiKey::fail(Error error)
{
    m_running = false;
    m_promise.finish(failure(std::move(error)));
}

void CreateApiKey::settle()
{
    if (m_operation.isEmpty())
        return;
    if (m_context.journal.settle(m_operation))
        m_operation.clear();
    else
        // The next start finds that all is in order.
        qCWarning(lcFlows, "a settled key could not be taken out of the journal");
}

QFuture<Result<Done>> CreateApiKey::storeAgain()
{
    if (m_secret.isEmpty())
        return readyFuture<Done>(invalid(u"secret"_s));
    const Promise<Done> promise;
    const auto written = m_context.secrets().write(m_context.secretId(m_outcome.key.id),
                                                   m_secret.clone());
    whenFinished(written, this, [this, promise](const Result<Done> &stored) {
        if (stored) {
            m_stored = true;
            m_outcome.storeError.reset();
            settle();
        }
        promise.finish(stored);
    });
    return promise.future();
}

void CreateApiKey::forget()
{
    m_secret = Secret();
    if (m_made || m_orphan)
        settle();
}

QFuture<Result<Done>> CreateApiKey::revoke()
{
    const auto id = m_orphan ? m_orphan->id : m_made ? m_outcome.key.id : QString();
    if (id.isEmpty() || m_running)
        return readyFuture<Done>(invalid(u"key"_s));
    const Promise<Done> promise;
    whenFinished(m_context.client().revokeApiKey(id, m_credential), this,
                 [this, promise, id](const Result<Done> &revoked) {
                     // Gone already is what was wanted.
                     const bool gone = revoked || revoked.error().code == Error::Code::NotFound;
                     if (gone)
                         cleanUp(id, promise);
                     else
                         promise.finish(revoked);
                 });
    return promise.future();
}

void CreateApiKey::cleanUp(const QString &id, const Promise<Done> &promise)
{
    m_secret = Secret();
    m_orphan.reset();
    settle();
    const auto owner = m_context.owner(m_outcome.key.userId);
    if (m_made && !m_context.ledger.remove(owner, id))
        qCWarning(lcFlows, "a revoked key is still in the ledger");
    if (!m_stored) {
        promise.finish(Done());
        return;
    }
    m_stored = false;
    whenFinished(m_context.secrets().remove(m_context.secretId(id)), this,
                 [promise](const Result<Done> &removed) { promise.finish(removed); });
}

} // namespace canopy
