#pragma once

#include "core/base/random.h"
#include "core/secrets/secret.h"

#include <QByteArrayView>
#include <QString>
#include <QUuid>

namespace canopy::sandbox {

/// 32 characters of A–Z a–z 0–9; @p withoutRepeats as the service made them until 2026.
Secret newFingerprint(RandomSource &random, bool withoutRepeats);

/// What is stored instead of a fingerprint: blake2b-512, lower-case hex.
QString fingerprintHash(QByteArrayView fingerprint);

/// uuid5(NAMESPACE_OID, hash): how the service numbers its accounts.
QString userIdOf(const QString &fingerprintHash);

/// "cpk_<key id>.<user id>.<32 characters>", ids without dashes.
Secret newKeySecret(const QUuid &keyId, const QUuid &userId, RandomSource &random);

/// What is stored instead of a key's secret: blake2b-256, hex. The secret has 190 random bits, so
/// a slow hash would add nothing.
QString secretHash(QByteArrayView secret);

} // namespace canopy::sandbox
