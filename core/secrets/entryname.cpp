#include "core/secrets/entryname.h"

#include "core/crypto/bytes.h"

#include <sodium.h>

#include <array>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

template <std::size_t size>
std::array<std::uint8_t, size> hashed(ByteSpan message, ByteSpan key = {})
{
    std::array<std::uint8_t, size> hash{};
    crypto_generichash(hash.data(), hash.size(), message.data(), message.size(), key.data(),
                       key.size());
    return hash;
}

} // namespace

QByteArray nameOf(SecretKind kind)
{
    switch (kind) {
    case SecretKind::HotkeySeed:
        return "hotkey-seed"_qba;
    case SecretKind::Fingerprint:
        return "fingerprint"_qba;
    case SecretKind::PendingFingerprint:
        return "pending-fingerprint"_qba;
    case SecretKind::SessionToken:
        return "session-token"_qba;
    case SecretKind::ApiKey:
        return "api-key"_qba;
    case SecretKind::Canary:
        return "canary"_qba;
    }
    Q_UNREACHABLE();
}

QString entryName(const SecretId &id)
{
    const QByteArray profile = id.profileId.toUtf8();
    const auto key = hashed<32>(asBytes(profile));
    // No kind contains a NUL, and the item comes last: no two ids give the same bytes.
    const QByteArray message = nameOf(id.kind) + '\0' + id.item.toUtf8();
    const auto name = hashed<16>(asBytes(message), key);
    return u"chutes-desktop/v1/"_s % id.origin % u'/'
        % QString::fromLatin1(asView(name).toByteArray().toHex());
}

} // namespace canopy
