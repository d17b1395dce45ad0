#include "core/chutes/capabilities.h"

#include "core/chutes/strictjson.h"

#include <algorithm>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

/// Schemas nest deeper than answers do; the real document stays below twenty.
constexpr int documentDepth = 64;

/// Any of these paths means the feature is there (contract §1.3).
QStringList pathsOf(Feature feature)
{
    switch (feature) {
    case Feature::DeveloperDeposit:
        return {u"/developer_deposit"_s};
    case Feature::ReturnDeposit:
        return {u"/return_developer_deposit"_s};
    case Feature::LinkAccounts:
        return {u"/users/link_validator"_s, u"/users/link_subnet_owner"_s};
    case Feature::RegistrationToken:
        return {u"/users/registration_token"_s};
    case Feature::HotkeyLogin:
        return {u"/users/login/nonce"_s};
    case Feature::Usage:
        return {u"/users/{user_id}/usage"_s, u"/users/me/usage"_s};
    case Feature::Subscription:
        return {u"/users/me/subscription_usage"_s};
    case Feature::BalanceTransfer:
        return {u"/users/balance_transfer"_s};
    case Feature::OAuthApps:
        return {u"/idp/apps"_s};
    case Feature::Secrets:
        return {u"/secrets/"_s};
    }
    return {};
}

} // namespace

Result<Capabilities> Capabilities::fromOpenApi(QByteArrayView json, const QDateTime &at)
{
    const auto document = json::parseObject(json, documentDepth);
    if (!document)
        return failure(document.error());
    if (!document->value("openapi"_L1).isString())
        return failure(json::wrongMember("openapi"_L1));
    const auto paths = document->value("paths"_L1);
    if (!paths.isObject())
        return failure(json::wrongMember("paths"_L1));

    Capabilities capabilities;
    capabilities.m_askedAt = at;
    const auto entries = paths.toObject();
    for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
        const auto path = entry.key();
        // The service forwards whatever it does not know to user programs through this one.
        if (path == "{path}"_L1 || path == "/{path}"_L1)
            continue;
        QSet<QString> methods;
        for (const auto &method : entry.value().toObject().keys())
            methods.insert(method.toLower());
        capabilities.m_paths.insert(path, methods);
    }
    return capabilities;
}

Offer Capabilities::offers(Feature feature) const
{
    if (!m_askedAt.isValid())
        return Offer::Unknown;
    const auto paths = pathsOf(feature);
    const bool listed = std::ranges::any_of(paths, [this](const QString &path) {
        return m_paths.contains(path);
    });
    return listed ? Offer::Present : Offer::Absent;
}

Offer Capabilities::offersPath(const QString &path, const QString &method) const
{
    if (!m_askedAt.isValid())
        return Offer::Unknown;
    return m_paths.value(path).contains(method.toLower()) ? Offer::Present : Offer::Absent;
}

} // namespace canopy
