#pragma once

#include "core/base/whenfinished.h"
#include "core/chutes/apikeysecret.h"
#include "core/flows/keyscontext.h"

#include <QObject>

#include <memory>
#include <optional>

namespace canopy {

/// What a test found out, step by step.
struct KeyTest
{
    enum class Place { Format, Management, Gateway, ChuteHost };
    struct Step
    {
        Place place = Place::Format;
        KeyVerdict verdict = KeyVerdict::CannotTell;
        std::optional<Error> error = {}; ///< what the answer meant, if it was not a plain yes
    };

    KeyVerdict verdict = KeyVerdict::CannotTell;
    std::optional<ApiKeyIdentity> identity = {}; ///< what the key says it is; nullopt: Malformed
    /// Where it was accepted: Management is everything, Gateway the public models, ChuteHost the
    /// first chute it names.
    QList<Place> acceptedAt = {};
    QList<Step> steps = {};
    QDateTime at; ///< UTC
};

/// Tries a key at what it may do, and nothing else: an administrative one at GET /users/me, others
/// at the gateway with a request that generates nothing, and at the host of a chute they name.
///
/// A refusal alone is never called invalid: the service answers the same to an unknown, a revoked
/// and an under-scoped key, so only together with what is known of the key's access does it mean
/// more than Refused. GUI thread; one object, any number of tests.
class TestApiKey : public QObject
{
    Q_OBJECT

public:
    explicit TestApiKey(ChutesClient &client, const Clock &clock, QObject *parent = nullptr);

    /// What is known of the key; everything may be left out.
    struct Known
    {
        std::optional<bool> admin = {};
        /// The actions are right, or absent because every action was asked for; as knownAccess().
        std::optional<AccessRequest> access = {};
        /// For the test at a chute's host: its slug, where the access names exactly this chute.
        QString slug = {};
    };
    static Known knownOf(const ApiKey &key, const std::optional<AccessRequest> &remembered);

    /// Never an error: what could not be found out is in the result.
    QFuture<Result<KeyTest>> start(const Secret &key, const Known &known);

private:
    struct Run;
    void next(const std::shared_ptr<Run> &run);
    void take(const std::shared_ptr<Run> &run, KeyTest::Place place,
              const std::optional<Error> &error);
    static void conclude(Run &run);
    void finish(const std::shared_ptr<Run> &run) const;

    ChutesClient &m_client;
    const Clock &m_clock;
};

} // namespace canopy
