#pragma once

#include <QString>
#include <QStringList>

namespace canopy {

/// What the person asked for when starting the program.
struct CommandLine
{
    enum class Action { Run, PrintAndExit };

    Action action = Action::Run;
    /// For PrintAndExit: what to print, and how the program ends.
    QString text = {};
    int exitCode = 0;

    bool sandbox = false;
    QString sandboxFolder = {}; ///< empty: a temporary one
    QString walletsPath = {}; ///< empty where the option was not given, as the next two
    QString configPath = {};
    QString dataFolder = {};

    /// @p arguments as QCoreApplication::arguments() has them, Qt's own options taken out.
    static CommandLine parse(const QStringList &arguments);
    /// Whether only text is wanted, so that no display is needed.
    static bool wantsTextOnly(int argc, char **argv);
};

} // namespace canopy
