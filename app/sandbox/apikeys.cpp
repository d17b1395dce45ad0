#include "app/sandbox/apikeys.h"

#include "app/sandbox/fingerprints.h"
#include "app/sandbox/keyarguments.h"
#include "app/sandbox/names.h"
#include "app/sandbox/timestamps.h"

#include <QUuid>

#include <algorithm>

namespace canopy::sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 defaultLimit = 25;

QString newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

JsonObjectText keyObject(const ApiKey &key)
{
    QByteArray scopes;
    for (const Scope &scope : key.scopes) {
        if (!scopes.isEmpty())
            scopes += ',';
        // "method" is what the service's model has, "action" what its table has: it is always
        // null and the action cannot be read back.
        scopes += JsonObjectText()
                      .add("scope_id", scope.id)
                      .add("object_type", scope.objectType)
                      .add("object_id",
                           scope.objectId ? QJsonValue(*scope.objectId) : QJsonValue::Null)
                      .add("method", QJsonValue::Null)
                      .text();
    }
    JsonObjectText json;
    json.add("api_key_id", key.id)
        .add("user_id", key.userId)
        .add("admin", key.admin)
        .add("name", key.name)
        .add("created_at", timestamp(key.createdAt, TimeSpelling::Naive))
        .add("last_used_at", QJsonValue::Null)
        .addText("scopes", QByteArray('[' + scopes + ']'));
    return json;
}

} // namespace

void ApiKeys::addRoutes(Router &router)
{
    router.add(
        {.method = "GET",
         .pattern = u"/api_keys/"_s,
         .handler = [this](const Request &request, const QString &) { return list(request); },
         .inputs = {{.name = "page"_L1, .in = "query"_L1},
                    {.name = "limit"_L1, .in = "query"_L1}}});
    router.add(
        {.method = "POST",
         .pattern = u"/api_keys/"_s,
         .handler = [this](const Request &request, const QString &) { return create(request); }});
    router.add({.method = "GET",
                .pattern = u"/api_keys/{api_key_id}"_s,
                .handler = [this](const Request &request, const QString &id) {
                    return one(request, id);
                }});
    router.add({.method = "DELETE",
                .pattern = u"/api_keys/{api_key_id}"_s,
                .handler = [this](const Request &request, const QString &id) {
                    return remove(request, id);
                }});
}

Answer ApiKeys::list(const Request &request)
{
    const auto user = m_context.gate.admit(request, u"api_keys"_s);
    if (!user)
        return user.error();
    Complaints complaints;
    const qint64 page = queryInteger(request, "page"_L1, 0, complaints);
    const qint64 limit = queryInteger(request, "limit"_L1, defaultLimit, complaints);
    if (!complaints.isEmpty())
        return complaints.answer();
    // A negative LIMIT or OFFSET is the database's error there.
    if (page < 0 || limit < 0)
        return serverError();
    const qint64 rows = limit == 0 ? defaultLimit : limit;
    const auto total = m_context.store.numberOfKeysOf(user->id);
    const auto keys = m_context.store.keysOf(user->id, rows, page * rows);
    if (!total || !keys)
        return serverError();
    QList<QByteArray> items;
    for (const ApiKey &key : *keys)
        items.append(keyObject(key).text());
    return jsonAnswer(JsonObjectText()
                          .add("total", *total)
                          .add("page", page)
                          .add("limit", limit)
                          .addText("items", QByteArray('[' + items.join(',') + ']'))
                          .add("cord_refs", QJsonValue::Null)
                          .text());
}

Answer ApiKeys::one(const Request &request, const QString &id)
{
    const auto user = m_context.gate.admit(request, u"api_keys"_s);
    if (!user)
        return user.error();
    const auto found = m_context.store.keyWithId(id);
    if (!found)
        return serverError();
    const std::optional<ApiKey> &key = *found;
    if (!key || key->userId != user->id) {
        return refusal(404, u"API key with id %1 not found or doesn't belong to you"_s.arg(id));
    }
    return jsonAnswer(keyObject(*key).text());
}

Answer ApiKeys::create(const Request &request)
{
    const auto body = Body::of(request);
    if (!body)
        return body.error();
    const auto user = m_context.gate.admit(request);
    if (!user)
        return user.error();
    Complaints complaints;
    const auto arguments = keyArguments(*body, complaints);
    if (!arguments)
        return complaints.answer();
    // The service iterates over the scopes of a scoped key without looking.
    if (!arguments->admin && !arguments->scopes)
        return serverError();
    if (!isKeyName(arguments->name)) {
        return refusal(400,
                       u"Invalid request: API key name should start with alphanumeric character "
                       "and contain up to 32 total allowed characters (letters, numbers, dashes, "
                       "underscores, or spaces)"_s);
    }
    ApiKey key{.id = newId(),
               .userId = user->id,
               .name = arguments->name,
               .admin = arguments->admin,
               .createdAt = m_context.clock.microseconds()};
    if (!key.admin)
        key.scopes = *arguments->scopes;
    const bool knownTypes = std::ranges::all_of(key.scopes, [](const Scope &scope) {
        return isObjectType(scope.objectType);
    });
    if (!knownTypes) {
        return refusal(400,
                       u"Invalid request: Invalid object_type, must be one of images, chutes, "
                       "invocations"_s);
    }
    for (Scope &scope : key.scopes)
        scope.id = newId();
    return store(key);
}

Answer ApiKeys::store(const ApiKey &key)
{
    const auto taken = m_context.store.keyNameIsTaken(key.userId, key.name);
    if (!taken)
        return serverError();
    if (*taken)
        return refusal(409, u"An API key already exists with this name"_s);
    const Secret secret = newKeySecret(QUuid::fromString(key.id), QUuid::fromString(key.userId),
                                       m_context.random);
    ApiKey stored = key;
    stored.secretHash = secretHash(secret.view());
    if (!m_context.store.addKey(stored))
        return serverError();
    JsonObjectText json = keyObject(key);
    json.addText("secret_key", QByteArray('"' + secret.view().bytes().toByteArray() + '"'));
    Answer answer = jsonAnswer(json.text());
    answer.sensitive = true;
    json.wipe();
    return answer;
}

Answer ApiKeys::remove(const Request &request, const QString &id)
{
    const auto user = m_context.gate.admit(request, u"api_keys"_s);
    if (!user)
        return user.error();
    const auto found = m_context.store.keyWithId(id);
    if (!found)
        return serverError();
    const std::optional<ApiKey> &key = *found;
    const bool mayDelete = key && (m_context.rules.deletesForeignKeys || key->userId == user->id);
    if (!mayDelete) {
        return refusal(404,
                       m_context.rules.deletesForeignKeys
                           ? u"Image not found, or does not belong to you"_s
                           : u"API key not found, or does not belong to you"_s);
    }
    if (!m_context.store.removeKey(id))
        return serverError();
    return jsonAnswer(JsonObjectText().add("api_key_id", id).add("deleted", true).text());
}

} // namespace canopy::sandbox
