#pragma once

#include "core/base/whenfinished.h"
#include "core/flows/keyscontext.h"

#include <QHash>
#include <QObject>
#include <QStringList>

#include <optional>

namespace canopy {

/// Revokes keys of this account, one after another (TX-05). Ids are checked against the account's
/// own list, read anew: July 2025 deletes anybody's key (contract §4.4).
///
/// A 404 to something that may have been carried out before counts as done. GUI thread; one run an
/// object.
class RevokeApiKeys : public QObject
{
    Q_OBJECT

public:
    explicit RevokeApiKeys(KeysContext context, QObject *parent = nullptr);

    struct Revoked
    {
        QString id;
        QString name;
        enum class State {
            Revoked, ///< the service said so, or it is no longer in the list
            AlreadyGone, ///< it was not in the list: somebody else was quicker
            Failed, ///< @ref error; it is still there
            Unknown, ///< @ref error; the list could not be read afterwards
        };
        State state = State::Failed;
        std::optional<Error> error = {};
        /// Its secret is known here, so it can be proved dead; it is kept until that, or until
        /// forgetSecret().
        bool provable = false;
        std::optional<Error> ledgerError = {};
    };
    /// In the order of @p ids. An error: nothing was revoked, because the list could not be read
    /// or no credential could be had.
    QFuture<Result<QList<Revoked>>> start(const QStringList &ids);
    /// Of a revoked key that the person does not want proved dead.
    QFuture<Result<Done>> forgetSecret(const QString &id);

signals:
    /// After each; from 1.
    void progressed(int done, int of);

private:
    void takeList(const Result<QList<ApiKey>> &keys);
    void next();
    void revoke(const ApiKey &key);
    void settle(const ApiKey &key, const Result<Done> &answer);
    void checkAgain(const ApiKey &key, const Error &cause);
    void conclude(const ApiKey &key, Revoked::State state, std::optional<Error> error = {});
    Result<Done> note(const ApiKey &key);

    KeysContext m_context;
    QStringList m_ids;
    QHash<QString, ApiKey> m_own;
    std::shared_ptr<const Credential> m_credential;
    QList<Revoked> m_done;
    Promise<QList<Revoked>> m_promise;
    QString m_operation;
    bool m_running = false;
};

} // namespace canopy
