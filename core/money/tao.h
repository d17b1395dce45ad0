#pragma once

#include <QString>

#include <compare>
#include <cstdint>
#include <optional>

namespace canopy {

/// An amount of TAO as whole rao (1 TAO = 1 000 000 000 rao). No floating point anywhere.
class Tao
{
public:
    constexpr Tao() = default;
    static constexpr Tao fromRao(std::int64_t rao) { return Tao(rao); }
    /// "1.5", "0.000000001"; a point, no grouping, no sign, no exponent. At most nine decimals.
    static std::optional<Tao> parse(QStringView text);

    constexpr std::int64_t rao() const { return m_rao; }
    /// The shortest exact decimal with a point: "1.5", "0", "-0.25". Locale-free.
    QString toDecimal() const;

    friend constexpr Tao operator+(Tao a, Tao b) { return Tao(a.m_rao + b.m_rao); }
    friend constexpr Tao operator-(Tao a, Tao b) { return Tao(a.m_rao - b.m_rao); }
    friend constexpr auto operator<=>(Tao, Tao) = default;

private:
    constexpr explicit Tao(std::int64_t rao)
        : m_rao(rao)
    {
    }
    std::int64_t m_rao = 0;
};

static_assert(Tao::fromRao(1) + Tao::fromRao(2) == Tao::fromRao(3));

} // namespace canopy
