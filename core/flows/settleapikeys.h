#pragma once

#include "core/base/whenfinished.h"
#include "core/flows/keyscontext.h"

#include <QObject>

#include <optional>

namespace canopy {

/// What became of an operation on a key of an earlier run whose answer is not known.
struct UnsettledKey
{
    /// CreateApiKey: with a key, it exists and its secret is lost: an orphan to offer for
    /// revocation; without, it was never made. RevokeApiKey: with a key, it was not revoked.
    PendingOperation operation;
    std::optional<ApiKey> key = {};
};

/// Looks into what the journal has about keys of this account, by reading only (LOG-04). A key of
/// the pending name that was made since, and whose secret is not in the keychain, is an orphan;
/// it stays in the journal until forget(). GUI thread; one run an object.
class SettleApiKeys : public QObject
{
    Q_OBJECT

public:
    explicit SettleApiKeys(KeysContext context, QObject *parent = nullptr);
    bool hasPending() const { return !pending().isEmpty(); }
    /// What the person should know of; what turned out well is not in it. Errors of the client and
    /// the store: not known yet, the journal stays.
    QFuture<Result<QList<UnsettledKey>>> start();
    /// The person has seen the orphan, or it was revoked.
    void forget(const UnsettledKey &key) { settle(key.operation); }

private:
    QList<PendingOperation> pending() const;
    std::optional<ApiKey> keyOf(const PendingOperation &operation) const;
    void next();
    void takeSecret(const PendingOperation &operation, const ApiKey &key,
                    const std::optional<Error> &error);
    void settle(const PendingOperation &operation);

    KeysContext m_context;
    Promise<QList<UnsettledKey>> m_promise;
    QList<ApiKey> m_keys;
    QList<PendingOperation> m_operations;
    QList<UnsettledKey> m_unsettled;
};

} // namespace canopy
