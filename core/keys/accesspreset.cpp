#include "core/keys/accesspreset.h"

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

ScopeRow invocation(const std::optional<QString> &chute)
{
    return {.scope = {.objectType = u"chutes"_s, .objectId = chute, .action = u"invoke"_s}};
}

} // namespace

AccessRequest accessFor(AccessPreset preset, const QStringList &chuteIds)
{
    AccessRequest access;
    switch (preset) {
    case AccessPreset::AllChutes:
        access.rows = {invocation(std::nullopt)};
        break;
    case AccessPreset::OneChute:
        if (!chuteIds.isEmpty())
            access.rows = {invocation(chuteIds.first())};
        break;
    case AccessPreset::SeveralChutes:
        for (const auto &id : chuteIds)
            access.rows.append(invocation(id));
        break;
    case AccessPreset::Administrative:
        access.admin = true;
        break;
    case AccessPreset::Custom:
        break;
    }
    return access;
}

AccessPreset presetOf(const AccessRequest &access)
{
    if (access == accessFor(AccessPreset::Administrative))
        return AccessPreset::Administrative;
    if (access == accessFor(AccessPreset::AllChutes))
        return AccessPreset::AllChutes;
    QStringList ids;
    for (const auto &row : access.rows) {
        if (!row.scope.objectId || row != invocation(row.scope.objectId))
            return AccessPreset::Custom;
        ids.append(*row.scope.objectId);
    }
    if (ids.isEmpty() || access.admin || !access.others.isEmpty())
        return AccessPreset::Custom;
    return ids.size() == 1 ? AccessPreset::OneChute : AccessPreset::SeveralChutes;
}

} // namespace canopy
