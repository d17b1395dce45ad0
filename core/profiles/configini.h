#pragma once

#include "core/base/result.h"
#include "core/secrets/secret.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace canopy {

/// A config.ini as Python's ConfigParser reads it (contract §9.3; Python 3.11, default options),
/// edited line by line: unknown sections, keys, comments, order, spacing and line ends stay as
/// they are (FS-05).
///
/// The file holds the hotkey seed in clear text, so the bytes are this object's own and are wiped
/// when it goes or changes; a caller's buffers are the caller's to wipe. Move-only.
class ConfigIni
{
public:
    ConfigIni() = default;
    ConfigIni(ConfigIni &&other) noexcept;
    ConfigIni &operator=(ConfigIni &&other) noexcept;
    ConfigIni(const ConfigIni &) = delete;
    ConfigIni &operator=(const ConfigIni &) = delete;
    ~ConfigIni();

    /// FileDamaged, detail with the line number: what ConfigParser cannot read, we do not edit.
    static Result<ConfigIni> parse(QByteArrayView bytes);

    /// The value after interpolation (%% and %(name)s), as the CLI gets it. nullopt: no such
    /// section or key. FileDamaged: a lone %, an unknown name, references more than ten deep, or
    /// an expansion beyond any sense. Not for secrets: secretValue().
    Result<std::optional<QString>> value(const QString &section, const QString &key) const;
    /// The same without a QString on the way; empty if there is no such section or key.
    /// FileDamaged where the value has a % in it, which no secret has.
    Result<Secret> secretValue(const QString &section, const QString &key) const;

    /// [DEFAULT] is not a section, but its keys are in each of them.
    bool hasSection(const QString &section) const;
    bool hasKey(const QString &section, const QString &key) const;
    QStringList sections() const;
    QStringList keys(const QString &section) const;

    /// Adds or changes one value, touching no other line but those that continue the old value.
    /// InvalidInput for a value the CLI could not read back (FS-06: [A-Za-z0-9_.:/-] only, not
    /// empty), or a name that is not plain.
    Result<Done> set(const QString &section, const QString &key, const QString &value);
    Result<Done> setSecret(const QString &section, const QString &key, const Secret &value);
    /// Removes a key from its own section, if it is there.
    Result<Done> remove(const QString &section, const QString &key);

    const QByteArray &bytes() const { return m_bytes; }

    /// One line without its line end, with the values of secret keys and all else that looks like
    /// a secret masked; @p fingerprint tells lines apart that look alike when masked.
    struct MaskedLine
    {
        QString text;
        QByteArray fingerprint;
    };
    QList<MaskedLine> maskedLines() const;

private:
    struct Line
    {
        qsizetype start = 0;
        qsizetype end = 0; ///< without the line end
        qsizetype next = 0; ///< where the next line starts
    };
    /// A part of a value on one line; empty for an empty line within or after it.
    struct Segment
    {
        qsizetype line = 0;
        qsizetype start = 0;
        qsizetype size = 0;
    };
    struct Entry
    {
        QString section;
        QString key; ///< lower case
        QList<Segment> segments; ///< the first is on the line of the key
    };
    struct Section
    {
        QString name;
        qsizetype line = 0;
    };
    struct Place
    {
        qsizetype after = 0; ///< the line before it
        QByteArrayView indent;
    };
    class Reader;

    QByteArrayView view(const Line &line) const;
    QByteArrayView indentOf(qsizetype line) const;
    QByteArrayView lineEndAt(qsizetype line) const;
    const Entry *find(const QString &section, const QString &key) const;
    const Entry *findInherited(const QString &section, const QString &key) const;
    QString rawValue(const Entry &entry) const;
    Place endOf(QList<Section>::const_iterator section) const;
    QByteArray appended(const QString &section, const QByteArray &key, QByteArrayView value) const;
    QByteArray inserted(const QString &section, const QByteArray &key, QByteArrayView value) const;
    QByteArray replaced(const Entry &entry, QByteArrayView value) const;
    QByteArray withoutEntry(const Entry &entry) const;
    Result<Done> store(const QString &section, const QString &key, QByteArrayView value);
    Result<Done> adopt(QByteArray bytes, const QString &section, const QString &key,
                       const QByteArrayView *value);
    void wipe();

    QByteArray m_bytes;
    QList<Line> m_lines;
    QList<Entry> m_entries; ///< in the order of the file, [DEFAULT] included
    QList<Section> m_sections; ///< in the order of the file, [DEFAULT] included
};

} // namespace canopy
