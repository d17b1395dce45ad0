#include "core/flows/registeraccount.h"

#include "core/base/whenfinished.h"
#include "core/wallet/walletfolder.h"

#include <utility>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

tl::unexpected<Error> missing(const QString &field)
{
    return failure(Error{.code = Error::Code::InvalidInput, .field = field});
}

} // namespace

RegisterAccount::RegisterAccount(RegistrationContext context, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_secrets(&m_context.secrets)
    , m_checks(new ConnectionChecks(m_context.client, m_context.secrets, m_context.clock, this))
{
    connect(m_checks, &ConnectionChecks::changed, this, &RegisterAccount::checkChanged);
    connect(m_checks, &ConnectionChecks::finished, this, &RegisterAccount::checksFinished);
}

// Connection ------------------------------------------------------------------------------------

void RegisterAccount::runChecks()
{
    m_checks->run();
}

void RegisterAccount::checkSecretStore()
{
    m_checks->checkStore();
}

void RegisterAccount::useSecretStore(SecretStore &store)
{
    m_secrets = &store;
    m_checks->useStore(store);
}

RegisterAccount::CheckResult RegisterAccount::check(Check which) const
{
    return m_checks->result(which);
}

const Capabilities &RegisterAccount::capabilities() const
{
    return m_checks->capabilities();
}

bool RegisterAccount::wantsToken() const
{
    switch (capabilities().offers(Feature::RegistrationToken)) {
    case Offer::Present:
        return true;
    case Offer::Absent:
        return false;
    case Offer::Unknown:
        break;
    }
    return m_context.client.service().isOfficial();
}

// Wallet and hotkey, username, token ------------------------------------------------------------

QFuture<Result<ChutesClient::Registered>> RegisterAccount::chooseHotkey(const Wallet &wallet,
                                                                        const Hotkey &hotkey,
                                                                        Secret password)
{
    using Registered = ChutesClient::Registered;
    if (isRegistering())
        return readyFuture<Registered>(failure(Error::Code::Cancelled, u"registering"_s));
    const int choice = ++m_choice;
    m_hotkey.reset();
    m_hotkeyUnchecked = false;
    const Promise<Registered> promise;
    whenFinished(walletfolder::unlockHotkey(hotkey, std::move(password)), this,
                 [this, promise, wallet, hotkey, choice](Result<KeyPair> key) {
                     if (choice != m_choice) {
                         promise.finish(failure(Error::Code::Cancelled));
                         return;
                     }
                     if (!key) {
                         promise.finish(failure(key.error()));
                         return;
                     }
                     m_hotkey = std::make_shared<HotkeyCredential>(std::move(*key), m_context.clock,
                                                                   m_context.random);
                     m_wallet = wallet;
                     m_hotkeyFile = hotkey;
                     askForAccount(promise, choice);
                 });
    return promise.future();
}

void RegisterAccount::askForAccount(const Promise<ChutesClient::Registered> &promise, int choice)
{
    whenFinished(m_context.client.findAccount(m_hotkey), this,
                 [this, promise, choice](const Result<ChutesClient::Registered> &found) {
                     if (choice != m_choice) {
                         promise.finish(failure(Error::Code::Cancelled));
                         return;
                     }
                     m_hotkeyUnchecked = !found.has_value();
                     promise.finish(found);
                 });
}

bool RegisterAccount::hotkeyHasSeed() const
{
    return m_hotkey && m_hotkey->key().hasSeed();
}

QFuture<Result<NameCheck>> RegisterAccount::checkName(const QString &username)
{
    if (!isValidUsername(username))
        return readyFuture<NameCheck>(missing(u"username"_s));
    return m_context.client.checkName(username);
}

void RegisterAccount::tokenPageOpened()
{
    m_tokenPageOpenedAt = m_context.clock.now();
}

// Confirm and done ------------------------------------------------------------------------------

std::optional<PendingOperation> RegisterAccount::inDoubt() const
{
    if (!m_hotkey)
        return std::nullopt;
    return Registration::inDoubt(m_context.journal, m_context.client.service(),
                                 m_hotkey->address());
}

std::optional<Error> RegisterAccount::whyNotNow() const
{
    // A fingerprint that waits to be stored or copied must not be replaced by the next attempt.
    if (isRegistering() || !fingerprint().isEmpty())
        return Error{.code = Error::Code::Cancelled, .detail = u"registering, or registered"_s};
    if (!m_hotkey)
        return Error{.code = Error::Code::InvalidInput, .field = u"hotkey"_s};
    return std::nullopt;
}

Registration &RegisterAccount::newRegistration()
{
    m_registration = std::make_unique<Registration>(m_context, *m_secrets,
                                                    RegistrationRequest{.wallet = m_wallet,
                                                                        .hotkeyFile = m_hotkeyFile,
                                                                        .hotkey = m_hotkey,
                                                                        .username = m_username,
                                                                        .token = m_token});
    return *m_registration;
}

QFuture<Result<RegisterAccount::Outcome>> RegisterAccount::registerNow()
{
    if (const auto reason = whyNotNow())
        return readyFuture<Outcome>(failure(*reason));
    return newRegistration().start();
}

QFuture<Result<RegisterAccount::Outcome>> RegisterAccount::reconcile(
    const PendingOperation &operation)
{
    if (const auto reason = whyNotNow())
        return readyFuture<Outcome>(failure(*reason));
    return newRegistration().reconcile(operation);
}

const Secret &RegisterAccount::fingerprint() const
{
    static const Secret none;
    return m_registration ? m_registration->fingerprint() : none;
}

QFuture<Result<Done>> RegisterAccount::storeFingerprintAgain()
{
    if (fingerprint().isEmpty())
        return readyFuture<Done>(missing(u"fingerprint"_s));
    return m_registration->keepAgain();
}

void RegisterAccount::forgetFingerprint()
{
    if (m_registration)
        m_registration->forgetFingerprint();
}

Profile RegisterAccount::profile() const
{
    return m_registration ? m_registration->profile() : Profile();
}

// config.ini ------------------------------------------------------------------------------------

std::shared_ptr<const Secret> RegisterAccount::seedForConfig(bool wanted) const
{
    if (!wanted)
        return nullptr;
    return std::make_shared<const Secret>(hotkeyHasSeed() ? m_hotkey->key().seed().clone()
                                                          : Secret());
}

QFuture<Result<QList<ConfigDiffLine>>> RegisterAccount::previewConfig(const QString &path,
                                                                      bool withSeed)
{
    const Promise<QList<ConfigDiffLine>> promise;
    whenFinished(previewCliConfig(path, profile(), seedForConfig(withSeed)), this,
                 [this, promise](const Result<ConfigPreview> &preview) {
                     if (!preview) {
                         promise.finish(failure(preview.error()));
                         return;
                     }
                     m_configSeen = preview->seen;
                     promise.finish(preview->lines);
                 });
    return promise.future();
}

QFuture<Result<ChutesConfigFile::Written>> RegisterAccount::writeConfig(const QString &path,
                                                                        bool withSeed)
{
    return writeCliConfig(path, profile(), seedForConfig(withSeed),
                          std::exchange(m_configSeen, {}));
}

} // namespace canopy
