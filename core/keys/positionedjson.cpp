#include "core/keys/positionedjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace canopy {

using namespace Qt::StringLiterals;
using Kind = DocumentProblem::Kind;

namespace {

constexpr int deepest = 16;

template <typename T>
using Read = tl::expected<T, DocumentProblem>;

int hexDigit(QChar c)
{
    const auto u = c.unicode();
    if (u >= u'0' && u <= u'9')
        return u - u'0';
    if (u >= u'a' && u <= u'f')
        return u - u'a' + 10;
    if (u >= u'A' && u <= u'F')
        return u - u'A' + 10;
    return -1;
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

class Parser
{
public:
    explicit Parser(QStringView text)
        : m_text(text)
    {
    }

    Read<PositionedJson> document()
    {
        auto value = this->value(1);
        if (!value)
            return value;
        skipSpace();
        if (!atEnd())
            return problem(Kind::TextAfterEnd);
        return value;
    }

private:
    bool atEnd() const { return m_at >= m_text.size(); }
    bool sees(QChar c) const { return !atEnd() && m_text[m_at] == c; }
    bool take(QChar c)
    {
        if (!sees(c))
            return false;
        ++m_at;
        return true;
    }
    void skipSpace()
    {
        while (sees(u' ') || sees(u'\t') || sees(u'\n') || sees(u'\r'))
            ++m_at;
    }
    tl::unexpected<DocumentProblem> problem(Kind kind) const
    {
        return tl::unexpected(DocumentProblem{.kind = kind, .offset = m_at});
    }
    tl::unexpected<DocumentProblem> unexpected() const
    {
        return problem(atEnd() ? Kind::UnexpectedEnd : Kind::UnexpectedCharacter);
    }

    Read<PositionedJson> value(int depth)
    {
        skipSpace();
        if (atEnd())
            return unexpected();
        if (sees(u'{') || sees(u'[')) {
            if (depth > deepest)
                return problem(Kind::TooDeep);
            return sees(u'{') ? object(depth) : array(depth);
        }
        if (sees(u'"'))
            return text();
        if (sees(u'-') || isDigit(m_text[m_at]))
            return number();
        return word();
    }

    Read<PositionedJson> object(int depth)
    {
        PositionedJson object{.type = PositionedJson::Type::Object, .offset = m_at++};
        skipSpace();
        if (take(u'}'))
            return object;
        do {
            auto member = this->member(depth);
            if (!member)
                return tl::unexpected(member.error());
            const bool twice = std::ranges::any_of(object.members, [&](const auto &other) {
                return other.name == member->name;
            });
            if (twice) {
                return tl::unexpected(DocumentProblem{.kind = Kind::DuplicateMember,
                                                      .offset = member->offset,
                                                      .member = member->name});
            }
            object.members.append(*std::move(member));
            skipSpace();
        } while (take(u','));
        if (!take(u'}'))
            return unexpected();
        return object;
    }

    Read<PositionedJson::Member> member(int depth)
    {
        skipSpace();
        if (!sees(u'"'))
            return unexpected();
        auto name = text();
        if (!name)
            return tl::unexpected(name.error());
        skipSpace();
        if (!take(u':'))
            return unexpected();
        auto content = value(depth + 1);
        if (!content)
            return tl::unexpected(content.error());
        return PositionedJson::Member{
            .name = name->value.toString(), .offset = name->offset, .value = *std::move(content)};
    }

    Read<PositionedJson> array(int depth)
    {
        PositionedJson array{.type = PositionedJson::Type::Array, .offset = m_at++};
        skipSpace();
        if (take(u']'))
            return array;
        do {
            auto item = value(depth + 1);
            if (!item)
                return item;
            array.items.append(*std::move(item));
            skipSpace();
        } while (take(u','));
        if (!take(u']'))
            return unexpected();
        return array;
    }

    Read<PositionedJson> text()
    {
        PositionedJson text{.type = PositionedJson::Type::Text, .offset = m_at++};
        QString content;
        while (!atEnd() && !sees(u'"')) {
            const auto c = m_text[m_at];
            if (c < u' ')
                return problem(Kind::BadString);
            if (c == u'\\') {
                const auto character = escape();
                if (!character)
                    return tl::unexpected(character.error());
                content += *character;
            } else {
                content += c;
                ++m_at;
            }
        }
        if (!take(u'"'))
            return problem(Kind::UnexpectedEnd);
        // Half a character cannot be sent: there is no UTF-8 for it.
        if (!content.isValidUtf16()) {
            return tl::unexpected(DocumentProblem{.kind = Kind::BadString, .offset = text.offset});
        }
        text.value = content;
        return text;
    }

    Read<QChar> escape()
    {
        static constexpr QStringView letters = u"\"\\/bfnrt";
        static constexpr QStringView meanings = u"\"\\/\b\f\n\r\t";
        const auto start = m_at++;
        if (take(u'u')) {
            if (m_at + 4 > m_text.size())
                return badEscape(start);
            int unit = 0;
            for (int i = 0; i < 4; ++i) {
                const int digit = hexDigit(m_text[m_at++]);
                if (digit < 0)
                    return badEscape(start);
                unit = unit * 16 + digit;
            }
            return QChar(static_cast<char16_t>(unit));
        }
        const auto letter = atEnd() ? -1 : letters.indexOf(m_text[m_at]);
        if (letter < 0)
            return badEscape(start);
        ++m_at;
        return meanings[letter];
    }

    static tl::unexpected<DocumentProblem> badEscape(qsizetype start)
    {
        return tl::unexpected(DocumentProblem{.kind = Kind::BadString, .offset = start});
    }

    qsizetype digits()
    {
        const auto start = m_at;
        while (!atEnd() && isDigit(m_text[m_at]))
            ++m_at;
        return m_at - start;
    }

    Read<PositionedJson> number()
    {
        PositionedJson number{.offset = m_at};
        take(u'-');
        const bool zero = sees(u'0');
        const auto whole = digits();
        if (whole == 0 || (zero && whole > 1))
            return badNumber(number.offset);
        if (take(u'.') && digits() == 0)
            return badNumber(number.offset);
        if (sees(u'e') || sees(u'E')) {
            ++m_at;
            if (!take(u'+'))
                take(u'-');
            if (digits() == 0)
                return badNumber(number.offset);
        }
        const auto source = m_text.sliced(number.offset, m_at - number.offset).toLatin1();
        // Read as Qt reads it elsewhere: whole numbers stay whole beyond 2^53.
        const auto document = QJsonDocument::fromJson('[' + source + ']');
        if (!document.isArray())
            return badNumber(number.offset);
        number.value = document.array().first();
        return number;
    }

    static tl::unexpected<DocumentProblem> badNumber(qsizetype start)
    {
        return tl::unexpected(DocumentProblem{.kind = Kind::BadNumber, .offset = start});
    }

    Read<PositionedJson> word()
    {
        PositionedJson word{.offset = m_at};
        const auto rest = m_text.sliced(m_at);
        const auto is = [&](QStringView text, const QJsonValue &value) {
            if (!rest.startsWith(text))
                return false;
            m_at += text.size();
            word.value = value;
            return true;
        };
        if (is(u"true", true) || is(u"false", false) || is(u"null", QJsonValue::Null))
            return word;
        return unexpected();
    }

    QStringView m_text;
    qsizetype m_at = 0;
};

} // namespace

const PositionedJson::Member *PositionedJson::find(QLatin1StringView name) const
{
    const auto found = std::ranges::find_if(members, [name](const Member &member) {
        return member.name == name;
    });
    return found == members.end() ? nullptr : &*found;
}

QJsonValue PositionedJson::toValue() const
{
    if (type == Type::Object) {
        QJsonObject object;
        for (const auto &member : members)
            object.insert(member.name, member.value.toValue());
        return object;
    }
    if (type == Type::Array) {
        QJsonArray array;
        for (const auto &item : items)
            array.append(item.toValue());
        return array;
    }
    return value;
}

tl::expected<PositionedJson, DocumentProblem> PositionedJson::parse(QStringView text)
{
    auto document = Parser(text).document();
    if (!document)
        return tl::unexpected(located(document.error(), text));
    return document;
}

DocumentProblem located(DocumentProblem problem, QStringView text)
{
    const auto before = text.first(std::min(problem.offset, text.size()));
    problem.line = static_cast<int>(before.count(u'\n')) + 1;
    problem.column = static_cast<int>(before.size() - before.lastIndexOf(u'\n'));
    return problem;
}

} // namespace canopy
