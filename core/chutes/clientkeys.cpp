#include "core/chutes/clientask.h"
#include "core/chutes/pagereader.h"
#include "core/chutes/strictjson.h"

#include <QUuid>

namespace canopy {

using namespace Qt::StringLiterals;
using clientask::addQuery;
using clientask::largestSecretAnswer;
using clientask::stamped;

namespace {

constexpr int keysPerPage = 100;

/// Goes into a path, so it must be nothing but an id.
bool isKeyId(const QString &id)
{
    return QUuid::fromString(id).toString(QUuid::WithoutBraces) == id;
}

QByteArray pathOf(const QString &id)
{
    return "/api_keys/" + id.toLatin1();
}

const Error noKeyId{.code = Error::Code::InvalidInput, .field = u"api_key_id"_s};

/// Which part of the order the service objected to, by the texts of contract §4.3.
Error withField(Error error)
{
    if (!error.field.isEmpty())
        return error;
    if (error.code == Error::Code::Conflict || error.said.contains("API key name"_L1))
        error.field = u"name"_s;
    else if (error.said.contains("object_type"_L1))
        error.field = u"scopes"_s;
    return error;
}

} // namespace

QFuture<Result<ApiKeyPage>> ChutesClient::apiKeys(int page,
                                                  std::shared_ptr<const Credential> credential)
{
    auto build = [this, page, credential = std::move(credential)](qint64 skew) {
        auto request = get("/api_keys/");
        addQuery(request, u"page"_s, QString::number(page));
        addQuery(request, u"limit"_s, QString::number(keysPerPage));
        return stamped(std::move(request), *credential, SigningPurpose::ApiKeys, skew);
    };
    return ask<ApiKeyPage>({.build = std::move(build)}, [](const Answer &answer) {
        return ApiKeyPage::fromJson(answer.object);
    });
}

QFuture<Result<QList<ApiKey>>> ChutesClient::allApiKeys(
    std::shared_ptr<const Credential> credential)
{
    const auto askPage = [this, credential = std::move(credential)](int page) {
        const Promise<ListPage<ApiKey>> promise;
        whenFinished(apiKeys(page, credential), this, [promise](const Result<ApiKeyPage> &answer) {
            if (answer)
                promise.finish(ListPage<ApiKey>{
                    .total = answer->total, .page = answer->page, .items = answer->keys});
            else
                promise.finish(failure(answer.error()));
        });
        return promise.future();
    };
    return PageReader<ApiKey>::read(this, keysPerPage, askPage);
}

QFuture<Result<ApiKey>> ChutesClient::apiKey(const QString &id,
                                             std::shared_ptr<const Credential> credential)
{
    if (!isKeyId(id))
        return readyFuture<ApiKey>(failure(noKeyId));
    auto build = [this, id, credential = std::move(credential)](qint64 skew) {
        return stamped(get(pathOf(id)), *credential, SigningPurpose::ApiKeys, skew);
    };
    return ask<ApiKey>({.build = std::move(build)}, [id](const Answer &answer) -> Result<ApiKey> {
        auto key = ApiKey::fromJson(answer.object);
        if (key && key->id != id)
            return failure(json::wrongMember("api_key_id"_L1));
        return key;
    });
}

QFuture<Result<CreatedApiKey>> ChutesClient::createApiKey(
    const QString &name, const AccessRequest &access, std::shared_ptr<const Credential> credential)
{
    auto build = [this, name, access, credential = std::move(credential)](qint64 skew) {
        auto request = post("/api_keys/", Secret::take(newApiKeyBody(name, access)));
        request.maximumAnswer = largestSecretAnswer;
        return stamped(std::move(request), *credential, SigningPurpose::Body, skew);
    };
    const Asked asked{.changesSomething = true, .secretMember = "secret_key"};
    const Promise<CreatedApiKey> promise;
    const auto created = ask<CreatedApiKey>(
        {.build = std::move(build), .asked = asked}, [](Answer answer) {
            answer.secret = Secret();
            return CreatedApiKey::fromJson(std::move(answer.body));
        });
    whenFinished(created, this, [promise](Result<CreatedApiKey> result) {
        if (!result)
            result.error() = withField(std::move(result.error()));
        promise.finish(std::move(result));
    });
    return promise.future();
}

QFuture<Result<Done>> ChutesClient::revokeApiKey(const QString &id,
                                                 std::shared_ptr<const Credential> credential)
{
    if (!isKeyId(id))
        return readyFuture<Done>(failure(noKeyId));
    auto build = [this, id, credential = std::move(credential)](qint64 skew) {
        auto request = get(pathOf(id));
        request.method = HttpRequest::Method::Delete;
        return stamped(std::move(request), *credential, SigningPurpose::ApiKeys, skew);
    };
    return ask<Done>({.build = std::move(build), .asked = {.changesSomething = true}},
                     [id](const Answer &answer) -> Result<Done> {
                         const auto deleted = json::requiredBool(answer.object, "deleted"_L1);
                         const bool same = answer.object.value("api_key_id"_L1) == id;
                         if (!deleted || !*deleted || !same)
                             return failure(json::wrongMember("deleted"_L1));
                         return Done();
                     });
}

} // namespace canopy
