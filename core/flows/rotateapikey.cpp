#include "core/flows/rotateapikey.h"

#include <algorithm>
#include <utility>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

tl::unexpected<Error> notNow()
{
    return failure(Error{.code = Error::Code::InvalidInput, .field = u"state"_s});
}

tl::unexpected<Error> busy()
{
    return failure(Error::Code::Cancelled, u"a step is under way"_s);
}

} // namespace

RotateApiKey::RotateApiKey(KeysContext context, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_creation(m_context)
    , m_test(m_context.client(), m_context.clock)
{
}

Result<Done> RotateApiKey::save(const RotationRecord &record)
{
    const auto saved = m_context.ledger.save(record);
    if (saved)
        m_record = record;
    return saved;
}

Result<Done> RotateApiKey::moveTo(RotationState state)
{
    auto record = m_record;
    record.state = state;
    const auto saved = save(record);
    if (saved)
        emit stateChanged(state);
    return saved;
}

// Starting and going on ---------------------------------------------------------------------------

QFuture<Result<Done>> RotateApiKey::start(const ApiKey &old, const ApiKeyOrder &successor)
{
    if (m_busy || !m_record.id.isEmpty())
        return readyFuture<Done>(busy());
    if (const auto begun = begin(old, successor); !begun)
        return readyFuture<Done>(failure(begun.error()));
    m_busy = true;
    auto order = successor;
    order.rotatedFrom = old.id;
    const Promise<Done> promise;
    whenFinished(m_creation.start(order), this,
                 [this, promise](const Result<CreateApiKey::Outcome> &made) {
                     takeSuccessor(promise, made);
                 });
    return promise.future();
}

Result<Done> RotateApiKey::begin(const ApiKey &old, const ApiKeyOrder &successor)
{
    const auto owner = m_context.owner(old.userId);
    const auto others = m_context.ledger.rotations(owner);
    if (!others)
        return failure(others.error());
    const bool underWay = std::ranges::any_of(*others, [&old](const RotationRecord &other) {
        return other.oldKeyId == old.id;
    });
    if (underWay)
        return failure(Error{.code = Error::Code::Conflict, .field = u"rotation"_s});
    m_old = old;
    return save({.id = m_context.random.hex(16),
                 .owner = owner,
                 .oldKeyId = old.id,
                 .oldName = old.name,
                 .newName = successor.name,
                 .places = successor.usedBy,
                 .startedAt = m_context.clock.now()});
}

void RotateApiKey::takeSuccessor(const Promise<Done> &promise,
                                 const Result<CreateApiKey::Outcome> &made)
{
    m_busy = false;
    if (!made) {
        // Nothing was made, or an orphan that is offered for revocation: either way this rotation
        // has no successor, and may be started anew.
        if (const auto given = moveTo(RotationState::Abandoned); !given)
            promise.finish(given);
        promise.finish(failure(made.error()));
        return;
    }
    m_successor = made->key;
    promise.finish(link(made->key.id));
}

Result<Done> RotateApiKey::link(const QString &successorId)
{
    auto record = m_record;
    record.newKeyId = successorId;
    if (const auto saved = save(record); !saved)
        return saved;
    auto old = m_context.ledger.record(m_record.owner, m_record.oldKeyId);
    if (!old)
        return failure(old.error());
    auto changed = old->value_or(
        KeyRecord{.owner = m_record.owner, .keyId = m_record.oldKeyId, .name = m_record.oldName});
    changed.rotatedTo = successorId;
    return m_context.ledger.save(changed);
}

QFuture<Result<Done>> RotateApiKey::resume(const QString &rotationId)
{
    if (m_busy || !m_record.id.isEmpty())
        return readyFuture<Done>(busy());
    const auto read = m_context.ledger.rotation(rotationId);
    if (!read)
        return readyFuture<Done>(failure(read.error()));
    const auto &record = *read;
    if (!record)
        return readyFuture<Done>(failure(Error::Code::NotFound));
    m_busy = true;
    const Promise<Done> promise;
    const auto conclude = [this, promise](const Result<Done> &result) {
        m_busy = false;
        // What could not be read is asked for again, by the same object.
        if (!result)
            m_record = RotationRecord();
        promise.finish(result);
    };
    m_record = *record;
    whenFinished(m_context.session.keyCredential(), this,
                 [this, conclude](const Result<std::shared_ptr<const Credential>> &credential) {
                     if (!credential) {
                         conclude(failure(credential.error()));
                         return;
                     }
                     whenFinished(m_context.client().allApiKeys(*credential), this,
                                  [this, conclude](const Result<QList<ApiKey>> &keys) {
                                      conclude(keys ? takeList(*keys) : failure(keys.error()));
                                  });
                 });
    return promise.future();
}

Result<Done> RotateApiKey::takeList(const QList<ApiKey> &keys)
{
    const auto find = [&keys](const QString &id) {
        const auto found = std::ranges::find(keys, id, &ApiKey::id);
        return found == keys.end() ? std::nullopt : std::optional(*found);
    };
    m_old = find(m_record.oldKeyId);
    if (!m_record.newKeyId.isEmpty())
        m_successor = find(m_record.newKeyId);
    if (m_old)
        return Done();
    if (m_record.state == RotationState::Creating || m_record.state == RotationState::HandingOver)
        return failure(Error::Code::NotFound, u"the old key is gone"_s);
    // A revocation whose answer got lost has worked, then.
    m_old = ApiKey{
        .id = m_record.oldKeyId, .userId = m_record.owner.userId, .name = m_record.oldName};
    // What it could do says where it can be seen to be refused.
    if (const auto access = accessOf(*m_old)) {
        m_old->admin = access->admin;
        for (const auto &row : access->rows)
            m_old->scopes.append(row.scope);
    }
    return m_record.state == RotationState::Revoking ? moveTo(RotationState::Proving)
                                                     : Result<Done>(Done());
}

// The successor -----------------------------------------------------------------------------------

std::optional<AccessRequest> RotateApiKey::accessOf(const ApiKey &key)
{
    const auto read = m_context.ledger.record(m_record.owner, key.id);
    const auto record = read.value_or(std::nullopt);
    return record ? record->requested : std::nullopt;
}

QFuture<Result<KeyTest>> RotateApiKey::testSuccessor()
{
    if (m_busy)
        return readyFuture<KeyTest>(busy());
    const bool early = m_record.state == RotationState::Creating
        || m_record.state == RotationState::HandingOver;
    if (!m_successor || !early)
        return readyFuture<KeyTest>(notNow());
    m_busy = true;
    const Promise<KeyTest> promise;
    if (!m_creation.secret().isEmpty()) {
        test(promise, m_creation.secret());
        return promise.future();
    }
    whenFinished(m_context.secrets().read(m_context.secretId(m_record.newKeyId)), this,
                 [this, promise](const Result<Secret> &secret) {
                     if (secret) {
                         test(promise, *secret);
                         return;
                     }
                     m_busy = false;
                     promise.finish(failure(secret.error()));
                 });
    return promise.future();
}

void RotateApiKey::test(const Promise<KeyTest> &promise, const Secret &secret)
{
    const auto successor = m_successor.value_or(ApiKey());
    const auto known = TestApiKey::knownOf(successor, accessOf(successor));
    whenFinished(m_test.start(secret, known), this, [this, promise](const Result<KeyTest> &test) {
        m_busy = false;
        const bool passed = test->verdict == KeyVerdict::Accepted
            || test->verdict == KeyVerdict::AcceptedWithoutBalance;
        const auto noted = m_context.ledger.noteVerdict(m_record.owner, m_record.newKeyId,
                                                        test->verdict, test->at);
        if (!noted) {
            promise.finish(failure(noted.error()));
            return;
        }
        if (passed && m_record.state == RotationState::Creating) {
            if (const auto moved = moveTo(RotationState::HandingOver); !moved) {
                promise.finish(failure(moved.error()));
                return;
            }
        }
        promise.finish(test);
    });
}

Result<Done> RotateApiKey::setHandedOver(const QString &place, bool done)
{
    if (!m_record.places.contains(place))
        return failure(Error{.code = Error::Code::InvalidInput, .field = u"place"_s});
    auto record = m_record;
    record.handedOver.removeAll(place);
    if (done)
        record.handedOver.append(place);
    return save(record);
}

Result<Done> RotateApiKey::setWaitUntil(const QDateTime &until)
{
    auto record = m_record;
    record.waitUntil = until;
    return save(record);
}

Result<Done> RotateApiKey::abandon()
{
    if (m_busy)
        return busy();
    const bool early = m_record.state == RotationState::Creating
        || m_record.state == RotationState::HandingOver;
    return early ? moveTo(RotationState::Abandoned) : notNow();
}

// The old key -------------------------------------------------------------------------------------

QFuture<Result<RevokeApiKeys::Revoked>> RotateApiKey::revokeOld()
{
    using Revoked = RevokeApiKeys::Revoked;
    if (m_busy)
        return readyFuture<Revoked>(busy());
    const bool ready = m_record.state == RotationState::HandingOver
        || m_record.state == RotationState::Revoking;
    if (!ready || !m_old)
        return readyFuture<Revoked>(notNow());
    if (const auto moved = moveTo(RotationState::Revoking); !moved)
        return readyFuture<Revoked>(failure(moved.error()));
    m_busy = true;
    auto *revoking = new RevokeApiKeys(m_context, this);
    const Promise<Revoked> promise;
    whenFinished(revoking->start({m_old->id}), this,
                 [this, promise, revoking](const Result<QList<Revoked>> &revoked) {
                     m_busy = false;
                     revoking->deleteLater();
                     if (revoked)
                         promise.finish(takeRevoked(revoked->first()));
                     else
                         promise.finish(failure(revoked.error()));
                 });
    return promise.future();
}

RevokeApiKeys::Revoked RotateApiKey::takeRevoked(RevokeApiKeys::Revoked revoked)
{
    using State = RevokeApiKeys::Revoked::State;
    if (revoked.state == State::Revoked || revoked.state == State::AlreadyGone) {
        if (const auto moved = moveTo(RotationState::Proving); !moved)
            revoked.ledgerError = moved.error();
    }
    return revoked;
}

QFuture<Result<ProveRevoked::Proof>> RotateApiKey::proveOldDead()
{
    using Proof = ProveRevoked::Proof;
    if (m_busy)
        return readyFuture<Proof>(busy());
    if (m_record.state != RotationState::Proving || !m_old)
        return readyFuture<Proof>(notNow());
    m_busy = true;
    auto *proving = new ProveRevoked(m_context, this);
    connect(proving, &ProveRevoked::stillAccepted, this, &RotateApiKey::stillAccepted);
    const Promise<Proof> promise;
    whenFinished(proving->start(*m_old), this,
                 [this, promise, proving](const Result<Proof> &proof) {
                     m_busy = false;
                     proving->deleteLater();
                     const bool over = proof || proof.error().code == Error::Code::SecretAbsent;
                     if (over) {
                         if (const auto moved = moveTo(RotationState::Finished); !moved) {
                             promise.finish(failure(moved.error()));
                             return;
                         }
                     }
                     promise.finish(proof);
                 });
    return promise.future();
}

} // namespace canopy
