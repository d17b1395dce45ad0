#pragma once

#include "core/base/result.h"
#include "core/chutes/transport.h"

#include <QByteArray>
#include <QJsonObject>

namespace canopy {

/// What a request was, as far as the meaning of its answer depends on it.
struct Asked
{
    bool changesSomething = false;
    /// POST /users/register, where 400, 403 and 409 have meanings of their own (contract §5.3).
    bool registers = false;
    /// The body is read by somebody else, who is strict himself (openapi.json).
    bool readsBodyItself = false;
    /// The member that holds a secret and must not meet QJsonDocument; empty if there is none.
    QByteArray secretMember = {};
};

/// An answer that says yes.
struct Answer
{
    QJsonObject object; ///< empty if Asked::readsBodyItself; a secret member is blank in it
    Secret secret; ///< the value of Asked::secretMember
    Secret body; ///< as received
    QDateTime date;
};

/// Turns what came back into what it means (contract §1.4, §2, §5, §12): the documented success,
/// or an Error whose code is the meaning, whose `said` is the service's own words.
///
/// A body {"status_code": 400, …} under HTTP 200 is the failure it names (F-23). Error::inDoubt is
/// set where the service may have acted all the same.
Result<Answer> judge(HttpResponse response, const Asked &asked);

} // namespace canopy
