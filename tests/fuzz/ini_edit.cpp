#include "core/profiles/configini.h"
#include "tests/fuzz/fuzz.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>

#include <array>
#include <cstring>
#include <unistd.h>
#include <utility>

using namespace canopy;
using namespace Qt::StringLiterals;

namespace {

/// The Python process that judges, started once.
class Oracle
{
public:
    Oracle()
    {
        std::array<int, 2> in{};
        std::array<int, 2> out{};
        require(pipe(in.data()) == 0 && pipe(out.data()) == 0);
        if (fork() == 0) {
            dup2(in[0], STDIN_FILENO);
            dup2(out[1], STDOUT_FILENO);
            close(in[1]);
            close(out[0]);
            execl("/usr/bin/python3", "python3", CANOPY_SOURCE_DIR "/tests/fuzz/ini_oracle.py",
                  static_cast<char *>(nullptr));
            _exit(127);
        }
        close(in[0]);
        close(out[1]);
        m_to = in[1];
        m_from = out[0];
    }

    QJsonDocument ask(const QByteArray &file) const
    {
        const auto size = static_cast<std::uint32_t>(file.size());
        send(&size, sizeof size);
        send(file.constData(), static_cast<std::size_t>(file.size()));
        std::uint32_t length = 0;
        receive(&length, sizeof length);
        QByteArray answer(static_cast<qsizetype>(length), Qt::Uninitialized);
        receive(answer.data(), length);
        return QJsonDocument::fromJson('[' + answer + ']');
    }

private:
    void send(const void *data, std::size_t size) const
    {
        require(write(m_to, data, size) == static_cast<ssize_t>(size));
    }
    void receive(void *data, std::size_t size) const
    {
        auto *at = static_cast<char *>(data);
        while (size > 0) {
            const ssize_t got = read(m_from, at, size);
            require(got > 0);
            at += got;
            size -= static_cast<std::size_t>(got);
        }
    }

    int m_to = -1;
    int m_from = -1;
};

QJsonObject seenByUs(const ConfigIni &ini)
{
    QJsonObject all;
    const QStringList sections = ini.sections();
    for (const QString &section : sections) {
        QJsonObject entries;
        const QStringList keys = ini.keys(section);
        for (const QString &key : keys) {
            const auto value = ini.value(section, key);
            entries[key] = value && *value ? QJsonValue(**value) : QJsonValue(QJsonValue::Null);
        }
        all[section] = entries;
    }
    return all;
}

} // namespace

// A file that ConfigParser reads is read the same by us, before and after an edit; one that it
// refuses, we refuse; and an edit changes nothing but its own value.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size > 4096)
        return 0;
    static const Oracle oracle;
    const QByteArray bytes = inputView(data, size).toByteArray();
    const auto parsed = ConfigIni::parse(bytes);
    const QJsonValue before = oracle.ask(bytes).array().at(0);
    require(parsed.has_value() == before.isObject());
    if (!parsed)
        return 0;
    require(seenByUs(*parsed) == before.toObject());

    auto again = ConfigIni::parse(bytes);
    require(again.has_value());
    ConfigIni edited = *std::move(again);
    const auto done = edited.set(u"auth"_s, u"username"_s, u"lumenfold"_s);
    if (!done)
        return 0;
    QJsonObject expected = before.toObject();
    QJsonObject auth = expected.value("auth"_L1).toObject();
    auth["username"_L1] = u"lumenfold"_s;
    if (!expected.contains("auth"_L1)) {
        const QJsonObject seen = seenByUs(edited).value("auth"_L1).toObject();
        for (const QString &key : seen.keys()) // [DEFAULT] shows through a new section
            if (key != "username"_L1)
                auth[key] = seen.value(key);
    }
    expected["auth"_L1] = auth;
    const QJsonObject after = oracle.ask(edited.bytes()).array().at(0).toObject();
    for (const QString &section : expected.keys()) {
        const QJsonObject wanted = expected.value(section).toObject();
        const QJsonObject got = after.value(section).toObject();
        for (const QString &key : wanted.keys()) {
            // A value that interpolates the changed one changes with it.
            if (wanted.value(key) != got.value(key))
                require(bytes.contains("%("));
        }
        require(wanted.size() == got.size());
    }
    require(after == seenByUs(edited));
    return 0;
}
