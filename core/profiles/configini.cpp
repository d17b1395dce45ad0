#include "core/profiles/configini.h"

#include "core/profiles/configinireader.h"

#include <QCryptographicHash>
#include <QSet>

#include <sodium.h>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace canopy {

using Code = Error::Code;
using configini::fromUtf8;
using configini::lineEnding;
using configini::sizeOfSpaceAt;

namespace {

constexpr auto defaultSection = "DEFAULT"_L1;

bool isPlainName(QByteArrayView name)
{
    return !name.isEmpty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '_';
    });
}

/// FS-06: what every version of the CLI reads back as it was written.
bool isPlainValue(QByteArrayView value)
{
    return !value.isEmpty() && std::ranges::all_of(value, [](char c) {
        return isPlainName(QByteArrayView(&c, 1)) || QByteArrayView(".:/-").contains(c);
    });
}

/// Piece by piece: a sum of strings would leave parts of a secret behind.
void appendSetting(QByteArray &result, QByteArrayView indent, const QByteArray &key,
                   QByteArrayView value, QByteArrayView lineEnd)
{
    result += indent;
    result += key;
    result += " = ";
    result += value;
    result += lineEnd;
}

} // namespace

ConfigIni::ConfigIni(ConfigIni &&other) noexcept
    : m_bytes(std::exchange(other.m_bytes, {}))
    , m_lines(std::exchange(other.m_lines, {}))
    , m_entries(std::exchange(other.m_entries, {}))
    , m_sections(std::exchange(other.m_sections, {}))
{
}

ConfigIni &ConfigIni::operator=(ConfigIni &&other) noexcept
{
    std::swap(m_bytes, other.m_bytes);
    std::swap(m_lines, other.m_lines);
    std::swap(m_entries, other.m_entries);
    std::swap(m_sections, other.m_sections);
    return *this;
}

ConfigIni::~ConfigIni()
{
    wipe();
}

void ConfigIni::wipe()
{
    // Where somebody took a copy of bytes(), the memory is theirs as well.
    if (!m_bytes.isNull() && m_bytes.isDetached())
        sodium_memzero(m_bytes.data(), static_cast<std::size_t>(m_bytes.size()));
}

QByteArrayView ConfigIni::view(const Line &line) const
{
    return QByteArrayView(m_bytes).sliced(line.start, line.end - line.start);
}

const ConfigIni::Entry *ConfigIni::find(const QString &section, const QString &key) const
{
    const QString lower = key.toLower();
    const auto found = std::ranges::find_if(m_entries, [&](const Entry &entry) {
        return entry.key == lower && entry.section == section;
    });
    return found == m_entries.end() ? nullptr : &*found;
}

const ConfigIni::Entry *ConfigIni::findInherited(const QString &section, const QString &key) const
{
    if (section != defaultSection && !hasSection(section))
        return nullptr;
    const Entry *entry = find(section, key);
    return entry ? entry : find(defaultSection, key);
}

QString ConfigIni::rawValue(const Entry &entry) const
{
    QByteArray joined;
    for (const Segment &segment : entry.segments) {
        if (segment.line != entry.segments.first().line)
            joined += '\n';
        joined += QByteArrayView(m_bytes).sliced(segment.start, segment.size);
    }
    return fromUtf8(configini::trimmedEnd(joined));
}

Result<std::optional<QString>> ConfigIni::value(const QString &section, const QString &key) const
{
    const Entry *entry = findInherited(section, key);
    if (!entry)
        return std::nullopt;
    const auto lookUp = [&](const QString &name) -> std::optional<QString> {
        const Entry *other = findInherited(section, name);
        return other ? std::optional(rawValue(*other)) : std::nullopt;
    };
    auto value = configini::interpolated(rawValue(*entry), lookUp);
    if (!value)
        return failure(Code::FileDamaged,
                       u"line %1: %-reference"_s.arg(entry->segments.first().line + 1));
    return value;
}

Result<Secret> ConfigIni::secretValue(const QString &section, const QString &key) const
{
    const Entry *entry = findInherited(section, key);
    if (!entry)
        return Secret();
    const Segment &first = entry->segments.first();
    const bool continued = std::ranges::any_of(entry->segments, [&](const Segment &s) {
        return s.line != first.line && s.size > 0;
    });
    const QByteArrayView bytes = QByteArrayView(m_bytes).sliced(first.start, first.size);
    if (continued || bytes.contains('%'))
        return failure(Code::FileDamaged, u"line %1: not a plain value"_s.arg(first.line + 1));
    return Secret::copyOf(bytes);
}

bool ConfigIni::hasSection(const QString &section) const
{
    return section != defaultSection
        && std::ranges::any_of(m_sections, [&](const Section &s) { return s.name == section; });
}

bool ConfigIni::hasKey(const QString &section, const QString &key) const
{
    return findInherited(section, key) != nullptr;
}

QStringList ConfigIni::sections() const
{
    QStringList names;
    for (const Section &section : m_sections) {
        if (section.name != defaultSection)
            names.append(section.name);
    }
    return names;
}

QStringList ConfigIni::keys(const QString &section) const
{
    QStringList names;
    if (section != defaultSection && !hasSection(section))
        return names;
    QSet<QString> seen;
    for (const QString &wanted : {section, QString(defaultSection)}) {
        for (const Entry &entry : m_entries) {
            if (entry.section != wanted || seen.contains(entry.key))
                continue;
            seen.insert(entry.key);
            names.append(entry.key);
        }
    }
    return names;
}

Result<Done> ConfigIni::set(const QString &section, const QString &key, const QString &value)
{
    return store(section, key, value.toUtf8());
}

Result<Done> ConfigIni::setSecret(const QString &section, const QString &key, const Secret &value)
{
    return store(section, key, value.view());
}

Result<Done> ConfigIni::store(const QString &section, const QString &key, QByteArrayView value)
{
    const QByteArray name = key.toUtf8();
    if (!isPlainName(section.toUtf8()) || section == defaultSection || !isPlainName(name)
        || key != key.toLower() || !isPlainValue(value))
        return failure(Error{.code = Code::InvalidInput, .field = key});
    const Entry *entry = find(section, key);
    return adopt(entry ? replaced(*entry, value) : inserted(section, name, value), section, key,
                 &value);
}

Result<Done> ConfigIni::remove(const QString &section, const QString &key)
{
    const Entry *entry = find(section, key);
    if (!entry)
        return Done{};
    return adopt(withoutEntry(*entry), section, entry->key, nullptr);
}

QByteArray ConfigIni::replaced(const Entry &entry, QByteArrayView value) const
{
    const Segment &first = entry.segments.first();
    const QByteArrayView all(m_bytes);
    QByteArray result;
    // One allocation: none that is given up holds the file's secrets.
    result.reserve(m_bytes.size() + value.size() + 1);
    result += all.first(first.start);
    // "key =" gets the space that "key = value" has.
    if (first.size == 0 && first.start > 0
        && (all[first.start - 1] == '=' || all[first.start - 1] == ':'))
        result += ' ';
    result += value;
    qsizetype copied = first.start + first.size;
    for (const Segment &segment : entry.segments) {
        if (segment.line == first.line || segment.size == 0)
            continue;
        const Line &line = m_lines[segment.line];
        result += all.sliced(copied, line.start - copied);
        copied = line.next;
    }
    return result += all.sliced(copied);
}

QByteArray ConfigIni::withoutEntry(const Entry &entry) const
{
    const QByteArrayView all(m_bytes);
    QByteArray result;
    result.reserve(m_bytes.size());
    qsizetype copied = 0;
    for (const Segment &segment : entry.segments) {
        if (segment.line != entry.segments.first().line && segment.size == 0)
            continue;
        const Line &line = m_lines[segment.line];
        result += all.sliced(copied, line.start - copied);
        copied = line.next;
    }
    return result += all.sliced(copied);
}

QByteArrayView ConfigIni::indentOf(qsizetype line) const
{
    const QByteArrayView text = view(m_lines[line]);
    qsizetype size = 0;
    while (const qsizetype space = sizeOfSpaceAt(text, size))
        size += space;
    return text.first(size);
}

QByteArrayView ConfigIni::lineEndAt(qsizetype line) const
{
    const Line &found = m_lines[line];
    return QByteArrayView(m_bytes).sliced(found.end, found.next - found.end);
}

/// A new section at the end of the file.
QByteArray ConfigIni::appended(const QString &section, const QByteArray &key,
                               QByteArrayView value) const
{
    const QByteArrayView lineEnd = m_lines.isEmpty() ? "\n" : lineEnding(lineEndAt(0));
    QByteArray result;
    result.reserve(m_bytes.size() + section.size() + key.size() + value.size() + 64);
    result += m_bytes;
    if (!m_lines.isEmpty() && lineEndAt(m_lines.size() - 1).isEmpty())
        result += lineEnd;
    if (!m_lines.isEmpty() && !configini::trimmedEnd(view(m_lines.last())).isEmpty())
        result += lineEnd;
    result += '[';
    result += section.toUtf8();
    result += ']';
    result += lineEnd;
    appendSetting(result, {}, key, value, lineEnd);
    return result;
}

/// Where a section's next key goes. Its indentation is that of the last key, so that what follows
/// means what it did: a line that is indented deeper than the key before it continues that key's
/// value.
ConfigIni::Place ConfigIni::endOf(QList<Section>::const_iterator section) const
{
    const Entry *last = nullptr;
    for (const Entry &entry : m_entries) {
        if (entry.section == section->name)
            last = &entry;
    }
    if (last) {
        const qsizetype first = last->segments.first().line;
        qsizetype end = first;
        for (const Segment &segment : last->segments) {
            if (segment.size > 0)
                end = segment.line;
        }
        return {.after = end, .indent = indentOf(first)};
    }
    // After a bare header any indentation starts a line of its own, but then the next header must
    // not be deeper.
    QByteArrayView indent = indentOf(section->line);
    const auto next = std::next(section);
    if (next != m_sections.end()
        && configini::widthOf(indentOf(next->line)) > configini::widthOf(indent))
        indent = indentOf(next->line);
    return {.after = section->line, .indent = indent};
}

QByteArray ConfigIni::inserted(const QString &section, const QByteArray &key,
                               QByteArrayView value) const
{
    const auto header = std::ranges::find_if(m_sections,
                                             [&](const Section &s) { return s.name == section; });
    if (header == m_sections.end())
        return appended(section, key, value);
    const Place place = endOf(header);
    const QByteArrayView lineEnd = lineEnding(lineEndAt(0));
    const QByteArrayView all(m_bytes);
    const qsizetype position = m_lines[place.after].next;
    QByteArray result;
    result.reserve(m_bytes.size() + key.size() + value.size() + 64);
    result += all.first(position);
    if (lineEndAt(place.after).isEmpty())
        result += lineEnd;
    appendSetting(result, place.indent, key, value, lineEnd);
    return result += all.sliced(position);
}

/// Takes @p bytes over if they say what they should: the one key is changed, all others are not.
Result<Done> ConfigIni::adopt(QByteArray bytes, const QString &section, const QString &key,
                              const QByteArrayView *value)
{
    auto edited = parse(bytes);
    sodium_memzero(bytes.data(), static_cast<std::size_t>(bytes.size()));
    const auto isOther = [&](const Entry &entry) {
        return entry.section != section || entry.key != key;
    };
    const auto isSame = [&](const Entry &a, const Entry &b) {
        return a.section == b.section && a.key == b.key && rawValue(a) == edited->rawValue(b);
    };
    if (!edited)
        return failure(std::move(edited).error());
    QList<Entry> before;
    QList<Entry> after;
    std::ranges::copy_if(m_entries, std::back_inserter(before), isOther);
    std::ranges::copy_if(edited->m_entries, std::back_inserter(after), isOther);
    const Entry *stored = edited->find(section, key);
    const bool asWanted = value
        ? stored && edited->secretValue(section, key).value_or(Secret()).view().bytes() == *value
        : !stored;
    if (!asWanted || !std::ranges::equal(before, after, isSame))
        return failure(Code::FileDamaged, u"the file cannot be edited safely"_s);
    *this = *std::move(edited);
    return Done{};
}

QList<ConfigIni::MaskedLine> ConfigIni::maskedLines() const
{
    QList<MaskedLine> result;
    for (const Line &line : m_lines) {
        result.append(
            {.text = configini::maskedText(view(line)),
             .fingerprint = QCryptographicHash::hash(view(line), QCryptographicHash::Sha256)});
    }
    for (const Entry &entry : m_entries) {
        if (!configini::isSecretKey(entry.key))
            continue;
        for (const Segment &segment : entry.segments) {
            const Line &line = m_lines[segment.line];
            const QByteArrayView before = QByteArrayView(m_bytes).sliced(
                line.start, segment.start - line.start);
            if (segment.size > 0)
                result[segment.line].text = fromUtf8(before) + configini::mask;
        }
    }
    return result;
}

} // namespace canopy
