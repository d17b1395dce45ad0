#pragma once

#include "app/sandbox/context.h"
#include "app/sandbox/router.h"

namespace canopy::sandbox {

/// POST /users/register, and the page that hands out registration tokens (contract §5.3).
class Registration
{
public:
    explicit Registration(Context context)
        : m_context(context)
    {
    }

    void addRoutes(Router &router);

private:
    struct Form
    {
        QString hotkey;
        QString username;
        QString coldkey;
    };

    Answer tokenPage(const Request &request) const;
    Answer newToken() const;
    Answer registerUser(const Request &request);

    /// Each nullopt if all is well, in the order the service checks.
    std::optional<Answer> tooMany(const Request &request) const;
    std::optional<Answer> badToken(const Request &request) const;
    std::optional<Answer> takenHotkey(const Form &form, bool hasAccount) const;
    std::optional<Answer> badUsername(const Form &form) const;
    std::optional<Answer> poorColdkey(const Form &form) const;
    std::optional<Answer> firstObjection(const Request &request, const Form &form,
                                         bool hasAccount) const;
    Answer createUser(const Request &request, const Form &form);

    int dailyLimit() const;
    qint64 dayAgo() const;

    Context m_context;
};

} // namespace canopy::sandbox
