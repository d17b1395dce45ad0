#pragma once

#include "core/base/result.h"
#include "core/secrets/secret.h"

#include <QFuture>
#include <QString>

/// QtKeychain's three jobs as futures, in its own words: what they claim is for the caller to
/// verify. GUI thread only.
///
/// A job belongs to nobody and deletes itself when it is done, because deleting one that runs
/// crashes (F-9). A future that nobody waits for any more takes the late answer, and the secret in
/// it is wiped. Jobs run one after the other, process-wide, and may take as long as a prompt does.
namespace canopy::keychainjobs {

/// What the entry holds. SecretAbsent is a claim: a locked entry reads so too (F-5).
QFuture<Result<Secret>> read(const QString &name);
/// KeychainLocked, KeychainMissing or KeychainUnknown; the latter proves nothing, not even that
/// the value was not stored (F-7).
QFuture<Result<Done>> write(const QString &name, const Secret &value);
/// Success is a claim: a locked entry stays, and QtKeychain calls that done (F-6).
QFuture<Result<Done>> remove(const QString &name);

/// libsecret keeps its session with a daemon that is gone, and every job fails from then on; this
/// makes it open another one (F-8). While no job runs.
void reconnect();

/// Whether jobs can end at all: they need GLib's event loop on the GUI thread (F-12).
bool canRun();

} // namespace canopy::keychainjobs
