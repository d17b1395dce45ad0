#include "app/sandbox/openapi.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

QJsonObject parameter(const QString &name, const QString &in, bool required)
{
    return {{u"name"_s, name},
            {u"in"_s, in},
            {u"required"_s, required},
            {u"schema"_s, QJsonObject{{u"title"_s, name}}}};
}

QJsonObject operation(const Route &route)
{
    static const QRegularExpression placeholder(u"\\{(\\w+)\\}"_s);
    QJsonArray parameters;
    if (const auto found = placeholder.match(route.pattern); found.hasMatch())
        parameters.append(parameter(found.captured(1), u"path"_s, true));
    for (const RouteInput &input : route.inputs)
        parameters.append(parameter(input.name, input.in, input.required));

    QJsonObject result{
        {u"responses"_s,
         QJsonObject{{u"200"_s, QJsonObject{{u"description"_s, u"Successful Response"_s}}}}}};
    if (!parameters.isEmpty())
        result.insert(u"parameters"_s, parameters);
    return result;
}

} // namespace

QByteArray openApiText(const QList<Route> &routes, bool listsCatchAll)
{
    QJsonObject paths;
    for (const Route &route : routes) {
        if (!route.listed)
            continue;
        QJsonObject operations = paths.value(route.pattern).toObject();
        operations.insert(QString::fromLatin1(route.method).toLower(), operation(route));
        paths.insert(route.pattern, operations);
    }
    if (listsCatchAll) {
        QJsonObject operations;
        for (const char *method : {"get", "post", "put", "delete", "patch", "head"})
            operations.insert(QLatin1StringView(method), operation({.pattern = u"{path}"_s}));
        paths.insert(u"{path}"_s, operations);
    }
    const QJsonObject document{
        {u"openapi"_s, u"3.1.0"_s},
        {u"info"_s, QJsonObject{{u"title"_s, u"FastAPI"_s}, {u"version"_s, u"0.1.0"_s}}},
        {u"paths"_s, paths}};
    return QJsonDocument(document).toJson(QJsonDocument::Compact);
}

} // namespace canopy::sandbox
