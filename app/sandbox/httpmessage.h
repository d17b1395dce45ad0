#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QJsonValue>
#include <QList>
#include <QString>
#include <QUrlQuery>

#include <optional>

namespace canopy::sandbox {

struct HttpHeader
{
    QByteArray name;
    QByteArray value;
};

/// A request as it came in, independent of Qt's HTTP server.
struct Request
{
    QByteArray method; ///< "GET"
    QString path; ///< decoded, trailing slash kept
    QUrlQuery query;
    QList<HttpHeader> headers;
    QByteArray body; ///< the bytes on the wire: signatures cover them
    QString peer; ///< the client's address

    /// The value of a header, names compared without case; nullopt if it was not sent.
    std::optional<QString> header(QByteArrayView name) const;
    /// The last query parameter of that name, decoded as a form would be.
    std::optional<QString> parameter(QLatin1StringView name) const;
};

struct Answer
{
    int status = 200;
    QByteArray contentType;
    QByteArray body;
    QList<HttpHeader> headers; ///< besides Date, Content-Type and Content-Length
    /// The body holds something shown once: it is wiped when it has been written.
    bool sensitive = false;
};

/// @p text is JSON.
Answer jsonAnswer(QByteArray text, int status = 200);
/// {"detail": …}: how every handler refuses (contract §1.4).
Answer refusal(int status, const QString &detail);
/// The answer to an error nobody caught: plain text, not JSON.
Answer serverError();
Answer htmlPage(int status, const QByteArray &html);

/// Compact JSON of any value.
QByteArray jsonText(const QJsonValue &value);

/// A JSON object whose members stay in the order they were added: the service's answers have
/// one, QJsonObject sorts.
class JsonObjectText
{
public:
    JsonObjectText &add(QByteArrayView name, const QJsonValue &value);
    /// @p json is written as it is.
    JsonObjectText &addText(QByteArrayView name, QByteArrayView json);
    QByteArray text() const { return m_members + '}'; }
    /// Overwrites the text: for objects that held a secret.
    void wipe();

private:
    QByteArray m_members{"{"};
};

} // namespace canopy::sandbox
