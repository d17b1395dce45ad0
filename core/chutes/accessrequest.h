#pragma once

#include "core/chutes/apikey.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace canopy {

/// One scope as it is asked for. An absent action means: every action.
struct ScopeRow
{
    Scope scope;
    /// Members of the scope's JSON that this program does not know; sent as they are, as the
    /// chutes CLI does.
    QJsonObject others = {};
    bool operator==(const ScopeRow &) const = default;
};

/// What a new key shall be allowed to do: one value behind the editor's three views.
struct AccessRequest
{
    /// Everything. The service ignores the scopes then, and does not store them.
    bool admin = false;
    QList<ScopeRow> rows = {};
    /// Members of the document beside "scopes" and "admin"; kept in the document, never sent.
    QJsonObject others = {};
    bool operator==(const AccessRequest &) const = default;

    /// The same access as a key in the list has, as far as the service reports it: actions are
    /// nullopt there because they are not known (contract §3.3), and must be confirmed.
    static AccessRequest like(const ApiKey &key);
};

/// The body of POST /api_keys/: compact JSON. Scopes only without administrative access, and then
/// always, even if there are none (contract §3.1).
QByteArray newApiKeyBody(const QString &name, const AccessRequest &access);

} // namespace canopy
