#include "core/chutes/chute.h"

#include "core/chutes/strictjson.h"

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

/// Says no unless it is true: a picker loses nothing by it.
bool isTrue(const QJsonObject &object, QLatin1StringView name)
{
    return object.value(name).toBool(false);
}

/// Optional members of one object: the first that has the wrong type is remembered.
class Optionals
{
public:
    explicit Optionals(const QJsonObject &object)
        : m_object(object)
    {
    }
    std::optional<QString> text(QLatin1StringView name)
    {
        auto value = json::optionalString(m_object, name);
        if (value)
            return *std::move(value);
        m_wrong = value.error();
        return std::nullopt;
    }
    const std::optional<Error> &wrong() const { return m_wrong; }

private:
    const QJsonObject &m_object;
    std::optional<Error> m_wrong;
};

} // namespace

Result<Chute> Chute::fromJson(const QJsonObject &object)
{
    const auto id = json::requiredString(object, "chute_id"_L1);
    const auto name = json::requiredString(object, "name"_L1);
    if (!id || !name)
        return failure(id ? name.error() : id.error());
    Optionals optional(object);
    const auto owner = object.value("user"_L1).toObject();
    Chute chute{.id = *id,
                .name = *name,
                .slug = optional.text("slug"_L1),
                .isPublic = isTrue(object, "public"_L1),
                .ownerId = owner.value("user_id"_L1).toString(),
                .ownerName = owner.value("username"_L1).toString(),
                .tagline = optional.text("tagline"_L1),
                .standardTemplate = optional.text("standard_template"_L1),
                .hot = isTrue(object, "hot"_L1)};
    if (const auto &wrong = optional.wrong())
        return failure(*wrong);
    return chute;
}

Result<Image> Image::fromJson(const QJsonObject &object)
{
    const auto id = json::requiredString(object, "image_id"_L1);
    const auto name = json::requiredString(object, "name"_L1);
    if (!id || !name)
        return failure(id ? name.error() : id.error());
    Optionals optional(object);
    Image image{.id = *id,
                .name = *name,
                .tag = optional.text("tag"_L1).value_or(QString()),
                .isPublic = isTrue(object, "public"_L1),
                .status = optional.text("status"_L1).value_or(QString())};
    if (const auto &wrong = optional.wrong())
        return failure(*wrong);
    return image;
}

Result<PublicModel> PublicModel::fromJson(const QJsonObject &object)
{
    const auto id = json::requiredString(object, "id"_L1);
    const auto chuteId = json::optionalString(object, "chute_id"_L1);
    if (!id || !chuteId)
        return failure(id ? chuteId.error() : id.error());
    return PublicModel{.id = *id, .chuteId = *chuteId};
}

} // namespace canopy
