#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

#include <memory>

namespace canopy {

/// One program for one data folder, since two would write the same records and prompt for the same
/// keyring (KC-19). A second one asks the first to show its window and ends.
///
/// The lock is a file with the process id, so one that was killed does not lock out the next.
class SingleInstance : public QObject
{
    Q_OBJECT

public:
    /// @p runtimeFolder is private to the user; @p dataFolder is what is guarded.
    SingleInstance(const QString &runtimeFolder, const QString &dataFolder,
                   QObject *parent = nullptr);
    ~SingleInstance() override;

    /// True: we are the first, and hear of later ones by raiseRequested().
    bool claim();
    /// Asks the other one to show itself; done() follows within two seconds.
    void raiseOther();

signals:
    void raiseRequested();
    /// The other one heard us, or did not.
    void done(bool heard);

private:
    void answer();

    QString m_socketPath;
    QLockFile m_lock;
    std::unique_ptr<QLocalServer> m_server;
    bool m_isDone = false;
};

} // namespace canopy
