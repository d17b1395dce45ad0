#pragma once

#include "core/base/files.h"
#include "core/crypto/ss58.h"
#include "core/profiles/configdiff.h"
#include "core/profiles/configini.h"
#include "core/secrets/secret.h"

#include <QProcessEnvironment>

#include <optional>

namespace canopy {

/// What a chutes config.ini says. The seed is in clear text in the file; here it is a Secret.
struct ChutesConfig
{
    QString username;
    QString userId;
    QString hotkeyName;
    std::optional<Ss58Address> hotkeyAddress;
    Secret hotkeySeed; ///< 32 bytes, or empty if the file has none or not 64 hex digits
    QString baseUrl; ///< [api] base_url as written, empty if not there
    QString paymentAddress;
    QString developerPaymentAddress;
    /// All five of [auth] are there: the CLI can use it.
    bool completeForCli = false;
};

/// What is written for the chutes CLI. Without a seed the CLI refuses the file; one is written
/// only after the person agreed (FS-09).
///
/// A seed that the file has already is left as it is if it is the same hotkey's, and removed if it
/// is another's, since the CLI would sign as that one. The addresses of another account's [payment]
/// go as well.
struct ChutesConfigChange
{
    QString username;
    QString userId;
    QString hotkeyName;
    Ss58Address hotkeyAddress;
    const Secret *hotkeySeed = nullptr; ///< 32 bytes; borrowed for the call
    QString baseUrl; ///< empty leaves the file's own
    QString paymentAddress; ///< may be empty
};

/// The chutes CLI's configuration file (FS-01 … FS-09; contract §9). Everything blocks, and waits
/// up to half a second for a file that the CLI is just writing: worker threads only.
class ChutesConfigFile
{
public:
    explicit ChutesConfigFile(QString path);

    /// $CHUTES_CONFIG_PATH if it is absolute, else ~/.chutes/config.ini.
    static QString defaultPath(const QProcessEnvironment &environment);

    const QString &path() const { return m_path; }
    struct Snapshot
    {
        bool exists = false;
        ChutesConfig config;
        FileStamp stamp;
        bool isPrivate = true; ///< mode & 077 == 0 and ours
    };
    /// FileDamaged where ConfigParser could not read it; an empty file is retried (the CLI
    /// truncates before it writes). A missing file is a snapshot that does not exist. Other
    /// errors: FileUnsafe, FileTooLarge, FileUnreadable. A symbolic link is followed, as the CLI
    /// does, but write() refuses it.
    Result<Snapshot> read() const;

    /// Edits the file, keeping the last as config.ini.bak (0600; three generations), parses the
    /// result back before it replaces anything. FileConflict if the file is no longer the one
    /// @p expected describes; then nothing is written. InvalidInput, with the field, for a value
    /// that the CLI could not read back; KeyMismatch for a seed that is not the hotkey's. Other
    /// errors: those of read() and replaceFile().
    struct Written
    {
        QString backupPath; ///< empty if there was no file, or nothing to change
        QList<ConfigDiffLine> changes;
    };
    Result<Written> write(const ChutesConfigChange &change, const FileStamp &expected) const;

    /// The preview of write(), nothing written.
    Result<QList<ConfigDiffLine>> preview(const ChutesConfigChange &change) const;

private:
    QString m_path;
};

} // namespace canopy
