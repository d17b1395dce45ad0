#pragma once

#include "app/desktop/commandline.h"

#include <QProcessEnvironment>
#include <QTemporaryDir>

#include <memory>

namespace canopy {

/// Which folders and files this run of the program works with. In the sandbox everything lies in
/// one folder of its own.
struct Places
{
    QString data;
    QString dataOrigin; ///< "--data-dir", or empty for the usual one
    QString runtime;
    QString sandbox; ///< empty outside the sandbox
    QString walletsOption;
    QString configOption;
    /// Removed when the program ends.
    std::unique_ptr<QTemporaryDir> temporary;

    static Places of(const CommandLine &commandLine);
};

} // namespace canopy
