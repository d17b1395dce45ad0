#pragma once

#include "core/base/whenfinished.h"
#include "core/flows/keyscontext.h"

#include <QObject>

#include <optional>

namespace canopy {

/// What the person wants to have.
struct ApiKeyOrder
{
    QString name;
    AccessRequest access;
    QString label = {};
    QString notes = {};
    QString reason = {}; ///< wanted for administrative access
    QStringList usedBy = {};
    QDate reviewOn = {};
    QString rotatedFrom = {}; ///< key id
};

/// Makes an API key whose secret cannot get lost unnoticed (TX-02): the list is read for the name,
/// the journal written, the request sent once, the secret stored in the keychain and read back,
/// and only then is it there to be shown.
///
/// If the answer gets lost nothing is repeated: the list is read, and a key of our name that was
/// not there before is the orphan, offered for revocation. GUI thread; one key an object.
class CreateApiKey : public QObject
{
    Q_OBJECT

public:
    explicit CreateApiKey(KeysContext context, QObject *parent = nullptr);

    struct Outcome
    {
        ApiKey key;
        /// Set: the key exists and its secret is only in secret(). Nothing else may be lost now.
        std::optional<Error> storeError = {};
        /// Set: what was asked for could not be remembered.
        std::optional<Error> ledgerError = {};
    };
    /// InvalidInput (field "name", "scopes", "reason") or Conflict (field "name") before anything
    /// is sent. inDoubt with orphan(): the key exists without its secret. inDoubt without: not
    /// known, the journal remembers it. Not inDoubt: there is no such key.
    /// A second call while one is under way, or after a success, is Cancelled (TX-07).
    QFuture<Result<Outcome>> start(const ApiKeyOrder &order);
    bool isRunning() const { return m_running; }

    /// The key's text; empty before success and after forget().
    const Secret &secret() const { return m_secret; }
    /// Whether the keychain has it.
    bool isStored() const { return m_stored; }
    /// Tries the keychain once more.
    QFuture<Result<Done>> storeAgain();
    /// The person has it, or has given it up: wiped here. Until this, or until it is stored, the
    /// journal remembers that it may get lost.
    void forget();
    /// Revokes the key just made, or the orphan; forgets its secret here and in the keychain.
    QFuture<Result<Done>> revoke();

    /// The key that a lost answer left behind.
    const std::optional<ApiKey> &orphan() const { return m_orphan; }

private:
    void readList();
    void send(const QList<ApiKey> &before);
    void keep(CreatedApiKey created);
    void remember();
    void lookForOrphan(const Error &cause);
    void takeList(const Error &cause, const Result<QList<ApiKey>> &keys);
    void fail(Error error);
    Result<Done> check() const;
    void settle();
    void cleanUp(const QString &id, const Promise<Done> &promise);

    KeysContext m_context;
    ApiKeyOrder m_order;
    Promise<Outcome> m_promise;
    std::shared_ptr<const Credential> m_credential;
    QStringList m_idsBefore;
    QString m_operation; ///< of the journal
    Outcome m_outcome;
    Secret m_secret;
    std::optional<ApiKey> m_orphan;
    std::size_t m_looks = 0;
    bool m_running = false;
    bool m_made = false;
    bool m_stored = false;
};

} // namespace canopy
