#pragma once

#include "core/base/result.h"
#include "core/chutes/origin.h"
#include "core/secrets/secret.h"

#include <QByteArray>
#include <QDateTime>
#include <QFuture>
#include <QList>
#include <QUrlQuery>

#include <chrono>
#include <utility>

namespace canopy {

/// One header whose value may be a secret: never logged, wiped after use.
struct HttpHeader
{
    QByteArray name;
    Secret value;
};

/// Move-only, because its headers may carry secrets.
struct HttpRequest
{
    enum class Method { Get, Post, Delete };

    Method method = Method::Get;
    Origin origin = Origin::official();
    QByteArray path = "/"; ///< percent-encoded, without query
    QUrlQuery query; ///< only parameters that the service declares
    /// Exactly the bytes that go out, and, where a signature covers the body, that were signed.
    Secret body;
    std::vector<HttpHeader> headers;
    /// From sending to the last byte (NET-07).
    std::chrono::milliseconds deadline{30'000};
    /// A byte must arrive at least this often.
    std::chrono::milliseconds idle{15'000};
    qint64 maximumAnswer = 1 << 20;

    bool changesSomething() const { return method != Method::Get; }
};

/// Move-only: a body may hold a secret that must be taken out of it.
struct HttpResponse
{
    int status = 0;
    QByteArray contentType; ///< lower case, without parameters
    QDateTime date; ///< the Date header, UTC; invalid if there was none
    int retryAfterSeconds = 0;
    Secret body;
};

/// The one door to the network.
///
/// Success means a whole answer of any status 200 … 599 but 3xx; what it says is the client's to
/// judge. Errors: Offline, Timeout, ConnectionLost, TlsFailed, Redirected, OriginRefused,
/// AnswerTooLarge, Malformed (compressed); Error::inDoubt is set where a request that changes
/// something may have been received. Such a request leaves at most once (NET-03), and nothing is
/// retried here; Qt itself may repeat a GET whose connection ends without an answer. An answer
/// without a length or chunks ends with its connection, so only its content can show that it is
/// whole.
class Transport : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual QFuture<Result<HttpResponse>> send(HttpRequest request) = 0;
};

} // namespace canopy
