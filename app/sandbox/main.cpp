#include "app/sandbox/commandline.h"
#include "app/sandbox/demowallets.h"
#include "app/sandbox/sandboxservice.h"
#include "app/sandbox/stopsignals.h"
#include "core/secrets/secret.h"

#include <QCoreApplication>
#include <QTextStream>

#include <cstdlib>

using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    QTextStream err(stderr);
    if (!canopy::prepareSecretMemory()) {
        err << u"libsodium cannot start\n";
        return EXIT_FAILURE;
    }
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"canopy-sandbox"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(CANOPY_VERSION));

    const auto commandLine = canopy::sandbox::commandLineFrom(QCoreApplication::arguments());
    if (!commandLine) {
        err << commandLine.error().detail << u'\n';
        return EXIT_FAILURE;
    }
    // Before the service's thread starts: it inherits which signals are blocked.
    const canopy::sandbox::StopSignals stop;
    QObject::connect(&stop, &canopy::sandbox::StopSignals::stopRequested, &application,
                     &QCoreApplication::quit);

    if (!commandLine->demoWallets.isEmpty()) {
        canopy::SystemRandom random;
        if (const auto made = canopy::sandbox::makeDemoWallets(commandLine->demoWallets, random);
            !made) {
            err << made.error().detail << u'\n';
            return EXIT_FAILURE;
        }
    }
    canopy::SandboxService service(commandLine->options);
    QObject::connect(&service, &canopy::SandboxService::requestServed, &service,
                     [&err](const QString &method, const QString &path, int status) {
                         err << method << u' ' << path << u' ' << status << Qt::endl;
                     });
    if (const auto started = service.start(); !started) {
        err << started.error().detail << u'\n';
        return EXIT_FAILURE;
    }
    QTextStream(stdout) << service.baseUrl() << Qt::endl;
    return QCoreApplication::exec();
}
