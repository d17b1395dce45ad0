#include "core/chutes/apikey.h"

#include "core/chutes/apikeysecret.h"
#include "core/chutes/secretextract.h"
#include "core/chutes/strictjson.h"

#include <QJsonArray>

#include <limits>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

Result<Scope> scopeFromJson(const QJsonValue &value)
{
    if (!value.isObject())
        return failure(json::wrongMember("scopes"_L1));
    const auto object = value.toObject();
    const auto type = json::requiredString(object, "object_type"_L1);
    const auto id = json::optionalString(object, "object_id"_L1);
    // Every known service answers "method": null and no "action" (contract §3.3).
    const auto action = json::optionalString(object, "action"_L1);
    if (!type)
        return failure(type.error());
    if (!id || !action)
        return failure(id ? action.error() : id.error());
    return Scope{.objectType = *type, .objectId = *id, .action = *action};
}

Result<QList<Scope>> scopesOf(const QJsonObject &object)
{
    const auto value = object.value("scopes"_L1);
    if (value.isUndefined() || value.isNull())
        return QList<Scope>();
    if (!value.isArray())
        return failure(json::wrongMember("scopes"_L1));
    QList<Scope> scopes;
    const auto entries = value.toArray();
    for (const auto &entry : entries) {
        auto scope = scopeFromJson(entry);
        if (!scope)
            return failure(scope.error());
        scopes.append(std::move(*scope));
    }
    return scopes;
}

/// A count that fits an int and is not negative.
Result<int> countOf(const QJsonObject &object, QLatin1StringView name)
{
    const auto member = json::optionalInteger(object, name);
    if (!member)
        return failure(member.error());
    const auto &count = *member;
    if (!count || *count < 0 || *count > std::numeric_limits<int>::max())
        return failure(json::wrongMember(name));
    return static_cast<int>(*count);
}

} // namespace

Result<ApiKey> ApiKey::fromJson(const QJsonObject &object)
{
    const auto id = json::requiredString(object, "api_key_id"_L1);
    const auto name = json::requiredString(object, "name"_L1);
    const auto userId = json::optionalString(object, "user_id"_L1);
    const auto admin = json::requiredBool(object, "admin"_L1);
    const auto created = json::optionalTimestamp(object, "created_at"_L1);
    const auto used = json::optionalTimestamp(object, "last_used_at"_L1);
    auto scopes = scopesOf(object);
    if (!id || !name)
        return failure(id ? name.error() : id.error());
    if (!userId || !admin)
        return failure(userId ? admin.error() : userId.error());
    if (!created || !used)
        return failure(created ? used.error() : created.error());
    if (!scopes)
        return failure(scopes.error());
    return ApiKey{.id = *id,
                  .userId = userId->value_or(QString()),
                  .name = *name,
                  .admin = *admin,
                  .createdAt = *created,
                  .lastUsedAt = *used,
                  .scopes = std::move(*scopes)};
}

Result<CreatedApiKey> CreatedApiKey::fromJson(Secret body)
{
    auto taken = takeStringMember(body, "secret_key");
    body = Secret();
    if (!taken)
        return failure(taken.error());
    const auto object = json::parseObject(taken->rest);
    if (!object)
        return failure(object.error());
    auto key = ApiKey::fromJson(*object);
    if (!key)
        return failure(key.error());
    const auto identity = identityOf(taken->value);
    const bool belongs = identity && identity->keyId == key->id
        && (key->userId.isEmpty() || identity->userId == key->userId);
    if (!belongs)
        return failure(json::wrongMember("secret_key"_L1));
    if (key->userId.isEmpty())
        key->userId = identity->userId;
    return CreatedApiKey{.key = *std::move(key), .secret = std::move(taken->value)};
}

Result<ApiKeyPage> ApiKeyPage::fromJson(const QJsonObject &object)
{
    const auto total = countOf(object, "total"_L1);
    const auto page = countOf(object, "page"_L1);
    if (!total || !page)
        return failure(total ? page.error() : total.error());
    const auto items = object.value("items"_L1);
    if (!items.isArray())
        return failure(json::wrongMember("items"_L1));
    ApiKeyPage result{.total = *total, .page = *page};
    const auto listed = items.toArray();
    for (const auto &item : listed) {
        if (!item.isObject())
            return failure(json::wrongMember("items"_L1));
        auto key = ApiKey::fromJson(item.toObject());
        if (!key)
            return failure(key.error());
        result.keys.append(std::move(*key));
    }
    return result;
}

} // namespace canopy
