#pragma once

#include "app/sandbox/catalogue.h"
#include "app/sandbox/context.h"
#include "app/sandbox/router.h"
#include "app/sandbox/validation.h"

namespace canopy::sandbox {

/// /chutes/ and /images/ (contract §8.2, §8.3), the shared gateway (§8.4), and the chutes' own
/// hosts. Names in front of the host cannot be had on a loopback host, so the gateway is at /llm
/// and a chute at /<slug>.chutes; what a key needs there is what it needs at the real host.
class Chutes
{
public:
    explicit Chutes(Context context)
        : m_context(context)
    {
    }

    void addRoutes(Router &router);
    static bool isAtChute(const Request &request);
    Answer atChute(const Request &request);

private:
    Answer list(const Request &request);
    Answer images(const Request &request);
    Answer models(const Request &request);
    Answer complete(const Request &request);
    void checkRange(const Request &request, qint64 page, qint64 limit,
                    Complaints &complaints) const;

    Context m_context;
};

} // namespace canopy::sandbox
