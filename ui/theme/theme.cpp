#include "ui/theme/theme.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetrics>
#include <QGuiApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

double luminance(const QColor &color)
{
    const auto linear = [](double v) {
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

/// Moves @p start towards @p ink until it stands out from every ground by @p ratio; @p ink itself
/// if nothing in between does.
QColor legible(const QColor &start, const QColor &ink, double ratio,
               std::initializer_list<QColor> grounds)
{
    constexpr int steps = 20;
    for (int step = 0; step < steps; ++step) {
        const QColor color = mix(ink, start, static_cast<double>(step) / steps);
        if (std::ranges::all_of(grounds,
                                [&](const QColor &g) { return contrast(color, g) >= ratio; }))
            return color;
    }
    return ink;
}

} // namespace

QColor mix(const QColor &top, const QColor &bottom, double share)
{
    const auto blend = [share](double a, double b) { return a * share + b * (1 - share); };
    return QColor::fromRgbF(blend(top.redF(), bottom.redF()), blend(top.greenF(), bottom.greenF()),
                            blend(top.blueF(), bottom.blueF()));
}

double contrast(const QColor &a, const QColor &b)
{
    const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
    return (light + 0.05) / (dark + 0.05);
}

namespace {

Theme workedOut(const QPalette &palette)
{
    const auto active = [&palette](QPalette::ColorRole role) {
        return palette.color(QPalette::Active, role);
    };
    Theme t;
    t.window = active(QPalette::Window);
    t.base = active(QPalette::Base);
    t.text = active(QPalette::WindowText);
    // Qt 6.4 has no QStyleHints::colorScheme(). A saturated window (black on yellow) has a
    // lightness of one half, so the text decides.
    t.dark = luminance(t.window) < luminance(t.text);
    t.sunken = t.window.darker(t.dark ? 125 : 103);
    t.hover = mix(t.text, t.base, 0.05);
    t.pressed = mix(t.text, t.base, 0.10);
    t.hairline = mix(t.text, t.window, 0.12);
    t.control = legible(mix(t.text, t.window, 0.45), t.text, 3, {t.window, t.base});

    t.link = legible(active(QPalette::Link), t.text, 4.5, {t.window, t.base, t.sunken});
    t.soft = mix(t.link, t.base, 0.16);
    const QColor placeholder = active(QPalette::PlaceholderText);
    t.muted = legible(mix(placeholder, t.window, placeholder.alphaF()), t.text, 4.5,
                      {t.window, t.base, t.sunken, t.soft, t.pressed});

    t.accent = active(QPalette::Highlight);
    t.onAccent = active(QPalette::HighlightedText);
    if (contrast(t.onAccent, t.accent) < 4.5)
        t.onAccent = contrast(Qt::white, t.accent) > contrast(Qt::black, t.accent) ? Qt::white
                                                                                   : Qt::black;
    const auto fixed = [&t](QRgb light, QRgb dark) {
        return legible(QColor(t.dark ? dark : light), t.text, 4.5, {t.window, t.base});
    };
    t.success = fixed(0x17703f, 0x6fcf97);
    t.warning = fixed(0x8a5200, 0xf0b95b);
    t.danger = fixed(0xb3261e, 0xff9389);
    t.dangerFill = QColor(t.dark ? 0xbe3a31 : 0xb3261e);
    t.onDanger = Qt::white;
    return t;
}

} // namespace

Theme Theme::of(const QPalette &palette)
{
    // A painting asks many times for the same palette.
    thread_local qint64 key = 0;
    thread_local Theme last;
    if (key != palette.cacheKey()) {
        last = workedOut(palette);
        key = palette.cacheKey();
    }
    return last;
}

Theme::Pair Theme::tone(Tone tone) const
{
    const auto pair = [this](const QColor &ink, const QColor &fill) {
        return Pair{legible(ink, text, 4.5, {fill}), fill};
    };
    switch (tone) {
    case Tone::Neutral:
        return pair(muted, mix(text, base, dark ? 0.08 : 0.06));
    case Tone::Info:
        return pair(link, mix(link, base, dark ? 0.12 : 0.10));
    case Tone::Success:
        return pair(success, QColor(dark ? 0x1d3227 : 0xe6f3eb));
    case Tone::Warning:
        return pair(warning, QColor(dark ? 0x372b16 : 0xfcf1dc));
    case Tone::Danger:
        return pair(danger, QColor(dark ? 0x3c2221 : 0xfbeae8));
    }
    Q_UNREACHABLE();
}

Ink toneInk(Tone tone)
{
    switch (tone) {
    case Tone::Neutral:
        return &Theme::muted;
    case Tone::Info:
        return &Theme::link;
    case Tone::Success:
        return &Theme::success;
    case Tone::Warning:
        return &Theme::warning;
    case Tone::Danger:
        return &Theme::danger;
    }
    Q_UNREACHABLE();
}

QString toneIcon(Tone tone)
{
    switch (tone) {
    case Tone::Neutral:
        return {};
    case Tone::Info:
        return u"info"_s;
    case Tone::Success:
        return u"success"_s;
    case Tone::Warning:
        return u"warning"_s;
    case Tone::Danger:
        return u"error"_s;
    }
    Q_UNREACHABLE();
}

QPalette canopyPalette(bool dark)
{
    struct Entry
    {
        QPalette::ColorRole role;
        QRgb light, dark;
    };
    // clang-format off
    static constexpr std::array entries = {
        Entry{QPalette::Window, 0xf6f7f8, 0x1b1e22},     Entry{QPalette::WindowText, 0x1a1e22, 0xe7eaed},
        Entry{QPalette::Base, 0xffffff, 0x23272c},       Entry{QPalette::Text, 0x1a1e22, 0xe7eaed},
        Entry{QPalette::Button, 0xffffff, 0x2f3338},     Entry{QPalette::ButtonText, 0x1a1e22, 0xe7eaed},
        Entry{QPalette::Light, 0xffffff, 0x3a3f45},      Entry{QPalette::Midlight, 0xeff0f1, 0x2f3338},
        Entry{QPalette::Mid, 0xdcdddf, 0x34373b},        Entry{QPalette::Dark, 0x868a8e, 0x7c8085},
        Entry{QPalette::Highlight, 0x0b6a8c, 0x1f7a9d},  Entry{QPalette::HighlightedText, 0xffffff, 0xffffff},
        Entry{QPalette::Link, 0x0b6a8c, 0x6cc4e4},       Entry{QPalette::PlaceholderText, 0x58616b, 0xa4adb7},
        Entry{QPalette::ToolTipBase, 0xffffff, 0x2f3338}, Entry{QPalette::ToolTipText, 0x1a1e22, 0xe7eaed},
        Entry{QPalette::Shadow, 0x868a8e, 0x000000},     Entry{QPalette::AlternateBase, 0xeff0f1, 0x16181b},
    };
    // clang-format on
    QPalette palette;
    for (const Entry &entry : entries)
        palette.setColor(entry.role, QColor(dark ? entry.dark : entry.light));
    const QColor faint = mix(palette.color(QPalette::Text), palette.color(QPalette::Window), 0.45);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    return palette;
}

QFont textFont(TextStyle style)
{
    struct Step
    {
        double factor;
        QFont::Weight weight;
    };
    static constexpr std::array steps = {
        // in the order of TextStyle
        Step{0.92, QFont::Normal},   Step{1.00, QFont::Normal},   Step{1.00, QFont::DemiBold},
        Step{1.15, QFont::DemiBold}, Step{1.54, QFont::DemiBold}, Step{2.15, QFont::DemiBold},
        Step{0.96, QFont::Normal},
    };
    constexpr double leastPixels = 11;
    const QFont system = QGuiApplication::font();
    const QFontInfo info(system);
    const Step step = steps.at(static_cast<std::size_t>(style));
    QFont font = style == TextStyle::Mono ? QFontDatabase::systemFont(QFontDatabase::FixedFont)
                                          : system;
    // What was asked for, not what the pixel grid made of it; unless it was asked for in pixels.
    const double size = system.pointSizeF() > 0 ? system.pointSizeF() : info.pointSizeF();
    // In points, so that the font keeps its size on a screen of another density.
    const double pointsPerPixel = info.pointSizeF() / std::max(1, info.pixelSize());
    font.setPointSizeF(std::max(size * step.factor, leastPixels * pointsPerPixel));
    font.setWeight(step.weight);
    return font;
}

int scaled(int pixels)
{
    constexpr double designedFor = 13;
    const double factor = QFontInfo(QGuiApplication::font()).pixelSize() / designedFor;
    return static_cast<int>(std::lround(pixels * std::max(1.0, factor)));
}

int lineHeightFor(const QFont &font, int atLeast)
{
    const int needed = QFontMetrics(font).height() + 12;
    return std::max(atLeast, (needed + 3) / 4 * 4);
}

} // namespace canopy
