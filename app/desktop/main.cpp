#include "app/desktop/commandline.h"
#include "app/desktop/composition.h"
#include "app/desktop/environment.h"
#include "app/desktop/signals.h"
#include "app/desktop/singleinstance.h"
#include "core/base/logging.h"
#include "core/base/redact.h"

#include <QApplication>

#include <cstdio>
#include <sys/stat.h>

using namespace canopy;
using namespace Qt::StringLiterals;

namespace {

int print(const CommandLine &commandLine)
{
    std::fputs(commandLine.text.toLocal8Bit().constData(),
               commandLine.exitCode == 0 ? stdout : stderr);
    return commandLine.exitCode;
}

int run(QApplication &application, const CommandLine &commandLine)
{
    Places places = Places::of(commandLine);
    SingleInstance instance(places.runtime, places.data);
    if (!instance.claim()) {
        QObject::connect(&instance, &SingleInstance::done, &application,
                         [](bool heard) { QCoreApplication::exit(heard ? 0 : 1); });
        instance.raiseOther();
        return QApplication::exec();
    }
    QApplication::setQuitOnLastWindowClosed(false);
    installQuietStyle(application);
    Composition program(std::move(places));
    const TerminationSignals termination;
    QObject::connect(&termination, &TerminationSignals::requested, &program,
                     &Composition::endRequested);
    QObject::connect(&instance, &SingleInstance::raiseRequested, &program.window(),
                     &MainWindow::raiseWindow);
    QObject::connect(&application, &QGuiApplication::commitDataRequest, &program,
                     &Composition::commitSession, Qt::DirectConnection);
    QObject::connect(&program, &Composition::ended, &application, &QCoreApplication::quit);
    program.start();
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    ::umask(077);
    if (!prepareSecretMemory())
        return EXIT_FAILURE;
    const QByteArrayList scrubbed = scrubEnvironment();
    installRedactingLog();
    for (const QByteArray &name : scrubbed)
        qCInfo(lcUi, "%s was set and is ignored", name.constData());
    QCoreApplication::setApplicationName(u"canopy"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(CANOPY_VERSION));
    if (CommandLine::wantsTextOnly(argc, argv)) {
        const QCoreApplication application(argc, argv);
        return print(CommandLine::parse(QCoreApplication::arguments()));
    }
    if (currentIdentity() == Identity::ForeignHome) {
        std::fputs(
            "Canopy: the home folder belongs to another user (sudo -E?). Nothing was started, "
            "so that no file of theirs becomes yours.\n",
            stderr);
        return EXIT_FAILURE;
    }
    QApplication application(argc, argv);
    QGuiApplication::setApplicationDisplayName(u"Canopy"_s);
    QGuiApplication::setDesktopFileName(u"canopy"_s);
    const CommandLine commandLine = CommandLine::parse(QCoreApplication::arguments());
    if (commandLine.action == CommandLine::Action::PrintAndExit)
        return print(commandLine);
    return run(application, commandLine);
}
