#pragma once

#include "core/flows/registeraccount.h"

namespace canopy {

/// Taking an account that exists already into Canopy: from a chutes config.ini, which is left
/// alone, or from a hotkey that is registered. The seed goes to the secret store only if the
/// person says so. GUI thread.
class ImportAccount : public QObject
{
    Q_OBJECT

public:
    explicit ImportAccount(RegistrationContext context, QObject *parent = nullptr);

    /// Reads @p path on a worker thread. FileMissing, FileDamaged, FileUnsafe …
    struct Found
    {
        QString username;
        QString userId;
        QString hotkeyName;
        QString baseUrl; ///< as written; empty means the default
        std::optional<Origin> service; ///< nullopt: not an address this program may talk to
        /// As in the file; from the seed where the file has only that.
        std::optional<Ss58Address> hotkey;
        bool hasSeed = false;
        bool seedMatches = false; ///< derives to the address in the file
        bool isPrivate = true; ///< file mode
        bool alreadyHere = false; ///< a profile of this service and hotkey exists
    };
    QFuture<Result<Found>> look(const QString &path);

    struct Choice
    {
        /// Write the seed to the secret store (and read it back).
        bool keepSeed = true;
    };
    /// Stores, saves the profile (the one that is here already, if it is), makes it current.
    /// Nothing is sent to the service. KeyMismatch: the seed is to be kept and is not that of the
    /// address. OriginRefused, InvalidInput: the file does not say enough. An error of the store:
    /// nothing was imported.
    QFuture<Result<Profile>> importFound(const Choice &choice);

    /// The store the person chose instead; it must outlive the flow.
    void useSecretStore(SecretStore &store) { m_secrets = &store; }

    /// Imports a registered hotkey (RegisterAccount::chooseHotkey said so). Asks the service for
    /// the account's name, by a signature. HotkeyNotRegistered if it has none after all.
    QFuture<Result<Profile>> importHotkey(const Wallet &wallet, const Hotkey &hotkey,
                                          Secret password, const Choice &choice);

private:
    void askForName(const Promise<Profile> &promise, const Profile &profile,
                    const std::shared_ptr<const HotkeyCredential> &hotkey, const Choice &choice);
    Profile profileOf(const Found &found) const;
    const Profile *sameProfile(const Profile &profile) const;
    static void complete(Profile &profile, const Profile &known);
    QFuture<Result<Profile>> keep(Profile profile, Secret seed);
    Result<Profile> save(const Profile &profile);

    RegistrationContext m_context;
    SecretStore *m_secrets = nullptr; ///< borrowed
    std::optional<Found> m_found;
    QString m_paymentAddress;
    Secret m_seed;
    int m_look = 0; ///< counts look(): the answer to an earlier one is dropped
};

} // namespace canopy
