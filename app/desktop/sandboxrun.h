#pragma once

#include "app/sandbox/sandboxservice.h"
#include "core/chutes/origin.h"

namespace canopy {

/// The sandbox of this run: its service, on the port it had last time where that is free, and its
/// wallets. Waits for the disk; before the event loop starts.
class SandboxRun
{
public:
    /// @p walletsFolder: where the demo wallets go.
    SandboxRun(const QString &folder, const QString &walletsFolder, RandomSource &random);

    const Result<Done> &started() const { return m_started; }
    /// Only if it started.
    Origin origin() const;

private:
    Result<Done> start(const QString &folder, const QString &walletsFolder, RandomSource &random);

    std::unique_ptr<SandboxService> m_service;
    Result<Done> m_started;
};

} // namespace canopy
