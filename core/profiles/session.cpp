#include "core/profiles/session.h"

#include "core/base/logging.h"

using namespace Qt::StringLiterals;

namespace canopy {

using Code = Error::Code;

namespace {

/// This service does not take what was tried; something else may work.
bool isRefusalOfTheWay(const Error &error)
{
    return error.code == Code::HotkeyNotAllowed || error.code == Code::NotOffered;
}

const Error nothingHeld{.code = Code::SecretAbsent, .detail = u"nothing to sign in with"_s};

} // namespace

Session::Session(Profile profile, Transport &transport, SecretStore &secrets, const Clock &clock,
                 RandomSource &random, QObject *parent)
    : QObject(parent)
    , m_profile(std::move(profile))
    , m_secrets(secrets)
    , m_clock(clock)
    , m_random(random)
    , m_client(transport, clock, random, m_profile.service)
{
    connect(&m_client, &ChutesClient::answered, this, [this](const QDateTime &at) {
        m_lastAnswerAt = at;
        setReachable(true);
    });
    connect(&m_client, &ChutesClient::unreachable, this, [this] { setReachable(false); });
}

void Session::setReachable(bool reachable)
{
    if (std::exchange(m_reachable, reachable) != reachable)
        emit reachabilityChanged(reachable);
}

SecretId Session::secretId(SecretKind kind) const
{
    return {.origin = m_profile.service.toString(), .profileId = m_profile.id, .kind = kind};
}

QFuture<Result<Capabilities>> Session::capabilities()
{
    if (m_capabilities)
        return readyFuture<Capabilities>(*m_capabilities);
    if (m_capabilitiesAsked && !m_capabilitiesAsked->isFinished())
        return *m_capabilitiesAsked;
    const Promise<Capabilities> promise;
    m_capabilitiesAsked = promise.future();
    whenFinished(m_client.capabilities(), this,
                 [this, promise](const Result<Capabilities> &result) {
                     if (result)
                         m_capabilities = *result;
                     promise.finish(result);
                 });
    return promise.future();
}

QFuture<Result<Account>> Session::account()
{
    if (m_accountAsked && !m_accountAsked->isFinished())
        return *m_accountAsked;
    const AccountPromise promise;
    m_accountAsked = promise.future();
    if (m_token)
        askWithToken(promise, true);
    else
        signIn(promise);
    return promise.future();
}

void Session::signIn(const AccountPromise &promise)
{
    withHotkey([this, promise](const Result<std::shared_ptr<const HotkeyCredential>> &hotkey) {
        if (hotkey)
            signInWithHotkey(promise, *hotkey);
        else
            signInWithFingerprint(promise, hotkey.error());
    });
}

void Session::signInWithHotkey(const AccountPromise &promise,
                               const std::shared_ptr<const HotkeyCredential> &hotkey)
{
    whenFinished(capabilities(), this, [this, promise, hotkey](const Result<Capabilities> &result) {
        if (!result || result->offers(Feature::HotkeyLogin) != Offer::Present) {
            askSigned(promise, hotkey);
            return;
        }
        whenFinished(m_client.loginWithHotkey(hotkey), this,
                     [this, promise, hotkey](Result<Secret> token) {
                         if (token) {
                             adoptToken(*std::move(token));
                             askWithToken(promise, false);
                         } else if (isRefusalOfTheWay(token.error())) {
                             askSigned(promise, hotkey);
                         } else {
                             promise.finish(failure(token.error()));
                         }
                     });
    });
}

void Session::askSigned(const AccountPromise &promise,
                        const std::shared_ptr<const HotkeyCredential> &hotkey)
{
    whenFinished(m_client.me(hotkey), this, [this, promise](const Result<Account> &account) {
        // July 2025: GET /users/me takes no signature, so the fingerprint has to do.
        if (!account && isRefusalOfTheWay(account.error()))
            signInWithFingerprint(promise, account.error());
        else
            promise.finish(account);
    });
}

void Session::signInWithFingerprint(const AccountPromise &promise, const Error &otherwise)
{
    openWithFingerprint(otherwise, [this, promise](const CredentialResult &credential) {
        if (credential)
            askWithToken(promise, false);
        else
            promise.finish(failure(credential.error()));
    });
}

void Session::askWithToken(const AccountPromise &promise, bool mayBeOld)
{
    whenFinished(m_client.me(m_token), this,
                 [this, promise, mayBeOld](const Result<Account> &account) {
                     const bool ended = !account && account.error().code == Code::SessionExpired;
                     if (ended)
                         m_token.reset();
                     // A token that is refused right after it was given would be so for ever.
                     if (ended && mayBeOld)
                         signIn(promise);
                     else
                         promise.finish(account);
                 });
}

void Session::openWithFingerprint(const Error &otherwise, const CredentialHandler &handler)
{
    if (!m_profile.hasFingerprint) {
        handler(failure(otherwise));
        return;
    }
    whenFinished(m_secrets.read(secretId(SecretKind::Fingerprint)), this,
                 [this, handler](const Result<Secret> &fingerprint) {
                     if (!fingerprint) {
                         handler(failure(fingerprint.error()));
                         return;
                     }
                     whenFinished(m_client.loginWithFingerprint(*fingerprint), this,
                                  [this, handler](Result<Secret> token) {
                                      if (!token) {
                                          handler(failure(token.error()));
                                          return;
                                      }
                                      adoptToken(*std::move(token));
                                      handler(m_token);
                                  });
                 });
}

void Session::withHotkey(const HotkeyHandler &handler)
{
    if (m_hotkey) {
        handler(m_hotkey);
        return;
    }
    if (!m_profile.hasSeed) {
        handler(failure(nothingHeld));
        return;
    }
    whenFinished(m_secrets.read(secretId(SecretKind::HotkeySeed)), this,
                 [this, handler](const Result<Secret> &seed) {
                     if (!seed) {
                         handler(failure(seed.error()));
                         return;
                     }
                     auto key = KeyPair::fromSeed(*seed);
                     if (!key) {
                         handler(failure(std::move(key).error()));
                         return;
                     }
                     // Never sign as somebody else (SIG-01).
                     if (m_profile.hotkey && key->address() != *m_profile.hotkey) {
                         qCWarning(lcProfiles) << "the stored seed is not this profile's hotkey";
                         handler(failure(Code::KeyMismatch, u"the stored seed"_s));
                         return;
                     }
                     m_hotkey = std::make_shared<const HotkeyCredential>(*std::move(key), m_clock,
                                                                         m_random);
                     handler(m_hotkey);
                 });
}

void Session::adoptToken(Secret token)
{
    m_token = std::make_shared<const BearerCredential>(Credential::Kind::SessionToken,
                                                       std::move(token));
}

QFuture<Result<std::shared_ptr<const Credential>>> Session::keyCredential()
{
    const Promise<std::shared_ptr<const Credential>> promise;
    withHotkey([this, promise](const Result<std::shared_ptr<const HotkeyCredential>> &hotkey) {
        if (hotkey)
            promise.finish(*hotkey);
        else if (m_token)
            promise.finish(m_token);
        else
            openWithFingerprint(hotkey.error(), [promise](const CredentialResult &result) {
                promise.finish(result);
            });
    });
    return promise.future();
}

} // namespace canopy
