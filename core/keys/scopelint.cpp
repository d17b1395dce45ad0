#include "core/keys/scopelint.h"

#include "core/keys/objectids.h"

#include <algorithm>

namespace canopy {

using namespace Qt::StringLiterals;
using Kind = ScopeFinding::Kind;
using Severity = ScopeFinding::Severity;

namespace {

ScopeFinding blocks(Kind kind, int row = -1)
{
    return {.kind = kind, .severity = Severity::Blocks, .row = row};
}

ScopeFinding warns(Kind kind, int row = -1, int otherRow = -1)
{
    return {.kind = kind, .severity = Severity::Warns, .row = row, .otherRow = otherRow};
}

/// Whether everything that @p narrow allows, @p wide allows too.
bool covers(const Scope &wide, const Scope &narrow)
{
    return wide.objectType == narrow.objectType
        && (!wide.objectId || wide.objectId == narrow.objectId)
        && (!wide.action || wide.action == narrow.action);
}

/// The first row before @p row that is the same, or any other that is wider.
ScopeFinding overlapOf(const AccessRequest &access, int row)
{
    const auto &scope = access.rows.at(row).scope;
    for (int other = 0; other < access.rows.size(); ++other) {
        const auto &candidate = access.rows.at(other).scope;
        if (other < row && candidate == scope)
            return warns(Kind::Duplicate, row, other);
        if (other != row && candidate != scope && covers(candidate, scope))
            return warns(Kind::Covered, row, other);
    }
    return {};
}

void lintId(const Scope &scope, int row, QList<ScopeFinding> &findings)
{
    if (!scope.objectId || isObjectId(*scope.objectId))
        return;
    const bool several = pastedIds(*scope.objectId).size() > 1;
    findings.append(blocks(several ? Kind::SeveralIds : Kind::BadId, row));
}

void lintRow(const AccessRequest &access, int row, QList<ScopeFinding> &findings)
{
    const auto &scope = access.rows.at(row).scope;
    const bool knownType = isObjectType(scope.objectType);
    const bool knownAction = !scope.action || isScopeAction(*scope.action);
    if (!knownType)
        findings.append(blocks(Kind::UnknownType, row));
    if (!knownAction)
        findings.append(blocks(Kind::UnknownAction, row));
    lintId(scope, row, findings);
    if (!scope.action)
        findings.append(warns(Kind::EveryAction, row));
    if (knownType && knownAction && !isHonoured(scope))
        findings.append(warns(Kind::NeverHonoured, row));
    if (const auto overlap = overlapOf(access, row); overlap.row == row)
        findings.append(overlap);
}

bool isLimitedToChutes(const AccessRequest &access)
{
    const auto calls = [](const ScopeRow &row) { return isHonoured(row.scope); };
    return std::ranges::any_of(access.rows, calls)
        && std::ranges::none_of(access.rows, [&](const ScopeRow &row) {
               return calls(row) && !row.scope.objectId;
           });
}

} // namespace

bool isObjectType(const QString &text)
{
    return text == "chutes"_L1 || text == "images"_L1 || text == "invocations"_L1;
}

bool isScopeAction(const QString &text)
{
    return text == "read"_L1 || text == "write"_L1 || text == "delete"_L1 || text == "invoke"_L1;
}

bool isHonoured(const Scope &scope)
{
    return scope.objectType == "chutes"_L1 && (!scope.action || *scope.action == "invoke"_L1);
}

QList<ScopeFinding> lintAccess(const AccessRequest &access)
{
    QList<ScopeFinding> findings;
    if (access.admin) {
        findings.append(warns(Kind::Administrative));
        if (!access.rows.isEmpty())
            findings.append(warns(Kind::ScopesIgnored));
        return findings;
    }
    if (access.rows.isEmpty())
        findings.append(blocks(Kind::NoScope));
    if (isLimitedToChutes(access))
        findings.append(warns(Kind::GatewayOpen));
    for (int row = 0; row < access.rows.size(); ++row)
        lintRow(access, row, findings);
    return findings;
}

bool hasBlockingFinding(const QList<ScopeFinding> &findings)
{
    return std::ranges::any_of(findings, [](const ScopeFinding &finding) {
        return finding.severity == Severity::Blocks;
    });
}

} // namespace canopy
