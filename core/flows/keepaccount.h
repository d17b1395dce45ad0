#pragma once

#include "core/base/whenfinished.h"
#include "core/flows/registrationcontext.h"

#include <QObject>

#include <optional>

namespace canopy {

/// Makes an account that exists now last on this computer: its fingerprint and the hotkey's seed
/// in the secret store, each read back, then the profile, and only then is the journal's entry
/// taken out. Whatever fails leaves the entry, so that the next start puts it right. GUI thread.
class KeepAccount : public QObject
{
    Q_OBJECT

public:
    /// @p operationId: of the journal. References must outlive it.
    KeepAccount(RegistrationContext context, SecretStore &secrets,
                std::shared_ptr<const HotkeyCredential> hotkey, Profile profile,
                QString operationId, QObject *parent = nullptr);

    struct Kept
    {
        Profile profile;
        QDateTime storedAt; ///< of the fingerprint; invalid if it is not stored
        std::optional<Error> storeError; ///< with a valid storedAt: of the seed
        std::optional<Error> profileError;
        bool settled = false; ///< the journal has nothing to remember any more
        SecretStoreState store;
    };
    /// Never an error: what could not be done is in Kept.
    QFuture<Result<Kept>> start(const Secret &fingerprint);

private:
    void removePending();
    void keepSeed();
    void readState();
    void saveProfile();
    Result<Done> save();
    SecretId id(SecretKind kind) const;

    RegistrationContext m_context;
    SecretStore &m_secrets;
    std::shared_ptr<const HotkeyCredential> m_hotkey;
    QString m_operationId;
    Kept m_kept;
    Promise<Kept> m_promise;
};

} // namespace canopy
