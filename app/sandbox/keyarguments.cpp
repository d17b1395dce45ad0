#include "app/sandbox/keyarguments.h"

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

std::optional<QString> actionIn(const QJsonObject &scope, const QJsonArray &where,
                                Complaints &complaints)
{
    const QJsonValue value = scope.value("action"_L1);
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    QString action = value.toString();
    if (action == "read"_L1 || action == "write"_L1 || action == "delete"_L1
        || action == "invoke"_L1)
        return action;
    QJsonArray place = where;
    place.append(u"action"_s);
    const QString expected = u"'read', 'write', 'delete' or 'invoke'"_s;
    complaints.add("enum"_L1, place, u"Input should be "_s + expected, value,
                   {{u"expected"_s, expected}});
    return std::nullopt;
}

std::optional<QList<Scope>> scopesIn(const QJsonValue &value, Complaints &complaints)
{
    if (value.isNull())
        return std::nullopt;
    const QJsonArray place{u"body"_s, u"scopes"_s};
    if (!value.isUndefined() && !value.isArray())
        complaints.add("list_type"_L1, place, u"Input should be a valid list"_s, value);
    QList<Scope> scopes;
    const QJsonArray items = value.toArray();
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QJsonArray where{u"body"_s, u"scopes"_s, i};
        if (!items.at(i).isObject()) {
            complaints.add("model_attributes_type"_L1, where,
                           u"Input should be a valid dictionary or object to extract fields from"_s,
                           items.at(i));
            continue;
        }
        const QJsonObject scope = items.at(i).toObject();
        scopes.append({.objectType = requiredText(scope, "object_type"_L1, where, complaints)
                                         .value_or(QString()),
                       .objectId = optionalText(scope, "object_id"_L1, where, complaints),
                       .action = actionIn(scope, where, complaints)});
    }
    return scopes;
}

} // namespace

std::optional<KeyArguments> keyArguments(const Body &body, Complaints &complaints)
{
    const auto object = body.object(complaints);
    if (!object)
        return std::nullopt;
    const QJsonArray where{u"body"_s};
    KeyArguments arguments;
    arguments.admin = requiredBool(*object, "admin"_L1, where, complaints).value_or(false);
    arguments.name = requiredText(*object, "name"_L1, where, complaints).value_or(QString());
    arguments.scopes = scopesIn(object->value("scopes"_L1), complaints);
    return complaints.isEmpty() ? std::optional(arguments) : std::nullopt;
}

bool isObjectType(const QString &text)
{
    return text == "images"_L1 || text == "chutes"_L1 || text == "invocations"_L1;
}

} // namespace canopy::sandbox
