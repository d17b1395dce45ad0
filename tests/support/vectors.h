#pragma once

#include "core/crypto/bytes.h"

#include <QByteArray>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <array>

/// Reading of tests/fixtures/vectors/*.json. A file that cannot be read ends the program: a test
/// without its vectors must not pass.
namespace canopy::vectors {

inline QJsonObject load(const QString &name)
{
    using namespace Qt::StringLiterals;
    QFile file(QStringLiteral(CANOPY_SOURCE_DIR) + u"/tests/fixtures/vectors/"_s + name
               + u".json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
    if (!document.isObject())
        qFatal("no JSON object in %s", qPrintable(file.fileName()));
    return document.object();
}

/// The rows of one array of a vector file; never empty.
inline QJsonArray rows(const QJsonObject &file, const QString &key)
{
    const QJsonArray array = file.value(key).toArray();
    if (array.isEmpty())
        qFatal("no rows in %s", qPrintable(key));
    return array;
}

inline QByteArray hex(const QJsonValue &value)
{
    return QByteArray::fromHex(value.toString().toLatin1());
}

inline QByteArray utf8(const QJsonValue &value)
{
    return value.toString().toUtf8();
}

template <std::size_t Size>
std::array<std::uint8_t, Size> fixed(QByteArrayView bytes)
{
    if (bytes.size() != static_cast<qsizetype>(Size))
        qFatal("%zd bytes where %zu are wanted", static_cast<ssize_t>(bytes.size()), Size);
    std::array<std::uint8_t, Size> array{};
    std::ranges::copy(asBytes(bytes), array.begin());
    return array;
}

template <std::size_t Size>
std::array<std::uint8_t, Size> fixedHex(const QJsonValue &value)
{
    return fixed<Size>(hex(value));
}

/// A row whose name is unique through its number.
inline QTestData &newRow(int index, const QString &name)
{
    const QByteArray label = QByteArray::number(index) + ' ' + name.left(60).toUtf8();
    return QTest::newRow(label.constData());
}

template <typename Bytes>
QByteArray toHex(const Bytes &bytes)
{
    return asView(ByteSpan(bytes)).toByteArray().toHex();
}

} // namespace canopy::vectors
