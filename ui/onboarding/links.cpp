#include "ui/onboarding/links.h"

#include <array>

namespace canopy {

namespace {

constexpr std::array<const char *, 1> knownPaths{"/users/registration_token"};

} // namespace

bool isKnownLink(const QUrl &url, const Origin &registration)
{
    // Built anew and compared whole, so that nothing a parser might read differently gets through.
    for (const char *path : knownPaths) {
        if (url.isValid() && url == registration.url(path))
            return true;
    }
    return false;
}

} // namespace canopy
