#include "core/profiles/chutesconfig.h"

#include "core/base/logging.h"
#include "core/wallet/keypair.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <sodium.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace canopy {

using Code = Error::Code;

namespace {

/// A hundred times the largest that any CLI writes.
constexpr qint64 maximumSize = 65'536;
constexpr int emptyRetries = 5;
constexpr unsigned long emptyPauseMs = 100;
constexpr qsizetype seedSize = 32;

const QString api = u"api"_s;
const QString auth = u"auth"_s;
const QString payment = u"payment"_s;
const QString hotkeySeed = u"hotkey_seed"_s;
const QString hotkeyAddress = u"hotkey_ss58address"_s;

/// A file as it is, or none; what it holds is wiped with it.
struct Loaded
{
    Loaded() = default;
    Loaded(Loaded &&) = default;
    Loaded &operator=(Loaded &&) = default;
    Loaded(const Loaded &) = delete;
    Loaded &operator=(const Loaded &) = delete;
    ~Loaded() = default;

    ConfigIni ini;
    FileStamp stamp;
    bool isPrivate = true;
};

Result<FileContent> readWhenWritten(const QString &path)
{
    for (int attempt = 0;; ++attempt) {
        auto content = readSmallFile(path, maximumSize, SymlinkPolicy::FollowOnce);
        if (!content || !content->bytes.isEmpty() || attempt == emptyRetries)
            return content;
        // The CLI truncates the file and then writes it; this is a worker thread.
        QThread::msleep(emptyPauseMs);
    }
}

Result<Loaded> load(const QString &path)
{
    auto content = readWhenWritten(path);
    if (!content && content.error().code == Code::FileMissing)
        return Loaded();
    if (!content)
        return failure(std::move(content).error());
    auto ini = ConfigIni::parse(content->bytes);
    sodium_memzero(content->bytes.data(), static_cast<std::size_t>(content->bytes.size()));
    if (!ini)
        return failure(std::move(ini).error());
    Loaded loaded;
    loaded.ini = *std::move(ini);
    loaded.stamp = content->stamp;
    loaded.isPrivate = (content->mode & 077U) == 0 && content->owner == ::geteuid();
    return loaded;
}

/// 32 bytes of 64 hex digits, 0x or not before them; empty for anything else.
Secret seedFromHex(const Secret &text)
{
    const auto view = text.view();
    QByteArrayView digits = view.bytes();
    if (digits.startsWith("0x"))
        digits = digits.sliced(2);
    if (digits.size() != 2 * seedSize)
        return {};
    bool valid = false;
    Secret seed = Secret::filled(seedSize, [&](std::span<std::uint8_t> bytes) {
        std::size_t written = 0;
        valid = sodium_hex2bin(bytes.data(), bytes.size(), digits.data(),
                               static_cast<std::size_t>(digits.size()), nullptr, &written, nullptr)
                == 0
            && written == bytes.size();
    });
    return valid ? std::move(seed) : Secret();
}

Secret hexOf(const Secret &seed)
{
    return Secret::filled(2 * seed.size(), [&](std::span<std::uint8_t> text) {
        const auto view = seed.view();
        std::size_t position = 0;
        for (const std::uint8_t byte : view.span()) {
            // Arithmetic, not a table: what is read must not depend on a secret.
            for (const unsigned nibble : {unsigned{byte} >> 4U, unsigned{byte} & 15U}) {
                const unsigned letter = (9U - nibble) >> 8U & ('a' - '0' - 10U);
                text[position++] = static_cast<std::uint8_t>('0' + nibble + letter);
            }
        }
    });
}

Result<QString> textOf(const ConfigIni &ini, const QString &section, const QString &key)
{
    auto value = ini.value(section, key);
    if (!value)
        return failure(std::move(value).error());
    return value->value_or(QString());
}

struct Field
{
    QString section;
    QString key;
    QString ChutesConfig::*member;
};

Result<ChutesConfig> configOf(const ConfigIni &ini)
{
    ChutesConfig config;
    const auto field = [](const QString &section, const QString &key,
                          QString ChutesConfig::*member) {
        return Field{.section = section, .key = key, .member = member};
    };
    const std::array fields{field(api, u"base_url"_s, &ChutesConfig::baseUrl),
                            field(auth, u"username"_s, &ChutesConfig::username),
                            field(auth, u"user_id"_s, &ChutesConfig::userId),
                            field(auth, u"hotkey_name"_s, &ChutesConfig::hotkeyName),
                            field(payment, u"address"_s, &ChutesConfig::paymentAddress),
                            field(payment, u"developer_payment_address"_s,
                                  &ChutesConfig::developerPaymentAddress)};
    for (const auto &[section, key, member] : fields) {
        auto text = textOf(ini, section, key);
        // The CLI never reads [payment], so a slip there harms nobody.
        if (!text && section != payment)
            return failure(std::move(text).error());
        config.*member = text.value_or(QString());
    }
    const auto address = textOf(ini, auth, hotkeyAddress);
    if (!address)
        return failure(address.error());
    if (const auto parsed = Ss58Address::parse(*address))
        config.hotkeyAddress = *parsed;
    const Secret seed = ini.secretValue(auth, hotkeySeed).value_or(Secret());
    config.hotkeySeed = seedFromHex(seed);
    config.completeForCli = !config.username.isEmpty() && !config.userId.isEmpty()
        && !config.hotkeyName.isEmpty() && !address->isEmpty() && !seed.isEmpty();
    return config;
}

Result<Done> checkSeed(const ChutesConfigChange &change)
{
    if (!change.hotkeySeed || change.hotkeySeed->isEmpty())
        return Done{};
    const auto key = KeyPair::fromSeed(*change.hotkeySeed);
    if (!key)
        return failure(Error{.code = Code::InvalidInput, .field = hotkeySeed});
    if (key->address() != change.hotkeyAddress)
        return failure(Error{.code = Code::KeyMismatch, .field = hotkeySeed});
    return Done{};
}

/// The file's account is another one than that of @p change: what is left of it must go.
Result<Done> removeOtherAccount(ConfigIni &ini, const ChutesConfigChange &change)
{
    const QString address = textOf(ini, auth, hotkeyAddress).value_or(QString());
    const QString userId = textOf(ini, auth, u"user_id"_s).value_or(QString());
    if (address != change.hotkeyAddress.toString()) {
        if (auto done = ini.remove(auth, hotkeySeed); !done)
            return done;
    }
    if (userId == change.userId)
        return Done{};
    for (const QString &key : {u"address"_s, u"developer_payment_address"_s}) {
        if (auto done = ini.remove(payment, key); !done)
            return done;
    }
    return Done{};
}

/// In the order in which the CLI writes a new file (contract §9.1).
Result<Done> applyChange(ConfigIni &ini, const ChutesConfigChange &change)
{
    if (auto done = checkSeed(change); !done)
        return done;
    if (auto done = removeOtherAccount(ini, change); !done)
        return done;
    const auto set = [&ini](const QString &section, const QString &key, const QString &value) {
        return ini.set(section, key, value);
    };
    Result<Done> done;
    if (!change.baseUrl.isEmpty())
        done = set(api, u"base_url"_s, change.baseUrl);
    if (done)
        done = set(auth, u"username"_s, change.username);
    if (done)
        done = set(auth, u"user_id"_s, change.userId);
    if (done && change.hotkeySeed && !change.hotkeySeed->isEmpty())
        done = ini.setSecret(auth, hotkeySeed, hexOf(*change.hotkeySeed));
    if (done)
        done = set(auth, u"hotkey_name"_s, change.hotkeyName);
    if (done)
        done = set(auth, hotkeyAddress, change.hotkeyAddress.toString());
    if (done && !change.paymentAddress.isEmpty())
        done = set(payment, u"address"_s, change.paymentAddress);
    return done;
}

/// What the CLI will read must be what was asked for (FS-07).
bool saysWhatItShould(const ChutesConfig &config, const ChutesConfigChange &change)
{
    const bool seedIsRight = !change.hotkeySeed || change.hotkeySeed->isEmpty()
        || config.hotkeySeed.equals(*change.hotkeySeed);
    return seedIsRight && config.username == change.username && config.userId == change.userId
        && config.hotkeyName == change.hotkeyName && config.hotkeyAddress == change.hotkeyAddress
        && (change.baseUrl.isEmpty() || config.baseUrl == change.baseUrl)
        && (change.paymentAddress.isEmpty() || config.paymentAddress == change.paymentAddress);
}

Result<ConfigIni> edited(const ConfigIni &ini, const ChutesConfigChange &change)
{
    auto copy = ConfigIni::parse(ini.bytes());
    if (!copy)
        return copy;
    if (auto done = applyChange(*copy, change); !done)
        return failure(std::move(done).error());
    const auto config = configOf(*copy);
    if (!config)
        return failure(config.error());
    if (!saysWhatItShould(*config, change))
        return failure(Code::FileDamaged, u"the edited file would not say what it should"_s);
    return copy;
}

/// The last three files: path.bak is the newest. Nothing is given up before the new one is safe.
Result<QString> keepBackup(const QString &path, const ConfigIni &ini)
{
    QString newest = path + u".bak"_s;
    const QString incoming = path + u".bak.new"_s;
    if (auto written = replaceFile(incoming, ini.bytes()); !written)
        return failure(std::move(written).error());
    const std::array<QString, 4> names{path + u".bak.2"_s, path + u".bak.1"_s, newest, incoming};
    for (std::size_t i = 0; i + 1 < names.size(); ++i) {
        const QByteArray from = QFile::encodeName(names.at(i + 1));
        const QByteArray to = QFile::encodeName(names.at(i));
        if (std::rename(from.constData(), to.constData()) != 0 && errno != ENOENT)
            return failure(Code::FileNotWritable, QFileInfo(names.at(i)).fileName());
    }
    return newest;
}

} // namespace

ChutesConfigFile::ChutesConfigFile(QString path)
    : m_path(std::move(path))
{
}

QString ChutesConfigFile::defaultPath(const QProcessEnvironment &environment)
{
    QString chosen = environment.value(u"CHUTES_CONFIG_PATH"_s);
    if (QDir::isAbsolutePath(chosen) && !chosen.contains(QChar(0)))
        return chosen;
    return environment.value(u"HOME"_s, QDir::homePath()) + u"/.chutes/config.ini"_s;
}

Result<ChutesConfigFile::Snapshot> ChutesConfigFile::read() const
{
    const auto loaded = load(m_path);
    if (!loaded) {
        qCWarning(lcProfiles) << "config.ini not read:" << loaded.error().detail;
        return failure(loaded.error());
    }
    auto config = configOf(loaded->ini);
    if (!config)
        return failure(std::move(config).error());
    return Snapshot{.exists = loaded->stamp.exists(),
                    .config = *std::move(config),
                    .stamp = loaded->stamp,
                    .isPrivate = loaded->isPrivate};
}

Result<ChutesConfigFile::Written> ChutesConfigFile::write(const ChutesConfigChange &change,
                                                          const FileStamp &expected) const
{
    const auto loaded = load(m_path);
    if (!loaded)
        return failure(loaded.error());
    if (loaded->stamp != expected)
        return failure(Code::FileConflict, u"config.ini: changed since it was read"_s);
    const auto result = edited(loaded->ini, change);
    if (!result)
        return failure(result.error());
    Written written{.backupPath = {}, .changes = configDiff(loaded->ini, *result)};
    if (expected.exists() && loaded->isPrivate && result->bytes() == loaded->ini.bytes())
        return written;
    if (!expected.exists()) {
        if (auto made = makePrivateFolder(QFileInfo(m_path).path()); !made)
            return failure(std::move(made).error());
    } else {
        auto backup = keepBackup(m_path, loaded->ini);
        if (!backup)
            return failure(std::move(backup).error());
        written.backupPath = *backup;
    }
    if (auto done = replaceFile(m_path, result->bytes(), &expected); !done)
        return failure(std::move(done).error());
    return written;
}

Result<QList<ConfigDiffLine>> ChutesConfigFile::preview(const ChutesConfigChange &change) const
{
    const auto loaded = load(m_path);
    if (!loaded)
        return failure(loaded.error());
    const auto result = edited(loaded->ini, change);
    if (!result)
        return failure(result.error());
    return configDiff(loaded->ini, *result);
}

} // namespace canopy
