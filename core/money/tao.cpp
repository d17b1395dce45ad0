#include "core/money/tao.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

constexpr std::uint64_t raoPerTao = 1'000'000'000;
constexpr qsizetype decimals = 9;

/// Digits only, at least one; nullopt beyond @p limit.
std::optional<std::uint64_t> parseDigits(QStringView digits, std::uint64_t limit)
{
    if (digits.isEmpty())
        return std::nullopt;
    std::uint64_t value = 0;
    for (const QChar c : digits) {
        if (c < u'0' || c > u'9')
            return std::nullopt;
        const auto digit = static_cast<std::uint64_t>(c.unicode() - u'0');
        if (value > (limit - digit) / 10)
            return std::nullopt;
        value = (value * 10) + digit;
    }
    return value;
}

} // namespace

std::optional<Tao> Tao::parse(QStringView text)
{
    constexpr std::uint64_t limit = std::numeric_limits<std::int64_t>::max();
    const qsizetype point = text.indexOf(u'.');
    const auto whole = parseDigits(point < 0 ? text : text.first(point), limit / raoPerTao);
    if (!whole)
        return std::nullopt;
    std::uint64_t part = 0;
    if (point >= 0) {
        const QStringView digits = text.sliced(point + 1);
        if (digits.size() > decimals)
            return std::nullopt;
        const auto parsed = parseDigits(digits, raoPerTao);
        if (!parsed)
            return std::nullopt;
        part = *parsed;
        for (qsizetype i = digits.size(); i < decimals; ++i)
            part *= 10;
    }
    const std::uint64_t rao = (*whole * raoPerTao) + part;
    if (rao > limit)
        return std::nullopt;
    return Tao(static_cast<std::int64_t>(rao));
}

QString Tao::toDecimal() const
{
    // The unsigned magnitude also exists for the smallest amount.
    const std::uint64_t magnitude = m_rao < 0 ? 0 - static_cast<std::uint64_t>(m_rao)
                                              : static_cast<std::uint64_t>(m_rao);
    QString text = QString::number(magnitude / raoPerTao);
    if (const std::uint64_t part = magnitude % raoPerTao; part != 0) {
        QString digits = QString::number(part).rightJustified(decimals, u'0');
        while (digits.endsWith(u'0'))
            digits.chop(1);
        text += u'.' + digits;
    }
    return m_rao < 0 ? u'-' + text : text;
}

} // namespace canopy
