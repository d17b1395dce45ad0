#pragma once

#include "core/base/result.h"

#include <QDBusMessage>
#include <QFuture>

#include <functional>

class QObject;

/// Calls on the session bus that never block the calling thread.
namespace canopy::sessionbus {

/// Connects if that was not done yet. KeychainMissing without a bus: one is never launched,
/// because its keyring would be another one, locked and empty (KC-13).
QFuture<Result<Done>> connect();

/// Sends @p message and calls @p handler once with the reply or an error message, unless
/// @p context is destroyed first. After connect() only.
void call(const QDBusMessage &message, int timeoutMs, QObject *context,
          std::function<void(const QDBusMessage &)> handler);

/// Whether @p error means that nobody can provide the service that was called.
bool isServiceMissing(const QDBusMessage &error);

/// For the log.
QString describe(const QDBusMessage &error);

} // namespace canopy::sessionbus
