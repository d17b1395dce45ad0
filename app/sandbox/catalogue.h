#pragma once

#include "app/sandbox/rows.h"

#include <QList>
#include <QString>

#include <optional>

namespace canopy::sandbox {

/// A chute that the service pretends to run.
struct DemoChute
{
    QString id;
    QString name;
    QString slug;
    QString tagline;
    QString standardTemplate;
    QString ownerId;
    QString ownerName;
    bool isPublic = false;
    bool hot = false;
    qint64 invocations = 0;
};

struct DemoImage
{
    QString id;
    QString name;
    QString tag;
    QString status;
};

/// What there is to choose from: the same public chutes for everybody, and a few of each account's
/// own. Ids are made from slugs, so that nothing of it has to be stored.
namespace catalogue {

/// Most called first, as the service sorts them.
QList<DemoChute> publicChutes();
/// Own ones, and one that somebody else shares with everybody here.
QList<DemoChute> chutesOf(const User &user);
QList<DemoImage> imagesOf(const User &user);
/// The id of the chute at this host; nullopt for a name that no chute has.
std::optional<QString> chuteWithSlug(const QString &slug);
/// Names of the models of the shared gateway are those of the public chutes made for it.
bool isModel(const QString &name);

} // namespace catalogue
} // namespace canopy::sandbox
