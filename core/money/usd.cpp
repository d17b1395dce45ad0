#include "core/money/usd.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

constexpr double microsPerDollar = 1e6;
/// Up to here a double is closer to its own micro-dollar than to the next one.
constexpr double largestDollars = 1e9;
constexpr std::uint64_t microsPerCent = 10'000;

} // namespace

std::optional<Usd> Usd::fromJson(const QJsonValue &value)
{
    if (!value.isDouble())
        return std::nullopt;
    const double dollars = value.toDouble();
    if (!std::isfinite(dollars) || std::fabs(dollars) > largestDollars)
        return std::nullopt;
    return Usd(std::llround(dollars * microsPerDollar));
}

QString Usd::toCents() const
{
    const std::uint64_t magnitude = m_micros < 0 ? 0 - static_cast<std::uint64_t>(m_micros)
                                                 : static_cast<std::uint64_t>(m_micros);
    const std::uint64_t cents = (magnitude + (microsPerCent / 2)) / microsPerCent;
    const QString text = QString::number(cents / 100) + u'.'
        + QString::number(cents % 100).rightJustified(2, u'0');
    return m_micros < 0 && cents != 0 ? u'-' + text : text;
}

} // namespace canopy
