#include "core/flows/keepaccount.h"

#include "core/base/logging.h"

#include <utility>

namespace canopy {

KeepAccount::KeepAccount(RegistrationContext context, SecretStore &secrets,
                         std::shared_ptr<const HotkeyCredential> hotkey, Profile profile,
                         QString operationId, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_secrets(secrets)
    , m_hotkey(std::move(hotkey))
    , m_operationId(std::move(operationId))
    , m_kept{.profile = std::move(profile)}
{
}

SecretId KeepAccount::id(SecretKind kind) const
{
    return {
        .origin = m_kept.profile.service.toString(), .profileId = m_kept.profile.id, .kind = kind};
}

QFuture<Result<KeepAccount::Kept>> KeepAccount::start(const Secret &fingerprint)
{
    const auto written = m_secrets.write(id(SecretKind::Fingerprint), fingerprint.clone());
    whenFinished(written, this, [this](const Result<Done> &result) {
        m_kept.profile.hasFingerprint = result.has_value();
        if (result) {
            m_kept.storedAt = m_context.clock.now();
            removePending();
            return;
        }
        // A store that failed once may fail again for as long as it likes: first tell, then retry.
        m_kept.storeError = result.error();
        readState();
    });
    return m_promise.future();
}

void KeepAccount::removePending()
{
    whenFinished(m_secrets.remove(id(SecretKind::PendingFingerprint)), this,
                 [this](const Result<Done> &gone) {
                     // What stays behind is overwritten by the next change of fingerprint.
                     if (!gone)
                         qCWarning(lcFlows, "a written-ahead fingerprint could not be removed");
                     keepSeed();
                 });
}

void KeepAccount::keepSeed()
{
    if (!m_hotkey->key().hasSeed()) {
        readState();
        return;
    }
    const auto written = m_secrets.write(id(SecretKind::HotkeySeed),
                                         m_hotkey->key().seed().clone());
    whenFinished(written, this, [this](const Result<Done> &result) {
        m_kept.profile.hasSeed = result.has_value();
        if (!result)
            m_kept.storeError = result.error();
        readState();
    });
}

void KeepAccount::readState()
{
    whenFinished(m_secrets.state(), this, [this](const Result<SecretStoreState> &state) {
        if (state)
            m_kept.store = *state;
        saveProfile();
    });
}

void KeepAccount::saveProfile()
{
    if (const auto saved = save(); !saved)
        m_kept.profileError = saved.error();
    if (!m_kept.profileError && m_kept.storedAt.isValid()) {
        m_kept.settled = m_context.journal.settle(m_operationId).has_value();
        // The entry stays then, and the next start finds that all is in order.
        if (!m_kept.settled)
            qCWarning(lcFlows, "a settled registration could not be taken out of the journal");
    }
    m_promise.finish(m_kept);
}

Result<Done> KeepAccount::save()
{
    if (const auto saved = m_context.profiles.save(m_kept.profile); !saved)
        return saved;
    return m_context.profiles.setCurrent(m_kept.profile.id);
}

} // namespace canopy
