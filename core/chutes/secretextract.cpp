#include "core/chutes/secretextract.h"

#include "core/chutes/strictjson.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <optional>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

struct Range
{
    qsizetype begin = 0; ///< first byte after the opening quote
    qsizetype end = 0; ///< the closing quote
};

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::optional<char32_t> fourHexDigits(QByteArrayView text)
{
    if (text.size() < 4)
        return std::nullopt;
    char32_t unit = 0;
    for (const char c : text.first(4)) {
        const int digit = hexDigit(c);
        if (digit < 0)
            return std::nullopt;
        unit = unit * 16 + static_cast<char32_t>(digit);
    }
    return unit;
}

struct CodePoint
{
    char32_t value = 0;
    qsizetype length = 0; ///< how much of the text it took
};

/// @p text starts after "\u". A surrogate without its other half is refused.
std::optional<CodePoint> unicodeEscape(QByteArrayView text)
{
    const auto first = fourHexDigits(text);
    if (!first || (*first >= 0xdc00 && *first <= 0xdfff))
        return std::nullopt;
    if (*first < 0xd800 || *first > 0xdbff)
        return CodePoint{.value = *first, .length = 4};
    if (text.size() < 10 || text[4] != '\\' || text[5] != 'u')
        return std::nullopt;
    const auto second = fourHexDigits(text.sliced(6));
    if (!second || *second < 0xdc00 || *second > 0xdfff)
        return std::nullopt;
    return CodePoint{.value = 0x10000 + ((*first - 0xd800) << 10U) + (*second - 0xdc00),
                     .length = 10};
}

struct Utf8
{
    std::array<std::uint8_t, 4> bytes{};
    std::size_t size = 0;
};

Utf8 utf8Of(char32_t c)
{
    const auto tail = [c](unsigned shift) {
        return static_cast<std::uint8_t>(0x80U | ((c >> shift) & 0x3fU));
    };
    const auto head = [c](unsigned mark, unsigned shift) {
        return static_cast<std::uint8_t>(mark | (c >> shift));
    };
    if (c < 0x80)
        return {.bytes = {head(0, 0)}, .size = 1};
    if (c < 0x800)
        return {.bytes = {head(0xc0U, 6), tail(0)}, .size = 2};
    if (c < 0x10000)
        return {.bytes = {head(0xe0U, 12), tail(6), tail(0)}, .size = 3};
    return {.bytes = {head(0xf0U, 18), tail(12), tail(6), tail(0)}, .size = 4};
}

std::optional<char32_t> shortEscape(char c)
{
    switch (c) {
    case '"':
    case '\\':
    case '/':
        return static_cast<char32_t>(c);
    case 'b':
        return U'\b';
    case 'f':
        return U'\f';
    case 'n':
        return U'\n';
    case 'r':
        return U'\r';
    case 't':
        return U'\t';
    default:
        return std::nullopt;
    }
}

/// Feeds the unescaped bytes of a JSON string's inside to @p sink. False: not a valid string.
template <typename Sink>
bool unescape(QByteArrayView text, Sink &&sink)
{
    for (qsizetype i = 0; i < text.size();) {
        if (text[i] != '\\') {
            if (static_cast<unsigned char>(text[i]) < 0x20)
                return false;
            sink(static_cast<std::uint8_t>(text[i++]));
            continue;
        }
        if (i + 1 >= text.size())
            return false;
        CodePoint point;
        if (text[i + 1] == 'u') {
            const auto escape = unicodeEscape(text.sliced(i + 2));
            if (!escape)
                return false;
            point = *escape;
        } else {
            const auto escape = shortEscape(text[i + 1]);
            if (!escape)
                return false;
            point.value = *escape;
        }
        i += 2 + point.length;
        const auto utf8 = utf8Of(point.value);
        std::for_each_n(utf8.bytes.begin(), utf8.size, sink);
    }
    return true;
}

/// Walks the members of one JSON object. Values that are not taken are only skipped here; the
/// real parser judges them afterwards.
class MemberScanner
{
public:
    explicit MemberScanner(QByteArrayView text)
        : m_text(text)
    {
    }

    /// Where the value of @p name is; nullopt if it is missing, there twice, or not a string.
    std::optional<Range> find(QByteArrayView name);

private:
    void skipSpace()
    {
        while (m_at < m_text.size() && isSpace(m_text[m_at]))
            ++m_at;
    }
    bool take(char c)
    {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    bool atString()
    {
        skipSpace();
        return m_at < m_text.size() && m_text[m_at] == '"';
    }
    std::optional<Range> string();
    bool skipValue();
    bool isNamed(Range range, QByteArrayView name) const;
    bool member(QByteArrayView name, std::optional<Range> &found);

    QByteArrayView m_text;
    qsizetype m_at = 0;
};

std::optional<Range> MemberScanner::string()
{
    if (!take('"'))
        return std::nullopt;
    Range range{.begin = m_at};
    while (m_at < m_text.size() && m_text[m_at] != '"')
        m_at += m_text[m_at] == '\\' ? 2 : 1;
    if (m_at >= m_text.size())
        return std::nullopt;
    range.end = m_at++;
    return range;
}

bool MemberScanner::skipValue()
{
    int depth = 0;
    do {
        skipSpace();
        if (m_at >= m_text.size())
            return false;
        const char c = m_text[m_at];
        if (c == '"') {
            if (!string())
                return false;
            continue;
        }
        if (c == '{' || c == '[')
            ++depth;
        else if (c == '}' || c == ']')
            --depth;
        else if (depth == 0 && c == ',')
            return true;
        // The closing bracket of the object around the value.
        if (depth < 0)
            return true;
        ++m_at;
    } while (depth > 0 || (m_at < m_text.size() && m_text[m_at] != ',' && m_text[m_at] != '}'));
    return true;
}

bool MemberScanner::isNamed(Range range, QByteArrayView name) const
{
    qsizetype matched = 0;
    bool same = true;
    const bool valid = unescape(
        m_text.sliced(range.begin, range.end - range.begin), [&](std::uint8_t byte) {
            same = same && matched < name.size() && static_cast<char>(byte) == name[matched];
            ++matched;
        });
    return valid && same && matched == name.size();
}

bool MemberScanner::member(QByteArrayView name, std::optional<Range> &found)
{
    const auto key = string();
    if (!key || !take(':'))
        return false;
    if (!isNamed(*key, name))
        return skipValue();
    if (found || !atString())
        return false;
    found = string();
    return found.has_value();
}

std::optional<Range> MemberScanner::find(QByteArrayView name)
{
    if (!take('{'))
        return std::nullopt;
    std::optional<Range> found;
    do {
        if (!member(name, found))
            return std::nullopt;
    } while (take(','));
    if (!take('}'))
        return std::nullopt;
    skipSpace();
    return m_at == m_text.size() ? found : std::nullopt;
}

Secret unescaped(QByteArrayView text)
{
    qsizetype size = 0;
    if (!unescape(text, [&size](std::uint8_t) { ++size; }) || size == 0)
        return {};
    return Secret::filled(size, [text](std::span<std::uint8_t> out) {
        auto next = out.begin();
        unescape(text, [&next](std::uint8_t byte) { *next++ = byte; });
    });
}

} // namespace

Result<TakenMember> takeStringMember(const Secret &document, QByteArrayView name)
{
    const auto view = document.view();
    const QByteArrayView text = view.bytes();
    const auto found = MemberScanner(text).find(name);
    if (!found)
        return failure(json::wrongMember(QLatin1StringView(name)));
    const qsizetype length = found->end - found->begin;
    const auto inside = text.sliced(found->begin, length);
    TakenMember taken;
    if (inside.isValidUtf8())
        taken.value = unescaped(inside);
    if (taken.value.isEmpty())
        return failure(json::wrongMember(QLatin1StringView(name)));
    // Put together around the secret, so that no unguarded buffer ever holds it.
    taken.rest.reserve(text.size());
    taken.rest.append(text.first(found->begin));
    taken.rest.append(length, ' ');
    taken.rest.append(text.sliced(found->end));
    // What is left must be JSON too; the scanner alone would let wrong values pass.
    if (const auto object = json::parseObject(taken.rest); !object)
        return failure(object.error());
    return taken;
}

Secret objectWithString(QByteArrayView name, const Secret &value)
{
    const QByteArray head = "{\"" + name.toByteArray() + "\":\"";
    const QByteArrayView tail = "\"}";
    const auto view = value.view();
    const auto escapedSize = [](std::uint8_t byte) -> qsizetype {
        if (byte == '"' || byte == '\\')
            return 2;
        return byte < 0x20 ? 6 : 1;
    };
    qsizetype size = head.size() + tail.size();
    for (const auto byte : view.span())
        size += escapedSize(byte);
    return Secret::filled(size, [&](std::span<std::uint8_t> out) {
        constexpr std::string_view digits = "0123456789abcdef";
        auto next = std::ranges::copy(head, out.begin()).out;
        for (const auto byte : view.span()) {
            if (byte < 0x20) {
                next = std::ranges::copy(std::string_view("\\u00"), next).out;
                *next++ = static_cast<std::uint8_t>(digits[byte >> 4U]);
                *next++ = static_cast<std::uint8_t>(digits[byte & 0xfU]);
                continue;
            }
            if (byte == '"' || byte == '\\')
                *next++ = '\\';
            *next++ = byte;
        }
        std::ranges::copy(tail, next);
    });
}

} // namespace canopy
