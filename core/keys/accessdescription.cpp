#include "core/keys/accessdescription.h"

#include "core/keys/objectids.h"
#include "core/keys/scopelint.h"

#include <algorithm>

namespace canopy {

using namespace Qt::StringLiterals;
using Kind = AccessFact::Kind;
using Level = AccessSummary::Level;

namespace {

/// What the rows come to, counted once for facts and summary.
struct Tally
{
    bool callsAllChutes = false;
    QStringList chutes; ///< that can be called one by one
    int storedOnly = 0;
    int neverMatches = 0;
    int unknownActions = 0;
    bool mayCall = false; ///< a row on chutes whose action is not known

    bool calls() const { return callsAllChutes || !chutes.isEmpty(); }
};

void count(const Scope &scope, bool absentIsEvery, Tally &tally)
{
    if (!scope.action && !absentIsEvery) {
        ++tally.unknownActions;
        tally.mayCall = tally.mayCall || scope.objectType == "chutes"_L1;
        return;
    }
    if (!isHonoured(scope)) {
        ++tally.storedOnly;
        return;
    }
    if (!scope.objectId) {
        tally.callsAllChutes = true;
        return;
    }
    // It opens the gateway all the same: there the id is not looked at.
    if (!isObjectId(*scope.objectId))
        ++tally.neverMatches;
    if (!tally.chutes.contains(*scope.objectId))
        tally.chutes.append(*scope.objectId);
}

Tally tallyOf(const AccessRequest &access, bool absentIsEvery)
{
    Tally tally;
    for (const auto &row : access.rows)
        count(row.scope, absentIsEvery, tally);
    return tally;
}

QList<AccessFact> factsOf(const Tally &tally)
{
    QList<AccessFact> facts;
    QStringList reachable;
    std::ranges::copy_if(tally.chutes, std::back_inserter(reachable),
                         [](const QString &id) { return isObjectId(id); });
    if (tally.callsAllChutes)
        facts.append({.kind = Kind::CanCallOwnChutes});
    else if (!reachable.isEmpty())
        facts.append({.kind = Kind::CanCallChutes, .ids = reachable});
    if (tally.calls())
        facts.append({.kind = Kind::CanCallPublicModels});
    if (tally.calls() && !tally.callsAllChutes)
        facts.append({.kind = Kind::GatewayNotLimited});
    if (!tally.calls() && tally.unknownActions == 0)
        facts.append({.kind = Kind::CanNothing});
    // No scope of any kind opens anything of these (contract §3.2), whatever its action is.
    facts.append({.kind = Kind::CannotManage});
    if (tally.storedOnly > 0)
        facts.append({.kind = Kind::StoredOnly, .count = tally.storedOnly});
    if (tally.neverMatches > 0)
        facts.append({.kind = Kind::NeverMatches, .count = tally.neverMatches});
    if (tally.unknownActions > 0)
        facts.append({.kind = Kind::ActionNotReported, .count = tally.unknownActions});
    return facts;
}

AccessSummary summaryOf(const AccessRequest &access, bool absentIsEvery)
{
    if (access.admin)
        return {.level = Level::Administrative};
    const auto tally = tallyOf(access, absentIsEvery);
    AccessSummary summary{.unknownActions = tally.unknownActions};
    if (tally.callsAllChutes) {
        summary.level = Level::CallsEverything;
    } else if (tally.mayCall) {
        summary.level = Level::NotReported;
    } else if (!tally.chutes.isEmpty()) {
        summary.level = Level::CallsSomeChutes;
        summary.chutes = tally.chutes;
    } else {
        summary.level = Level::NothingHonoured;
    }
    return summary;
}

/// Type and object of every row, to compare what is remembered with what is reported.
QStringList objectsOf(const QList<Scope> &scopes)
{
    QStringList objects;
    for (const auto &scope : scopes)
        objects.append(scope.objectType + u'\n' + scope.objectId.value_or(u"\n"_s));
    objects.sort();
    return objects;
}

QList<Scope> scopesOf(const AccessRequest &access)
{
    QList<Scope> scopes;
    for (const auto &row : access.rows)
        scopes.append(row.scope);
    return scopes;
}

bool reportsActions(const ApiKey &key)
{
    return std::ranges::any_of(key.scopes,
                               [](const Scope &scope) { return scope.action.has_value(); });
}

} // namespace

std::optional<AccessRequest> knownAccess(const ApiKey &key,
                                         const std::optional<AccessRequest> &remembered)
{
    // A service that speaks of actions at all means "every" by leaving one out.
    if (key.admin || key.scopes.isEmpty() || reportsActions(key))
        return AccessRequest::like(key);
    const bool same = remembered && !remembered->admin
        && objectsOf(scopesOf(*remembered)) == objectsOf(key.scopes);
    return same ? remembered : std::nullopt;
}

QList<AccessFact> describeAccess(const AccessRequest &access)
{
    if (access.admin)
        return {{.kind = Kind::CanEverything}};
    return factsOf(tallyOf(access, true));
}

QList<AccessFact> describeAccess(const ApiKey &key, const std::optional<AccessRequest> &remembered)
{
    if (const auto known = knownAccess(key, remembered))
        return describeAccess(*known);
    return factsOf(tallyOf(AccessRequest::like(key), false));
}

AccessSummary summariseAccess(const AccessRequest &access)
{
    return summaryOf(access, true);
}

AccessSummary summariseAccess(const ApiKey &key, const std::optional<AccessRequest> &remembered)
{
    if (const auto known = knownAccess(key, remembered))
        return summaryOf(*known, true);
    return summaryOf(AccessRequest::like(key), false);
}

} // namespace canopy
