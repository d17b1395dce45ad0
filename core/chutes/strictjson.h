#pragma once

#include "core/base/result.h"

#include <QByteArrayView>
#include <QDateTime>
#include <QJsonObject>

#include <optional>

/// Reading the service's JSON: a whole document of the documented shape, or Malformed (NET-10).
namespace canopy::json {

/// Answers of the account endpoints are at most a handful of levels deep.
inline constexpr int answerDepth = 16;

/// The whole of @p bytes must be one JSON object, nested at most @p depth deep. Half an object
/// never passes, wherever it is cut.
Result<QJsonObject> parseObject(QByteArrayView bytes, int depth = answerDepth);

/// Malformed, naming the member (never its value).
Error wrongMember(QLatin1StringView name);

/// A string that is not empty.
Result<QString> requiredString(const QJsonObject &object, QLatin1StringView name);
Result<bool> requiredBool(const QJsonObject &object, QLatin1StringView name);
/// Absent and null are nullopt; another type is Malformed.
Result<std::optional<QString>> optionalString(const QJsonObject &object, QLatin1StringView name);
/// Whole numbers only, exact up to 2^63 - 1.
Result<std::optional<qint64>> optionalInteger(const QJsonObject &object, QLatin1StringView name);
/// Any spelling of parseTimestamp().
Result<std::optional<QDateTime>> optionalTimestamp(const QJsonObject &object,
                                                   QLatin1StringView name);

} // namespace canopy::json
