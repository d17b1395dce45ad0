#include "app/sandbox/scopes.h"

#include <algorithm>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

QString actionOf(const QByteArray &method)
{
    if (method == "DELETE")
        return u"delete"_s;
    if (method == "POST" || method == "PUT" || method == "PATCH")
        return u"write"_s;
    return u"read"_s;
}

Demand invocationOf(const QString &chute)
{
    return {.objectType = u"chutes"_s, .objectId = chute, .action = u"invoke"_s};
}

/// The hosts in front of the shared model gateways.
std::optional<Demand> gatewayDemand(const Request &request, Generation generation)
{
    const QString host = request.header("Host").value_or(QString());
    const bool posts = request.method == "POST";
    if (host.startsWith("llm."_L1) && (posts || request.path == "/v1/models"_L1))
        return invocationOf(u"__megallm__"_s);
    if (host.startsWith("image."_L1) && posts)
        return invocationOf(u"__megadiffuser__"_s);
    if (host.startsWith("embed."_L1) && posts && generation >= Generation::October2025)
        return invocationOf(u"__megaembed__"_s);
    return std::nullopt;
}

bool isGateway(const QString &objectId, Generation generation)
{
    return objectId == "__megallm__"_L1 || objectId == "__megadiffuser__"_L1
        || (objectId == "__megaembed__"_L1 && generation >= Generation::October2025);
}

std::optional<Demand> demandOfOwnAccount(const Request &request, Generation generation)
{
    if (generation < Generation::May2026 || !request.path.startsWith("/users/me"_L1))
        return std::nullopt;
    const bool billing = request.path.contains("/balance"_L1);
    return Demand{.objectType = billing ? u"billing"_s : u"account"_s,
                  .objectId = u"__self__"_s,
                  .action = actionOf(request.method)};
}

} // namespace

Demand demandOf(const Request &request, Generation generation)
{
    if (const auto gateway = gatewayDemand(request, generation))
        return *gateway;
    const QStringList segments = request.path.sliced(1).split(u'/');
    if (request.method == "POST" && segments.size() >= 3 && segments.first() == "chutes"_L1)
        return invocationOf(segments.at(1));
    if (generation >= Generation::May2026 && segments.size() == 3
        && request.path.startsWith("/e2e/instances/"_L1))
        return invocationOf(segments.at(2));
    if (const auto own = demandOfOwnAccount(request, generation))
        return *own;
    const bool namesOne = segments.size() == 2 && !segments.at(1).isEmpty();
    return {.objectType = segments.last(),
            .objectId = namesOne ? segments.at(1) : u"__list_or_invalid__"_s,
            .action = actionOf(request.method)};
}

bool grants(const ApiKey &key, const Demand &demand, Generation generation)
{
    if (key.admin)
        return true;
    return std::ranges::any_of(key.scopes, [&](const Scope &scope) {
        const bool sameObject = !scope.objectId || *scope.objectId == demand.objectId
            || isGateway(demand.objectId, generation);
        const bool sameAction = !scope.action || *scope.action == demand.action;
        return scope.objectType == demand.objectType && sameObject && sameAction;
    });
}

} // namespace canopy::sandbox
