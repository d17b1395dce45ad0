#pragma once

#include <QByteArray>
#include <QString>

#include <tl/expected.hpp>

namespace canopy::sandbox {

/// Whether @p nonce is decimal digits and at most @p seconds away from @p now (unix seconds).
bool isWithin(const QString &nonce, qint64 now, qint64 seconds);

QString sha256Hex(const QByteArray &bytes);

/// As Python's bytes.fromhex(): white space between bytes is fine. The error is the position it
/// names.
tl::expected<QByteArray, qsizetype> bytesFromHex(const QString &text);
/// Python's words for it.
QString fromHexError(qsizetype position);

/// Whether @p address (SS58 of any network) signed @p message with sr25519, bare or wrapped in
/// <Bytes>…</Bytes> as browser wallets do.
bool signedBy(const QString &address, const QByteArray &message, const QByteArray &signature);

} // namespace canopy::sandbox
