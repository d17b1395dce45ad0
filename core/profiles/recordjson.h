#pragma once

#include "core/base/result.h"
#include "core/chutes/origin.h"
#include "core/crypto/ss58.h"

#include <QByteArrayView>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace canopy {

/// Reads one of our own JSON objects: every member must be known, and of its type. The first that
/// is not is remembered, so a reader asks for all and looks at the end. Unknown members are a
/// later version's, and rewriting the file without them would lose what they say.
class RecordReader
{
public:
    explicit RecordReader(QJsonObject object);

    QString string(QLatin1StringView name);
    bool boolean(QLatin1StringView name);
    QStringList strings(QLatin1StringView name);
    /// UTC with milliseconds; an empty string is an invalid time.
    QDateTime time(QLatin1StringView name);
    /// An empty string is none.
    std::optional<Ss58Address> address(QLatin1StringView name);
    Origin origin(QLatin1StringView name);
    QJsonArray array(QLatin1StringView name);

    /// FileDamaged, naming the first member that is wrong or not known.
    Result<Done> finish() const;
    void refuse(QLatin1StringView name);

private:
    QJsonValue take(QLatin1StringView name);

    QJsonObject m_object;
    QString m_wrong;
};

/// The version, and the list of objects under @p list, of a whole document. @p others reads what
/// else the document has.
Result<QList<QJsonObject>> parseRecords(QByteArrayView json, QLatin1StringView list,
                                        const std::function<void(RecordReader &)> &others = {});

/// The same the other way. Sorted members, so equal content is equal bytes.
QByteArray serialiseRecords(QLatin1StringView list, const QList<QJsonObject> &records,
                            QJsonObject others = {});

QString toRecord(const QDateTime &time);
QString toRecord(const std::optional<Ss58Address> &address);
/// What hex(16) of a RandomSource makes.
bool isRecordId(const QString &id);

} // namespace canopy
