#pragma once

#include "core/profiles/configini.h"

#include <QPair>
#include <QSet>

#include <functional>

namespace canopy {

/// The pieces of ConfigParser that work on texts; for configini.cpp and the reader.
namespace configini {

inline constexpr QStringView mask(u"••••••••");

/// The size in bytes of the white space (Python's idea of it) that starts at @p position, or 0.
qsizetype sizeOfSpaceAt(QByteArrayView text, qsizetype position);
QByteArrayView trimmedStart(QByteArrayView text);
QByteArrayView trimmedEnd(QByteArrayView text);
/// How many characters of indentation @p indent is.
qsizetype widthOf(QByteArrayView indent);
/// The line end to use for new lines where a file has @p existing ones.
QByteArrayView lineEnding(QByteArrayView existing);

/// Keeps a byte order mark, which QString::fromUtf8 drops. @p text must be valid.
QString fromUtf8(QByteArrayView text);

/// BasicInterpolation of @p raw. nullopt for what ConfigParser refuses, and for expansions so long
/// that only somebody who wants to hurt would write them.
std::optional<QString> interpolated(
    const QString &raw, const std::function<std::optional<QString>(const QString &)> &lookUp);

bool isSecretKey(const QString &key);
QString maskedText(QByteArrayView line);

} // namespace configini

/// Reads the lines of a file the way RawConfigParser._read does.
class ConfigIni::Reader
{
public:
    explicit Reader(ConfigIni &ini);
    Result<Done> read();

private:
    void splitLines();
    Result<Done> readLine(qsizetype number);
    Result<Done> readHeader(QByteArrayView text, qsizetype number);
    Result<Done> readKey(QByteArrayView text, qsizetype number);
    Segment segment(QByteArrayView text, qsizetype number) const;
    static tl::unexpected<Error> damaged(qsizetype number, const QString &why);

    ConfigIni &m_ini;
    qsizetype m_indent = 0;
    bool m_inSection = false;
    bool m_inKey = false;
    QString m_section;
    QSet<QString> m_sections;
    QSet<QPair<QString, QString>> m_keys;
};

} // namespace canopy
