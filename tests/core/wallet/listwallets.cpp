// Lists the wallets of a folder and says how long it took. coldkey-untouched.sh watches its system
// calls. With --planted it also opens a coldkey, to show that the watching works.
#include "core/wallet/walletfolder.h"
#include "tests/support/await.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>

#include <cstdio>

using namespace canopy;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 2 || !prepareSecretMemory())
        return 2;
    QElapsedTimer timer;
    timer.start();
    const auto listing = walletfolder::scan(arguments.at(1));
    const qint64 elapsed = timer.nsecsElapsed();
    if (!listing)
        return 1;
    int hotkeys = 0;
    int opened = 0;
    for (const Wallet &wallet : listing->wallets) {
        for (const Hotkey &hotkey : wallet.hotkeys) {
            ++hotkeys;
            opened += await(walletfolder::unlockHotkey(hotkey, {})).has_value() ? 1 : 0;
        }
        QFile coldkey(wallet.path + u"/coldkey"_s);
        if (arguments.contains(u"--planted"_s) && coldkey.open(QIODevice::ReadOnly))
            std::puts("opened a coldkey on purpose");
    }
    std::printf("%d wallets, %d hotkeys, %d opened, listed in %.1f ms\n",
                static_cast<int>(listing->wallets.size()), hotkeys, opened,
                static_cast<double>(elapsed) / 1e6);
    return 0;
}
