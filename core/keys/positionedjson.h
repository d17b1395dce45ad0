#pragma once

#include "core/keys/accessdocument.h"

#include <QJsonValue>
#include <QList>
#include <QString>
#include <QStringView>

#include <tl/expected.hpp>

namespace canopy {

/// A JSON value that knows where it stands in its text; for accessdocument.cpp. QJsonDocument says
/// where a text stops being JSON, and nothing about where a value that is not wanted is.
struct PositionedJson
{
    struct Member;

    enum class Type { Object, Array, Text, Other };
    Type type = Type::Other;
    qsizetype offset = 0; ///< of the first character
    QList<Member> members; ///< of an object, in the order of the text
    QList<PositionedJson> items; ///< of an array
    QJsonValue value; ///< of everything else; unescaped

    bool isNull() const { return type == Type::Other && value.isNull(); }
    bool isBool() const { return type == Type::Other && value.isBool(); }
    const Member *find(QLatin1StringView name) const;
    QJsonValue toValue() const;

    /// Strict RFC 8259: the whole text, no member twice, at most 16 levels.
    static tl::expected<PositionedJson, DocumentProblem> parse(QStringView text);
};

struct PositionedJson::Member
{
    QString name;
    qsizetype offset = 0; ///< of the name
    PositionedJson value;
};

/// @p problem with its line and column worked out.
DocumentProblem located(DocumentProblem problem, QStringView text);

} // namespace canopy
