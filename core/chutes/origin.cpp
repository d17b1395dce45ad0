#include "core/chutes/origin.h"

#include <QHostAddress>

#include <algorithm>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

constexpr int httpsPort = 443;
constexpr int httpPort = 80;

bool isLabelCharacter(QChar c)
{
    const auto u = c.unicode();
    return (u >= u'a' && u <= u'z') || (u >= u'0' && u <= u'9') || u == u'-';
}

/// One part of a name between dots, of letters, digits and inner hyphens.
bool isLabel(QStringView label)
{
    return !label.isEmpty() && label.size() <= 63 && label.front() != u'-' && label.back() != u'-'
        && std::ranges::all_of(label, isLabelCharacter);
}

bool isDigits(QStringView text)
{
    return !text.isEmpty()
        && std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
}

bool isDottedQuad(QStringView host)
{
    const auto parts = host.split(u'.');
    return parts.size() == 4 && std::ranges::all_of(parts, [](QStringView part) {
               return isDigits(part) && part.size() <= 3 && part.toInt() <= 255
                   && (part.size() == 1 || part.front() != u'0');
           });
}

/// "api.chutes.ai", "localhost" or "127.0.0.1". A last label of digits alone is only allowed in a
/// dotted quad, because resolvers read "127.1" and "0x7f.1" as addresses too.
bool isHostName(QStringView host)
{
    if (host.size() > 253)
        return false;
    const auto labels = host.split(u'.');
    if (!std::ranges::all_of(labels, isLabel))
        return false;
    const auto last = labels.back();
    if (isDigits(last) || last.startsWith(u"0x"))
        return isDottedQuad(host);
    return true;
}

/// The canonical text of an IPv6 literal, brackets included, or nothing.
QString ipv6Literal(QStringView host)
{
    if (host.size() < 4 || host.front() != u'[' || host.back() != u']' || host.contains(u'%'))
        return {};
    const QHostAddress address(host.mid(1, host.size() - 2).toString());
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return {};
    return u'[' + address.toString().toLower() + u']';
}

struct HostAndPort
{
    QStringView host;
    QStringView port; ///< what follows the colon
    bool hasPort = false;
};

HostAndPort split(QStringView authority)
{
    const auto colon = authority.lastIndexOf(u':');
    if (colon < 0 || colon < authority.lastIndexOf(u']'))
        return {.host = authority};
    return {.host = authority.first(colon), .port = authority.mid(colon + 1), .hasPort = true};
}

bool isLoopbackHost(const QString &host)
{
    return host == "localhost"_L1 || host == "127.0.0.1"_L1 || host == "[::1]"_L1;
}

int defaultPort(const QString &scheme)
{
    return scheme == "https"_L1 ? httpsPort : httpPort;
}

} // namespace

std::optional<Origin> Origin::parse(const QString &text)
{
    // Read by hand and strictly: QUrl repairs what is wrong (backslashes, percent signs, wide
    // characters), and a repaired origin is not what the person or the file said.
    const QString lower = text.toLower();
    if (std::ranges::any_of(text, [](QChar c) { return c <= u' ' || c >= u'\x7f'; }))
        return std::nullopt;
    Origin origin;
    origin.m_scheme = lower.startsWith("https://"_L1) ? u"https"_s : u"http"_s;
    if (!lower.startsWith(origin.m_scheme + "://"_L1))
        return std::nullopt;
    QStringView authority = QStringView(lower).mid(origin.m_scheme.size() + 3);
    if (authority.endsWith(u'/'))
        authority.chop(1);

    const auto parts = split(authority);
    origin.m_host = isHostName(parts.host) ? parts.host.toString() : ipv6Literal(parts.host);
    if (origin.m_host.isEmpty())
        return std::nullopt;
    origin.m_port = defaultPort(origin.m_scheme);
    if (parts.hasPort) {
        if (!isDigits(parts.port) || parts.port.size() > 5 || parts.port.front() == u'0')
            return std::nullopt;
        origin.m_port = parts.port.toInt();
        if (origin.m_port > 65535)
            return std::nullopt;
    }
    if (origin.m_scheme == "http"_L1 && !origin.isLoopback())
        return std::nullopt;
    return origin;
}

Origin Origin::official()
{
    Origin origin;
    origin.m_scheme = u"https"_s;
    origin.m_host = u"api.chutes.ai"_s;
    return origin;
}

Origin Origin::registrationFor(const Origin &service)
{
    Origin origin = service;
    if (service.isOfficial())
        origin.m_host = u"rtok.chutes.ai"_s;
    return origin;
}

std::optional<ServedAt> Origin::gatewayFor(const Origin &service)
{
    if (service.isLoopback())
        return ServedAt{.origin = service, .prefix = "/llm"};
    if (!service.isOfficial())
        return std::nullopt;
    ServedAt gateway{.origin = service};
    gateway.origin.m_host = u"llm.chutes.ai"_s;
    return gateway;
}

std::optional<ServedAt> Origin::chuteFor(const Origin &service, const QString &slug)
{
    if (!isLabel(slug))
        return std::nullopt;
    if (service.isLoopback())
        return ServedAt{.origin = service, .prefix = '/' + slug.toLatin1() + ".chutes"};
    if (!service.isOfficial())
        return std::nullopt;
    ServedAt host{.origin = service};
    host.origin.m_host = slug + ".chutes.ai"_L1;
    return host;
}

QString ServedAt::toString(const QByteArray &path) const
{
    return origin.toString() + QString::fromLatin1(prefix + path);
}

bool Origin::isOfficial() const
{
    return *this == official();
}

bool Origin::isLoopback() const
{
    return isLoopbackHost(m_host);
}

QString Origin::toString() const
{
    return m_scheme + "://"_L1 + display();
}

QString Origin::display() const
{
    if (m_port == defaultPort(m_scheme))
        return m_host;
    return m_host + u':' + QString::number(m_port);
}

QUrl Origin::url(const QByteArray &path) const
{
    Q_ASSERT(path.startsWith('/'));
    QUrl url;
    url.setScheme(m_scheme);
    url.setHost(m_host.startsWith(u'[') ? m_host.mid(1, m_host.size() - 2) : m_host);
    if (m_port != defaultPort(m_scheme))
        url.setPort(m_port);
    url.setPath(QString::fromLatin1(path), QUrl::StrictMode);
    return url;
}

} // namespace canopy
