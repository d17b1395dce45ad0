#pragma once

#include "core/base/whenfinished.h"
#include "core/secrets/secretstore.h"

#include <QDBusMessage>

namespace canopy {

/// One question to the Secret Service for its state: step by step, over at the first answer that
/// settles it. Asked once.
class SecretServiceState final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    QFuture<Result<SecretStoreState>> ask();
    /// Path of the default collection, once answered; empty if none was seen.
    QString collection() const { return m_collection; }

private:
    void askForOwner();
    void askForActivation();
    void askForAlias();
    void askForProgram();
    void askForLock();
    void settleError(const QDBusMessage &error);
    void settle(SecretStoreState::Availability availability, const QString &detail);

    Promise<SecretStoreState> m_promise;
    QString m_collection;
    QString m_backend = QStringLiteral("Secret Service");
};

} // namespace canopy
