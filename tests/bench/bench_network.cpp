// bench_network CERT KEY: a signed request through our transport against a bare
// QNetworkAccessManager request, in turns, over TLS on loopback. The server has a thread of its
// own.

#include "core/base/whenfinished.h"
#include "core/chutes/credential.h"
#include "core/chutes/networktransport.h"
#include "core/wallet/keypair.h"
#include "tests/bench/median.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QThread>

#include <sodium.h>

#include <cstdio>

using namespace canopy;
using namespace canopy::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 1'000;
constexpr int warmUp = 100;

/// Answers every request of a keep-alive connection with the same 2 KiB of JSON.
class Server : public QTcpServer
{
public:
    Server(QSslCertificate certificate, QSslKey key)
        : m_certificate(std::move(certificate))
        , m_key(std::move(key))
        , m_answer(R"({"username":")" + QByteArray(2'000, 'x') + R"("})")
    {
        m_answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + QByteArray::number(m_answer.size()) + "\r\n\r\n" + m_answer;
    }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QSslSocket(this);
        socket->setSocketDescriptor(descriptor);
        socket->setLocalCertificate(m_certificate);
        socket->setPrivateKey(m_key);
        connect(socket, &QSslSocket::readyRead, this, [this, socket] {
            if (socket->readAll().contains("\r\n\r\n"))
                socket->write(m_answer);
        });
        socket->startServerEncryption();
    }

private:
    QSslCertificate m_certificate;
    QSslKey m_key;
    QByteArray m_answer;
};

class Bench : public QObject
{
public:
    Bench(quint16 port, const QSslCertificate &authority)
        : m_origin(*Origin::parse(u"https://localhost:%1"_s.arg(port)))
        , m_credential(*KeyPair::fromSeed(Secret::filled(
                           32, [](auto bytes) { randombytes_buf(bytes.data(), bytes.size()); })),
                       m_clock, m_random)
    {
        m_transport.trustAlso({authority});
        m_ssl = QSslConfiguration::defaultConfiguration();
        m_ssl.addCaCertificate(authority);
    }

    void start() { bare(); }

private:
    void bare()
    {
        m_timer.start();
        QNetworkRequest request(m_origin.url("/users/me"));
        request.setSslConfiguration(m_ssl);
        request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        QNetworkReply *reply = m_manager.get(request);
        connect(reply, &QNetworkReply::finished, this, [this, reply] {
            if (reply->error() != QNetworkReply::NoError || reply->readAll().size() < 2'000)
                qFatal("bare request failed: %s", qPrintable(reply->errorString()));
            reply->deleteLater();
            m_bare.push_back(static_cast<double>(m_timer.nsecsElapsed()) / 1'000);
            ours();
        });
    }

    void ours()
    {
        m_timer.start();
        HttpRequest request;
        request.origin = m_origin;
        request.path = "/users/me";
        if (!m_credential.stamp(request, SigningPurpose::Me, 0))
            qFatal("not signed");
        whenFinished(m_transport.send(std::move(request)), this,
                     [this](const Result<HttpResponse> &response) {
                         if (!response || response->status != 200)
                             qFatal("our request failed");
                         m_ours.push_back(static_cast<double>(m_timer.nsecsElapsed()) / 1'000);
                         if (m_ours.size() < rounds + warmUp)
                             bare();
                         else
                             report();
                     });
    }

    void report()
    {
        m_bare.erase(m_bare.begin(), m_bare.begin() + warmUp);
        m_ours.erase(m_ours.begin(), m_ours.begin() + warmUp);
        std::printf("signed GET over TLS: %.0f us, bare QNetworkAccessManager %.0f us: ratio %.2f "
                    "(goal 1.25)\n",
                    median(m_ours), median(m_bare), median(m_ours) / median(m_bare));
        QCoreApplication::quit();
    }

    Origin m_origin;
    SystemClock m_clock;
    SystemRandom m_random;
    HotkeyCredential m_credential;
    NetworkTransport m_transport;
    QNetworkAccessManager m_manager;
    QSslConfiguration m_ssl;
    QElapsedTimer m_timer;
    std::vector<double> m_bare, m_ours;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (!prepareSecretMemory() || app.arguments().size() != 3)
        return 1;
    const auto certificates = QSslCertificate::fromPath(app.arguments().at(1));
    QFile keyFile(app.arguments().at(2));
    if (certificates.isEmpty() || !keyFile.open(QIODevice::ReadOnly))
        return 1;
    const QSslKey key(&keyFile, QSsl::Rsa);

    QThread thread;
    auto *server = new Server(certificates.first(), key);
    server->moveToThread(&thread);
    QObject::connect(&thread, &QThread::finished, server, &QObject::deleteLater);
    thread.start();
    bool listening = false;
    QMetaObject::invokeMethod(
        server, [&] { listening = server->listen(QHostAddress::LocalHost); },
        Qt::BlockingQueuedConnection);
    if (!listening)
        return 1;
    Bench bench(server->serverPort(), certificates.first());
    bench.start();
    const int rc = QCoreApplication::exec();
    thread.quit();
    thread.wait();
    return rc;
}
