#pragma once

#include "core/base/whenfinished.h"
#include "core/flows/keyscontext.h"
#include "core/flows/testapikey.h"

#include <QObject>

namespace canopy {

/// Tests a revoked key until it is refused, and says how long that took. One run an object;
/// destroying it ends the testing.
class ProveRevoked : public QObject
{
    Q_OBJECT

public:
    explicit ProveRevoked(KeysContext context, QObject *parent = nullptr);

    struct Proof
    {
        /// False: still accepted at the end, or the answers said nothing about the key.
        bool refused = false;
        qint64 seconds = 0; ///< from start() to the first refusal, or to giving up
        KeyVerdict lastVerdict = KeyVerdict::CannotTell;
    };
    /// Reads the secret of @p key from the keychain, and removes it there once it is refused.
    /// SecretAbsent: not known here, so nothing can be proved.
    QFuture<Result<Proof>> start(const ApiKey &key);

signals:
    void stillAccepted(qint64 seconds);

private:
    void test();
    void take(const KeyTest &test);
    void finish(bool refused, KeyVerdict verdict);

    KeysContext m_context;
    TestApiKey m_test;
    ApiKey m_key;
    TestApiKey::Known m_known;
    Secret m_secret;
    bool m_wasAccepted = false;
    QDateTime m_startedAt;
    Promise<Proof> m_promise;
};

} // namespace canopy
