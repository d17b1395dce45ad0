#pragma once

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <optional>

namespace canopy {

struct ServedAt;

/// scheme + host + port of a service, parsed and canonical (NET-04, NET-13). An invalid one
/// cannot exist: https, or http on a loopback host; ASCII host; no user info, path, query.
class Origin
{
public:
    /// Accepts "https://api.chutes.ai", with or without a trailing slash. nullopt for everything
    /// that is not plainly an origin (user info, non-ASCII or percent-encoded hosts, backslashes,
    /// trailing dots, other schemes, http beyond loopback, any path).
    static std::optional<Origin> parse(const QString &text);
    static Origin official(); ///< https://api.chutes.ai
    /// Where registration happens for @p service: https://rtok.chutes.ai for the official one,
    /// the service itself otherwise.
    static Origin registrationFor(const Origin &service);

    /// Where models are called through one shared address: https://llm.chutes.ai for the official
    /// service, "/llm" on the service itself on a loopback host, because a name in front of the
    /// host cannot be had there. nullopt: not known for this service.
    static std::optional<ServedAt> gatewayFor(const Origin &service);
    /// Where a chute's own endpoints are: https://<slug>.chutes.ai, or "/<slug>.chutes" on a
    /// loopback host. nullopt: not known, or @p slug is not one part of a host name.
    static std::optional<ServedAt> chuteFor(const Origin &service, const QString &slug);

    bool isOfficial() const;
    bool isLoopback() const;
    /// "https://host[:port]", port only if not the scheme's own.
    QString toString() const;
    /// Host and, unless default, port: what the window shows.
    QString display() const;
    /// @p path must start with '/'; it is already percent-encoded.
    QUrl url(const QByteArray &path) const;

    friend bool operator==(const Origin &, const Origin &) = default;

private:
    QString m_scheme;
    QString m_host;
    int m_port = 443;
};

/// An origin, and the path in front of all paths there; empty for the official service.
struct ServedAt
{
    Origin origin;
    QByteArray prefix = {};

    /// For people and snippets: "https://llm.chutes.ai" + @p path.
    QString toString(const QByteArray &path = {}) const;
    friend bool operator==(const ServedAt &, const ServedAt &) = default;
};

} // namespace canopy
