#include "app/desktop/places.h"

#include "app/desktop/environment.h"

#include <QDir>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace canopy {

Places Places::of(const CommandLine &commandLine)
{
    Places places;
    places.data = commandLine.dataFolder;
    if (!places.data.isEmpty())
        places.dataOrigin = u"--data-dir"_s;
    places.walletsOption = commandLine.walletsPath;
    places.configOption = commandLine.configPath;
    if (commandLine.sandbox) {
        places.sandbox = commandLine.sandboxFolder;
        if (places.sandbox.isEmpty()) {
            places.temporary = std::make_unique<QTemporaryDir>();
            places.sandbox = places.temporary->path();
        }
        const QDir folder(places.sandbox);
        if (places.data.isEmpty()) {
            places.data = folder.filePath(u"canopy"_s);
            places.dataOrigin = u"--sandbox"_s;
        }
        if (places.walletsOption.isEmpty())
            places.walletsOption = folder.filePath(u"wallets"_s);
        if (places.configOption.isEmpty())
            places.configOption = folder.filePath(u"config.ini"_s);
    }
    if (places.data.isEmpty())
        places.data = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    places.runtime = runtimeFolder(places.data);
    return places;
}

} // namespace canopy
