#pragma once

#include "app/sandbox/context.h"
#include "app/sandbox/faults.h"
#include "app/sandbox/generation.h"
#include "app/sandbox/serviceclock.h"
#include "core/base/result.h"

#include <QObject>
#include <QString>
#include <QThread>

#include <memory>

namespace canopy {

namespace sandbox {
class Engine;
class HttpFront;
} // namespace sandbox

/// A Chutes service on this machine: real HTTP on 127.0.0.1, real signatures, its state in a
/// folder. It behaves as the wire contract says, quirks included, so that the whole program can
/// be used and tested without an account and without a network.
///
/// It works in a thread of its own: neither its database nor a slow answer holds up the owner's.
class SandboxService : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        sandbox::Generation generation = sandbox::Generation::Seed;
        /// Made if missing; holds sandbox.sqlite.
        QString dataDir;
        /// 0: any free port.
        quint16 port = 0;
        QList<sandbox::FaultRule> faults;
        /// Service clock minus ours.
        qint64 clockOffsetSeconds = 0;
        sandbox::Settings settings;
    };

    explicit SandboxService(Options options, QObject *parent = nullptr);
    ~SandboxService() override;
    Q_DISABLE_COPY_MOVE(SandboxService)

    /// Opens the data and listens; when it returns, requests are answered. Waits for the disk
    /// (a few milliseconds), so it belongs before the event loop starts. Call once. Errors:
    /// Offline (port taken), FileNotWritable, FileUnreadable, FileUnsafe, FileDamaged.
    Result<Done> start();

    quint16 port() const { return m_port; }
    /// "http://127.0.0.1:54321", no trailing slash; empty before start().
    QString baseUrl() const;

    /// From any thread; both hold for requests that come in afterwards.
    void setClockOffset(qint64 seconds) { m_clock.setOffset(seconds); }
    /// Replaces the rules.
    void setFaults(const QList<sandbox::FaultRule> &faults);

signals:
    /// @p status 0: the connection was closed without an answer. Never anything secret.
    void requestServed(const QString &method, const QString &path, int status);

private:
    Result<Done> startHere();

    Options m_options;
    sandbox::ServiceClock m_clock;
    QThread m_thread;
    /// Lives in m_thread, as do the two below; used there only.
    std::unique_ptr<QObject> m_worker;
    std::unique_ptr<sandbox::Engine> m_engine;
    std::unique_ptr<sandbox::HttpFront> m_front;
    quint16 m_port = 0;
};

} // namespace canopy
