#include "app/sandbox/stopsignals.h"

#include <csignal>
#include <sys/signalfd.h>
#include <unistd.h>

namespace canopy::sandbox {

namespace {

/// Blocked in this thread (and those it starts), so that they arrive only through the descriptor.
int stopDescriptor()
{
    sigset_t signalsToStop;
    sigemptyset(&signalsToStop);
    sigaddset(&signalsToStop, SIGINT);
    sigaddset(&signalsToStop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signalsToStop, nullptr);
    return signalfd(-1, &signalsToStop, SFD_CLOEXEC | SFD_NONBLOCK);
}

} // namespace

StopSignals::StopSignals(QObject *parent)
    : QObject(parent)
    , m_notifier(stopDescriptor(), QSocketNotifier::Read)
{
    connect(&m_notifier, &QSocketNotifier::activated, this, &StopSignals::stopRequested);
}

StopSignals::~StopSignals()
{
    m_notifier.setEnabled(false);
    close(static_cast<int>(m_notifier.socket()));
}

} // namespace canopy::sandbox
