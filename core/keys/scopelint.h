#pragma once

#include "core/chutes/accessrequest.h"

#include <QList>

namespace canopy {

/// What is wrong, or only surprising, about a requested access (contract §3).
struct ScopeFinding
{
    enum class Severity {
        Blocks, ///< it can never work, or the service refuses it
        Warns, ///< it works, and not as one would think
    };
    enum class Kind {
        // Blocks
        NoScope, ///< neither administrative nor any row: a key that can do nothing
        UnknownType, ///< not chutes, images, invocations: the service refuses it
        UnknownAction, ///< not read, write, delete, invoke: the service refuses it
        SeveralIds, ///< several ids in one text: the service takes it for one, which matches
        ///< nothing
        BadId, ///< not a UUID as the service writes it: matches nothing
        // Warns
        Administrative, ///< everything, without limits
        ScopesIgnored, ///< rows beside administrative access: neither used nor stored
        EveryAction, ///< no action means every action
        NeverHonoured, ///< stored, and looked at by no known service: anything but chutes + invoke
        Duplicate, ///< the same as @ref otherRow
        Covered, ///< allowed already by @ref otherRow, which is wider
        GatewayOpen, ///< limited to chutes, and yet every public model can be called
    };
    Kind kind = Kind::NoScope;
    Severity severity = Severity::Blocks;
    int row = -1; ///< −1: the whole
    int otherRow = -1;
    bool operator==(const ScopeFinding &) const = default;
};

/// In the order of rows, what concerns the whole first.
QList<ScopeFinding> lintAccess(const AccessRequest &access);
bool hasBlockingFinding(const QList<ScopeFinding> &findings);

bool isObjectType(const QString &text);
bool isScopeAction(const QString &text);
/// Whether any known service ever grants something for it: chutes, with invoke or every action.
bool isHonoured(const Scope &scope);

} // namespace canopy
