#pragma once

#include "core/base/whenfinished.h"
#include "core/secrets/secretstore.h"

#include <QDBusMessage>

namespace canopy {

/// One unlocking of the default collection, or its creation where there is none, with the prompt
/// of the system. What counts in the end is not what the prompt says but the state afterwards.
class SecretServiceUnlock final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Called once. The object deletes itself when it is over.
    QFuture<Result<Done>> start();

private slots:
    void end();

private:
    void unlock(const QString &collection);
    void makeCollection();
    void request(const QDBusMessage &call);
    void show(const QString &prompt);

    Promise<Done> m_promise;
    bool m_ending = false;
};

} // namespace canopy
