#pragma once

#include "core/base/result.h"
#include "core/secrets/secret.h"

#include <QFuture>
#include <QString>

class QPagedPaintDevice;

namespace canopy {

/// What stands beside a fingerprint on paper or in a file, so that it can be told whose it is.
struct FingerprintCaption
{
    QString username;
    QString userId;
    QString host;
    QString date;
};

/// Draws the sheet. One page.
void printFingerprint(QPagedPaintDevice &device, const FingerprintCaption &caption,
                      const Secret &fingerprint);

/// Writes @p path, which must not exist yet, in clear text, mode 0600; on a worker thread. Errors
/// as createFile().
QFuture<Result<Done>> saveFingerprint(const QString &path, const FingerprintCaption &caption,
                                      const Secret &fingerprint);

} // namespace canopy
