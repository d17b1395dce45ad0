#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <sys/types.h>

namespace canopy {

/// The real gnome-keyring of tests/support/with-keyring.sh, for tests that disturb it.
class GnomeKeyring
{
public:
    GnomeKeyring();

    pid_t processId() const { return m_processId; }
    /// Sends @p signal to the daemon.
    void send(int signal) const;
    /// Ends it without warning and waits until it is gone.
    void kill();
    /// Starts another one, unlocked, and waits until it serves. Only after kill().
    bool start();
    /// kill() and start().
    bool restart();
    /// As a screen lock does it.
    bool lock() const;
    /// From now on, and until a restart, it can open no file: as good as a full disk.
    bool forbidFiles() const;

private:
    pid_t m_processId = 0;
};

/// Runs @p program with @p input, and gives back what it says. Empty if it fails.
QByteArray outputOf(const QString &program, const QStringList &arguments,
                    const QByteArray &input = {});

} // namespace canopy
