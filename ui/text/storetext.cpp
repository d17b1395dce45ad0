#include "ui/text/storetext.h"

#include "ui/text/displaytext.h"
#include "ui/text/timetext.h"

#include <QCoreApplication>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

class StoreWords
{
    Q_DECLARE_TR_FUNCTIONS(StoreWords)

public:
    static QString name(const SecretStoreState &state);
    static QString state(const SecretStoreState &state);
    static QString stored(const SecretStoreState &state, const QString &moment);
    static QString reminder(const SecretStoreState &state);

private:
    static QString keychainState(const SecretStoreState &state);
    static QString vaultState(const SecretStoreState &state);
};

QString StoreWords::name(const SecretStoreState &state)
{
    switch (state.kind) {
    case SecretStoreState::Kind::Keychain:
        return state.backend.isEmpty() ? tr("the keychain") : displayText(state.backend, 60);
    case SecretStoreState::Kind::VaultFile:
        return state.backend.isEmpty()
            ? tr("the encrypted file")
            : tr("the encrypted file %1").arg(displayText(state.backend));
    case SecretStoreState::Kind::SessionOnly:
        return tr("this session’s memory");
    }
    return {};
}

QString StoreWords::keychainState(const SecretStoreState &state)
{
    using Availability = SecretStoreState::Availability;
    switch (state.availability) {
    case Availability::Unlocked:
        return state.backend.isEmpty() ? tr("The keychain can be used.")
                                       : tr("%1 can be used.").arg(name(state));
    case Availability::Locked:
        return tr("Your keychain is locked.");
    case Availability::NoCollection:
        return tr("The keychain has no place to store anything yet. Create a default keyring in "
                  "your desktop’s password program.");
    case Availability::Missing:
        return tr("There is no keychain in this session.");
    case Availability::Unknown:
        break;
    }
    return tr("The keychain did not answer.");
}

QString StoreWords::vaultState(const SecretStoreState &state)
{
    using Availability = SecretStoreState::Availability;
    switch (state.availability) {
    case Availability::Unlocked:
        return tr("The encrypted file is open.");
    case Availability::Locked:
        return tr("The encrypted file is locked. Its passphrase opens it.");
    case Availability::NoCollection:
    case Availability::Missing:
        return tr("The encrypted file is not there.");
    case Availability::Unknown:
        break;
    }
    return tr("It is not known whether the encrypted file can be used.");
}

QString StoreWords::state(const SecretStoreState &state)
{
    switch (state.kind) {
    case SecretStoreState::Kind::Keychain:
        return keychainState(state);
    case SecretStoreState::Kind::VaultFile:
        return vaultState(state);
    case SecretStoreState::Kind::SessionOnly:
        return tr("Secrets are kept until Canopy closes, and nowhere else.");
    }
    return {};
}

QString StoreWords::stored(const SecretStoreState &state, const QString &moment)
{
    if (state.kind == SecretStoreState::Kind::SessionOnly) {
        return tr("Kept in memory %1, for this session only. It is gone when Canopy closes: copy "
                  "it "
                  "to a safe place.")
            .arg(moment);
    }
    return tr("Stored in %1 and read back %2.").arg(name(state), moment);
}

QString StoreWords::reminder(const SecretStoreState &state)
{
    switch (state.kind) {
    case SecretStoreState::Kind::Keychain:
        return {};
    case SecretStoreState::Kind::VaultFile:
        return tr("Secrets are in an encrypted file");
    case SecretStoreState::Kind::SessionOnly:
        return tr("Secrets are kept for this session only");
    }
    return {};
}

} // namespace

QString storeName(const SecretStoreState &state)
{
    return StoreWords::name(state);
}

QString storeStateText(const SecretStoreState &state)
{
    return StoreWords::state(state);
}

QString storedText(const SecretStoreState &state, const QDateTime &at, const QDateTime &now)
{
    return StoreWords::stored(state, momentText(at, now));
}

QString storeReminder(const SecretStoreState &state)
{
    return StoreWords::reminder(state);
}

} // namespace canopy
