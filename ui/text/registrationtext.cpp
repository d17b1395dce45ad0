#include "ui/text/registrationtext.h"

#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/text/storetext.h"
#include "ui/text/timetext.h"

#include <QCoreApplication>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

using Check = RegisterAccount::Check;
using CheckResult = RegisterAccount::CheckResult;
using CheckState = RegisterAccount::CheckState;

constexpr qsizetype shortestUsername = 3;
constexpr qsizetype longestUsername = 15;

class RegistrationWords
{
    Q_DECLARE_TR_FUNCTIONS(RegistrationWords)

public:
    static QString title(Check which);
    static QString service(const CheckResult &result, const QString &host);
    static QString clock(const CheckResult &result);
    static QString store(const CheckResult &result);
    static QString usernameRule()
    {
        return tr("3 to 15 characters: letters A to Z, digits, - and _.");
    }
    static QString usernameProblem(const QString &username);
    static QString usernameCaution()
    {
        return tr("The chutes CLI does not accept a dash when it registers a name itself.");
    }
    static QString nameCheck(const QString &username, const NameCheck &check);
    static QString tokenProblem();
    static QStringList outcome(const RegisterAccount::Outcome &outcome);
    static QStringList found(const ImportAccount::Found &found);
};

QString RegistrationWords::title(Check which)
{
    switch (which) {
    case Check::Service:
        return tr("Service");
    case Check::Clock:
        return tr("Clock");
    case Check::SecretStore:
        return tr("Keychain");
    }
    return {};
}

QString RegistrationWords::service(const CheckResult &result, const QString &host)
{
    if (result.state == CheckState::Failed && result.error) {
        const auto text = errorText(*result.error, {.doing = Doing::Connecting, .subject = host});
        return text.meaning;
    }
    return tr("%1 answers.").arg(displayText(host));
}

QString RegistrationWords::clock(const CheckResult &result)
{
    if (!result.skewKnown)
        return tr("The service did not say what time it is, so the clocks could not be compared.");
    switch (result.state) {
    case CheckState::Failed:
        return skewText(result.skewSeconds) + u' '
            + tr("Signatures are accepted within 10 minutes only. Set this computer’s clock, then "
                 "check again.");
    case CheckState::Warned:
        return skewText(result.skewSeconds) + u' '
            + tr("Canopy allows for that in its signatures; other programs may not.");
    default:
        return result.skewSeconds == 0 ? skewText(0)
                                       : tr("This computer’s clock and the service’s differ by %1.")
                                             .arg(durationText(result.skewSeconds));
    }
}

QString RegistrationWords::store(const CheckResult &result)
{
    if (result.state == CheckState::Passed) {
        if (result.store.kind == SecretStoreState::Kind::SessionOnly)
            return storeStateText(result.store);
        return tr("A test entry was written to %1, read back and removed.")
            .arg(storeName(result.store));
    }
    if (result.error)
        return errorText(*result.error, Doing::CheckingStore).meaning;
    return storeStateText(result.store);
}

QString RegistrationWords::usernameProblem(const QString &username)
{
    if (username.size() < shortestUsername)
        return tr("At least 3 characters are needed.");
    if (username.size() > longestUsername)
        return tr("At most 15 characters are allowed.");
    return tr("Only the letters A to Z, digits, - and _ are allowed.");
}

QString RegistrationWords::nameCheck(const QString &username, const NameCheck &check)
{
    const auto name = displayText(username);
    if (!check.valid)
        return tr("The service does not allow the name %1.").arg(name);
    if (check.available)
        return tr("%1 is free at the moment.").arg(name);
    // The service takes _ for any character when it compares names.
    return username.contains(u'_')
        ? tr("%1 is taken, or a name that differs only where yours has _ is.").arg(name)
        : tr("%1 is taken.").arg(name);
}

QString RegistrationWords::tokenProblem()
{
    return tr("This is not a registration token. It looks like "
              "123e4567-e89b-42d3-a456-426614174000.");
}

QStringList RegistrationWords::outcome(const RegisterAccount::Outcome &outcome)
{
    QStringList notes;
    if (outcome.fingerprintReplaced) {
        notes.append(tr("The service’s answer was lost on the way, and the account fingerprint in "
                        "it too. Canopy found out that the account was registered and set a new "
                        "fingerprint."));
    }
    if (!outcome.accountConfirmed) {
        notes.append(tr("The service does not say more about the account. The username is the one "
                        "typed here, not confirmed by the service."));
    }
    if (outcome.storeError && !outcome.storedAt.isValid()) {
        notes.append(tr("The account fingerprint could not be stored. It exists only in this "
                        "window: copy it to a safe place, or store it again, before you go on."));
    } else if (outcome.storeError) {
        notes.append(tr("The fingerprint is stored, but the hotkey’s seed is not. The hotkey stays "
                        "usable from its wallet file."));
    }
    if (outcome.profileError) {
        notes.append(
            tr("The account is registered, but the list of accounts on this computer could "
               "not be saved. Canopy remembers the registration and finishes it at the "
               "next start."));
    }
    return notes;
}

QStringList RegistrationWords::found(const ImportAccount::Found &found)
{
    QStringList notes;
    if (!found.service) {
        notes.append(tr("The file names the service address %1. Canopy talks to addresses that "
                        "begin with https:// only, or with http:// on this computer.")
                         .arg(displayText(found.baseUrl)));
    }
    if (!found.hotkey)
        notes.append(tr("The file does not name a hotkey, so there is nothing to import."));
    if (!found.hasSeed) {
        notes.append(tr("The file holds no hotkey seed that can be read. Without it, requests that "
                        "need the hotkey’s signature are not possible."));
    } else if (!found.seedMatches) {
        notes.append(tr("The seed in the file belongs to another address than the file says. It is "
                        "not stored."));
    }
    if (!found.isPrivate) {
        notes.append(tr("Others on this computer can read the file, and with it the hotkey’s "
                        "seed, if it holds one."));
    }
    if (found.alreadyHere)
        notes.append(tr("This account is in Canopy already; importing brings it up to date."));
    return notes;
}

} // namespace

CheckText checkText(RegisterAccount::Check which, const RegisterAccount::CheckResult &result,
                    const QString &host)
{
    const auto title = RegistrationWords::title(which);
    if (result.state == CheckState::NotTried)
        return {title, RegistrationWords::tr("Not checked.")};
    if (result.state == CheckState::Running)
        return {title, RegistrationWords::tr("Checking…")};
    switch (which) {
    case Check::Service:
        return {title, RegistrationWords::service(result, host)};
    case Check::Clock:
        return {title, RegistrationWords::clock(result)};
    case Check::SecretStore:
        break;
    }
    return {title, RegistrationWords::store(result)};
}

QString usernameRule()
{
    return RegistrationWords::usernameRule();
}

QString usernameProblem(const QString &username)
{
    return isValidUsername(username) ? QString() : RegistrationWords::usernameProblem(username);
}

QString usernameCaution(const QString &username)
{
    return username.contains(u'-') ? RegistrationWords::usernameCaution() : QString();
}

QString nameCheckText(const QString &username, const NameCheck &check)
{
    return RegistrationWords::nameCheck(username, check);
}

QString tokenProblem(const QString &token)
{
    return isRegistrationToken(token) ? QString() : RegistrationWords::tokenProblem();
}

QStringList outcomeNotes(const RegisterAccount::Outcome &outcome)
{
    return RegistrationWords::outcome(outcome);
}

QStringList importNotes(const ImportAccount::Found &found)
{
    return RegistrationWords::found(found);
}

bool canImport(const ImportAccount::Found &found)
{
    return found.service.has_value() && found.hotkey.has_value();
}

} // namespace canopy
