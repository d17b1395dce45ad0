#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace canopy {

/// SIGTERM, SIGINT and SIGHUP as a Qt signal, so that the program ends the way it does when its
/// window is closed (PROC-05). One in a process.
class TerminationSignals : public QObject
{
    Q_OBJECT

public:
    explicit TerminationSignals(QObject *parent = nullptr);
    ~TerminationSignals() override;

signals:
    void requested();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace canopy
