#pragma once

#include "app/sandbox/context.h"
#include "app/sandbox/router.h"

namespace canopy::sandbox {

/// GET /users/me and what belongs to it (contract §5.2, §5.4, §5.6, §5.11).
class Accounts
{
public:
    explicit Accounts(Context context)
        : m_context(context)
    {
    }

    void addRoutes(Router &router);
    /// GET /users/{user_id} fits paths of other groups too, so it comes last.
    void addLastRoutes(Router &router);

private:
    Answer nameCheck(const Request &request) const;
    Answer me(const Request &request);
    Answer userWithId(const Request &request, const QString &id);
    Answer changeFingerprint(const Request &request) const;
    tl::expected<User, Answer> userBySignature(const Request &request,
                                               const QString &fingerprint) const;
    tl::expected<User, Answer> userByOldFingerprint(const QString &fingerprint) const;
    Answer link(const Request &request);
    QByteArray accountText(const User &user) const;

    Context m_context;
};

} // namespace canopy::sandbox
