#pragma once

#include "app/sandbox/httpmessage.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>

#include <optional>
#include <tl/expected.hpp>

namespace canopy::sandbox {

/// What is wrong with a request's fields, collected into one 422 (contract §1.4).
class Complaints
{
public:
    void add(QLatin1StringView type, const QJsonArray &where, const QString &message,
             const QJsonValue &input, const QJsonObject &context = {});
    void missing(const QJsonArray &where, const QJsonValue &input);

    bool isEmpty() const { return m_items.isEmpty(); }
    Answer answer() const;

private:
    QList<QByteArray> m_items;
};

/// A request body as the service's framework sees it.
struct Body
{
    /// Undefined: there was none (JSON null counts as none).
    QJsonValue value = QJsonValue::Undefined;

    /// 422 json_invalid for a body that claims to be JSON and is not. The framework does this
    /// before anybody is asked who they are.
    static tl::expected<Body, Answer> of(const Request &request);
    /// The body as an object, or a complaint.
    std::optional<QJsonObject> object(Complaints &complaints) const;
};

/// Field readers: each adds a complaint and returns nothing where the value does not fit.
/// @p where is the object's own place, without the field.
std::optional<QString> requiredText(const QJsonObject &object, QLatin1StringView name,
                                    const QJsonArray &where, Complaints &complaints);
std::optional<QString> optionalText(const QJsonObject &object, QLatin1StringView name,
                                    const QJsonArray &where, Complaints &complaints);
std::optional<bool> requiredBool(const QJsonObject &object, QLatin1StringView name,
                                 const QJsonArray &where, Complaints &complaints);
/// @p fallback if it was not sent.
qint64 queryInteger(const Request &request, QLatin1StringView name, qint64 fallback,
                    Complaints &complaints);
std::optional<QString> requiredQuery(const Request &request, QLatin1StringView name,
                                     Complaints &complaints);
std::optional<QString> requiredHeader(const Request &request, QLatin1StringView name,
                                      Complaints &complaints);

} // namespace canopy::sandbox
