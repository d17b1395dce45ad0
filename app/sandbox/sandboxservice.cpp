#include "app/sandbox/sandboxservice.h"

#include "app/sandbox/engine.h"
#include "app/sandbox/httpfront.h"
#include "app/sandbox/store.h"
#include "core/base/logging.h"

namespace canopy {

using namespace Qt::StringLiterals;

SandboxService::SandboxService(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_clock(m_options.clockOffsetSeconds)
    , m_worker(std::make_unique<QObject>())
{
    m_thread.setObjectName(u"sandbox"_s);
    m_worker->moveToThread(&m_thread);
}

SandboxService::~SandboxService()
{
    if (m_thread.isRunning()) {
        // Sockets and the database belong to the thread and must go there.
        QMetaObject::invokeMethod(
            m_worker.get(),
            [this] {
                m_front.reset();
                m_engine.reset();
            },
            Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }
}

QString SandboxService::baseUrl() const
{
    return m_port == 0 ? QString() : u"http://127.0.0.1:%1"_s.arg(m_port);
}

Result<Done> SandboxService::start()
{
    m_thread.start();
    Result<Done> outcome = failure(Error::Code::Cancelled);
    QMetaObject::invokeMethod(
        m_worker.get(), [this, &outcome] { outcome = startHere(); }, Qt::BlockingQueuedConnection);
    return outcome;
}

Result<Done> SandboxService::startHere()
{
    auto store = sandbox::Store::open(m_options.dataDir);
    if (!store) {
        qCWarning(lcSandbox) << "cannot open the data:" << store.error().detail;
        return failure(store.error());
    }
    m_engine = std::make_unique<sandbox::Engine>(*std::move(store), m_clock, m_options.generation,
                                                 m_options.settings);
    m_front = std::make_unique<sandbox::HttpFront>(
        [this](const sandbox::Request &request) { return m_engine->answer(request); }, m_clock,
        m_options.faults);
    connect(m_front.get(), &sandbox::HttpFront::requestServed, this,
            &SandboxService::requestServed);
    const auto port = m_front->listenOnLoopback(m_options.port);
    if (!port) {
        qCWarning(lcSandbox) << "cannot listen:" << port.error().detail;
        return failure(port.error());
    }
    m_port = *port;
    return Done();
}

void SandboxService::setFaults(const QList<sandbox::FaultRule> &faults)
{
    QMetaObject::invokeMethod(
        m_worker.get(), [this, faults] { m_front->setFaults(faults); },
        Qt::BlockingQueuedConnection);
}

} // namespace canopy
