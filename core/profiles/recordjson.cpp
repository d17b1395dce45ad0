#include "core/profiles/recordjson.h"

#include "core/chutes/strictjson.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <utility>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

constexpr int formatVersion = 1;
constexpr auto versionName = "version"_L1;

} // namespace

RecordReader::RecordReader(QJsonObject object)
    : m_object(std::move(object))
{
}

QJsonValue RecordReader::take(QLatin1StringView name)
{
    return m_object.take(name);
}

void RecordReader::refuse(QLatin1StringView name)
{
    if (m_wrong.isEmpty())
        m_wrong = name;
}

QString RecordReader::string(QLatin1StringView name)
{
    const QJsonValue value = take(name);
    if (!value.isString())
        refuse(name);
    return value.toString();
}

bool RecordReader::boolean(QLatin1StringView name)
{
    const QJsonValue value = take(name);
    if (!value.isBool())
        refuse(name);
    return value.toBool();
}

QJsonArray RecordReader::array(QLatin1StringView name)
{
    const QJsonValue value = take(name);
    if (!value.isArray())
        refuse(name);
    return value.toArray();
}

QStringList RecordReader::strings(QLatin1StringView name)
{
    QStringList result;
    const auto values = array(name);
    for (const auto &value : values) {
        if (!value.isString())
            refuse(name);
        result.append(value.toString());
    }
    return result;
}

QDateTime RecordReader::time(QLatin1StringView name)
{
    const QString text = string(name);
    if (text.isEmpty())
        return {};
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid() || time.timeSpec() != Qt::UTC || toRecord(time) != text)
        refuse(name);
    return time;
}

std::optional<Ss58Address> RecordReader::address(QLatin1StringView name)
{
    const QString text = string(name);
    if (text.isEmpty())
        return std::nullopt;
    if (const auto address = Ss58Address::parse(text))
        return *address;
    refuse(name);
    return std::nullopt;
}

Origin RecordReader::origin(QLatin1StringView name)
{
    if (const auto origin = Origin::parse(string(name)))
        return *origin;
    refuse(name);
    return Origin::official();
}

Result<Done> RecordReader::finish() const
{
    if (!m_wrong.isEmpty())
        return failure(Error::Code::FileDamaged, u"member "_s + m_wrong);
    if (!m_object.isEmpty())
        return failure(Error::Code::FileDamaged, u"a member of another version"_s);
    return Done{};
}

Result<QList<QJsonObject>> parseRecords(QByteArrayView json, QLatin1StringView list,
                                        const std::function<void(RecordReader &)> &others)
{
    auto object = json::parseObject(json);
    if (!object)
        return failure(Error::Code::FileDamaged, object.error().detail);
    if (object->take(versionName) != QJsonValue(formatVersion))
        return failure(Error::Code::FileDamaged, u"another version"_s);
    RecordReader reader(*std::move(object));
    QList<QJsonObject> records;
    const auto values = reader.array(list);
    for (const auto &value : values) {
        if (!value.isObject())
            reader.refuse(list);
        records.append(value.toObject());
    }
    if (others)
        others(reader);
    if (auto done = reader.finish(); !done)
        return failure(std::move(done).error());
    return records;
}

QByteArray serialiseRecords(QLatin1StringView list, const QList<QJsonObject> &records,
                            QJsonObject others)
{
    QJsonArray array;
    for (const QJsonObject &record : records)
        array.append(record);
    others.insert(versionName, formatVersion);
    others.insert(list, array);
    return QJsonDocument(others).toJson();
}

QString toRecord(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODateWithMs) : QString(u""_s);
}

QString toRecord(const std::optional<Ss58Address> &address)
{
    return address ? address->toString() : QString(u""_s);
}

bool isRecordId(const QString &id)
{
    static const QRegularExpression pattern(u"\\A[0-9a-f]{32}\\z"_s);
    return pattern.match(id).hasMatch();
}

} // namespace canopy
