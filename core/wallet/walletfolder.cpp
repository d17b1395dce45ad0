#include "core/wallet/walletfolder.h"

#include "core/base/background.h"
#include "core/wallet/hotkeyfile.h"
#include "core/wallet/keyfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

using Code = Error::Code;
using keyfilecipher::Container;
using State = Hotkey::State;

constexpr auto publicSuffix = "pub.txt"_L1;

/// Phrases whose key is derived while listing, at a millisecond each. Beyond these, which only
/// someone with a great many hotkeys reaches, it is left to unlockHotkey().
constexpr int phrasesDerived = 64;

QString expandTilde(const QString &path, const QString &home)
{
    if (path == "~"_L1)
        return home;
    return path.startsWith("~/"_L1) ? home + path.sliced(1) : path;
}

FileProtection protectionOf(const QString &path)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return {};
    return {.mode = static_cast<int>(status.st_mode & 07777U),
            .ownedByUser = status.st_uid == ::geteuid()};
}

/// Whether there is anything of that name, a dangling link included.
bool isThere(const QFileInfo &file)
{
    return file.exists() || file.isSymLink();
}

class Scan
{
public:
    Result<WalletListing> run(const QString &folder)
    {
        m_listing.folder = folder;
        struct stat status = {};
        if (::stat(QFile::encodeName(folder).constData(), &status) != 0)
            return errno == ENOENT ? Result<WalletListing>(std::move(m_listing)) : notLooked(errno);
        if (!S_ISDIR(status.st_mode))
            return failure(Code::FileUnsafe, u"not a folder"_s);
        const QDir root(folder);
        if (!root.isReadable())
            return failure(Code::FileUnreadable, u"no permission"_s);
        // Links to folders are folders here, but for Qt links to devices are, too. Names that start
        // with a point are not listed.
        const auto entries = root.entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
        for (const QFileInfo &entry : entries) {
            if (!entry.isDir() || !isWallet(entry.filePath()))
                continue;
            if (m_listing.wallets.size() == walletfolder::maximumEntries) {
                m_listing.truncated = true;
                break;
            }
            m_listing.wallets.append(wallet(entry));
        }
        return std::move(m_listing);
    }

private:
    static tl::unexpected<Error> notLooked(int errorNumber)
    {
        const bool isLoop = errorNumber == ELOOP || errorNumber == ENOTDIR;
        return failure(isLoop ? Code::FileUnsafe : Code::FileUnreadable,
                       qt_error_string(errorNumber));
    }

    static bool isWallet(const QString &path)
    {
        return isThere(QFileInfo(path + u"/coldkeypub.txt"_s))
            || isThere(QFileInfo(path + u"/coldkey"_s))
            || isThere(QFileInfo(path + u"/hotkeys"_s))
            // Without permission nothing is visible inside; to hide it would be to deny it.
            || !QFileInfo(path).isExecutable();
    }

    Wallet wallet(const QFileInfo &entry)
    {
        Wallet wallet{.name = entry.fileName(),
                      .path = entry.filePath(),
                      .protection = protectionOf(entry.filePath())};
        if (!entry.isReadable() || !entry.isExecutable()) {
            wallet.problem = Error{.code = Code::FileUnreadable, .detail = u"no permission"_s};
            return wallet;
        }
        const QFileInfo coldkey(wallet.path + u"/coldkey"_s);
        wallet.hasColdkeyFile = isThere(coldkey);
        if (wallet.hasColdkeyFile)
            wallet.coldkeyProtection = protectionOf(coldkey.filePath());
        if (auto address = publicAddress(wallet.path + u"/coldkeypub.txt"_s))
            wallet.coldkeyAddress = *std::move(address);
        else
            wallet.coldkeyProblem = std::move(address).error();
        addHotkeys(wallet);
        return wallet;
    }

    static Result<Ss58Address> publicAddress(const QString &path)
    {
        return hotkeyfile::read(path).and_then(
            [](const hotkeyfile::Text &text) { return keyfile::publicAddressOf(text.bytes()); });
    }

    static bool isLeftOver(const QString &name)
    {
        return name.endsWith(".lock"_L1) || name.endsWith(".tmp"_L1) || name == publicSuffix;
    }

    /// Regular files and links to such, by name: no FIFO, no device, no folder.
    static QStringList filesIn(const QString &folder)
    {
        QStringList names;
        const auto entries = QDir(folder).entryInfoList(QDir::Files, QDir::Name);
        for (const QFileInfo &entry : entries) {
            if (entry.isFile())
                names.append(entry.fileName());
        }
        return names;
    }

    void addHotkeys(Wallet &wallet)
    {
        const QFileInfo info(wallet.path + u"/hotkeys"_s);
        if (!isThere(info))
            return;
        if (!info.isDir()) {
            wallet.hotkeysProblem = Error{.code = Code::FileUnsafe, .detail = u"not a folder"_s};
            return;
        }
        if (!info.isReadable() || !info.isExecutable()) {
            wallet.hotkeysProblem = Error{.code = Code::FileUnreadable,
                                          .detail = u"no permission"_s};
            return;
        }
        const QStringList names = filesIn(info.filePath());
        const QSet<QString> present(names.begin(), names.end());
        for (const QString &name : names) {
            if (isLeftOver(name) || isCompanion(name, present))
                continue;
            if (wallet.hotkeys.size() == walletfolder::maximumEntries) {
                m_listing.truncated = true;
                return;
            }
            wallet.hotkeys.append(hotkey(info.filePath(), name, present));
        }
    }

    /// Whether @p name is the pub file of a hotkey that is there itself.
    static bool isCompanion(const QString &name, const QSet<QString> &present)
    {
        return name.endsWith(publicSuffix) && present.contains(name.chopped(publicSuffix.size()));
    }

    Hotkey hotkey(const QString &folder, const QString &file, const QSet<QString> &present)
    {
        const bool isPublic = file.endsWith(publicSuffix);
        Hotkey hotkey{.name = isPublic ? file.chopped(publicSuffix.size()) : file,
                      .path = folder + u'/' + file};
        const auto text = hotkeyfile::read(hotkey.path);
        if (!text) {
            hotkey.problem = text.error();
            hotkey.protection = protectionOf(hotkey.path);
            return hotkey;
        }
        hotkey.protection = text->protection();
        if (isPublic) {
            readPublic(hotkey, text->bytes());
            return hotkey;
        }
        hotkey.container = keyfilecipher::containerOf(text->bytes());
        if (hotkey.container == Container::Plain)
            readPlain(hotkey, text->bytes());
        else
            readEncrypted(hotkey, text->bytes());
        const QString companion = file + publicSuffix;
        if (hotkey.container != Container::Plain && present.contains(companion)) {
            if (auto address = publicAddress(folder + u'/' + companion))
                hotkey.address = *std::move(address);
        }
        return hotkey;
    }

    static void fail(Hotkey &hotkey, Error error)
    {
        hotkey.state = error.code == Code::Unsupported ? State::Unsupported : State::Damaged;
        hotkey.problem = std::move(error);
    }

    static void readPublic(Hotkey &hotkey, QByteArrayView text)
    {
        auto address = keyfile::publicAddressOf(text);
        if (!address) {
            fail(hotkey, std::move(address).error());
            return;
        }
        hotkey.state = State::PublicOnly;
        hotkey.address = *std::move(address);
    }

    void readPlain(Hotkey &hotkey, QByteArrayView text)
    {
        const auto check = m_phrases < phrasesDerived ? keyfile::PhraseCheck::Derive
                                                      : keyfile::PhraseCheck::Checksum;
        ++m_phrases;
        auto summary = keyfile::summarise(text, check);
        if (!summary) {
            fail(hotkey, std::move(summary).error());
            if (hotkey.state == State::Unsupported)
                hotkey.address = keyfile::statedAddressOf(text);
            return;
        }
        hotkey.state = summary->kind == KeyfileSummary::Kind::Full ? State::Usable
                                                                   : State::PublicOnly;
        hotkey.address = summary->address;
        hotkey.hasSeed = summary->hasSeed;
    }

    static void readEncrypted(Hotkey &hotkey, QByteArrayView file)
    {
        if (hotkey.container != Container::Nacl) {
            hotkey.state = State::Unsupported;
            hotkey.problem = Error{.code = Code::Unsupported, .detail = u"legacy container"_s};
        } else if (file.size() < static_cast<qsizetype>(keyfilecipher::naclOverhead)) {
            hotkey.problem = Error{.code = Code::FileDamaged, .detail = u"too short"_s};
        } else {
            hotkey.state = State::Encrypted;
        }
    }

    WalletListing m_listing;
    int m_phrases = 0;
};

} // namespace

WalletLocation walletLocation(const QString &chosen, const QProcessEnvironment &environment)
{
    const QString home = environment.value(u"HOME"_s, QDir::homePath());
    if (!chosen.isEmpty())
        return {.path = expandTilde(chosen, home), .origin = WalletLocation::Origin::Chosen};
    const QString fromEnvironment = environment.value(u"BT_WALLET_PATH"_s);
    if (!fromEnvironment.isEmpty())
        return {.path = expandTilde(fromEnvironment, home),
                .origin = WalletLocation::Origin::Environment};
    return {.path = home + u"/.bittensor/wallets"_s, .origin = WalletLocation::Origin::Default};
}

namespace walletfolder {

Result<WalletListing> scan(const QString &folder)
{
    return Scan().run(folder);
}

QFuture<Result<WalletListing>> scanInBackground(const QString &folder)
{
    return runInBackground<WalletListing>(workerPool(), [folder] { return scan(folder); });
}

} // namespace walletfolder
} // namespace canopy
