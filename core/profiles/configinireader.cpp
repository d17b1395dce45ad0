#include "core/profiles/configinireader.h"

#include "core/base/redact.h"

#include <QRegularExpression>
#include <QStringDecoder>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace canopy {

namespace configini {

namespace {

/// White space beyond ASCII, as str.isspace() knows it, in UTF-8.
constexpr std::array wideSpaces{
    QByteArrayView("\xC2\x85"),     QByteArrayView("\xC2\xA0"),     QByteArrayView("\xE1\x9A\x80"),
    QByteArrayView("\xE2\x80\x80"), QByteArrayView("\xE2\x80\x81"), QByteArrayView("\xE2\x80\x82"),
    QByteArrayView("\xE2\x80\x83"), QByteArrayView("\xE2\x80\x84"), QByteArrayView("\xE2\x80\x85"),
    QByteArrayView("\xE2\x80\x86"), QByteArrayView("\xE2\x80\x87"), QByteArrayView("\xE2\x80\x88"),
    QByteArrayView("\xE2\x80\x89"), QByteArrayView("\xE2\x80\x8A"), QByteArrayView("\xE2\x80\xA8"),
    QByteArrayView("\xE2\x80\xA9"), QByteArrayView("\xE2\x80\xAF"), QByteArrayView("\xE2\x81\x9F"),
    QByteArrayView("\xE3\x80\x80")};

/// ConfigParser's MAX_INTERPOLATION_DEPTH.
constexpr int maximumDepth = 10;
/// Ten levels of a few hundred references each would fill any memory; no real file has fifty.
constexpr int maximumReferences = 10'000;
constexpr qsizetype maximumExpansion = 1 << 20;

class Interpolation
{
public:
    explicit Interpolation(const std::function<std::optional<QString>(const QString &)> &lookUp)
        : m_lookUp(lookUp)
    {
    }

    bool expand(QStringView rest, int depth)
    {
        if (depth > maximumDepth)
            return false;
        while (!rest.isEmpty()) {
            const qsizetype percent = rest.indexOf(u'%');
            if (percent < 0) {
                result += rest;
                return result.size() <= maximumExpansion;
            }
            result += rest.first(percent);
            rest = rest.sliced(percent);
            if (rest.startsWith("%%"_L1)) {
                result += u'%';
                rest = rest.sliced(2);
            } else if (!expandReference(rest, depth)) {
                return false;
            }
        }
        return true;
    }

    QString result;

private:
    /// "%(name)s" at the start of @p rest, which is moved behind it.
    bool expandReference(QStringView &rest, int depth)
    {
        const qsizetype close = rest.indexOf(u')');
        if (!rest.startsWith("%("_L1) || close < 3 || !rest.sliced(close + 1).startsWith(u's'))
            return false;
        const auto value = m_lookUp(rest.sliced(2, close - 2).toString().toLower());
        rest = rest.sliced(close + 2);
        if (!value || ++m_references > maximumReferences)
            return false;
        if (value->contains(u'%'))
            return expand(*value, depth + 1);
        result += *value;
        return result.size() <= maximumExpansion;
    }

    const std::function<std::optional<QString>(const QString &)> &m_lookUp;
    int m_references = 0;
};

} // namespace

qsizetype sizeOfSpaceAt(QByteArrayView text, qsizetype position)
{
    if (position >= text.size())
        return 0;
    const char c = text[position];
    // 0x1c … 0x1f separate files, groups, records and units; Python counts them.
    if (c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f'))
        return 1;
    const QByteArrayView rest = text.sliced(position);
    const auto *const found = std::ranges::find_if(wideSpaces, [rest](QByteArrayView space) {
        return rest.startsWith(space);
    });
    return found == wideSpaces.end() ? 0 : found->size();
}

QByteArrayView trimmedStart(QByteArrayView text)
{
    while (const qsizetype space = sizeOfSpaceAt(text, 0))
        text = text.sliced(space);
    return text;
}

QByteArrayView trimmedEnd(QByteArrayView text)
{
    for (;;) {
        qsizetype space = 0;
        for (qsizetype size = 1; size <= std::min<qsizetype>(3, text.size()) && space == 0;
             ++size) {
            if (sizeOfSpaceAt(text, text.size() - size) == size)
                space = size;
        }
        if (space == 0)
            return text;
        text.chop(space);
    }
}

qsizetype widthOf(QByteArrayView indent)
{
    return fromUtf8(indent).size();
}

QByteArrayView lineEnding(QByteArrayView existing)
{
    return existing == "\r\n" ? "\r\n" : "\n";
}

QString fromUtf8(QByteArrayView text)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    return decoder.decode(text);
}

std::optional<QString> interpolated(
    const QString &raw, const std::function<std::optional<QString>(const QString &)> &lookUp)
{
    Interpolation interpolation(lookUp);
    if (!interpolation.expand(raw, 1))
        return std::nullopt;
    return std::move(interpolation.result);
}

bool isSecretKey(const QString &key)
{
    static const QRegularExpression pattern(
        u"seed|secret|private|mnemonic|phrase|password|token|fingerprint|api_?key"_s);
    return pattern.match(key).hasMatch();
}

QString maskedText(QByteArrayView line)
{
    return redacted(fromUtf8(line));
}

} // namespace configini

using namespace configini;

namespace {

/// False if @p value is in @p seen already.
template <typename T>
bool insertNew(QSet<T> &seen, const T &value)
{
    const qsizetype before = seen.size();
    seen.insert(value);
    return seen.size() > before;
}

} // namespace

ConfigIni::Reader::Reader(ConfigIni &ini)
    : m_ini(ini)
{
}

tl::unexpected<Error> ConfigIni::Reader::damaged(qsizetype number, const QString &why)
{
    return failure(Error::Code::FileDamaged, u"line %1: "_s.arg(number + 1) + why);
}

/// Lines end as in Python's text files: at CR, LF or both together, and nowhere else.
void ConfigIni::Reader::splitLines()
{
    const QByteArrayView bytes(m_ini.m_bytes);
    qsizetype start = 0;
    while (start < bytes.size()) {
        qsizetype end = start;
        while (end < bytes.size() && bytes[end] != '\n' && bytes[end] != '\r')
            ++end;
        qsizetype next = std::min(end + 1, bytes.size());
        if (next < bytes.size() && bytes[end] == '\r' && bytes[next] == '\n')
            ++next;
        m_ini.m_lines.append({.start = start, .end = end, .next = next});
        start = next;
    }
}

Result<Done> ConfigIni::Reader::read()
{
    if (!QByteArrayView(m_ini.m_bytes).isValidUtf8())
        return failure(Error::Code::FileDamaged, u"not UTF-8"_s);
    splitLines();
    for (qsizetype i = 0; i < m_ini.m_lines.size(); ++i) {
        if (auto done = readLine(i); !done)
            return done;
    }
    return Done{};
}

ConfigIni::Segment ConfigIni::Reader::segment(QByteArrayView text, qsizetype number) const
{
    return {.line = number, .start = text.data() - m_ini.m_bytes.constData(), .size = text.size()};
}

Result<Done> ConfigIni::Reader::readLine(qsizetype number)
{
    const QByteArrayView line = m_ini.view(m_ini.m_lines[number]);
    const QByteArrayView start = trimmedStart(line);
    const QByteArrayView text = trimmedEnd(start);
    if (text.startsWith('#') || text.startsWith(';'))
        return Done{};
    if (text.isEmpty()) {
        if (m_inKey)
            m_ini.m_entries.last().segments.append(segment(line.first(0), number));
        return Done{};
    }
    const qsizetype indent = widthOf(line.first(line.size() - start.size()));
    if (m_inKey && indent > m_indent) {
        m_ini.m_entries.last().segments.append(segment(text, number));
        return Done{};
    }
    m_indent = indent;
    // "[a] b" is a header too, and "[a]b]" one of the section "a]b".
    if (text.startsWith('[') && text.lastIndexOf(']') > 1)
        return readHeader(text.sliced(1, text.lastIndexOf(']') - 1), number);
    if (!m_inSection)
        return damaged(number, u"outside any section"_s);
    return readKey(text, number);
}

Result<Done> ConfigIni::Reader::readHeader(QByteArrayView text, qsizetype number)
{
    m_section = fromUtf8(text);
    // [DEFAULT] may come several times; its keys may not.
    if (m_section != "DEFAULT"_L1 && !insertNew(m_sections, m_section))
        return damaged(number, u"section given twice"_s);
    m_ini.m_sections.append({.name = m_section, .line = number});
    m_inSection = true;
    m_inKey = false;
    return Done{};
}

Result<Done> ConfigIni::Reader::readKey(QByteArrayView text, qsizetype number)
{
    const auto *const delimiter = std::ranges::find_if(text,
                                                       [](char c) { return c == '=' || c == ':'; });
    if (delimiter == text.end())
        return damaged(number, u"neither a section nor a key"_s);
    const qsizetype position = delimiter - text.begin();
    const QString key = fromUtf8(trimmedEnd(text.first(position))).toLower();
    if (key.isEmpty())
        return damaged(number, u"no key"_s);
    if (!insertNew(m_keys, qMakePair(m_section, key)))
        return damaged(number, u"key given twice"_s);
    const QByteArrayView value = trimmedStart(text.sliced(position + 1));
    m_ini.m_entries.append(
        {.section = m_section, .key = key, .segments = {segment(value, number)}});
    m_inKey = true;
    return Done{};
}

Result<ConfigIni> ConfigIni::parse(QByteArrayView bytes)
{
    ConfigIni ini;
    ini.m_bytes = bytes.toByteArray();
    if (auto done = Reader(ini).read(); !done)
        return failure(std::move(done).error());
    return ini;
}

} // namespace canopy
