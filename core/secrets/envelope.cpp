#include "core/secrets/envelope.h"

#include "core/secrets/entryname.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <sodium.h>

#include <cstring>

namespace canopy::envelope {

using namespace Qt::StringLiterals;

namespace {

constexpr int base64Variant = sodium_base64_VARIANT_ORIGINAL;
constexpr QByteArrayView tail = "\"}";

/// Everything before the value; nothing in it is secret.
QByteArray head(const SecretId &id)
{
    const QJsonArray named{id.origin, id.profileId, QString::fromLatin1(nameOf(id.kind)), id.item};
    return R"({"v":1,"id":)" + QJsonDocument(named).toJson(QJsonDocument::Compact)
        + R"(,"value":")";
}

/// Without the terminating NUL.
qsizetype base64Size(qsizetype size)
{
    return static_cast<qsizetype>(
               sodium_base64_encoded_len(static_cast<std::size_t>(size), base64Variant))
        - 1;
}

qsizetype sealedSize(const QByteArray &head, qsizetype size)
{
    return head.size() + base64Size(size) + tail.size();
}

tl::unexpected<Error> refused(const QString &why)
{
    return failure(Error::Code::KeychainUnknown, u"a stored entry "_s % why);
}

} // namespace

bool fits(const SecretId &id, qsizetype size)
{
    return size > 0 && size <= largest && sealedSize(head(id), size) <= largest;
}

Result<Secret> seal(const SecretId &id, const Secret &value)
{
    const QByteArray start = head(id);
    if (!fits(id, value.size()))
        return failure(Error::Code::InvalidInput, u"size of a secret"_s);
    return Secret::filled(sealedSize(start, value.size()), [&](std::span<std::uint8_t> to) {
        std::memcpy(to.data(), start.constData(), static_cast<std::size_t>(start.size()));
        char *const out = reinterpret_cast<char *>(to.data()) + start.size();
        const SecretView bytes = value.view();
        const qsizetype encoded = base64Size(value.size());
        // The NUL it ends with is overwritten by the tail.
        sodium_bin2base64(out, static_cast<std::size_t>(encoded) + 1, bytes.span().data(),
                          bytes.span().size(), base64Variant);
        std::memcpy(out + encoded, tail.data(), static_cast<std::size_t>(tail.size()));
    });
}

Result<Secret> open(QByteArrayView bytes, const SecretId &id)
{
    if (bytes.size() > largest)
        return refused(u"is too large"_s);
    if (!bytes.startsWith(R"({"v":1,)"))
        return refused(u"is damaged or of a later version"_s);
    const QByteArray start = head(id);
    if (!bytes.startsWith(start))
        return refused(u"belongs to another secret"_s);
    if (bytes.size() <= start.size() + tail.size() || !bytes.endsWith(tail))
        return refused(u"is cut"_s);

    const QByteArrayView encoded = bytes.sliced(start.size()).chopped(tail.size());
    bool valid = false;
    qsizetype used = 0;
    const Secret decoded = Secret::filled(
        (encoded.size() / 4 * 3) + 3, [&](std::span<std::uint8_t> to) {
            std::size_t length = 0;
            const char *end = nullptr;
            valid = sodium_base642bin(to.data(), to.size(), encoded.data(),
                                      static_cast<std::size_t>(encoded.size()), nullptr, &length,
                                      &end, base64Variant)
                    == 0
                && end == encoded.data() + encoded.size();
            used = static_cast<qsizetype>(length);
        });
    if (!valid || used == 0)
        return refused(u"is damaged"_s);
    Secret value = Secret::copyOf(decoded.view().bytes().first(used));
    // libsodium 1.0.18 takes some bytes above 0x7f for '/'. There is one spelling only, so what
    // was read must be what would be written.
    const auto again = seal(id, value);
    if (!again || again->view().bytes() != bytes)
        return refused(u"is damaged"_s);
    return value;
}

} // namespace canopy::envelope
