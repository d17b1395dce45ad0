#include "core/keys/keyname.h"

#include <QList>

#include <algorithm>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

using Kind = KeyNameProblem;

QList<char32_t> codePointsOf(QStringView text)
{
    QList<char32_t> points;
    for (const auto point : text.toUcs4())
        points.append(point);
    return points;
}

/// Python's \s on text: what str.isspace() says.
bool isPythonSpace(char32_t c)
{
    return QChar::isSpace(c) || (c >= 0x1c && c <= 0x1f);
}

/// Python's \w on text: str.isalnum() and the underscore.
bool isPythonWord(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Letter_Uppercase:
    case QChar::Letter_Lowercase:
    case QChar::Letter_Titlecase:
    case QChar::Letter_Modifier:
    case QChar::Letter_Other:
    case QChar::Number_DecimalDigit:
    case QChar::Number_Letter:
    case QChar::Number_Other:
        return true;
    default:
        return c == U'_';
    }
}

/// [\$\w\u0080-\uFFFF\._\s-], the service's class (contract §4.3).
bool isAcceptedCharacter(char32_t c)
{
    return c == U'$' || c == U'.' || c == U'-' || (c >= 0x80 && c <= 0xffff) || isPythonWord(c)
        || isPythonSpace(c);
}

bool isControl(char32_t c)
{
    const auto category = QChar::category(c);
    return category == QChar::Other_Control || category == QChar::Separator_Line
        || category == QChar::Separator_Paragraph;
}

/// Nothing to see: direction marks, joiners, variation selectors, fillers, private use.
bool isHidden(char32_t c)
{
    const auto category = QChar::category(c);
    const bool filler = c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x2800;
    const bool selector = (c >= 0xfe00 && c <= 0xfe0f) || c == 0x34f || c == 0x180b;
    return category == QChar::Other_Format || category == QChar::Other_PrivateUse
        || category == QChar::Other_NotAssigned || category == QChar::Other_Surrogate || filler
        || selector;
}

QString textOf(const QList<char32_t> &points)
{
    return QString::fromUcs4(points.constData(), points.size());
}

QString withEnd(const QString &name, const QString &end)
{
    const auto room = longestKeyName - end.size();
    return textOf(codePointsOf(name).first(std::min<qsizetype>(codePointsOf(name).size(), room)))
               .trimmed()
        + end;
}

QString numbered(const QString &base, int first, const QStringList &taken)
{
    for (int number = first;; ++number) {
        const auto name = withEnd(base, u"-%1"_s.arg(number));
        if (!taken.contains(name))
            return name;
    }
}

} // namespace

bool isAcceptedByService(QStringView name)
{
    const auto points = codePointsOf(name);
    return !points.isEmpty() && points.size() <= longestKeyName
        && std::ranges::all_of(points, isAcceptedCharacter);
}

QList<KeyNameProblem> keyNameProblems(QStringView name, const QStringList &taken)
{
    const auto points = codePointsOf(name);
    QList<KeyNameProblem> problems;
    const auto note = [&problems](bool found, Kind kind) {
        if (found)
            problems.append(kind);
    };
    const auto anyIs = [&points](auto is) { return std::ranges::any_of(points, is); };
    note(points.isEmpty(), Kind::Empty);
    note(points.size() > longestKeyName, Kind::TooLong);
    note(anyIs([](char32_t c) { return c < 0x80 && !isAcceptedCharacter(c) && !isControl(c); }),
         Kind::ForbiddenCharacter);
    note(anyIs([](char32_t c) { return c > 0xffff && !isAcceptedCharacter(c); }), Kind::Emoji);
    const bool spaces = !points.isEmpty()
        && (isPythonSpace(points.first()) || isPythonSpace(points.last()));
    note(spaces, Kind::SpaceAround);
    note(anyIs(isControl), Kind::ControlCharacter);
    note(anyIs([](char32_t c) { return c <= 0xffff && isHidden(c); }), Kind::HiddenCharacter);
    note(taken.contains(name), Kind::Taken);
    return problems;
}

QString suggestedKeyName(const QString &wish, const QStringList &taken)
{
    QList<char32_t> points;
    for (const auto point : codePointsOf(wish.simplified())) {
        const bool good = isAcceptedCharacter(point) && !isControl(point) && !isHidden(point);
        if (good)
            points.append(point);
        else if (points.isEmpty() || points.last() != U'-')
            points.append(U'-');
    }
    const auto name =
        textOf(points.first(std::min<qsizetype>(points.size(), longestKeyName))).trimmed();
    const auto base = name.isEmpty() || name == "-"_L1 ? u"key"_s : name;
    return taken.contains(base) ? numbered(base, 2, taken) : base;
}

QString successorName(const QString &name, const QStringList &taken)
{
    const auto dash = name.lastIndexOf(u'-');
    bool isNumber = false;
    const int number = dash > 0 ? name.sliced(dash + 1).toInt(&isNumber) : 0;
    const bool counts = isNumber && number > 0 && number < 1'000'000
        && QString::number(number) == name.sliced(dash + 1);
    return counts ? numbered(name.first(dash), number + 1, taken) : numbered(name, 2, taken);
}

} // namespace canopy
