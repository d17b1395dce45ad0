#pragma once

#include "core/flows/registrationcontext.h"
#include "core/flows/replacefingerprint.h"

#include <QObject>

namespace canopy {

/// What became of a registration whose answer is not known.
struct SettledRegistration
{
    Account account;
    /// False: the service did not say more, @ref account holds what was typed.
    bool accountConfirmed = true;
    Secret fingerprint;
    /// False: it was in the store all along, the program had only ended before it could say so.
    bool replaced = false;
};

/// Whether the answer to @p error of POST /users/register leaves open what happened (TX-01).
/// Everything that came back from something that is not the service's own refusal counts.
bool mayHaveRegistered(const Error &error);

/// Finds out by reading, never by repeating, and then sets a new fingerprint, because the first
/// only ever existed in the answer (TX-03). Reads the store first: a program that ended between
/// storing and saving lost nothing. GUI thread; one run an object.
class SettleRegistration : public QObject
{
    Q_OBJECT

public:
    SettleRegistration(RegistrationContext context, SecretStore &secrets,
                       std::shared_ptr<const HotkeyCredential> hotkey, PendingOperation operation,
                       QObject *parent = nullptr);

    /// HotkeyNotRegistered: the service says, for as long as the context's lookAgainAfter asks,
    /// that nothing was registered. Every other error: not settled. The journal is the caller's.
    QFuture<Result<SettledRegistration>> start();
    /// Whether the service said that the hotkey has an account.
    bool accountFound() const { return m_accountFound; }

private:
    void readPending();
    void look();
    void takeFound(const Result<ChutesClient::Registered> &found);
    bool lookAgain();
    void replace();
    void learnAccount();
    void finish();
    SecretId id(SecretKind kind) const;

    RegistrationContext m_context;
    SecretStore &m_secrets;
    std::shared_ptr<const HotkeyCredential> m_hotkey;
    PendingOperation m_operation;
    SettledRegistration m_settled;
    Secret m_pending;
    Promise<SettledRegistration> m_promise;
    std::size_t m_looks = 0;
    bool m_fingerprintStored = false;
    bool m_accountFound = false;
};

} // namespace canopy
