#pragma once

#include "app/sandbox/context.h"
#include "app/sandbox/router.h"

namespace canopy::sandbox {

/// The developer deposit as an account sees it that never paid one: nothing pays in here
/// (contract §6.2, §6.3).
class Deposit
{
public:
    explicit Deposit(Context context)
        : m_context(context)
    {
    }

    void addRoutes(Router &router);

private:
    static Answer required();
    Answer giveBack(const Request &request);

    Context m_context;
};

} // namespace canopy::sandbox
