#include "core/flows/importaccount.h"

#include "core/base/background.h"
#include "core/wallet/walletfolder.h"

#include <memory>
#include <utility>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

struct Read
{
    ImportAccount::Found found;
    QString paymentAddress;
    Secret seed;
};

std::optional<Ss58Address> addressOf(const Secret &seed)
{
    if (seed.isEmpty())
        return std::nullopt;
    const auto key = KeyPair::fromSeed(seed);
    return key ? std::optional(key->address()) : std::nullopt;
}

Result<Read> readConfig(const QString &path)
{
    auto snapshot = ChutesConfigFile(path).read();
    if (!snapshot)
        return failure(snapshot.error());
    if (!snapshot->exists)
        return failure(Error::Code::FileMissing);
    auto &config = snapshot->config;

    Read read;
    auto &found = read.found;
    found.username = config.username;
    found.userId = config.userId;
    found.hotkeyName = config.hotkeyName;
    found.baseUrl = config.baseUrl;
    found.service = config.baseUrl.isEmpty() ? std::optional(Origin::official())
                                             : Origin::parse(config.baseUrl);
    found.isPrivate = snapshot->isPrivate;
    found.hotkey = config.hotkeyAddress;
    if (const auto derived = addressOf(config.hotkeySeed)) {
        found.hasSeed = true;
        if (!found.hotkey)
            found.hotkey = derived;
        found.seedMatches = found.hotkey == derived;
        read.seed = std::move(config.hotkeySeed);
    }
    read.paymentAddress = config.paymentAddress;
    return read;
}

/// A std::function must be copyable, a Secret is not: the job hands its result over in a pointer.
using SharedRead = std::shared_ptr<Read>;

tl::unexpected<Error> missing(const QString &field)
{
    return failure(Error{.code = Error::Code::InvalidInput, .field = field});
}

} // namespace

ImportAccount::ImportAccount(RegistrationContext context, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_secrets(&m_context.secrets)
{
}

QFuture<Result<ImportAccount::Found>> ImportAccount::look(const QString &path)
{
    m_found.reset();
    m_seed = Secret();
    const auto job = runInBackground<SharedRead>(workerPool(), [path]() -> Result<SharedRead> {
        auto read = readConfig(path);
        if (!read)
            return failure(read.error());
        return std::make_shared<Read>(std::move(*read));
    });
    const Promise<Found> promise;
    const int look = ++m_look;
    whenFinished(job, this, [this, promise, look](const Result<SharedRead> &read) {
        if (look != m_look) {
            promise.finish(failure(Error::Code::Cancelled));
            return;
        }
        if (!read) {
            promise.finish(failure(read.error()));
            return;
        }
        auto found = (*read)->found;
        m_seed = std::move((*read)->seed);
        m_paymentAddress = (*read)->paymentAddress;
        found.alreadyHere = sameProfile(profileOf(found)) != nullptr;
        m_found = found;
        promise.finish(std::move(found));
    });
    return promise.future();
}

Profile ImportAccount::profileOf(const Found &found) const
{
    Profile profile;
    if (found.service)
        profile.service = *found.service;
    profile.username = found.username;
    profile.userId = found.userId;
    profile.hotkeyName = found.hotkeyName;
    profile.hotkey = found.hotkey;
    if (const auto payment = Ss58Address::parse(m_paymentAddress))
        profile.paymentAddress = *payment;
    return profile;
}

const Profile *ImportAccount::sameProfile(const Profile &profile) const
{
    if (!profile.hotkey && profile.userId.isEmpty())
        return nullptr;
    return m_context.profiles.findSame(profile);
}

QFuture<Result<Profile>> ImportAccount::importFound(const Choice &choice)
{
    if (!m_found)
        return readyFuture<Profile>(missing(u"path"_s));
    if (!m_found->service)
        return readyFuture<Profile>(failure(Error::Code::OriginRefused));
    if (!m_found->hotkey)
        return readyFuture<Profile>(missing(u"hotkey_ss58address"_s));
    const bool keepSeed = choice.keepSeed && m_found->hasSeed;
    if (keepSeed && !m_found->seedMatches)
        return readyFuture<Profile>(failure(Error::Code::KeyMismatch));
    return keep(profileOf(*m_found), keepSeed ? m_seed.clone() : Secret());
}

QFuture<Result<Profile>> ImportAccount::importHotkey(const Wallet &wallet, const Hotkey &hotkey,
                                                     Secret password, const Choice &choice)
{
    const Promise<Profile> promise;
    whenFinished(walletfolder::unlockHotkey(hotkey, std::move(password)), this,
                 [this, promise, wallet, hotkey, choice](Result<KeyPair> key) {
                     if (!key) {
                         promise.finish(failure(key.error()));
                         return;
                     }
                     Profile profile;
                     profile.service = m_context.client.service();
                     profile.hotkeyName = hotkey.name;
                     profile.hotkey = key->address();
                     profile.coldkey = wallet.coldkeyAddress;
                     profile.walletName = wallet.name;
                     profile.hotkeyPath = hotkey.path;
                     const auto credential = std::make_shared<HotkeyCredential>(
                         std::move(*key), m_context.clock, m_context.random);
                     askForName(promise, profile, credential, choice);
                 });
    return promise.future();
}

void ImportAccount::askForName(const Promise<Profile> &promise, const Profile &profile,
                               const std::shared_ptr<const HotkeyCredential> &hotkey,
                               const Choice &choice)
{
    const auto take = [this, promise, profile, hotkey,
                       choice](const Result<ChutesClient::Registered> &registered) {
        if (!registered) {
            promise.finish(failure(registered.error()));
            return;
        }
        if (!registered->yes) {
            promise.finish(failure(Error::Code::HotkeyNotRegistered));
            return;
        }
        auto named = profile;
        if (const auto &account = registered->account) {
            named.username = account->username;
            named.userId = account->userId;
            named.paymentAddress = account->paymentAddress;
        }
        const auto &key = hotkey->key();
        auto seed = choice.keepSeed && key.hasSeed() ? key.seed().clone() : Secret();
        whenFinished(keep(std::move(named), std::move(seed)), this,
                     [promise](const Result<Profile> &kept) { promise.finish(kept); });
    };
    whenFinished(m_context.client.findAccount(hotkey), this, take);
}

QFuture<Result<Profile>> ImportAccount::keep(Profile profile, Secret seed)
{
    const auto *same = sameProfile(profile);
    if (same != nullptr)
        complete(profile, *same);
    else
        profile.id = m_context.profiles.newId();
    profile.addedAt = m_context.clock.now();
    if (seed.isEmpty())
        return readyFuture<Profile>(save(profile));

    const SecretId id{.origin = profile.service.toString(),
                      .profileId = profile.id,
                      .kind = SecretKind::HotkeySeed};
    profile.hasSeed = true;
    const Promise<Profile> promise;
    whenFinished(m_secrets->write(id, std::move(seed)), this,
                 [this, promise, profile](const Result<Done> &written) {
                     promise.finish(written ? save(profile) : failure(written.error()));
                 });
    return promise.future();
}

void ImportAccount::complete(Profile &profile, const Profile &known)
{
    // What is imported is newer, what it does not say stays.
    profile.id = known.id;
    profile.hasSeed = known.hasSeed;
    profile.hasFingerprint = known.hasFingerprint;
    profile.toRemove = known.toRemove;
    if (profile.username.isEmpty())
        profile.username = known.username;
    if (profile.userId.isEmpty())
        profile.userId = known.userId;
    if (profile.hotkeyName.isEmpty())
        profile.hotkeyName = known.hotkeyName;
    if (!profile.coldkey)
        profile.coldkey = known.coldkey;
    if (!profile.paymentAddress)
        profile.paymentAddress = known.paymentAddress;
    if (profile.hotkeyPath.isEmpty()) {
        profile.walletName = known.walletName;
        profile.hotkeyPath = known.hotkeyPath;
    }
}

Result<Profile> ImportAccount::save(const Profile &profile)
{
    if (const auto saved = m_context.profiles.save(profile); !saved)
        return failure(saved.error());
    if (const auto current = m_context.profiles.setCurrent(profile.id); !current)
        return failure(current.error());
    return profile;
}

} // namespace canopy
