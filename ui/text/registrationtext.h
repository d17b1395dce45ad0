#pragma once

#include "core/chutes/account.h"
#include "core/flows/importaccount.h"
#include "core/flows/registeraccount.h"

#include <QString>
#include <QStringList>

namespace canopy {

/// One line of the connection check.
struct CheckText
{
    QString title; ///< "Service", "Clock", "Keychain": does not change with the result
    QString sentence; ///< the result, whole sentences
    bool operator==(const CheckText &) const = default;
};

/// @p host: Origin::display() of the service.
CheckText checkText(RegisterAccount::Check which, const RegisterAccount::CheckResult &result,
                    const QString &host);

/// The rule, for the hint below the field: it is true of every generation of the service.
QString usernameRule();
/// Why @p username cannot be one, before the service is asked; empty if it can.
QString usernameProblem(const QString &username);
/// The chutes CLI refuses a dash where the service accepts it; empty without one.
QString usernameCaution(const QString &username);
/// What the service said about @p username: taken is not invalid.
QString nameCheckText(const QString &username, const NameCheck &check);

/// Why @p token cannot be a registration token; empty if it can.
QString tokenProblem(const QString &token);

/// The sentences on the last page about what was lost and replaced, not stored, or not confirmed;
/// empty where all went as asked.
QStringList outcomeNotes(const RegisterAccount::Outcome &outcome);

/// What a person must know before a config.ini is imported: no seed, a seed of another key,
/// readable by others, here already, an address this program does not talk to.
QStringList importNotes(const ImportAccount::Found &found);
/// Whether importFound() can do anything with it.
bool canImport(const ImportAccount::Found &found);

} // namespace canopy
