#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/chutes/accessrequest.h"
#include "core/chutes/account.h"
#include "core/chutes/apikey.h"
#include "core/chutes/capabilities.h"
#include "core/chutes/chute.h"
#include "core/chutes/clientcall.h"
#include "core/chutes/credential.h"
#include "core/chutes/transport.h"

#include <QObject>

#include <functional>
#include <memory>

namespace canopy {

/// The Chutes service: one function an endpoint, no cache, nothing repeated but one re-sign when
/// the service says our clock is off, and GETs that failed on the way (at most twice, NET-15).
///
/// Every function returns at once. Errors carry the meaning of the answer, not its number
/// (contract §2, §12); each is logged where it is made. Lives on the GUI thread; the transport and
/// the clock must outlive it.
class ChutesClient : public QObject
{
    Q_OBJECT

public:
    ChutesClient(Transport &transport, const Clock &clock, RandomSource &random, Origin service,
                 QObject *parent = nullptr);

    const Origin &service() const { return m_service; }
    /// For the calls that start from now on.
    void setRetryPolicy(const RetryPolicy &policy) { m_retryPolicy = policy; }
    /// Where POST /users/register and the token page are.
    Origin registrationOrigin() const { return Origin::registrationFor(m_service); }
    QUrl tokenPage() const; ///< GET /users/registration_token, for a browser

    struct Pong
    {
        qint64 skewSeconds = 0; ///< service minus ours
        bool skewKnown = false; ///< false if the answer had no Date
    };
    /// GET /ping, 12 s.
    QFuture<Result<Pong>> ping();
    /// GET /openapi.json, at most 8 MiB.
    QFuture<Result<Capabilities>> capabilities();
    /// GET /users/name_check. @p username must be valid by isValidUsername().
    QFuture<Result<NameCheck>> checkName(const QString &username);

    struct Registration
    {
        QString username;
        Ss58Address coldkey;
        QString token; ///< empty if none is wanted
    };
    /// POST /users/register at registrationOrigin(), signed by @p hotkey over the body.
    /// HotkeyTaken, UsernameTaken, TokenRefused, TokenMissing, PaymentRequired, RateLimited,
    /// Rejected; inDoubt: find out with findAccount() before anything is repeated.
    QFuture<Result<RegisteredAccount>> registerAccount(
        const Registration &registration, std::shared_ptr<const HotkeyCredential> hotkey);

    /// GET /users/me.
    QFuture<Result<Account>> me(std::shared_ptr<const Credential> credential);

    /// Whether @p hotkey has an account here, by whatever this service can answer to a signature:
    /// GET /users/me, or, where that cannot be signed (July 2025), GET /api_keys/.
    /// nullopt: registered, but the service does not say under which name.
    struct Registered
    {
        bool yes = false;
        std::optional<Account> account = {};
    };
    QFuture<Result<Registered>> findAccount(std::shared_ptr<const HotkeyCredential> hotkey);

    /// POST /users/change_fingerprint with a hotkey signature. InvalidInput unless @p fingerprint
    /// is at least 32 printable ASCII characters without spaces: it has to fit into a header.
    QFuture<Result<Done>> changeFingerprint(const Secret &fingerprint,
                                            std::shared_ptr<const HotkeyCredential> hotkey);
    /// POST /users/login with the fingerprint: a session token.
    QFuture<Result<Secret>> loginWithFingerprint(const Secret &fingerprint);
    /// GET /users/login/nonce, sign, POST /users/login. NotOffered before December 2025.
    QFuture<Result<Secret>> loginWithHotkey(std::shared_ptr<const HotkeyCredential> hotkey);

    /// GET /api_keys/, one page of at most 100; pages count from 0. Their order is not stable:
    /// take all pages and drop doubles by id (contract §4.1).
    QFuture<Result<ApiKeyPage>> apiKeys(int page, std::shared_ptr<const Credential> credential);

    /// Every page, each key once. Read again where the total moved in between, at most twice;
    /// Conflict if it never stood still.
    QFuture<Result<QList<ApiKey>>> allApiKeys(std::shared_ptr<const Credential> credential);
    /// GET /api_keys/{id}. NotFound: it is not, or no longer, a key of this account. InvalidInput
    /// for what is not an id.
    QFuture<Result<ApiKey>> apiKey(const QString &id, std::shared_ptr<const Credential> credential);

    /// POST /api_keys/. The name must be valid by keyNameProblems(), the access is sent as it is.
    /// Conflict with field "name": there is a key of that name; Rejected: the service refused the
    /// name or a scope. inDoubt: the key may exist and its secret is lost; look for it by its name
    /// with allApiKeys(), never repeat this.
    QFuture<Result<CreatedApiKey>> createApiKey(const QString &name, const AccessRequest &access,
                                                std::shared_ptr<const Credential> credential);
    /// DELETE /api_keys/{id}. @p id must come from the account's own list: July 2025 deletes
    /// anybody's (contract §4.4). NotFound: there is no such key (any more). InvalidInput for what
    /// is not an id. inDoubt: it may be gone; asking again does no harm.
    QFuture<Result<Done>> revokeApiKey(const QString &id,
                                       std::shared_ptr<const Credential> credential);

    /// GET /chutes/ without the public ones: own and shared with this account.
    QFuture<Result<QList<Chute>>> ownChutes(std::shared_ptr<const Credential> credential);
    /// Public chutes whose name contains @p nameContains (empty: all), most called first, at most
    /// @p most. Asked without a credential.
    QFuture<Result<QList<Chute>>> publicChutes(const QString &nameContains = {}, int most = 100);
    QFuture<Result<QList<Image>>> ownImages(std::shared_ptr<const Credential> credential);
    /// GET /v1/models at the gateway, without a credential. NotOffered where no gateway is known.
    QFuture<Result<QList<PublicModel>>> publicModels();

    /// Whether @p key may call models through the gateway, by asking for a model that does not
    /// exist: nothing is generated, nothing is paid. Done: the key was accepted and the model not
    /// found. PaymentRequired: accepted, but the balance is empty. KeyRefused: unknown, revoked or
    /// out of scope, told the same. NotOffered where no gateway is known.
    QFuture<Result<Done>> tryAtGateway(std::shared_ptr<const Credential> key);
    /// The same at a chute's own host, by asking for a path that it does not have.
    QFuture<Result<Done>> tryAtChute(const QString &slug, std::shared_ptr<const Credential> key);

    /// Service minus ours, as last learnt from a Date header; added to nonces. A clock that is off
    /// by a day or more is reported by ping() but not followed here.
    qint64 skewSeconds() const { return m_skewSeconds; }

signals:
    /// An answer of any kind came in: the host is reachable. With the time it came.
    void answered(const QDateTime &at);
    /// A request did not get through.
    void unreachable(const canopy::Error &error);

private:
    QFuture<Result<Answer>> send(ClientCall::Question question);
    /// Sends @p question and reads what the answer says with @p read.
    template <typename T, typename Read>
    QFuture<Result<T>> ask(ClientCall::Question question, Read read);

    /// All pages of a list of the account's own things.
    template <typename T>
    QFuture<Result<QList<T>>> allOwn(const QByteArray &path, SigningPurpose purpose,
                                     std::shared_ptr<const Credential> credential);
    QFuture<Result<Done>> tryKey(std::function<HttpRequest()> request,
                                 std::shared_ptr<const Credential> key);

    HttpRequest get(const QByteArray &path) const;
    HttpRequest post(const QByteArray &path, Secret body) const;
    QFuture<Result<Secret>> login(std::function<Secret()> body);
    void learnSkew(qint64 seconds);

    Transport &m_transport;
    const Clock &m_clock;
    RandomSource &m_random;
    Origin m_service;
    RetryPolicy m_retryPolicy;
    qint64 m_skewSeconds = 0;
};

} // namespace canopy
