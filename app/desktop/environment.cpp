#include "app/desktop/environment.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <array>
#include <sys/stat.h>
#include <unistd.h>

namespace canopy {

namespace {

constexpr std::array scrubbed{
    // Without GLib's event loop QtKeychain's jobs never end.
    "QT_NO_GLIB",
    // Plugins are code.
    "QT_PLUGIN_PATH",
    "QT_QPA_PLATFORM_PLUGIN_PATH",
    "QT_QPA_GENERIC_PLUGINS",
    "OPENSSL_CONF",
    "OPENSSL_ENGINES",
    "OPENSSL_MODULES",
    // libsecret would keep secrets in a file of that name instead of the keyring.
    "SECRET_BACKEND",
    "SECRET_FILE_TEST_PATH",
    "SECRET_FILE_TEST_PASSWORD",
    // Session keys of TLS in a file.
    "SSLKEYLOGFILE",
    // Not read here, and no business of a browser that we start.
    "CHUTES_API_KEY",
};

} // namespace

QByteArrayList scrubEnvironment()
{
    QByteArrayList found;
    for (const char *name : scrubbed) {
        if (!qEnvironmentVariableIsSet(name))
            continue;
        found << QByteArray(name);
        qunsetenv(name);
    }
    return found;
}

Identity identityOf(unsigned effectiveUser, std::optional<unsigned> homeOwner)
{
    if (homeOwner && *homeOwner != effectiveUser)
        return Identity::ForeignHome;
    return effectiveUser == 0 ? Identity::Root : Identity::Ordinary;
}

Identity currentIdentity()
{
    struct stat home = {};
    const QByteArray path = qgetenv("HOME");
    std::optional<unsigned> owner;
    if (!path.isEmpty() && ::stat(path.constData(), &home) == 0)
        owner = home.st_uid;
    return identityOf(::geteuid(), owner);
}

QString runtimeFolder(const QString &fallback)
{
    const QString folder = qEnvironmentVariable("XDG_RUNTIME_DIR");
    struct stat info = {};
    const bool isOurs = QDir::isAbsolutePath(folder)
        && ::stat(QFile::encodeName(folder).constData(), &info) == 0 && S_ISDIR(info.st_mode)
        && info.st_uid == ::geteuid() && (info.st_mode & 077) == 0;
    return isOurs ? folder : fallback;
}

} // namespace canopy
