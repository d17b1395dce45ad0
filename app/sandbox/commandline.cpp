#include "app/sandbox/commandline.h"

#include "core/crypto/ss58.h"

#include <QCommandLineParser>

#include <array>
#include <limits>
#include <utility>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"A Chutes service on this machine, for trying and testing. Listens on 127.0.0.1 only."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {u"port"_s, u"Port to listen on; 0 takes a free one."_s, u"N"_s, u"0"_s},
        {u"data"_s, u"Folder for the state. Required."_s, u"DIR"_s},
        {u"generation"_s,
         u"State of the service's history: seed (July 2025, everything), 2025-07, 2025-10, "
         "2026-05."_s,
         u"G"_s, u"seed"_s},
        {u"fault"_s,
         u"[METHOD:]PATH=FAULT[*TIMES], repeatable. FAULT: late:MS, cut:BYTES, text500, html, "
         "rate-limit[:SECONDS], malformed, drop-after, drop-before."_s,
         u"RULE"_s},
        {u"clock-offset"_s, u"Seconds by which the service's clock is ahead."_s, u"SECONDS"_s,
         u"0"_s},
        {u"registrations-per-day"_s, u"Accept so many (default: as the generation does)."_s,
         u"N"_s},
        {u"key-cache"_s, u"Seconds for which a deleted key that was in use goes on working."_s,
         u"SECONDS"_s},
        {u"coldkey-balance"_s,
         u"What the pretend chain holds on a coldkey: TAO for all, or ADDRESS=TAO. Repeatable."_s,
         u"TAO"_s},
        {u"accept-any-token"_s, u"Accept every registration token."_s},
        {u"demo-wallets"_s, u"Make wallets to try it with in this folder."_s, u"DIR"_s},
    });
}

tl::unexpected<Error> wrong(const QString &option)
{
    return failure(Error::Code::InvalidInput, u"--%1: not understood"_s.arg(option));
}

std::optional<qint64> integer(const QCommandLineParser &parser, const QString &option, qint64 least,
                              qint64 most)
{
    bool ok = false;
    const qint64 number = parser.value(option).toLongLong(&ok);
    return ok && number >= least && number <= most ? std::optional(number) : std::nullopt;
}

bool setBalance(Settings &settings, const QString &text)
{
    const qsizetype equals = text.indexOf(u'=');
    const auto amount = Tao::parse(QStringView(text).sliced(equals + 1));
    if (!amount)
        return false;
    if (equals < 0) {
        settings.coldkeyBalance = *amount;
        return true;
    }
    const auto address = Ss58Address::parse(QStringView(text).first(equals));
    if (address)
        settings.coldkeyBalances.insert(address->toString(), *amount);
    return address.has_value();
}

Result<Settings> settingsFrom(const QCommandLineParser &parser)
{
    constexpr int most = std::numeric_limits<int>::max();
    Settings settings;
    settings.acceptAnyToken = parser.isSet(u"accept-any-token"_s);
    const std::array counts{
        std::pair{u"registrations-per-day"_s, &Settings::registrationsPerDay},
        std::pair{u"key-cache"_s, &Settings::keyCacheSeconds},
    };
    for (const auto &[option, member] : counts) {
        if (!parser.isSet(option))
            continue;
        const auto number = integer(parser, option, 0, most);
        if (!number)
            return wrong(option);
        settings.*member = static_cast<int>(*number);
    }
    for (const QString &text : parser.values(u"coldkey-balance"_s)) {
        if (!setBalance(settings, text))
            return wrong(u"coldkey-balance"_s);
    }
    return settings;
}

Result<SandboxService::Options> serviceOptionsFrom(const QCommandLineParser &parser)
{
    SandboxService::Options options;
    const auto port = integer(parser, u"port"_s, 0, std::numeric_limits<quint16>::max());
    if (!port)
        return wrong(u"port"_s);
    options.port = static_cast<quint16>(*port);
    options.dataDir = parser.value(u"data"_s);
    if (options.dataDir.isEmpty())
        return failure(Error::Code::InvalidInput, u"--data DIR is required"_s);
    const auto generation = generationNamed(parser.value(u"generation"_s));
    if (!generation)
        return wrong(u"generation"_s);
    options.generation = *generation;
    constexpr qint64 century = 100LL * 366 * 86'400;
    const auto offset = integer(parser, u"clock-offset"_s, -century, century);
    if (!offset)
        return wrong(u"clock-offset"_s);
    options.clockOffsetSeconds = *offset;
    for (const QString &text : parser.values(u"fault"_s)) {
        auto rule = FaultRule::parse(text);
        if (!rule)
            return failure(rule.error());
        options.faults.append(*std::move(rule));
    }
    auto settings = settingsFrom(parser);
    if (!settings)
        return failure(settings.error());
    options.settings = *std::move(settings);
    return options;
}

} // namespace

Result<CommandLine> commandLineFrom(const QStringList &arguments)
{
    QCommandLineParser parser;
    describe(parser);
    parser.process(arguments);

    auto options = serviceOptionsFrom(parser);
    if (!options)
        return failure(options.error());
    return CommandLine{.options = *std::move(options),
                       .demoWallets = parser.value(u"demo-wallets"_s)};
}

} // namespace canopy::sandbox
