#include "core/wallet/keyfilejson.h"

#include <sodium.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace canopy::keyfilejson {

namespace {

constexpr int deepest = 32;
constexpr int notADigit = -1;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

int hexDigit(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return notADigit;
}

void appendUtf8(Field &out, char32_t code)
{
    const auto tail = [code](unsigned shift) {
        return static_cast<char>(0x80U | ((code >> shift) & 0x3fU));
    };
    if (code < 0x80) {
        out.append(static_cast<char>(code));
    } else if (code < 0x800) {
        out.append(static_cast<char>(0xc0U | (code >> 6U)));
        out.append(tail(0));
    } else if (code < 0x10000) {
        out.append(static_cast<char>(0xe0U | (code >> 12U)));
        out.append(tail(6));
        out.append(tail(0));
    } else {
        out.append(static_cast<char>(0xf0U | (code >> 18U)));
        out.append(tail(12));
        out.append(tail(6));
        out.append(tail(0));
    }
}

Field *fieldNamed(Fields &fields, QByteArrayView name)
{
    const std::array<std::pair<QByteArrayView, Field *>, 11> known = {{
        {"accountId", &fields.accountId},
        {"publicKey", &fields.publicKey},
        {"privateKey", &fields.privateKey},
        {"secretPhrase", &fields.secretPhrase},
        {"secretSeed", &fields.secretSeed},
        {"ss58Address", &fields.ss58Address},
        // Old files have the blank.
        {" ss58Address", &fields.ss58Address},
        {"cryptoType", &fields.cryptoType},
        {"hashedDescriptor", &fields.hashedDescriptor},
        {"encoded", &fields.encoded},
        {"encoding", &fields.encoding},
    }};
    const auto *const found = std::ranges::find(known, name, &decltype(known)::value_type::first);
    return found == known.end() ? nullptr : found->second;
}

class Scanner
{
public:
    Scanner(QByteArrayView text, Fields &fields)
        : m_text(text)
        , m_fields(fields)
    {
    }

    bool run()
    {
        skipBlanks();
        if (!topObject())
            return false;
        skipBlanks();
        return m_at == m_text.size();
    }

private:
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }

    bool take(char c)
    {
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    void skipBlanks()
    {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')
            ++m_at;
    }

    bool takeBlanksAnd(char c)
    {
        skipBlanks();
        return take(c);
    }

    template <typename Member>
    bool object(Member member)
    {
        if (!take('{'))
            return false;
        if (takeBlanksAnd('}'))
            return true;
        do {
            Field name;
            skipBlanks();
            if (!string(name) || !takeBlanksAnd(':'))
                return false;
            skipBlanks();
            if (!member(name.text()))
                return false;
        } while (takeBlanksAnd(','));
        return take('}');
    }

    bool topObject()
    {
        return object([this](QByteArrayView name) {
            Field ignored;
            Field *const field = fieldNamed(m_fields, name);
            return value(field == nullptr ? ignored : *field, 1);
        });
    }

    bool array(int depth)
    {
        if (!take('['))
            return false;
        if (takeBlanksAnd(']'))
            return true;
        do {
            Field ignored;
            skipBlanks();
            if (!value(ignored, depth))
                return false;
        } while (takeBlanksAnd(','));
        return take(']');
    }

    bool value(Field &out, int depth)
    {
        if (depth > deepest)
            return false;
        switch (peek()) {
        case '"':
            return string(out);
        case '{':
            out.begin(Field::Kind::Other);
            return object([this, depth](QByteArrayView) {
                Field ignored;
                return value(ignored, depth + 1);
            });
        case '[':
            out.begin(Field::Kind::Other);
            return array(depth + 1);
        case 't':
            out.begin(Field::Kind::Other);
            return word("true");
        case 'f':
            out.begin(Field::Kind::Other);
            return word("false");
        case 'n':
            out.begin(Field::Kind::Absent);
            return word("null");
        default:
            return number(out);
        }
    }

    bool word(QByteArrayView expected)
    {
        if (!m_text.sliced(m_at).startsWith(expected))
            return false;
        m_at += expected.size();
        return true;
    }

    void digits(Field &out)
    {
        while (isDigit(peek()))
            out.append(m_text[m_at++]);
    }

    bool someDigits(Field &out)
    {
        if (!isDigit(peek()))
            return false;
        digits(out);
        return true;
    }

    bool number(Field &out)
    {
        out.begin(Field::Kind::Number);
        if (take('-'))
            out.append('-');
        if (take('0'))
            out.append('0');
        else if (!someDigits(out))
            return false;
        if (take('.')) {
            out.append('.');
            if (!someDigits(out))
                return false;
        }
        if (take('e') || take('E')) {
            out.append('e');
            if (peek() == '+' || peek() == '-')
                out.append(m_text[m_at++]);
            return someDigits(out);
        }
        return true;
    }

    bool string(Field &out)
    {
        out.begin(Field::Kind::Text);
        if (!take('"'))
            return false;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at++];
            if (c == '"')
                return true;
            if (static_cast<unsigned char>(c) < 0x20)
                return false;
            if (c != '\\')
                out.append(c);
            else if (!escape(out))
                return false;
        }
        return false;
    }

    bool escape(Field &out)
    {
        if (m_at >= m_text.size())
            return false;
        const char c = m_text[m_at++];
        if (c == 'u')
            return unicode(out);
        constexpr QByteArrayView names = "\"\\/bfnrt";
        constexpr QByteArrayView meanings = "\"\\/\b\f\n\r\t";
        const qsizetype at = names.indexOf(c);
        if (at < 0)
            return false;
        out.append(meanings[at]);
        return true;
    }

    std::optional<char32_t> fourHexDigits()
    {
        char32_t code = 0;
        for (int i = 0; i < 4; ++i) {
            const int digit = hexDigit(peek());
            if (digit == notADigit)
                return std::nullopt;
            code = code * 16 + static_cast<char32_t>(digit);
            ++m_at;
        }
        return code;
    }

    bool unicode(Field &out)
    {
        const auto first = fourHexDigits();
        if (!first)
            return false;
        const bool isHigh = *first >= 0xd800 && *first < 0xdc00;
        if (!isHigh) {
            if (*first >= 0xdc00 && *first < 0xe000)
                return false;
            appendUtf8(out, *first);
            return true;
        }
        if (!word("\\u"))
            return false;
        const auto second = fourHexDigits();
        if (!second || *second < 0xdc00 || *second >= 0xe000)
            return false;
        appendUtf8(out, 0x10000 + ((*first - 0xd800) << 10U) + (*second - 0xdc00));
        return true;
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    Fields &m_fields;
};

} // namespace

Field::~Field()
{
    sodium_memzero(m_bytes.data(), m_bytes.size());
}

QByteArrayView Field::text() const
{
    if (m_kind != Kind::Text && m_kind != Kind::Number)
        return {};
    return {m_bytes.data(), static_cast<qsizetype>(m_size)};
}

void Field::begin(Kind kind)
{
    m_kind = kind;
    m_size = 0;
}

void Field::append(char c)
{
    if (m_size < m_bytes.size())
        m_bytes[m_size++] = c;
    else
        m_kind = Kind::TooLong;
}

bool scan(QByteArrayView text, Fields &fields)
{
    return text.isValidUtf8() && Scanner(text, fields).run();
}

} // namespace canopy::keyfilejson
