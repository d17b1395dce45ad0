#pragma once

#include "app/sandbox/sandboxservice.h"

#include <QStringList>

namespace canopy::sandbox {

struct CommandLine
{
    SandboxService::Options options;
    /// Where makeDemoWallets() is to put wallets; empty for nowhere.
    QString demoWallets;
};

/// The arguments of canopy-sandbox, program name included. --help, --version and unknown options
/// are answered here and end the program. InvalidInput says which argument is wrong.
Result<CommandLine> commandLineFrom(const QStringList &arguments);

} // namespace canopy::sandbox
