#include "app/sandbox/signatures.h"

#include "core/crypto/sr25519.h"
#include "core/crypto/ss58.h"

#include <QCryptographicHash>

#include <algorithm>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

bool isAsciiDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

int hexDigit(QChar c)
{
    if (isAsciiDigit(c))
        return c.unicode() - u'0';
    if (c >= u'a' && c <= u'f')
        return c.unicode() - u'a' + 10;
    if (c >= u'A' && c <= u'F')
        return c.unicode() - u'A' + 10;
    return -1;
}

bool isAsciiSpace(QChar c)
{
    return c == u' ' || (c >= u'\t' && c <= u'\r');
}

} // namespace

bool isWithin(const QString &nonce, qint64 now, qint64 seconds)
{
    if (nonce.isEmpty() || !std::ranges::all_of(nonce, isAsciiDigit))
        return false;
    bool ok = false;
    const qint64 time = nonce.toLongLong(&ok);
    return ok && qAbs(now - time) <= seconds;
}

QString sha256Hex(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

tl::expected<QByteArray, qsizetype> bytesFromHex(const QString &text)
{
    QByteArray bytes;
    qsizetype at = 0;
    while (at < text.size()) {
        if (isAsciiSpace(text.at(at))) {
            ++at;
            continue;
        }
        const int high = hexDigit(text.at(at));
        if (high < 0)
            return tl::unexpected(at);
        const int low = at + 1 < text.size() ? hexDigit(text.at(at + 1)) : -1;
        if (low < 0)
            return tl::unexpected(at + 1);
        bytes.append(static_cast<char>((high * 16) + low));
        at += 2;
    }
    return bytes;
}

QString fromHexError(qsizetype position)
{
    return u"non-hexadecimal number found in fromhex() arg at position %1"_s.arg(position);
}

bool signedBy(const QString &address, const QByteArray &message, const QByteArray &signature)
{
    const auto decoded = ss58::decode(address);
    if (!decoded)
        return false;
    sr25519::PublicKey key{};
    if (decoded->payload.size() != static_cast<qsizetype>(key.size()))
        return false;
    std::ranges::copy(asBytes(decoded->payload), key.begin());
    if (sr25519::verify(key, asBytes(message), asBytes(signature)))
        return true;
    const QByteArray wrapped = "<Bytes>" + message + "</Bytes>";
    return sr25519::verify(key, asBytes(wrapped), asBytes(signature));
}

} // namespace canopy::sandbox
