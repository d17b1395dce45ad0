#pragma once

#include "app/sandbox/httpmessage.h"

#include <QStringList>

#include <functional>

namespace canopy::sandbox {

/// One path parameter at most is all the service's paths here have.
using Handler = std::function<Answer(const Request &request, const QString &parameter)>;

/// A query parameter or header that openapi.json declares.
struct RouteInput
{
    QLatin1StringView name;
    QLatin1StringView in; ///< "query", "header"
    bool required = false;
};

struct Route
{
    QByteArray method;
    QString pattern; ///< "/api_keys/{api_key_id}"
    Handler handler;
    QList<RouteInput> inputs;
    bool listed = true; ///< in openapi.json
};

/// Method and path to handler, trailing slashes exact (contract §1.2).
class Router
{
public:
    void add(Route route) { m_routes.append(std::move(route)); }
    /// What answers everything that no route does, OPTIONS and the like apart.
    void setCatchAll(std::function<Answer(const Request &)> catchAll);

    const QList<Route> &routes() const { return m_routes; }
    Answer answer(const Request &request) const;

private:
    QList<Route> m_routes;
    std::function<Answer(const Request &)> m_catchAll;
};

} // namespace canopy::sandbox
