// bench_wallets: a scan of 1,000 wallets against merely reading the same files.

#include "core/crypto/sr25519.h"
#include "core/secrets/secret.h"
#include "core/wallet/walletfolder.h"
#include "tests/bench/median.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>

#include <sodium.h>

#include <cstdio>

using namespace canopy;
using namespace canopy::bench;
using namespace Qt::StringLiterals;

namespace {

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write");
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
}

QByteArray hex(ByteSpan bytes)
{
    return "0x" + asView(bytes).toByteArray().toHex();
}

void makeWallet(const QString &folder)
{
    std::array<std::uint8_t, 32> seed{};
    std::array<std::uint8_t, 64> secret{};
    randombytes_buf(seed.data(), seed.size());
    sr25519::expandSeed(seed, secret);
    const auto key = sr25519::publicKeyOf(secret);
    const QByteArray address = Ss58Address::fromPublicKey(key).toString().toLatin1();
    QDir().mkpath(folder + "/hotkeys"_L1);
    const QByteArray publicHalf = R"({"accountId":")" + hex(key) + R"(","publicKey":")" + hex(key)
        + R"(","ss58Address":")" + address + '"';
    write(folder + "/coldkeypub.txt"_L1, publicHalf + '}');
    write(folder + "/hotkeys/default"_L1,
          publicHalf + R"(,"privateKey":")" + hex(secret) + R"(","secretSeed":")" + hex(seed)
              + "\"}");
}

int readAll(const QString &folder)
{
    int bytes = 0;
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly))
            bytes += static_cast<int>(file.readAll().size());
    }
    return bytes;
}

} // namespace

int main()
{
    if (!prepareSecretMemory())
        return 1;
    const QTemporaryDir root;
    constexpr int wallets = 1'000;
    for (int i = 0; i < wallets; ++i)
        makeWallet(root.filePath(u"wallet%1"_s.arg(i, 4, 10, QLatin1Char('0'))));

    std::vector<double> scans, reads;
    for (int i = 0; i < 9; ++i) {
        scans.push_back(microseconds([&] {
            const auto listing = walletfolder::scan(root.path());
            if (!listing || listing->wallets.size() != wallets)
                qFatal("scan failed");
        }));
        reads.push_back(microseconds([&] {
            if (readAll(root.path()) == 0)
                qFatal("nothing read");
        }));
    }
    std::printf(
        "1,000 wallets: scan %.0f ms (goal 300), only reading the files %.0f ms: ratio %.1f\n",
        median(scans) / 1000, median(reads) / 1000, median(scans) / median(reads));
    return 0;
}
