#pragma once

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/profiles/profile.h"
#include "core/profiles/recordfile.h"

#include <QByteArrayView>
#include <QList>
#include <QObject>

namespace canopy {

/// accounts.json: the profiles of this computer and which one is open (KC-17). Written whole by
/// replaceFile(); an unreadable file is reported and never overwritten. GUI thread; small file.
class ProfileStore : public QObject
{
    Q_OBJECT

public:
    /// @p folder: the program's data folder. Nothing is read before load(). @p random must outlive
    /// the store.
    ProfileStore(const QString &folder, RandomSource &random, QObject *parent = nullptr);

    /// A missing file is an empty list. FileDamaged for one that cannot be understood, and the
    /// errors of readSmallFile(); then nothing can be saved.
    Result<Done> load();
    const QList<Profile> &profiles() const { return m_profiles; }
    /// Null if there is none. Valid until the next change.
    const Profile *find(const QString &id) const;
    /// A profile of the same service and hotkey, or the same service and user id. Null if there is
    /// none; valid until the next change.
    const Profile *findSame(const Profile &profile) const;
    QString newId();

    /// Adds, or replaces the one with the same id. InvalidInput for an id that newId() did not
    /// make; otherwise the errors of RecordFile::write(), and nothing is changed.
    Result<Done> save(const Profile &profile);
    /// A profile that is not there is success. If it was the current one, none is.
    Result<Done> remove(const QString &id);

    /// Empty if none is.
    QString currentId() const { return m_currentId; }
    /// @p id of a profile, or empty. InvalidInput for an unknown one.
    Result<Done> setCurrent(const QString &id);

    /// The file's content and back; strict. FileDamaged.
    struct Content
    {
        QList<Profile> profiles;
        QString currentId;
        bool operator==(const Content &) const = default;
    };
    static Result<Content> parse(QByteArrayView json);
    static QByteArray serialise(const Content &content);

signals:
    void changed();

private:
    Result<Done> write(const Content &content);

    RecordFile m_file;
    RandomSource &m_random;
    QList<Profile> m_profiles;
    QString m_currentId;
};

} // namespace canopy
