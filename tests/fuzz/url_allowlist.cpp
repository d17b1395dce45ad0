#include "core/chutes/origin.h"
#include "tests/fuzz/fuzz.h"

using namespace canopy;

// What is accepted is exactly a scheme, an ASCII host and a port, and says so again.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QString text = QString::fromUtf8(inputView(data, size));
    const auto origin = Origin::parse(text);
    if (!origin)
        return 0;
    const QUrl url = origin->url("/ping");
    require(url.isValid() && url.userInfo().isEmpty() && url.path() == QLatin1String("/ping"));
    require(url.scheme() == QLatin1String("https")
            || (url.scheme() == QLatin1String("http") && origin->isLoopback()));
    require(origin->isOfficial()
            == (url.host() == QLatin1String("api.chutes.ai") && url.port(443) == 443
                && url.scheme() == QLatin1String("https")));
    const auto again = Origin::parse(origin->toString());
    require(again && *again == *origin);
    return 0;
}
