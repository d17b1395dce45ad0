#pragma once

#include "core/chutes/accessrequest.h"

#include <QString>
#include <QStringList>

namespace canopy {

/// What most keys are for. Each is only a start: everything can be changed afterwards.
enum class AccessPreset {
    AllChutes, ///< call models and all my chutes
    OneChute,
    SeveralChutes,
    Administrative,
    Custom,
};

/// The request of @p preset for @p chuteIds (OneChute takes the first). Custom is empty. Never
/// administrative but for that preset.
AccessRequest accessFor(AccessPreset preset, const QStringList &chuteIds = {});
/// Which preset makes exactly this request; Custom if none does.
AccessPreset presetOf(const AccessRequest &access);

} // namespace canopy
