#pragma once

#include "core/chutes/accessrequest.h"

#include <QList>
#include <QStringList>

#include <optional>

namespace canopy {

/// What a key can and cannot do on the services known today (contract §3.2): facts for ui/text to
/// make sentences of.
struct AccessFact
{
    enum class Kind {
        // Can
        CanEverything, ///< administrative: account, money, keys, chutes, images
        CanCallOwnChutes, ///< all of the account's chutes
        CanCallChutes, ///< those in @ref ids
        CanCallPublicModels, ///< through the shared gateways
        // The trap
        GatewayNotLimited, ///< beside CanCallChutes: the public models are not limited to them
        // Cannot
        CannotManage, ///< account, keys, money, chutes, images
        CanNothing, ///< no row that a service honours
        StoredOnly, ///< @ref count rows are stored and honoured nowhere
        NeverMatches, ///< @ref count rows have an id that can match nothing
        // Unknown
        ActionNotReported, ///< @ref count rows: the service does not say which action
    };
    Kind kind = Kind::CanNothing;
    QStringList ids = {}; ///< of chutes, each once, in order
    int count = 0;
    bool operator==(const AccessFact &) const = default;
};

/// Of a key that is to be made: an absent action means every action.
QList<AccessFact> describeAccess(const AccessRequest &access);
/// Of a key in the list. @p remembered is what this computer asked for when it made it; without it
/// an absent action is not known, and what depends on it is not claimed.
QList<AccessFact> describeAccess(const ApiKey &key, const std::optional<AccessRequest> &remembered);

/// One word for a table's column, and for sorting and filtering.
struct AccessSummary
{
    enum class Level {
        Administrative,
        CallsEverything, ///< models and all own chutes
        CallsSomeChutes, ///< @ref chutes of them, and public models
        NothingHonoured,
        NotReported, ///< scopes on chutes whose action is not known
    };
    Level level = Level::NotReported;
    QStringList chutes = {}; ///< ids
    int unknownActions = 0;
    bool operator==(const AccessSummary &) const = default;
};
AccessSummary summariseAccess(const ApiKey &key, const std::optional<AccessRequest> &remembered);
AccessSummary summariseAccess(const AccessRequest &access);

/// The actions a key was made with, put to what the service reports: the remembered request, if it
/// still is about the same objects; what the service says itself otherwise.
std::optional<AccessRequest> knownAccess(const ApiKey &key,
                                         const std::optional<AccessRequest> &remembered);

} // namespace canopy
