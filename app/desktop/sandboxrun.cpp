#include "app/desktop/sandboxrun.h"

#include "app/sandbox/demowallets.h"
#include "core/base/files.h"

#include <QDir>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

/// Accounts belong to an origin, and the port is part of it: a kept sandbox keeps its port.
quint16 lastPort(const QString &path)
{
    const auto content = readSmallFile(path, 16);
    return content ? content->bytes.trimmed().toUShort() : quint16(0);
}

} // namespace

SandboxRun::SandboxRun(const QString &folder, const QString &walletsFolder, RandomSource &random)
    : m_started(start(folder, walletsFolder, random))
{
}

Result<Done> SandboxRun::start(const QString &folder, const QString &walletsFolder,
                               RandomSource &random)
{
    const QString service = QDir(folder).filePath(u"service"_s);
    if (auto made = makePrivateFolder(service); !made)
        return made;
    if (auto made = sandbox::makeDemoWallets(walletsFolder, random); !made)
        return made;
    const QString portFile = QDir(service).filePath(u"port"_s);
    const quint16 wanted = lastPort(portFile);
    for (const quint16 port : {wanted, quint16(0)}) {
        SandboxService::Options options;
        options.dataDir = service;
        options.port = port;
        m_service = std::make_unique<SandboxService>(options);
        const auto started = m_service->start();
        if (started)
            return replaceFile(portFile, QByteArray::number(m_service->port()));
        if (started.error().code != Error::Code::Offline || port == 0)
            return started;
    }
    return Done();
}

Origin SandboxRun::origin() const
{
    return Origin::parse(m_service->baseUrl()).value_or(Origin::official());
}

} // namespace canopy
