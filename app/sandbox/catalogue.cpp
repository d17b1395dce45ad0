#include "app/sandbox/catalogue.h"

#include <QUuid>

#include <algorithm>
#include <array>

namespace canopy::sandbox::catalogue {

using namespace Qt::StringLiterals;

namespace {

const QUuid space(u"4f4c2f0e-6a0b-4c57-9b57-2f6a3d1f7a10"_s);

QString idFrom(const QString &text)
{
    return QUuid::createUuidV5(space, text).toString(QUuid::WithoutBraces);
}

struct Kind
{
    QLatin1StringView name;
    QLatin1StringView tagline;
    QLatin1StringView standardTemplate;
    bool hot = false;
    qint64 invocations = 0;
};

constexpr std::array shared{
    Kind{"canopy-sandbox/Story-Writer-70B"_L1, "A large language model"_L1, "vllm"_L1, true,
         904'211},
    Kind{"canopy-sandbox/Code-Helper-32B"_L1, "Writes programs"_L1, "vllm"_L1, true, 512'876},
    Kind{"canopy-sandbox/Small-Talk-8B"_L1, "A small, quick model"_L1, "vllm"_L1, true, 130'042},
    Kind{"canopy-sandbox/Picture-Maker"_L1, "Pictures from words"_L1, "diffusion"_L1, true, 88'310},
    Kind{"canopy-sandbox/Text-Embedder"_L1, "Vectors from text"_L1, "embedding"_L1, false, 40'555},
};

constexpr std::array own{
    Kind{"support-bot"_L1, "Answers questions of our users"_L1, "vllm"_L1, true, 1'204},
    Kind{"invoice-reader"_L1, "Reads invoices"_L1, "other"_L1, false, 87},
    Kind{"night-batch"_L1, "Runs at night"_L1, "other"_L1, false, 12},
};
constexpr auto sharedWithAll = "team-translator"_L1;

/// One part of a host name: lower-case letters, digits and inner hyphens.
QString slugOf(const QString &text)
{
    QString slug;
    for (const auto c : text.toLower()) {
        const bool fits = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
        if (fits)
            slug += c;
        else if (!slug.isEmpty() && !slug.endsWith(u'-'))
            slug += u'-';
    }
    return slug.endsWith(u'-') ? slug.chopped(1) : slug;
}

DemoChute chuteOf(const Kind &kind, const QString &ownerId, const QString &ownerName)
{
    const QString name = kind.name;
    const bool isPublic = name.contains(u'/');
    const auto slug = slugOf(isPublic ? name : ownerName + u'-' + name);
    return {.id = idFrom(slug),
            .name = name,
            .slug = slug,
            .tagline = kind.tagline,
            .standardTemplate = kind.standardTemplate,
            .ownerId = ownerId,
            .ownerName = ownerName,
            .isPublic = isPublic,
            .hot = kind.hot,
            .invocations = kind.invocations};
}

DemoChute sharedChute()
{
    const Kind kind{sharedWithAll, "Shared by a colleague"_L1, "vllm"_L1, true, 3'300};
    return chuteOf(kind, idFrom(u"colleague"_s), u"colleague"_s);
}

} // namespace

QList<DemoChute> publicChutes()
{
    QList<DemoChute> chutes;
    for (const auto &kind : shared)
        chutes.append(chuteOf(kind, idFrom(u"chutes"_s), u"chutes"_s));
    return chutes;
}

QList<DemoChute> chutesOf(const User &user)
{
    QList<DemoChute> chutes{sharedChute()};
    for (const auto &kind : own)
        chutes.append(chuteOf(kind, user.id, user.username));
    return chutes;
}

QList<DemoImage> imagesOf(const User &user)
{
    const auto image = [&user](const QString &name, const QString &tag, const QString &status) {
        return DemoImage{.id = idFrom(user.id + u'/' + name + u':' + tag),
                         .name = name,
                         .tag = tag,
                         .status = status};
    };
    return {image(u"support-bot"_s, u"1.4.0"_s, u"built and pushed"_s),
            image(u"support-bot"_s, u"1.3.2"_s, u"built and pushed"_s),
            image(u"invoice-reader"_s, u"0.9"_s, u"building"_s)};
}

std::optional<QString> chuteWithSlug(const QString &slug)
{
    const auto publics = publicChutes();
    const bool isPublic = std::ranges::any_of(publics, [&slug](const DemoChute &chute) {
        return chute.slug == slug;
    });
    const bool isOwn = std::ranges::any_of(own, [&slug](const Kind &kind) {
        return slug.endsWith(u'-' + QString(kind.name));
    });
    if (isPublic || isOwn || slug == sharedChute().slug)
        return idFrom(slug);
    return std::nullopt;
}

bool isModel(const QString &name)
{
    return std::ranges::any_of(shared, [&name](const Kind &kind) {
        return kind.standardTemplate == "vllm"_L1 && name == kind.name;
    });
}

} // namespace canopy::sandbox::catalogue
