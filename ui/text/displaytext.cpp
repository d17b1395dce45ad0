#include "ui/text/displaytext.h"

#include <QChar>
#include <QList>
#include <QStringView>
#include <QTextBoundaryFinder>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

constexpr int marksOnOneLetter = 2;
constexpr qsizetype quotedCharacters = 500;

/// Zero width (joiners, variation selectors, Hangul fillers, braille blank) or of no visible
/// shape though not of category Cf: they would hide a difference.
bool isInvisible(char32_t point)
{
    return point == 0x034f || point == 0x115f || point == 0x1160 || point == 0x17b4
        || point == 0x17b5 || (point >= 0x180b && point <= 0x180f) || point == 0x2800
        || point == 0x3164 || point == 0xffa0 || (point >= 0xfe00 && point <= 0xfe0f)
        || (point >= 0xe0100 && point <= 0xe01ef);
}

bool isMark(char32_t point)
{
    switch (QChar::category(point)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_SpacingCombining:
    case QChar::Mark_Enclosing:
        return true;
    default:
        return false;
    }
}

bool mustBeSpelled(char32_t point)
{
    switch (QChar::category(point)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return isInvisible(point);
    }
}

QString spelled(char32_t point)
{
    return u"[U+%1]"_s.arg(static_cast<uint>(point), 4, 16, QLatin1Char('0')).toUpper();
}

/// Grapheme clusters of @p text, at most @p maximum; the last is "…" if there were more.
QString cut(const QString &text, qsizetype maximum)
{
    if (text.size() <= maximum)
        return text;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    qsizetype clusters = 0;
    qsizetype beforeLast = 0;
    for (qsizetype end = finder.toNextBoundary(); end >= 0; end = finder.toNextBoundary()) {
        if (++clusters == maximum - 1)
            beforeLast = end;
        if (clusters > maximum)
            return text.left(beforeLast) + u'…';
    }
    return text;
}

/// Letters of other scripts that look like a Latin letter, digit or one another. Small on purpose:
/// what names of keys, users and wallets are likely to be forged with.
constexpr std::array lookalikes = {
    // Cyrillic
    std::pair{u'а', u'a'},
    std::pair{u'в', u'b'},
    std::pair{u'е', u'e'},
    std::pair{u'ѕ', u's'},
    std::pair{u'і', u'i'},
    std::pair{u'ј', u'j'},
    std::pair{u'к', u'k'},
    std::pair{u'м', u'm'},
    std::pair{u'н', u'h'},
    std::pair{u'о', u'o'},
    std::pair{u'р', u'p'},
    std::pair{u'с', u'c'},
    std::pair{u'т', u't'},
    std::pair{u'у', u'y'},
    std::pair{u'х', u'x'},
    std::pair{u'ԁ', u'd'},
    std::pair{u'һ', u'h'},
    std::pair{u'ԛ', u'q'},
    std::pair{u'ԝ', u'w'},
    std::pair{u'ӏ', u'l'},
    std::pair{u'ё', u'e'},
    std::pair{u'ї', u'i'},
    std::pair{u'ѵ', u'v'},
    std::pair{u'ь', u'b'},
    std::pair{u'г', u'r'},
    std::pair{u'п', u'n'},
    std::pair{u'ү', u'y'},
    std::pair{u'з', u'3'},
    std::pair{u'б', u'6'},
    std::pair{u'ɡ', u'g'},
    // Greek
    std::pair{u'α', u'a'},
    std::pair{u'β', u'b'},
    std::pair{u'ε', u'e'},
    std::pair{u'ζ', u'z'},
    std::pair{u'η', u'n'},
    std::pair{u'ι', u'i'},
    std::pair{u'κ', u'k'},
    std::pair{u'μ', u'm'},
    std::pair{u'ν', u'v'},
    std::pair{u'ο', u'o'},
    std::pair{u'ρ', u'p'},
    std::pair{u'τ', u't'},
    std::pair{u'υ', u'u'},
    std::pair{u'χ', u'x'},
    std::pair{u'γ', u'y'},
    std::pair{u'ω', u'w'},
    std::pair{u'ϲ', u'c'},
    std::pair{u'ϳ', u'j'},
    std::pair{u'σ', u'o'},
    // Armenian
    std::pair{u'օ', u'o'},
    std::pair{u'ո', u'n'},
    std::pair{u'ս', u'u'},
    std::pair{u'հ', u'h'},
    std::pair{u'ց', u'g'},
    std::pair{u'զ', u'q'},
    // Latin beyond ASCII
    std::pair{u'ı', u'i'},
    std::pair{u'ɑ', u'a'},
    std::pair{u'ʟ', u'l'},
};

std::optional<char16_t> latinLike(QChar letter)
{
    const auto *const found = std::ranges::find(lookalikes, letter.unicode(),
                                                [](const auto &entry) { return entry.first; });
    if (found == lookalikes.end())
        return std::nullopt;
    return found->second;
}

/// What a capital letter of another script looks like, where its small letter looks different.
QChar capitalLook(QChar letter)
{
    switch (letter.unicode()) {
    case u'В':
    case u'Β':
        return u'b';
    case u'Н':
    case u'Η':
        return u'h';
    case u'Ζ':
        return u'z';
    case u'Μ':
        return u'm';
    case u'Ν':
        return u'n';
    case u'Υ':
    case u'Ү':
        return u'y';
    default:
        return letter.toLower();
    }
}

/// What @p name looks like, in small Latin letters and digits: compare only with another one.
QString skeleton(const QString &name)
{
    QString bare;
    const QString plain = name.normalized(QString::NormalizationForm_KC);
    for (const QChar c : plain) {
        const QChar small = capitalLook(c);
        bare.append(QChar(latinLike(small).value_or(small.unicode())));
    }
    // Shapes that are told apart only by a careful eye.
    bare.replace(u'0', u'o');
    bare.replace(u'1', u'l');
    bare.replace(u"rn"_s, u"m"_s);
    bare.replace(u"vv"_s, u"w"_s);
    return bare;
}

bool isForeignLookalike(QChar c)
{
    const QChar small = capitalLook(c);
    return c.unicode() > 0x7f && (small != c.toLower() || latinLike(small).has_value());
}

} // namespace

QString displayText(const QString &untrusted, qsizetype maximum)
{
    // Cut before the work: a megabyte of text is not worth composing. One shown character takes
    // at most a handful of stored ones that count (marks beyond the second are spelled).
    constexpr qsizetype storedPerShown = 16;
    const QString head = untrusted.left(maximum * storedPerShown);
    const QString composed = head.normalized(QString::NormalizationForm_C);
    QString shown;
    shown.reserve(composed.size());
    int marks = 0;
    for (const uint point : composed.toUcs4()) {
        marks = isMark(point) ? marks + 1 : 0;
        const bool startsWithMark = marks == 1 && shown.isEmpty();
        if (mustBeSpelled(point) || marks > marksOnOneLetter || startsWithMark)
            shown += spelled(point);
        else
            shown += QChar::fromUcs4(point);
    }
    const QString fit = cut(shown, maximum);
    const bool more = head.size() < untrusted.size() && !fit.endsWith(u'…');
    return more ? QString(fit + u'…') : fit;
}

bool looksConfusable(const QString &name)
{
    const auto isLetter = [](QChar c) { return c.isLetter(); };
    const bool imitates = std::ranges::any_of(name, isForeignLookalike);
    if (!imitates)
        return false;
    const bool hasLatin = std::ranges::any_of(name, [](QChar c) {
        return c.isLetter() && c.script() == QChar::Script_Latin;
    });
    const bool onlyImitates = std::ranges::all_of(name, [&](QChar c) {
        return !isLetter(c) || isForeignLookalike(c);
    });
    return hasLatin || onlyImitates;
}

bool looksConfusable(const QString &name, const QString &other)
{
    return name != other && skeleton(name) == skeleton(other);
}

QString escapeMnemonic(const QString &text)
{
    QString escaped = text;
    return escaped.replace(u'&', u"&&"_s);
}

QString quotedServerWords(const QString &said)
{
    constexpr qsizetype enough = quotedCharacters * 16;
    QString paragraph = said.left(enough);
    for (const char16_t separator : {u'\u2028', u'\u2029', u'\u0085'})
        paragraph.replace(QChar(separator), u' ');
    return displayText(paragraph.simplified(), quotedCharacters);
}

} // namespace canopy
