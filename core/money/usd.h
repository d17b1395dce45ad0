#pragma once

#include <QJsonValue>
#include <QString>

#include <compare>
#include <cstdint>
#include <optional>

namespace canopy {

/// An amount of US dollars as whole micro-dollars.
class Usd
{
public:
    constexpr Usd() = default;
    static constexpr Usd fromMicros(std::int64_t micros) { return Usd(micros); }
    /// The service sends JSON numbers: the one place a double is met, rounded to a micro-dollar.
    /// Null, other types, non-finite values and more than a thousand million dollars either way
    /// are nullopt.
    static std::optional<Usd> fromJson(const QJsonValue &value);

    constexpr std::int64_t micros() const { return m_micros; }
    /// Rounded half away from zero to cents, with a point: "42.18", "-0.50"; never "-0.00".
    /// Locale-free.
    QString toCents() const;

    friend constexpr Usd operator+(Usd a, Usd b) { return Usd(a.m_micros + b.m_micros); }
    friend constexpr Usd operator-(Usd a, Usd b) { return Usd(a.m_micros - b.m_micros); }
    friend constexpr auto operator<=>(Usd, Usd) = default;

private:
    constexpr explicit Usd(std::int64_t micros)
        : m_micros(micros)
    {
    }
    std::int64_t m_micros = 0;
};

} // namespace canopy
