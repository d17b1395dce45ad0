#include "core/chutes/apikeysecret.h"

#include <algorithm>
#include <array>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView prefix("cpk_");
constexpr qsizetype idLength = 32;
constexpr qsizetype firstId = 4;
constexpr qsizetype secondId = firstId + idLength + 1;
constexpr qsizetype randomPart = secondId + idLength + 1;
static_assert(randomPart + idLength == apiKeySecretLength);

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

bool isLetterOrDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Every byte of @p step is one character: 1 for ASCII, 2 for UTF-16, whose other bytes are 0.
struct Spelling
{
    qsizetype step = 1;
    qsizetype first = 0; ///< which byte of a character is the one that counts
};
constexpr std::array spellings{Spelling{.step = 1}, Spelling{.step = 2},
                               Spelling{.step = 2, .first = 1}};

/// The characters of a text in one of the spellings, without copying them.
class Characters
{
public:
    Characters(QByteArrayView bytes, Spelling spelling)
        : m_bytes(bytes)
        , m_spelling(spelling)
    {
    }
    qsizetype size() const { return m_bytes.size() / m_spelling.step; }
    /// 0 for what is not ASCII here.
    char at(qsizetype i) const
    {
        const auto start = i * m_spelling.step;
        if (m_spelling.step == 2 && m_bytes[start + 1 - m_spelling.first] != 0)
            return 0;
        return m_bytes[start + m_spelling.first];
    }

private:
    QByteArrayView m_bytes;
    Spelling m_spelling;
};

template <typename Is>
bool areAll(const Characters &text, qsizetype from, Is is)
{
    for (qsizetype i = from; i < from + idLength; ++i) {
        if (!is(text.at(i)))
            return false;
    }
    return true;
}

bool startsKey(const Characters &text)
{
    for (qsizetype i = 0; i < prefix.size(); ++i) {
        if (text.at(i) != prefix[i])
            return false;
    }
    return text.at(secondId - 1) == '.' && text.at(randomPart - 1) == '.'
        && areAll(text, firstId, isHex) && areAll(text, secondId, isHex)
        && areAll(text, randomPart, isLetterOrDigit);
}

/// 32 hex digits with the dashes of a UUID.
QString idAt(const Characters &text, qsizetype from)
{
    QString id;
    id.reserve(idLength + 4);
    for (qsizetype i = 0; i < idLength; ++i) {
        if (i == 8 || i == 12 || i == 16 || i == 20)
            id += u'-';
        id += QLatin1Char(text.at(from + i));
    }
    return id;
}

ApiKeyIdentity identityIn(const Characters &text)
{
    return {.keyId = idAt(text, firstId), .userId = idAt(text, secondId)};
}

/// One letter or digit more, and it is a longer word, whose first part is no key.
bool goesOn(const Characters &text, qsizetype at)
{
    return at < text.size() && isLetterOrDigit(text.at(at));
}

void findIn(QByteArrayView bytes, Spelling spelling, QList<FoundApiKey> &found)
{
    const auto length = apiKeySecretLength * spelling.step;
    qsizetype from = 0;
    for (;;) {
        // The one search that covers most of a large file is the library's.
        const auto hit = spelling.step == 1 ? bytes.indexOf(prefix, from)
                                            : bytes.indexOf('c', from);
        const auto start = hit - spelling.first;
        if (hit < 0 || start + length > bytes.size())
            return;
        from = hit + 1;
        if (start < 0)
            continue;
        const Characters text(bytes.sliced(start), spelling);
        if (startsKey(text) && !goesOn(text, apiKeySecretLength)) {
            found.append({.identity = identityIn(text), .offset = start});
            from = start + length;
        }
    }
}

} // namespace

std::optional<ApiKeyIdentity> identityOf(QByteArrayView key)
{
    const Characters text(key, {});
    if (key.size() != apiKeySecretLength || !startsKey(text))
        return std::nullopt;
    return identityIn(text);
}

std::optional<ApiKeyIdentity> identityOf(const Secret &key)
{
    if (key.isEmpty())
        return std::nullopt;
    return identityOf(key.view().bytes());
}

Result<Secret> apiKeyIn(const Secret &pasted)
{
    const auto refusal = [](const QString &how) {
        return failure(Error{.code = Error::Code::InvalidInput, .field = how});
    };
    if (pasted.isEmpty())
        return refusal(u"none"_s);
    const auto view = pasted.view();
    const auto found = findApiKeys(view.bytes());
    if (found.isEmpty())
        return refusal(u"none"_s);
    const auto key = view.bytes().sliced(found.first().offset, apiKeySecretLength);
    const bool same = std::ranges::all_of(found, [&](const FoundApiKey &other) {
        return view.bytes().sliced(other.offset, apiKeySecretLength) == key;
    });
    if (!same)
        return refusal(u"several"_s);
    // What is pasted as UTF-16 is not text that came from a field.
    if (!identityOf(key))
        return refusal(u"none"_s);
    return Secret::copyOf(key);
}

QList<FoundApiKey> findApiKeys(QByteArrayView bytes)
{
    QList<FoundApiKey> found;
    for (const auto spelling : spellings)
        findIn(bytes, spelling, found);
    std::ranges::sort(found, {}, &FoundApiKey::offset);
    // UTF-16 reads the same in both byte orders where a character of ASCII stands before it.
    const auto twice = std::ranges::unique(found, [](const auto &one, const auto &next) {
        return next.offset == one.offset + 1 && next.identity == one.identity;
    });
    found.erase(twice.begin(), twice.end());
    return found;
}

} // namespace canopy
