#pragma once

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/crypto/ss58.h"
#include "core/secrets/secret.h"

namespace canopy {

/// An sr25519 key that can sign. Move-only; the secret half lives in guarded memory.
class KeyPair
{
public:
    /// From a 32-byte mini secret. InvalidInput for another length.
    static Result<KeyPair> fromSeed(const Secret &seed);
    /// From btwallet's 64-byte privateKey (canonical scalar ‖ nonce). The public key it gives is
    /// compared with @p expected: KeyMismatch. InvalidInput for bytes that are no private key.
    static Result<KeyPair> fromPrivateKey(const Secret &privateKey,
                                          const sr25519::PublicKey &expected);

    const Ss58Address &address() const { return m_address; }
    /// Empty where the key came from a private key alone: the chutes CLI cannot use such a key.
    const Secret &seed() const { return m_seed; }
    bool hasSeed() const { return !m_seed.isEmpty(); }
    /// 64 bytes, btwallet's form.
    const Secret &privateKey() const { return m_secret; }

    /// Signs and verifies the result before handing it out (SIG-02). KeyMismatch if that fails,
    /// InvalidInput for a message of 4 GiB or more.
    Result<sr25519::Signature> sign(QByteArrayView message, RandomSource &random) const;

    KeyPair clone() const;

private:
    KeyPair(Secret secret, Secret seed, Ss58Address address);

    Secret m_secret; ///< 64 bytes
    Secret m_seed; ///< 32 bytes or none
    Ss58Address m_address;
};

} // namespace canopy
