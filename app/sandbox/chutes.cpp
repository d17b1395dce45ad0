#include "app/sandbox/chutes.h"

#include "app/sandbox/timestamps.h"

#include <QJsonObject>

#include <algorithm>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 defaultLimit = 25;
constexpr qint64 mostPages = 100;
constexpr qint64 mostRows = 5'000;
constexpr qint64 made = 1'752'000'000'000'000;
constexpr auto chuteHost = ".chutes"_L1;

/// The words that the service's framework takes for a bool.
std::optional<bool> queryBool(const Request &request, QLatin1StringView name,
                              Complaints &complaints)
{
    const auto value = request.parameter(name);
    if (!value)
        return std::nullopt;
    const auto word = value->toLower();
    if (word == "true"_L1 || word == "1"_L1 || word == "on"_L1 || word == "yes"_L1)
        return true;
    if (word == "false"_L1 || word == "0"_L1 || word == "off"_L1 || word == "no"_L1)
        return false;
    complaints.add("bool_parsing"_L1, {u"query"_s, name},
                   u"Input should be a valid boolean, unable to interpret input"_s, *value);
    return std::nullopt;
}

JsonObjectText chuteObject(const DemoChute &chute, bool hasTee)
{
    JsonObjectText json;
    json.add("chute_id", chute.id)
        .add("name", chute.name)
        .add("tagline", chute.tagline)
        .add("slug", chute.slug)
        .add("public", chute.isPublic)
        .add("standard_template", chute.standardTemplate)
        .add("hot", chute.hot)
        .add("user",
             QJsonObject{{u"username"_s, chute.ownerName},
                         {u"user_id"_s, chute.ownerId},
                         {u"logo"_s, QJsonValue::Null}})
        .add("logo", QJsonValue::Null)
        .add("readme", u"# %1\n"_s.arg(chute.name))
        .add("created_at", timestamp(made, TimeSpelling::Zulu))
        .add("updated_at", timestamp(made, TimeSpelling::Zulu))
        .add("invocation_count", chute.invocations)
        .addText("instances", "[]");
    if (hasTee)
        json.add("tee", false);
    return json;
}

JsonObjectText imageObject(const DemoImage &image, const User &user)
{
    JsonObjectText json;
    json.add("image_id", image.id)
        .add("name", image.name)
        .add("readme", u""_s)
        .add("tag", image.tag)
        .add("public", false)
        .add("status", image.status)
        .add("created_at", timestamp(made, TimeSpelling::Zulu))
        .add("build_started_at", QJsonValue::Null)
        .add("build_completed_at", QJsonValue::Null)
        .add("user", QJsonObject{{u"username"_s, user.username}, {u"user_id"_s, user.id}})
        .add("logo_id", QJsonValue::Null)
        .add("logo", QJsonValue::Null);
    return json;
}

Answer listAnswer(const QList<QByteArray> &all, qint64 page, qint64 limit)
{
    if (page < 0 || limit < 0)
        return serverError();
    const qint64 rows = limit == 0 ? defaultLimit : limit;
    const auto first = std::min<qint64>(page * rows, all.size());
    const auto items = all.mid(first, rows);
    return jsonAnswer(JsonObjectText()
                          .add("total", all.size())
                          .add("page", page)
                          .add("limit", limit)
                          .addText("items", QByteArray('[' + items.join(',') + ']'))
                          .addText("cord_refs", "{}")
                          .text());
}

/// The request as it would be at a host of its own.
Request atHost(Request request, const QByteArray &host, const QString &path)
{
    request.headers.removeIf([](const HttpHeader &header) {
        return header.name.compare("Host", Qt::CaseInsensitive) == 0;
    });
    request.headers.append({.name = "Host", .value = host});
    request.path = path;
    return request;
}

Request atGateway(const Request &request)
{
    return atHost(request, "llm.chutes.ai", request.path.sliced(4));
}

bool hasAuthorization(const Request &request)
{
    return !request.header("Authorization").value_or(QString()).isEmpty()
        || !request.header("X-Chutes-Hotkey").value_or(QString()).isEmpty();
}

} // namespace

void Chutes::addRoutes(Router &router)
{
    const auto add = [&router, this](const QByteArray &method, const QString &pattern,
                                     Answer (Chutes::*handler)(const Request &), bool listed,
                                     const QList<RouteInput> &inputs = {}) {
        router.add(
            {.method = method,
             .pattern = pattern,
             .handler = [this, handler](const Request &request,
                                        const QString &) { return (this->*handler)(request); },
             .inputs = inputs,
             .listed = listed});
    };
    const auto query = [](QLatin1StringView name) {
        return RouteInput{.name = name, .in = "query"_L1};
    };
    QList<RouteInput> chuteInputs{query("include_public"_L1), query("template"_L1),
                                  query("name"_L1),           query("slug"_L1),
                                  query("page"_L1),           query("limit"_L1)};
    add("GET", u"/chutes/"_s, &Chutes::list, true, chuteInputs);
    add("GET", u"/images/"_s, &Chutes::images, true,
        {query("include_public"_L1), query("name"_L1), query("tag"_L1), query("page"_L1),
         query("limit"_L1)});
    add("GET", u"/llm/v1/models"_s, &Chutes::models, false);
    add("POST", u"/llm/v1/chat/completions"_s, &Chutes::complete, false);
}

void Chutes::checkRange(const Request &request, qint64 page, qint64 limit,
                        Complaints &complaints) const
{
    if (!m_context.rules.hotkeyLogin)
        return;
    const auto check = [&](QLatin1StringView name, qint64 value, qint64 least, qint64 most) {
        const auto given = request.parameter(name);
        if (!given || (value >= least && value <= most))
            return;
        const bool small = value < least;
        const auto bound = small ? least : most;
        complaints.add(small ? "greater_than_equal"_L1 : "less_than_equal"_L1, {u"query"_s, name},
                       u"Input should be %1 than or equal to %2"_s
                           .arg(small ? u"greater"_s : u"less"_s)
                           .arg(bound),
                       *given, {{small ? u"ge"_s : u"le"_s, bound}});
    };
    check("page"_L1, page, 0, mostPages);
    check("limit"_L1, limit, 1, mostRows);
}

Answer Chutes::list(const Request &request)
{
    QList<DemoChute> chutes;
    Complaints complaints;
    const bool withPublic = queryBool(request, "include_public"_L1, complaints).value_or(false);
    if (hasAuthorization(request)) {
        const auto user = m_context.gate.admit(request, u"chutes"_s);
        if (!user)
            return user.error();
        chutes = catalogue::chutesOf(*user);
        if (withPublic)
            chutes += catalogue::publicChutes();
    } else {
        // Nobody in particular: whatever was asked for, there are only public ones.
        chutes = catalogue::publicChutes();
    }
    const qint64 page = queryInteger(request, "page"_L1, 0, complaints);
    const qint64 limit = queryInteger(request, "limit"_L1, defaultLimit, complaints);
    if (complaints.isEmpty())
        checkRange(request, page, limit, complaints);
    if (!complaints.isEmpty())
        return complaints.answer();
    const auto name = request.parameter("name"_L1).value_or(QString());
    const auto slug = request.parameter("slug"_L1).value_or(QString());
    const auto standard = request.parameter("template"_L1).value_or(QString());
    std::ranges::stable_sort(chutes, std::greater(), &DemoChute::invocations);
    QList<QByteArray> items;
    for (const auto &chute : chutes) {
        const bool wanted = chute.name.contains(name, Qt::CaseInsensitive)
            && (slug.isEmpty() || chute.slug == slug)
            && (standard.isEmpty() || chute.standardTemplate == standard);
        if (wanted)
            items.append(chuteObject(chute, m_context.rules.hotkeyLogin).text());
    }
    return listAnswer(items, page, limit);
}

Answer Chutes::images(const Request &request)
{
    const auto user = m_context.gate.admit(request, u"images"_s);
    if (!user)
        return user.error();
    Complaints complaints;
    const qint64 page = queryInteger(request, "page"_L1, 0, complaints);
    const qint64 limit = queryInteger(request, "limit"_L1, defaultLimit, complaints);
    if (!complaints.isEmpty())
        return complaints.answer();
    const auto name = request.parameter("name"_L1).value_or(QString());
    const auto tag = request.parameter("tag"_L1).value_or(QString());
    QList<QByteArray> items;
    for (const auto &image : catalogue::imagesOf(*user)) {
        if (image.name.contains(name, Qt::CaseInsensitive) && (tag.isEmpty() || image.tag == tag))
            items.append(imageObject(image, *user).text());
    }
    return listAnswer(items, page, limit);
}

Answer Chutes::models(const Request &request)
{
    // Public, but a credential that is sent has to be good.
    if (hasAuthorization(request)) {
        if (const auto user = m_context.gate.admit(atGateway(request)); !user)
            return user.error();
    }
    QList<QByteArray> items;
    for (const auto &chute : catalogue::publicChutes()) {
        if (!catalogue::isModel(chute.name))
            continue;
        items.append(JsonObjectText()
                         .add("id", chute.name)
                         .add("root", chute.name)
                         .add("object", u"model"_s)
                         .add("created", made / 1'000'000)
                         .add("owned_by", u"sandbox"_s)
                         .add("chute_id", chute.id)
                         .text());
    }
    return jsonAnswer(JsonObjectText()
                          .add("object", u"list"_s)
                          .addText("data", QByteArray('[' + items.join(',') + ']'))
                          .text());
}

Answer Chutes::complete(const Request &request)
{
    const auto body = Body::of(request);
    if (!body)
        return body.error();
    if (const auto user = m_context.gate.admit(atGateway(request)); !user)
        return user.error();
    const auto model = body->value.toObject().value("model"_L1).toString();
    if (!catalogue::isModel(model))
        return refusal(404, u"model not found: %1"_s.arg(model));
    const QJsonObject message{{u"role"_s, u"assistant"_s},
                              {u"content"_s, u"This is the sandbox: no model runs here."_s}};
    const QByteArray choice = JsonObjectText()
                                  .add("index", 0)
                                  .add("message", message)
                                  .add("finish_reason", u"stop"_s)
                                  .text();
    return jsonAnswer(JsonObjectText()
                          .add("id", u"chatcmpl-sandbox"_s)
                          .add("object", u"chat.completion"_s)
                          .add("created", m_context.clock.unixSeconds())
                          .add("model", model)
                          .addText("choices", QByteArray('[' + choice + ']'))
                          .text());
}

bool Chutes::isAtChute(const Request &request)
{
    const auto first = request.path.section(u'/', 1, 1);
    return first.endsWith(chuteHost) && first.size() > chuteHost.size();
}

Answer Chutes::atChute(const Request &request)
{
    const auto slug = request.path.section(u'/', 1, 1).chopped(chuteHost.size());
    const auto chute = catalogue::chuteWithSlug(slug);
    if (!hasAuthorization(request))
        return refusal(401, u"Authentication required."_s);
    // At a chute's host every method is an invocation of it, which is what a POST to
    // /chutes/{id}/… asks for too.
    auto invocation = atHost(request, "api.chutes.ai",
                             u"/chutes/%1/"_s.arg(chute.value_or(u"unknown"_s)));
    invocation.method = "POST";
    if (const auto user = m_context.gate.admit(invocation); !user)
        return user.error();
    if (!chute)
        return refusal(404, u"No matching chute found!"_s);
    return refusal(404, u"No matching cord found!"_s);
}

} // namespace canopy::sandbox
