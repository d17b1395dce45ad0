#pragma once

#include <QObject>
#include <QSocketNotifier>

namespace canopy::sandbox {

/// Turns SIGINT and SIGTERM into an ordinary signal of the event loop. One per process.
class StopSignals : public QObject
{
    Q_OBJECT

public:
    explicit StopSignals(QObject *parent = nullptr);
    ~StopSignals() override;
    Q_DISABLE_COPY_MOVE(StopSignals)

signals:
    void stopRequested();

private:
    QSocketNotifier m_notifier;
};

} // namespace canopy::sandbox
