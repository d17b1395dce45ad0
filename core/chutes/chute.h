#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace canopy {

/// A chute, as far as choosing one needs it (contract §8.2).
struct Chute
{
    QString id;
    QString name;
    std::optional<QString> slug; ///< its host is <slug>.chutes.ai
    bool isPublic = false;
    QString ownerId; ///< empty where not reported
    QString ownerName;
    std::optional<QString> tagline;
    std::optional<QString> standardTemplate; ///< "vllm", "diffusion", …
    bool hot = false; ///< an instance is running
    bool operator==(const Chute &) const = default;
    static Result<Chute> fromJson(const QJsonObject &object);
};

/// A container image (contract §8.3).
struct Image
{
    QString id;
    QString name;
    QString tag;
    bool isPublic = false;
    QString status; ///< as sent: "built and pushed", "building", …
    bool operator==(const Image &) const = default;
    static Result<Image> fromJson(const QJsonObject &object);
};

/// A model of the shared gateway (contract §8.4).
struct PublicModel
{
    QString id; ///< "deepseek-ai/DeepSeek-R1"
    std::optional<QString> chuteId; ///< what a scope needs
    bool operator==(const PublicModel &) const = default;
    static Result<PublicModel> fromJson(const QJsonObject &object);
};

/// One page of a list. @ref T has a fromJson().
template <typename T>
struct ListPage
{
    int total = 0;
    int page = 0;
    QList<T> items;
};

} // namespace canopy
