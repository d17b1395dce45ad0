#include "core/flows/testapikey.h"

#include "core/chutes/apikeysecret.h"
#include "core/keys/accessdescription.h"
#include "core/keys/objectids.h"
#include "core/keys/scopelint.h"

#include <algorithm>
#include <utility>

namespace canopy {

namespace {

using Code = Error::Code;
using Place = KeyTest::Place;

bool isAccepted(KeyVerdict verdict)
{
    return verdict == KeyVerdict::Accepted || verdict == KeyVerdict::AcceptedWithoutBalance;
}

/// What one answer says about a key. Only KeyRefused is about the key at all.
KeyVerdict verdictOf(const std::optional<Error> &error)
{
    if (!error)
        return KeyVerdict::Accepted;
    switch (error->code) {
    case Code::Offline:
    case Code::Timeout:
    case Code::ConnectionLost:
    case Code::TlsFailed:
        return KeyVerdict::Unreachable;
    case Code::WebPage:
    case Code::Redirected:
    case Code::OriginRefused:
    case Code::AnswerTooLarge:
    case Code::Malformed:
    case Code::NotOffered:
        return KeyVerdict::WrongHost;
    case Code::KeyRefused:
        return KeyVerdict::Refused;
    case Code::PaymentRequired:
        return KeyVerdict::AcceptedWithoutBalance;
    default:
        return KeyVerdict::CannotTell;
    }
}

bool mayCall(const AccessRequest &access)
{
    return std::ranges::any_of(access.rows,
                               [](const ScopeRow &row) { return isHonoured(row.scope); });
}

/// The one chute the key is for, or nothing.
bool namesOneChute(const AccessRequest &access)
{
    QStringList ids;
    for (const auto &row : access.rows) {
        if (isHonoured(row.scope) && row.scope.objectId)
            ids.append(*row.scope.objectId);
    }
    return ids.size() == 1 && isObjectId(ids.first());
}

} // namespace

struct TestApiKey::Run
{
    std::shared_ptr<const Credential> key;
    Known known;
    QList<Place> left;
    KeyTest test;
    Promise<KeyTest> promise;
};

TestApiKey::TestApiKey(ChutesClient &client, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_clock(clock)
{
}

TestApiKey::Known TestApiKey::knownOf(const ApiKey &key,
                                      const std::optional<AccessRequest> &remembered)
{
    return {.admin = key.admin, .access = knownAccess(key, remembered)};
}

QFuture<Result<KeyTest>> TestApiKey::start(const Secret &key, const Known &known)
{
    const auto run = std::make_shared<Run>();
    run->known = known;
    run->test.identity = identityOf(key);
    if (!run->test.identity) {
        run->test.steps.append({.place = Place::Format, .verdict = KeyVerdict::Malformed});
        run->test.verdict = KeyVerdict::Malformed;
        finish(run);
        return run->promise.future();
    }
    run->test.steps.append({.place = Place::Format, .verdict = KeyVerdict::Accepted});
    run->key = std::make_shared<BearerCredential>(Credential::Kind::ApiKey, key.clone());
    if (known.admin.value_or(true))
        run->left.append(Place::Management);
    const bool nothing = known.access && !known.access->admin && !mayCall(*known.access);
    if (!known.admin.value_or(false) && !nothing) {
        run->left.append(Place::Gateway);
        if (!known.slug.isEmpty() && known.access && namesOneChute(*known.access))
            run->left.append(Place::ChuteHost);
    }
    if (run->left.isEmpty())
        run->test.verdict = KeyVerdict::NothingToTest;
    next(run);
    return run->promise.future();
}

void TestApiKey::next(const std::shared_ptr<Run> &run)
{
    if (run->left.isEmpty()) {
        conclude(*run);
        finish(run);
        return;
    }
    const auto place = run->left.takeFirst();
    if (place == Place::Management) {
        whenFinished(m_client.me(run->key), this, [this, run](const Result<Account> &account) {
            // Somebody else's account would be another key's, or another service's.
            const bool same = account && account->userId == run->test.identity->userId;
            if (account && !same)
                take(run, Place::Management, Error{.code = Error::Code::Malformed});
            else
                take(run, Place::Management,
                     account ? std::nullopt : std::optional(account.error()));
        });
        return;
    }
    const auto answered = place == Place::Gateway ? m_client.tryAtGateway(run->key)
                                                  : m_client.tryAtChute(run->known.slug, run->key);
    whenFinished(answered, this, [this, run, place](const Result<Done> &done) {
        take(run, place, done ? std::nullopt : std::optional(done.error()));
    });
}

void TestApiKey::take(const std::shared_ptr<Run> &run, KeyTest::Place place,
                      const std::optional<Error> &error)
{
    const auto verdict = verdictOf(error);
    run->test.steps.append({.place = place, .verdict = verdict, .error = error});
    if (isAccepted(verdict))
        run->test.acceptedAt.append(place);
    // Accepted for everything: the rest would say nothing more.
    if (place == Place::Management && isAccepted(verdict))
        run->left.clear();
    next(run);
}

void TestApiKey::conclude(Run &run)
{
    auto &test = run.test;
    const auto asked = test.steps.sliced(1);
    if (asked.isEmpty())
        return;
    const auto accepted = std::ranges::find_if(asked, [](const KeyTest::Step &step) {
        return isAccepted(step.verdict);
    });
    if (accepted != asked.end()) {
        test.verdict = accepted->verdict;
        // The key is good, so where it was refused it lacks the scope.
        for (auto &step : test.steps) {
            if (step.verdict == KeyVerdict::Refused)
                step.verdict = KeyVerdict::OutOfScopeHere;
        }
        return;
    }
    const auto all = [&asked](KeyVerdict verdict) {
        return std::ranges::all_of(asked, [verdict](const KeyTest::Step &step) {
            return step.verdict == verdict;
        });
    };
    if (!all(KeyVerdict::Refused)) {
        // The first that is not about the key is why it cannot be told.
        const auto reason = std::ranges::find_if(asked, [](const KeyTest::Step &step) {
            return step.verdict != KeyVerdict::Refused;
        });
        test.verdict = reason->verdict;
        return;
    }
    // Refused everywhere. Only with its access known does that say more.
    const bool covered = run.known.admin.value_or(false)
        || (run.known.access && mayCall(*run.known.access));
    test.verdict = covered ? KeyVerdict::UnknownOrRevoked : KeyVerdict::Refused;
}

void TestApiKey::finish(const std::shared_ptr<Run> &run) const
{
    run->test.at = m_clock.now();
    run->promise.finish(run->test);
}

} // namespace canopy
