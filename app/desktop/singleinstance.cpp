#include "app/desktop/singleinstance.h"

#include "core/base/logging.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>
#include <QTimer>

#include <utility>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

/// Short, because the path of a socket may have 107 bytes only.
QString baseName(const QString &dataFolder)
{
    const auto hash = QCryptographicHash::hash(QDir(dataFolder).absolutePath().toUtf8(),
                                               QCryptographicHash::Sha256);
    return u"canopy-"_s + QString::fromLatin1(hash.toHex().first(16));
}

constexpr char raiseRequest[] = "raise\n";

} // namespace

SingleInstance::SingleInstance(const QString &runtimeFolder, const QString &dataFolder,
                               QObject *parent)
    : QObject(parent)
    , m_socketPath(QDir(runtimeFolder).filePath(baseName(dataFolder) + u".sock"_s))
    , m_lock(QDir(runtimeFolder).filePath(baseName(dataFolder) + u".lock"_s))
{
    // Never by age: a program may run for months. A dead owner is found by its process id.
    m_lock.setStaleLockTime(0);
}

SingleInstance::~SingleInstance() = default;

bool SingleInstance::claim()
{
    if (!m_lock.tryLock(0))
        return false;
    // We hold the lock, so a socket that lies there belongs to nobody.
    QLocalServer::removeServer(m_socketPath);
    m_server = std::make_unique<QLocalServer>();
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    connect(m_server.get(), &QLocalServer::newConnection, this, &SingleInstance::answer);
    if (!m_server->listen(m_socketPath))
        qCWarning(lcUi, "a second start cannot raise this window: %ls",
                  qUtf16Printable(m_server->errorString()));
    return true;
}

void SingleInstance::answer()
{
    while (QLocalSocket *socket = m_server->nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
            if (socket->read(sizeof raiseRequest) == raiseRequest)
                emit raiseRequested();
            socket->disconnectFromServer();
        });
    }
}

void SingleInstance::raiseOther()
{
    auto *socket = new QLocalSocket(this);
    // Never at once: a refused connection is reported before connectToServer() returns, and then
    // the event loop that done() ends does not run yet.
    const auto end = [this](bool heard) {
        if (std::exchange(m_isDone, true))
            return;
        QMetaObject::invokeMethod(this, [this, heard] { emit done(heard); }, Qt::QueuedConnection);
    };
    connect(socket, &QLocalSocket::connected, this,
            [socket] { socket->write(raiseRequest, sizeof raiseRequest - 1); });
    // The first one hangs up once it has read the request.
    connect(socket, &QLocalSocket::disconnected, this, [end] { end(true); });
    // The first one may hold the lock and not listen yet.
    connect(socket, &QLocalSocket::errorOccurred, this,
            [this, socket](QLocalSocket::LocalSocketError error) {
                if (error == QLocalSocket::PeerClosedError)
                    return;
                QTimer::singleShot(100, socket, [this, socket] {
                    if (!m_isDone)
                        socket->connectToServer(m_socketPath);
                });
            });
    QTimer::singleShot(2000, this, [end] { end(false); });
    socket->connectToServer(m_socketPath);
}

} // namespace canopy
