#include "app/desktop/commandline.h"

#include <QByteArrayView>
#include <QCommandLineParser>
#include <QDir>

#include <span>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

CommandLine printed(const QString &text, int exitCode)
{
    return {.action = CommandLine::Action::PrintAndExit, .text = text, .exitCode = exitCode};
}

/// Relative paths are meant from where the person stands; "~" is the shell's to expand, and where
/// it did not ("--data-dir=~/x"), we do.
QString absolutePath(const QString &path)
{
    if (path.isEmpty())
        return path;
    if (path == "~"_L1 || path.startsWith("~/"_L1))
        return QDir::cleanPath(QDir::homePath() + path.sliced(1));
    return QDir::cleanPath(QDir::current().absoluteFilePath(path));
}

/// QCommandLineParser knows no optional values, so --sandbox=DIR becomes a second, hidden option.
QStringList withSplitSandbox(const QStringList &arguments)
{
    QStringList result;
    for (const QString &argument : arguments) {
        if (argument.startsWith("--sandbox="_L1))
            result << u"--sandbox"_s << u"--sandbox-folder="_s + argument.sliced(10);
        else
            result << argument;
    }
    return result;
}

} // namespace

CommandLine CommandLine::parse(const QStringList &arguments)
{
    const QCommandLineOption sandbox(
        u"sandbox"_s,
        u"Run against a pretend service inside the program, with wallets of its own. "
        "--sandbox=DIR keeps its state in DIR; without it the state is temporary."_s);
    QCommandLineOption sandboxFolder(u"sandbox-folder"_s, {}, u"DIR"_s);
    sandboxFolder.setFlags(QCommandLineOption::HiddenFromHelp);
    const QCommandLineOption wallets(u"wallets-path"_s, u"Look for Bittensor wallets in DIR."_s,
                                     u"DIR"_s);
    const QCommandLineOption config(
        u"config-path"_s, u"Use FILE as the configuration file of the chutes command line."_s,
        u"FILE"_s);
    const QCommandLineOption data(u"data-dir"_s, u"Keep the program's own records in DIR."_s,
                                  u"DIR"_s);
    const QCommandLineOption version({u"v"_s, u"version"_s}, u"Show the version."_s);
    const QCommandLineOption help({u"h"_s, u"help"_s}, u"Show this text."_s);

    QCommandLineParser parser;
    parser.setApplicationDescription(u"Account manager for Chutes."_s);
    parser.addOptions({sandbox, sandboxFolder, wallets, config, data, version, help});
    const bool understood = parser.parse(withSplitSandbox(arguments));
    if (!understood)
        return printed(parser.errorText() + u"\nTry --help.\n"_s, 2);
    if (parser.isSet(help))
        return printed(parser.helpText(), 0);
    if (parser.isSet(version))
        return printed(u"Canopy " CANOPY_VERSION "\n"_s, 0);
    if (!parser.positionalArguments().isEmpty()) {
        return printed(u"Unexpected argument '%1'.\nTry --help.\n"_s.arg(
                           parser.positionalArguments().constFirst()),
                       2);
    }
    for (const auto &option : {sandboxFolder, wallets, config, data}) {
        if (parser.isSet(option) && parser.value(option).isEmpty()) {
            const QString name = option.names().constFirst() == "sandbox-folder"_L1
                ? u"sandbox"_s
                : option.names().constFirst();
            return printed(u"--%1 needs a value.\nTry --help.\n"_s.arg(name), 2);
        }
    }

    CommandLine line;
    line.sandbox = parser.isSet(sandbox);
    line.sandboxFolder = absolutePath(parser.value(sandboxFolder));
    line.walletsPath = absolutePath(parser.value(wallets));
    line.configPath = absolutePath(parser.value(config));
    line.dataFolder = absolutePath(parser.value(data));
    return line;
}

bool CommandLine::wantsTextOnly(int argc, char **argv)
{
    for (const char *argument : std::span(argv, static_cast<std::size_t>(argc))) {
        const QByteArrayView view(argument);
        if (view == "--help" || view == "-h" || view == "--version" || view == "-v")
            return true;
    }
    return false;
}

} // namespace canopy
