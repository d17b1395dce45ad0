#include "app/sandbox/router.h"

#include <optional>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

bool isPlaceholder(QStringView segment)
{
    return segment.startsWith(u'{') && segment.endsWith(u'}');
}

/// The path parameter (empty if the pattern has none), or nullopt if the path does not fit.
std::optional<QString> match(const QString &pattern, const QString &path)
{
    const QStringList expected = pattern.split(u'/');
    const QStringList found = path.split(u'/');
    if (expected.size() != found.size())
        return std::nullopt;
    QString parameter;
    for (qsizetype i = 0; i < expected.size(); ++i) {
        if (isPlaceholder(expected.at(i)) && !found.at(i).isEmpty())
            parameter = found.at(i);
        else if (expected.at(i) != found.at(i))
            return std::nullopt;
    }
    return parameter;
}

bool reachesCatchAll(const QByteArray &method)
{
    return method == "GET" || method == "POST" || method == "PUT" || method == "DELETE"
        || method == "PATCH" || method == "HEAD";
}

} // namespace

void Router::setCatchAll(std::function<Answer(const Request &)> catchAll)
{
    m_catchAll = std::move(catchAll);
}

Answer Router::answer(const Request &request) const
{
    for (const Route &route : m_routes) {
        if (route.method != request.method)
            continue;
        if (const auto parameter = match(route.pattern, request.path))
            return route.handler(request, *parameter);
    }
    if (!reachesCatchAll(request.method))
        return refusal(405, u"Method Not Allowed"_s);
    return m_catchAll(request);
}

} // namespace canopy::sandbox
