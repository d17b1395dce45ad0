#include "core/chutes/clientask.h"
#include "core/chutes/pagereader.h"
#include "core/chutes/strictjson.h"

#include <algorithm>

namespace canopy {

using namespace Qt::StringLiterals;
using clientask::addQuery;
using clientask::largestDocument;
using clientask::stamped;

namespace {

/// Items bring their readme along, up to 16 KiB each (contract §8.2).
constexpr int rowsPerPage = 100;

Result<QList<PublicModel>> modelsOf(const QJsonObject &object)
{
    const auto data = object.value("data"_L1);
    if (!data.isArray())
        return failure(json::wrongMember("data"_L1));
    QList<PublicModel> models;
    for (const auto &value : data.toArray()) {
        auto model = PublicModel::fromJson(value.toObject());
        if (!model)
            return failure(model.error());
        models.append(*std::move(model));
    }
    return models;
}

template <typename T>
QFuture<Result<T>> notOffered()
{
    return readyFuture<T>(failure(Error::Code::NotOffered, u"no gateway known"_s));
}

} // namespace

template <typename T>
QFuture<Result<QList<T>>> ChutesClient::allOwn(const QByteArray &path, SigningPurpose purpose,
                                               std::shared_ptr<const Credential> credential)
{
    const auto askPage = [this, path, purpose, credential = std::move(credential)](int page) {
        auto build = [this, path, purpose, credential, page](qint64 skew) {
            auto request = get(path);
            request.maximumAnswer = largestDocument;
            addQuery(request, u"page"_s, QString::number(page));
            addQuery(request, u"limit"_s, QString::number(rowsPerPage));
            return stamped(std::move(request), *credential, purpose, skew);
        };
        return ask<ListPage<T>>({.build = std::move(build)}, [](const Answer &answer) {
            return listPageFrom<T>(answer.object);
        });
    };
    return PageReader<T>::read(this, rowsPerPage, askPage);
}

QFuture<Result<QList<Chute>>> ChutesClient::ownChutes(std::shared_ptr<const Credential> credential)
{
    return allOwn<Chute>("/chutes/", SigningPurpose::Chutes, std::move(credential));
}

QFuture<Result<QList<Image>>> ChutesClient::ownImages(std::shared_ptr<const Credential> credential)
{
    return allOwn<Image>("/images/", SigningPurpose::Images, std::move(credential));
}

QFuture<Result<QList<Chute>>> ChutesClient::publicChutes(const QString &nameContains, int most)
{
    auto build = [this, nameContains, most](qint64) -> Result<HttpRequest> {
        auto request = get("/chutes/");
        request.maximumAnswer = largestDocument;
        addQuery(request, u"include_public"_s, u"true"_s);
        addQuery(request, u"limit"_s, QString::number(std::clamp(most, 1, rowsPerPage)));
        if (!nameContains.isEmpty())
            addQuery(request, u"name"_s, nameContains);
        return request;
    };
    return ask<QList<Chute>>({.build = std::move(build)},
                             [](const Answer &answer) -> Result<QList<Chute>> {
                                 auto page = listPageFrom<Chute>(answer.object);
                                 if (!page)
                                     return failure(page.error());
                                 return page->items;
                             });
}

QFuture<Result<QList<PublicModel>>> ChutesClient::publicModels()
{
    const auto gateway = Origin::gatewayFor(m_service);
    if (!gateway)
        return notOffered<QList<PublicModel>>();
    auto build = [at = *gateway](qint64) -> Result<HttpRequest> {
        HttpRequest request;
        request.origin = at.origin;
        request.path = at.prefix + "/v1/models";
        request.maximumAnswer = largestDocument;
        return request;
    };
    return ask<QList<PublicModel>>({.build = std::move(build)},
                                   [](const Answer &answer) { return modelsOf(answer.object); });
}

QFuture<Result<Done>> ChutesClient::tryKey(std::function<HttpRequest()> request,
                                           std::shared_ptr<const Credential> key)
{
    if (key->kind() != Credential::Kind::ApiKey)
        return readyFuture<Done>(failure(Error::Code::InvalidInput, u"not an API key"_s));
    auto build = [request = std::move(request), key = std::move(key)](qint64 skew) {
        return stamped(request(), *key, SigningPurpose::None, skew);
    };
    const Promise<Done> promise;
    const auto answered = ask<Done>({.build = std::move(build), .asked = {.readsBodyItself = true}},
                                    [](const Answer &) -> Result<Done> { return Done(); });
    whenFinished(answered, this, [promise](const Result<Done> &result) {
        // The one refusal that comes after the key was looked at and let through.
        const bool letThrough = result || result.error().code == Error::Code::NotFound;
        promise.finish(letThrough ? Result<Done>(Done()) : result);
    });
    return promise.future();
}

QFuture<Result<Done>> ChutesClient::tryAtGateway(std::shared_ptr<const Credential> key)
{
    const auto gateway = Origin::gatewayFor(m_service);
    if (!gateway)
        return notOffered<Done>();
    const auto request = [at = *gateway] {
        HttpRequest question;
        question.method = HttpRequest::Method::Post;
        question.origin = at.origin;
        question.path = at.prefix + "/v1/chat/completions";
        // No such model, and no message either: there is nothing to generate from.
        question.body = Secret::copyOf(R"({"model":"canopy/no-such-model","messages":[]})");
        return question;
    };
    return tryKey(request, std::move(key));
}

QFuture<Result<Done>> ChutesClient::tryAtChute(const QString &slug,
                                               std::shared_ptr<const Credential> key)
{
    const auto host = Origin::chuteFor(m_service, slug);
    if (!host)
        return notOffered<Done>();
    const auto request = [at = *host] {
        HttpRequest question;
        question.origin = at.origin;
        question.path = at.prefix + "/canopy-no-such-path";
        return question;
    };
    return tryKey(request, std::move(key));
}

} // namespace canopy
