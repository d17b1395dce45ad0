#pragma once

#include "app/sandbox/context.h"
#include "app/sandbox/router.h"

class QJsonObject;

namespace canopy::sandbox {

/// POST /users/login and GET /users/login/nonce (contract §5.8).
class Login
{
public:
    explicit Login(Context context)
        : m_context(context)
    {
    }

    void addRoutes(Router &router);

private:
    Answer newNonce() const;
    Answer login(const Request &request) const;
    Answer byFingerprint(const QString &fingerprint) const;
    Answer byHotkey(const QJsonObject &body) const;
    Answer token(const User &user) const;

    Context m_context;
};

} // namespace canopy::sandbox
