#pragma once

#include "app/sandbox/sandboxservice.h"
#include "core/crypto/sr25519.h"
#include "core/secrets/secret.h"

#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTemporaryDir>

#include <array>
#include <memory>
#include <utility>

namespace canopy::test {

using Headers = QList<std::pair<QByteArray, QByteArray>>;

struct Reply
{
    int status = 0;
    QByteArray contentType;
    QByteArray body;
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QNetworkReply::NetworkError error = QNetworkReply::NoError;

    QJsonObject json() const;
    QString detail() const;
    /// "401 Invalid nonce!": what most tests compare.
    QByteArray summary() const;
};

/// An sr25519 key of a fixed seed.
class TestKey
{
public:
    explicit TestKey(char seed);

    QString address() const;
    /// Hex, as it travels.
    QByteArray sign(const QByteArray &message) const;
    /// The headers of the generic scheme; @p payload is the purpose or a body's hash.
    Headers headers(const QByteArray &payload, qint64 nonce) const;
    Headers purposeHeaders(const QByteArray &purpose) const;
    Headers bodyHeaders(const QByteArray &body) const;

private:
    std::array<std::uint8_t, 64> m_secret{};
    sr25519::PublicKey m_public{};
};

/// A service with its data in a temporary folder, and a real HTTP client.
class Sandbox
{
public:
    explicit Sandbox(sandbox::Generation generation = sandbox::Generation::Seed);

    /// Changes take effect with restart().
    SandboxService::Options options;
    void restart();
    SandboxService &service() { return *m_service; }

    /// Waits for the answer.
    Reply send(const QByteArray &method, const QString &pathAndQuery, const Headers &headers = {},
               const QByteArray &body = {});
    /// Does not wait.
    QNetworkReply *start(const QByteArray &method, const QString &pathAndQuery,
                         const Headers &headers = {}, const QByteArray &body = {});
    static Reply replyOf(QNetworkReply *reply);

    Reply get(const QString &path, const Headers &headers = {})
    {
        return send("GET", path, headers);
    }
    /// Signed over the body.
    Reply postSigned(const QString &path, const TestKey &key, const QByteArray &body);
    /// Registers @p username with @p key; the service must accept it.
    QJsonObject registered(const TestKey &key, const QString &username, const QString &token = {});
    /// A token from the page's form.
    QString registrationToken();
    /// A session token.
    QByteArray sessionOf(const QJsonObject &account);

private:
    QTemporaryDir m_folder;
    std::unique_ptr<SandboxService> m_service;
    QNetworkAccessManager m_network;
};

QByteArray jsonBody(const QJsonObject &object);
Headers bearer(const QByteArray &token);
QString strangersColdkey();

} // namespace canopy::test
