#pragma once

#include "core/base/whenfinished.h"
#include "core/flows/createapikey.h"
#include "core/flows/keyscontext.h"
#include "core/flows/proverevoked.h"
#include "core/flows/revokeapikeys.h"
#include "core/flows/testapikey.h"

#include <QObject>

#include <optional>

namespace canopy {

/// Replaces a key without a gap: make the successor, store it, test it; hand it over; wait; revoke
/// the old key; prove it dead. Where it stands is in the ledger, so it survives a restart.
///
/// The old key is touched by revokeOld() alone, and that refuses until the successor has passed
/// its test. GUI thread; one step at a time, another call meanwhile is Cancelled.
class RotateApiKey : public QObject
{
    Q_OBJECT

public:
    explicit RotateApiKey(KeysContext context, QObject *parent = nullptr);

    /// Starts one for @p old with @p successor, whose access the caller has confirmed where
    /// actions are not known; its usedBy are the places to hand over to.
    /// Errors as CreateApiKey::start(), whose orphan() is at creation(); Conflict with field
    /// "rotation" if one is under way for this key. On success the successor exists, and
    /// creation().isStored() says whether the keychain has it.
    QFuture<Result<Done>> start(const ApiKey &old, const ApiKeyOrder &successor);
    /// Goes on with one from the ledger, after a restart. NotFound for an unknown one, or where
    /// the old key is gone before it was revoked here. A successor whose making was cut off is not
    /// there then, see hasSuccessor().
    QFuture<Result<Done>> resume(const QString &rotationId);

    const RotationRecord &record() const { return m_record; }
    /// The making of the successor in this run: its secret while it is not forgotten, and its
    /// orphan if the answer was lost.
    CreateApiKey &creation() { return m_creation; }
    bool hasSuccessor() const { return m_successor.has_value(); }
    const std::optional<ApiKey> &successor() const { return m_successor; }
    const std::optional<ApiKey> &old() const { return m_old; }

    /// Tests the successor, with its secret from this run or from the keychain. Accepted (also
    /// without balance) makes it HandingOver; anything else leaves the rotation, and the old key,
    /// as they are. SecretAbsent: not known here. InvalidInput with field "state" where there is
    /// no successor.
    QFuture<Result<KeyTest>> testSuccessor();
    /// Ticks a place of record().places, or takes the tick away.
    Result<Done> setHandedOver(const QString &place, bool done);
    /// Reminds at this time; invalid: as long as it takes.
    Result<Done> setWaitUntil(const QDateTime &until);
    /// Gives it up before the old key is revoked: the old one stays, and so does the new one.
    Result<Done> abandon();
    /// InvalidInput with field "state" unless HandingOver, or Revoking after a lost answer.
    QFuture<Result<RevokeApiKeys::Revoked>> revokeOld();
    /// Only when Proving. The rotation is finished by it, whatever it shows, but for an error that
    /// may pass (the keychain is locked). SecretAbsent finishes it too: nothing can be proved.
    QFuture<Result<ProveRevoked::Proof>> proveOldDead();

signals:
    void stateChanged(canopy::RotationState state);
    void stillAccepted(qint64 seconds);

private:
    Result<Done> save(const RotationRecord &record);
    Result<Done> moveTo(RotationState state);
    Result<Done> begin(const ApiKey &old, const ApiKeyOrder &successor);
    void takeSuccessor(const Promise<Done> &promise, const Result<CreateApiKey::Outcome> &made);
    Result<Done> takeList(const QList<ApiKey> &keys);
    Result<Done> link(const QString &successorId);
    void test(const Promise<KeyTest> &promise, const Secret &secret);
    std::optional<AccessRequest> accessOf(const ApiKey &key);
    RevokeApiKeys::Revoked takeRevoked(RevokeApiKeys::Revoked revoked);

    KeysContext m_context;
    CreateApiKey m_creation;
    TestApiKey m_test;
    RotationRecord m_record;
    std::optional<ApiKey> m_old;
    std::optional<ApiKey> m_successor;
    bool m_busy = false;
};

} // namespace canopy
