#include "core/chutes/accessrequest.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

QJsonObject scopeObject(const ScopeRow &row)
{
    QJsonObject object = row.others;
    object.insert(u"object_type"_s, row.scope.objectType);
    if (row.scope.objectId)
        object.insert(u"object_id"_s, *row.scope.objectId);
    if (row.scope.action)
        object.insert(u"action"_s, *row.scope.action);
    return object;
}

} // namespace

AccessRequest AccessRequest::like(const ApiKey &key)
{
    AccessRequest access{.admin = key.admin};
    for (const auto &scope : key.scopes)
        access.rows.append({.scope = scope});
    return access;
}

QByteArray newApiKeyBody(const QString &name, const AccessRequest &access)
{
    QJsonObject body{{u"name"_s, name}, {u"admin"_s, access.admin}};
    if (!access.admin) {
        QJsonArray scopes;
        for (const auto &row : access.rows)
            scopes.append(scopeObject(row));
        body.insert(u"scopes"_s, scopes);
    }
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

} // namespace canopy
