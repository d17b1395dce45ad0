#pragma once

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/chutes/origin.h"
#include "core/profiles/recordfile.h"

#include <QByteArrayView>
#include <QDateTime>
#include <QList>
#include <QString>

namespace canopy {

/// An operation that was about to be sent and whose outcome is not known yet (TX-01). No secrets.
struct PendingOperation
{
    enum class Kind { Register, ChangeFingerprint, CreateApiKey, RevokeApiKey, ReturnDeposit };

    QString id; ///< random, 32 hex digits
    Kind kind = Kind::Register;
    Origin service = Origin::official();
    QString profileId; ///< under which secrets were written ahead
    QString subject; ///< hotkey address, key name, key id: what to look for
    QString username; ///< for Register
    QString coldkey; ///< for Register
    QString hotkeyName, hotkeyPath, walletName; ///< for Register: enough to go on after a crash
    QDateTime startedAt; ///< UTC, to the millisecond

    bool operator==(const PendingOperation &) const = default;
};

/// pending.json: written and synced before a request that cannot be repeated leaves, cleared once
/// its outcome is known; what is left at start is reconciled by reading, never by repeating.
///
/// Blocking, but small and local: GUI thread. One program at a time writes it; what another one
/// wrote in between is never overwritten (FileConflict).
class Journal
{
public:
    /// @p folder: the program's data folder. Nothing is read before load(). @p random must outlive
    /// the journal.
    Journal(const QString &folder, RandomSource &random);

    /// FileDamaged for a file that cannot be understood; it is left alone and begin() refuses.
    Result<QList<PendingOperation>> load();
    const QList<PendingOperation> &pending() const { return m_pending; }

    /// Returns the id, which is made here. If this fails, nothing may be sent. InvalidInput for an
    /// operation without a valid startedAt. Otherwise the errors of RecordFile::write().
    Result<QString> begin(PendingOperation operation);
    /// The outcome of @p id is known; an id that is not pending is success. On failure the
    /// operation stays pending.
    Result<Done> settle(const QString &id);

    /// The file's content and back; strict (fuzzed). FileDamaged.
    static Result<QList<PendingOperation>> parse(QByteArrayView json);
    static QByteArray serialise(const QList<PendingOperation> &operations);

private:
    Result<Done> write(QList<PendingOperation> operations);

    RecordFile m_file;
    RandomSource &m_random;
    QList<PendingOperation> m_pending;
};

} // namespace canopy
