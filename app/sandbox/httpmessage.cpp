#include "app/sandbox/httpmessage.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <sodium.h>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

std::optional<QString> Request::header(QByteArrayView name) const
{
    for (const HttpHeader &header : headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) == 0)
            return QString::fromUtf8(header.value);
    }
    return std::nullopt;
}

std::optional<QString> Request::parameter(QLatin1StringView name) const
{
    std::optional<QString> found;
    const auto items = query.queryItems(QUrl::FullyEncoded);
    for (const auto &[key, value] : items) {
        if (key != name)
            continue;
        QByteArray encoded = value.toUtf8();
        encoded.replace('+', ' ');
        found = QString::fromUtf8(QByteArray::fromPercentEncoding(encoded));
    }
    return found;
}

Answer jsonAnswer(QByteArray text, int status)
{
    return {.status = status, .contentType = "application/json"_ba, .body = std::move(text)};
}

Answer refusal(int status, const QString &detail)
{
    return jsonAnswer(JsonObjectText().add("detail", detail).text(), status);
}

Answer serverError()
{
    return {.status = 500,
            .contentType = "text/plain; charset=utf-8"_ba,
            .body = "Internal Server Error"_ba};
}

Answer htmlPage(int status, const QByteArray &html)
{
    return {.status = status, .contentType = "text/html; charset=utf-8"_ba, .body = html};
}

QByteArray jsonText(const QJsonValue &value)
{
    // QJsonDocument holds only objects and arrays.
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return array.sliced(1, array.size() - 2);
}

JsonObjectText &JsonObjectText::add(QByteArrayView name, const QJsonValue &value)
{
    return addText(name, jsonText(value));
}

JsonObjectText &JsonObjectText::addText(QByteArrayView name, QByteArrayView json)
{
    if (m_members.size() > 1)
        m_members += ',';
    m_members += '"';
    m_members += name;
    m_members += "\":";
    m_members += json;
    return *this;
}

void JsonObjectText::wipe()
{
    sodium_memzero(m_members.data(), static_cast<std::size_t>(m_members.size()));
    m_members.clear();
}

} // namespace canopy::sandbox
