#pragma once

#include "app/sandbox/context.h"
#include "app/sandbox/router.h"
#include "app/sandbox/validation.h"

namespace canopy::sandbox {

/// /api_keys/ (contract §3, §4).
class ApiKeys
{
public:
    explicit ApiKeys(Context context)
        : m_context(context)
    {
    }

    void addRoutes(Router &router);

private:
    Answer list(const Request &request);
    Answer create(const Request &request);
    Answer one(const Request &request, const QString &id);
    Answer remove(const Request &request, const QString &id);
    Answer store(const ApiKey &key);

    Context m_context;
};

} // namespace canopy::sandbox
