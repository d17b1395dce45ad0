#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/chutes/transport.h"
#include "core/wallet/keypair.h"

#include <QString>

#include <memory>

namespace canopy {

/// What a signature is for, where the service names it (contract §2.1). A request whose body is
/// signed uses Body; an endpoint without either cannot be signed with a hotkey.
enum class SigningPurpose { None, Body, Me, ApiKeys, LinkAccount, Chutes, Images, Secrets };

/// Stamps a request with proof of who asks (contract §2), and knows what it can do.
/// One credential a request; only our own strings are ever signed (SIG-06).
class Credential
{
public:
    Q_DISABLE_COPY_MOVE(Credential)
    Credential() = default;
    virtual ~Credential() = default;

    enum class Kind { Hotkey, SessionToken, ApiKey, Fingerprint };
    virtual Kind kind() const = 0;
    /// HotkeyNotAllowed where a hotkey cannot sign for @p purpose. @p skewSeconds (service minus
    /// ours) is added to the nonce.
    virtual Result<Done> stamp(HttpRequest &request, SigningPurpose purpose,
                               qint64 skewSeconds) const = 0;
};

class HotkeyCredential final : public Credential
{
public:
    HotkeyCredential(KeyPair key, const Clock &clock, RandomSource &random);

    Kind kind() const override { return Kind::Hotkey; }
    const Ss58Address &address() const { return m_key.address(); }
    Result<Done> stamp(HttpRequest &request, SigningPurpose purpose,
                       qint64 skewSeconds) const override;
    /// The headers of POST /users/change_fingerprint, whose message is
    /// "<hotkey>:<new fingerprint>:<nonce>" (contract §5.6).
    Result<Done> stampFingerprintChange(HttpRequest &request, const Secret &fingerprint,
                                        qint64 skewSeconds) const;
    /// Signature over a login nonce the service chose: refused unless it is short and has no ':'.
    Result<QByteArray> signLoginNonce(const QString &nonce) const;
    const KeyPair &key() const { return m_key; }

private:
    KeyPair m_key;
    const Clock &m_clock;
    RandomSource &m_random;
};

/// Authorization: Bearer <token>: a session token or an API key.
class BearerCredential final : public Credential
{
public:
    BearerCredential(Kind kind, Secret token);

    Kind kind() const override { return m_kind; }
    Result<Done> stamp(HttpRequest &request, SigningPurpose purpose,
                       qint64 skewSeconds) const override;

private:
    Kind m_kind;
    Secret m_token;
};

} // namespace canopy
