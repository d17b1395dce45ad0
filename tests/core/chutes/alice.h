#pragma once

#include "core/chutes/credential.h"

#include <QByteArray>

#include <memory>

namespace canopy::test {

/// The public development key //Alice; nobody keeps anything there.
inline KeyPair alice()
{
    const auto seed = QByteArray::fromHex(
        "e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a");
    return KeyPair::fromSeed(Secret::copyOf(seed)).value();
}

inline std::shared_ptr<const HotkeyCredential> aliceCredential(const Clock &clock,
                                                               RandomSource &random)
{
    return std::make_shared<const HotkeyCredential>(alice(), clock, random);
}

/// Whether @p hex is Alice's signature over exactly @p message.
inline bool isAlices(const QByteArray &hex, const QByteArray &message)
{
    const auto signature = QByteArray::fromHex(hex);
    return hex.size() == 128 && signature.toHex() == hex
        && sr25519::verify(alice().address().publicKey(), asBytes(message), asBytes(signature));
}

} // namespace canopy::test
