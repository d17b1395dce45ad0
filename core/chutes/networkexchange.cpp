#include "core/chutes/networkexchange.h"

#include "core/base/logging.h"

#include <QLocale>
#include <QNetworkAccessManager>
#include <QSslConfiguration>

#include <algorithm>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

/// How much Qt may hold for us before we have looked at it.
constexpr qint64 readAhead = qint64{256} * 1024;
constexpr int longestRetryAfter = 24 * 3600;

QByteArray methodName(HttpRequest::Method method)
{
    switch (method) {
    case HttpRequest::Method::Get:
        return "GET";
    case HttpRequest::Method::Post:
        return "POST";
    case HttpRequest::Method::Delete:
        return "DELETE";
    }
    return {};
}

/// Where Qt reports a status as an error, the answer is an answer all the same (NET-02).
bool isAnswer(QNetworkReply::NetworkError error, int status)
{
    switch (error) {
    case QNetworkReply::NoError:
    case QNetworkReply::ContentAccessDenied:
    case QNetworkReply::ContentOperationNotPermittedError:
    case QNetworkReply::ContentNotFoundError:
    case QNetworkReply::AuthenticationRequiredError:
    case QNetworkReply::ContentConflictError:
    case QNetworkReply::ContentGoneError:
    case QNetworkReply::UnknownContentError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::InternalServerError:
    case QNetworkReply::OperationNotImplementedError:
    case QNetworkReply::ServiceUnavailableError:
    case QNetworkReply::UnknownServerError:
        return true;
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return status == 407;
    default:
        return false;
    }
}

/// An answer that names no length and no chunks is over when the connection is. Qt takes that for
/// a reason to send the request again where it has a body, and fails because it cannot.
bool endsWithItsConnection(const QNetworkReply &reply)
{
    return reply.error() == QNetworkReply::ContentReSendError
        && !reply.hasRawHeader("Content-Length") && !reply.hasRawHeader("Transfer-Encoding");
}

/// What a failure means if nothing of the request had left.
Error::Code codeOf(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::BackgroundRequestNotAllowedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
    case QNetworkReply::UnknownNetworkError: // network unreachable
        return Error::Code::Offline;
    case QNetworkReply::TimeoutError:
    case QNetworkReply::ProxyTimeoutError:
        return Error::Code::Timeout;
    case QNetworkReply::SslHandshakeFailedError:
        return Error::Code::TlsFailed;
    case QNetworkReply::ProtocolUnknownError:
        return Error::Code::OriginRefused;
    default:
        return Error::Code::ConnectionLost;
    }
}

/// Whether the connection never stood, so that nothing can have left.
bool isConnectFailure(QNetworkReply::NetworkError error, bool encrypted)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return true;
    case QNetworkReply::SslHandshakeFailedError:
        return !encrypted;
    default:
        return false;
    }
}

/// RFC 9110 §5.6.7, the one form servers may send today. Invalid if it is anything else.
QDateTime httpDate(const QByteArray &text)
{
    auto when = QLocale::c().toDateTime(QString::fromLatin1(text.trimmed()),
                                        u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    when.setTimeSpec(Qt::UTC);
    return when;
}

int retryAfter(const QByteArray &text, const QDateTime &date)
{
    bool isNumber = false;
    qint64 seconds = text.trimmed().toLongLong(&isNumber);
    if (!isNumber) {
        const auto until = httpDate(text);
        seconds = until.isValid() && date.isValid() ? date.secsTo(until) : 0;
    }
    return static_cast<int>(std::clamp<qint64>(seconds, 0, longestRetryAfter));
}

/// A line break in a value would be a header of somebody else's making.
bool isHeaderValue(QByteArrayView value)
{
    return std::ranges::all_of(value, [](char c) { return c >= 0x20 && c < 0x7f; });
}

bool isPath(const QByteArray &path)
{
    return path.startsWith('/') && std::ranges::all_of(path, [](char c) {
               return c > 0x20 && c < 0x7f && c != '?' && c != '#' && c != '\\';
           });
}

} // namespace

NetworkExchange::NetworkExchange(HttpRequest request, QObject *parent)
    : QObject(parent)
    , m_request(std::move(request))
    , m_body(std::move(m_request.body))
    , m_bodyIsEmpty(m_body.bytesAvailable() == 0)
{
    m_idle.setSingleShot(true);
    m_idle.setInterval(m_request.idle);
    m_deadline.setSingleShot(true);
    m_deadline.setInterval(m_request.deadline);
    connect(&m_idle, &QTimer::timeout, this, [this] { giveUp(Error::Code::Timeout, u"idle"_s); });
    connect(&m_deadline, &QTimer::timeout, this,
            [this] { giveUp(Error::Code::Timeout, u"deadline"_s); });
}

NetworkExchange::~NetworkExchange()
{
    if (!m_reply)
        return;
    disconnect(m_reply.get(), nullptr, this, nullptr);
    m_reply->abort();
}

void NetworkExchange::start(QNetworkAccessManager &manager, const QSslConfiguration &tls)
{
    auto url = m_request.origin.url(isPath(m_request.path) ? m_request.path : "/");
    if (!m_request.query.isEmpty())
        url.setQuery(m_request.query);
    const bool headersAreSound = std::ranges::all_of(m_request.headers,
                                                     [](const HttpHeader &header) {
                                                         return isHeaderValue(header.value.view());
                                                     });
    if (!isPath(m_request.path) || !url.isValid() || !headersAreSound) {
        fail(Error::Code::OriginRefused, u"not a request this client may send"_s);
        return;
    }
    const auto request = networkRequest(url, tls);
    // DELETE goes out as a custom operation, because Qt takes a body, and with it the protection
    // against sending it twice, only there. The bytes on the wire differ by "Content-Length: 0".
    m_reply.reset(m_request.changesSomething()
                      ? manager.sendCustomRequest(request, methodName(m_request.method), &m_body)
                      : manager.get(request));
    // Not a child of the manager: this object decides when it goes.
    m_reply->setParent(nullptr);
    m_reply->setReadBufferSize(readAhead);
    watchReply();
    m_idle.start();
    m_deadline.start();
}

QNetworkRequest NetworkExchange::networkRequest(const QUrl &url, const QSslConfiguration &tls) const
{
    QNetworkRequest request(url);
    request.setSslConfiguration(tls);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    // One protocol, one set of faults: what a reset HTTP/2 stream says about its effect is nothing.
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setHeader(QNetworkRequest::UserAgentHeader, u"Canopy/" CANOPY_VERSION ""_s);
    request.setRawHeader("Accept", "application/json");
    request.setRawHeader("Accept-Encoding", "identity");
    if (m_request.changesSomething()) {
        request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        request.setHeader(QNetworkRequest::ContentLengthHeader, m_body.bytesAvailable());
        if (m_request.method == HttpRequest::Method::Post)
            request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    }
    // The last moment before they leave. The request's own copies cannot be reached from here;
    // the program wipes all memory it frees (MEM-03).
    for (const auto &header : m_request.headers)
        request.setRawHeader(header.name, header.value.view().bytes().toByteArray());
    return request;
}

void NetworkExchange::watchReply()
{
    auto *reply = m_reply.get();
    connect(reply, &QNetworkReply::encrypted, this, [this] {
        m_encrypted = true;
        m_idle.start();
    });
    connect(reply, &QNetworkReply::uploadProgress, this, [this] { m_idle.start(); });
    connect(reply, &QNetworkReply::metaDataChanged, this, &NetworkExchange::readHeaders);
    connect(reply, &QNetworkReply::readyRead, this, &NetworkExchange::readBody);
    connect(reply, &QNetworkReply::finished, this, &NetworkExchange::conclude);
}

void NetworkExchange::readHeaders()
{
    if (m_over)
        return;
    m_idle.start();
    m_status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_status >= 300 && m_status < 400) {
        giveUp(Error::Code::Redirected, QString::number(m_status));
        return;
    }
    const auto encoding = m_reply->rawHeader("Content-Encoding").trimmed().toLower();
    if (!encoding.isEmpty() && encoding != "identity") {
        giveUp(Error::Code::Malformed, u"compressed although that was declined"_s);
        return;
    }
    const auto length = m_reply->header(QNetworkRequest::ContentLengthHeader);
    if (!length.isValid())
        return;
    if (length.toLongLong() > m_request.maximumAnswer) {
        giveUp(Error::Code::AnswerTooLarge, u"announced"_s);
        return;
    }
    // In one piece, so that growing it leaves no copies.
    m_answer.reserve(length.toLongLong());
}

void NetworkExchange::readBody()
{
    if (m_over)
        return;
    m_idle.start();
    const qint64 waiting = m_reply->bytesAvailable();
    const qsizetype had = m_answer.size();
    if (had + waiting > m_request.maximumAnswer) {
        giveUp(Error::Code::AnswerTooLarge, u"received"_s);
        return;
    }
    m_answer.resize(had + waiting);
    const qint64 got = m_reply->read(m_answer.data() + had, waiting);
    m_answer.resize(had + std::max<qint64>(got, 0));
}

void NetworkExchange::conclude()
{
    if (m_over)
        return;
    readBody();
    if (m_over)
        return;
    m_status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const auto error = m_reply->error();
    if (m_status == 0 || (!isAnswer(error, m_status) && !endsWithItsConnection(*m_reply))) {
        m_neverConnected = isConnectFailure(error, m_encrypted);
        const auto code = codeOf(error);
        const bool lost = code == Error::Code::Offline && m_body.wasRead();
        fail(lost ? Error::Code::ConnectionLost : code, u"network error %1"_s.arg(error));
        return;
    }
    if (m_status >= 300 && m_status < 400) {
        fail(Error::Code::Redirected, QString::number(m_status));
        return;
    }
    if (m_status < 200 || m_status > 599) {
        fail(Error::Code::Malformed, u"status %1"_s.arg(m_status));
        return;
    }
    // Without a length the end of the connection is the end of the answer, and nobody can tell
    // whether it is whole (F-17). The client takes nothing but a whole JSON object, and no part
    // of one is one.
    const auto length = m_reply->header(QNetworkRequest::ContentLengthHeader);
    if (length.isValid() && m_status != 204 && length.toLongLong() != m_answer.size()) {
        fail(Error::Code::ConnectionLost, u"half an answer"_s);
        return;
    }
    finish(response());
}

HttpResponse NetworkExchange::response()
{
    HttpResponse response;
    response.status = m_status;
    response.contentType =
        m_reply->rawHeader("Content-Type").split(';').front().trimmed().toLower();
    response.date = httpDate(m_reply->rawHeader("Date"));
    response.retryAfterSeconds = retryAfter(m_reply->rawHeader("Retry-After"), response.date);
    response.body = Secret::take(std::move(m_answer));
    return response;
}

bool NetworkExchange::mayHaveActed() const
{
    if (m_status != 0)
        return true;
    // A body is handed over on this thread, after the connection stands: without it, no service
    // has acted. A request without one has left us unless Qt says that it got no connection; the
    // second connection that Qt may try never gets so far, because the body cannot be rewound.
    return m_bodyIsEmpty ? !m_neverConnected : m_body.wasRead();
}

void NetworkExchange::giveUp(Error::Code code, const QString &detail)
{
    fail(code, detail);
    m_reply->abort();
}

void NetworkExchange::fail(Error::Code code, const QString &detail)
{
    if (m_over)
        return;
    const Error error{.code = code,
                      .detail = detail,
                      .httpStatus = m_status,
                      .inDoubt = m_request.changesSomething() && mayHaveActed()};
    // Never the query, a header or a body (LOG-05); a path that was refused may hold anything.
    qCWarning(lcNetwork).noquote() << methodName(m_request.method) << m_request.origin.display()
                                   << m_request.path.toPercentEncoding("/%") << "failed:" << detail
                                   << "status" << m_status << (error.inDoubt ? "in doubt" : "");
    finish(failure(error));
}

void NetworkExchange::finish(Result<HttpResponse> result)
{
    m_over = true;
    m_idle.stop();
    m_deadline.stop();
    m_answer = QByteArray();
    m_promise.finish(std::move(result));
    deleteLater();
}

} // namespace canopy
