#include "app/sandbox/validation.h"

#include <QJsonDocument>
#include <QJsonParseError>

#include <array>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

QJsonArray inside(QJsonArray where, QLatin1StringView name)
{
    where.append(name);
    return where;
}

/// Python's words for a JSON error; Qt tells fewer apart.
QString pythonMessage(QJsonParseError::ParseError error)
{
    switch (error) {
    case QJsonParseError::MissingNameSeparator:
        return u"Expecting ':' delimiter"_s;
    case QJsonParseError::UnterminatedArray:
    case QJsonParseError::MissingValueSeparator:
        return u"Expecting ',' delimiter"_s;
    case QJsonParseError::UnterminatedString:
        return u"Unterminated string starting at"_s;
    case QJsonParseError::IllegalEscapeSequence:
        return u"Invalid \\escape"_s;
    case QJsonParseError::GarbageAtEnd:
        return u"Extra data"_s;
    default:
        return u"Expecting value"_s;
    }
}

/// Python looks for a name after "{" and after "," in an object; Qt reports it as a bad value or
/// an unterminated object somewhere behind. Its position, or −1.
qsizetype misplacedName(QByteArrayView text)
{
    const QByteArrayView trimmed = text.trimmed();
    if (!trimmed.startsWith('{'))
        return -1;
    qsizetype at = trimmed.data() - text.data() + 1;
    while (at < text.size() && std::isspace(static_cast<unsigned char>(text.at(at))) != 0)
        ++at;
    return at < text.size() && (text.at(at) == '"' || text.at(at) == '}') ? -1 : at;
}

Answer jsonInvalid(QByteArrayView text, const QJsonParseError &error)
{
    qsizetype at = misplacedName(text);
    QString message = u"Expecting property name enclosed in double quotes"_s;
    if (at < 0) {
        // The text was parsed inside brackets.
        at = qMax(0, error.offset - 1);
        message = pythonMessage(error.error);
    }
    Complaints complaints;
    complaints.add("json_invalid"_L1, {u"body"_s, at}, u"JSON decode error"_s, QJsonObject(),
                   {{u"error"_s, message}});
    return complaints.answer();
}

bool claimsJson(const Request &request)
{
    const QString type =
        request.header("Content-Type").value_or(QString()).section(u';', 0, 0).trimmed();
    return type.isEmpty() || type.compare("application/json"_L1, Qt::CaseInsensitive) == 0
        || (type.startsWith("application/"_L1, Qt::CaseInsensitive)
            && type.endsWith("+json"_L1, Qt::CaseInsensitive));
}

std::optional<bool> boolNamed(const QString &text)
{
    constexpr std::array yes{"true"_L1, "1"_L1, "yes"_L1, "on"_L1, "t"_L1, "y"_L1};
    constexpr std::array no{"false"_L1, "0"_L1, "no"_L1, "off"_L1, "f"_L1, "n"_L1};
    const QString lower = text.toLower();
    if (std::ranges::find(yes, lower) != yes.end())
        return true;
    if (std::ranges::find(no, lower) != no.end())
        return false;
    return std::nullopt;
}

} // namespace

void Complaints::add(QLatin1StringView type, const QJsonArray &where, const QString &message,
                     const QJsonValue &input, const QJsonObject &context)
{
    JsonObjectText item;
    item.add("type", type).add("loc", where).add("msg", message).add("input", input);
    if (!context.isEmpty())
        item.add("ctx", context);
    m_items.append(item.text());
}

void Complaints::missing(const QJsonArray &where, const QJsonValue &input)
{
    add("missing"_L1, where, u"Field required"_s, input);
}

Answer Complaints::answer() const
{
    const QByteArray list = '[' + m_items.join(',') + ']';
    return jsonAnswer(JsonObjectText().addText("detail", list).text(), 422);
}

tl::expected<Body, Answer> Body::of(const Request &request)
{
    if (request.body.isEmpty())
        return Body();
    if (!claimsJson(request))
        return Body{.value = QString::fromUtf8(request.body)};
    // Brackets around it, because Qt 6.4 parses only arrays and objects at the top.
    QJsonParseError error{};
    const auto document = QJsonDocument::fromJson('[' + request.body + ']', &error);
    if (error.error == QJsonParseError::NoError && document.array().size() != 1)
        error = {.offset = 1, .error = QJsonParseError::GarbageAtEnd};
    if (error.error != QJsonParseError::NoError)
        return tl::unexpected(jsonInvalid(request.body, error));
    const QJsonValue value = document.array().first();
    return Body{.value = value.isNull() ? QJsonValue(QJsonValue::Undefined) : value};
}

std::optional<QJsonObject> Body::object(Complaints &complaints) const
{
    if (value.isUndefined()) {
        complaints.missing({u"body"_s}, QJsonValue::Null);
        return std::nullopt;
    }
    if (!value.isObject()) {
        complaints.add("model_attributes_type"_L1, {u"body"_s},
                       u"Input should be a valid dictionary or object to extract fields from"_s,
                       value);
        return std::nullopt;
    }
    return value.toObject();
}

std::optional<QString> requiredText(const QJsonObject &object, QLatin1StringView name,
                                    const QJsonArray &where, Complaints &complaints)
{
    const QJsonValue value = object.value(name);
    if (value.isString())
        return value.toString();
    if (value.isUndefined())
        complaints.missing(inside(where, name), object);
    else
        complaints.add("string_type"_L1, inside(where, name), u"Input should be a valid string"_s,
                       value);
    return std::nullopt;
}

std::optional<QString> optionalText(const QJsonObject &object, QLatin1StringView name,
                                    const QJsonArray &where, Complaints &complaints)
{
    const QJsonValue value = object.value(name);
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    return requiredText(object, name, where, complaints);
}

std::optional<bool> requiredBool(const QJsonObject &object, QLatin1StringView name,
                                 const QJsonArray &where, Complaints &complaints)
{
    const QJsonValue value = object.value(name);
    if (value.isBool())
        return value.toBool();
    if (value.isUndefined()) {
        complaints.missing(inside(where, name), object);
        return std::nullopt;
    }
    if (value.isDouble() && (value.toInteger(-1) == 0 || value.toInteger(-1) == 1))
        return value.toInteger() == 1;
    if (!value.isString() && !value.isDouble()) {
        complaints.add("bool_type"_L1, inside(where, name), u"Input should be a valid boolean"_s,
                       value);
        return std::nullopt;
    }
    const auto named = value.isString() ? boolNamed(value.toString()) : std::nullopt;
    if (!named) {
        complaints.add("bool_parsing"_L1, inside(where, name),
                       u"Input should be a valid boolean, unable to interpret input"_s, value);
    }
    return named;
}

qint64 queryInteger(const Request &request, QLatin1StringView name, qint64 fallback,
                    Complaints &complaints)
{
    const auto text = request.parameter(name);
    if (!text)
        return fallback;
    bool ok = false;
    const qint64 number = text->trimmed().toLongLong(&ok);
    if (ok)
        return number;
    complaints.add("int_parsing"_L1, {u"query"_s, name},
                   u"Input should be a valid integer, unable to parse string as an integer"_s,
                   *text);
    return fallback;
}

std::optional<QString> requiredQuery(const Request &request, QLatin1StringView name,
                                     Complaints &complaints)
{
    auto text = request.parameter(name);
    if (!text)
        complaints.missing({u"query"_s, name}, QJsonValue::Null);
    return text;
}

std::optional<QString> requiredHeader(const Request &request, QLatin1StringView name,
                                      Complaints &complaints)
{
    auto text = request.header(QByteArrayView(name.data(), name.size()));
    if (!text)
        complaints.missing({u"header"_s, name}, QJsonValue::Null);
    return text;
}

} // namespace canopy::sandbox
