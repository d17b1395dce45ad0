#include "core/chutes/strictjson.h"

#include "core/chutes/account.h"

#include <QJsonDocument>

namespace canopy::json {

using namespace Qt::StringLiterals;

namespace {

/// QJsonDocument recurses up to 1024 levels; brackets are counted before it gets to see them.
bool isDeeperThan(QByteArrayView bytes, int limit)
{
    int depth = 0;
    bool inString = false;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
            continue;
        }
        if (c == '"')
            inString = true;
        else if (c == '{' || c == '[')
            ++depth;
        else if (c == '}' || c == ']')
            --depth;
        if (depth > limit)
            return true;
    }
    return false;
}

} // namespace

Result<QJsonObject> parseObject(QByteArrayView bytes, int depth)
{
    if (isDeeperThan(bytes, depth))
        return failure(Error::Code::Malformed, u"JSON nested too deep"_s);
    QJsonParseError error;
    // Borrowed, not copied: the document copies what it keeps.
    const auto document = QJsonDocument::fromJson(
        QByteArray::fromRawData(bytes.data(), bytes.size()), &error);
    if (error.error != QJsonParseError::NoError)
        return failure(Error::Code::Malformed, u"JSON: "_s + error.errorString());
    if (!document.isObject())
        return failure(Error::Code::Malformed, u"not a JSON object"_s);
    return document.object();
}

Error wrongMember(QLatin1StringView name)
{
    return {.code = Error::Code::Malformed, .detail = u"unexpected \"%1\""_s.arg(name)};
}

Result<QString> requiredString(const QJsonObject &object, QLatin1StringView name)
{
    const auto value = object.value(name);
    if (!value.isString() || value.toString().isEmpty())
        return failure(wrongMember(name));
    return value.toString();
}

Result<bool> requiredBool(const QJsonObject &object, QLatin1StringView name)
{
    const auto value = object.value(name);
    if (!value.isBool())
        return failure(wrongMember(name));
    return value.toBool();
}

Result<std::optional<QString>> optionalString(const QJsonObject &object, QLatin1StringView name)
{
    const auto value = object.value(name);
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    if (!value.isString())
        return failure(wrongMember(name));
    return value.toString();
}

Result<std::optional<qint64>> optionalInteger(const QJsonObject &object, QLatin1StringView name)
{
    const auto value = object.value(name);
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    // toInteger() gives the default for what is not a whole number: two defaults tell.
    if (!value.isDouble() || value.toInteger(0) != value.toInteger(1))
        return failure(wrongMember(name));
    return value.toInteger();
}

Result<std::optional<QDateTime>> optionalTimestamp(const QJsonObject &object,
                                                   QLatin1StringView name)
{
    const auto member = optionalString(object, name);
    if (!member)
        return failure(member.error());
    const auto &text = *member;
    if (!text)
        return std::nullopt;
    auto when = parseTimestamp(*text);
    if (!when.isValid())
        return failure(wrongMember(name));
    return when;
}

} // namespace canopy::json
