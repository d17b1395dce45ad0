#include "ui/text/rolestext.h"

#include "core/chutes/account.h"
#include "ui/text/moneytext.h"

#include <QCoreApplication>
#include <QStringList>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

constexpr int bits = 63; ///< the sign bit is no permission

// Bits that the service gives to its own staff only, without a Role of their own here.
constexpr int createUserBit = 1;
constexpr int updateUserBit = 2;
constexpr int deleteUserBit = 3;
constexpr int assignSubnetAdminBit = 13;

class RoleWords
{
    Q_DECLARE_TR_FUNCTIONS(RoleWords)

public:
    static RoleText ofBit(int bit);
    static QString none() { return tr("No special roles"); }

private:
    static RoleText ofStaff(int bit);
};

RoleText RoleWords::ofBit(int bit)
{
    switch (static_cast<Role>(bit)) {
    case Role::Developer:
        return {tr("Developer"), tr("May build images and deploy chutes.")};
    case Role::FreeAccount:
        return {tr("Free account"), tr("May call chutes without being charged.")};
    case Role::Unlimited:
        return {tr("Unlimited"), tr("Has no rate limits.")};
    case Role::BillingAdmin:
        return {tr("Billing administrator"),
                tr("May see and change the billing of other accounts.")};
    case Role::UnlimitedDevelopment:
        return {tr("Unlimited development"),
                tr("May develop and deploy without the usual limits.")};
    case Role::InvoiceBilling:
        return {tr("Invoice billing"), tr("Is billed by invoice instead of from the balance.")};
    case Role::StakeWeightQuota:
        return {tr("Quota by stake"), tr("Has a quota that follows the stake of its validator.")};
    case Role::SubnetAdmin:
        return {tr("Subnet administrator"), tr("May administer the chutes of a Bittensor subnet.")};
    case Role::PublicModelDeployment:
        return {tr("Public models"), tr("May deploy chutes that everybody can call.")};
    case Role::SubnetInvoke:
        return {tr("Subnet calls"), tr("May call the private chutes of a Bittensor subnet.")};
    case Role::ChutesSupport:
        return {tr("Chutes support"), tr("Works for the support of Chutes.")};
    }
    return ofStaff(bit);
}

RoleText RoleWords::ofStaff(int bit)
{
    switch (bit) {
    case createUserBit:
        return {tr("Account creation"), tr("May create accounts for others.")};
    case updateUserBit:
        return {tr("Account changes"), tr("May change the accounts of others.")};
    case deleteUserBit:
        return {tr("Account deletion"), tr("May delete the accounts of others.")};
    case assignSubnetAdminBit:
        return {tr("Subnet appointments"), tr("May appoint subnet administrators.")};
    default:
        return {tr("Unknown role %1").arg(bit),
                tr("The service gave this account a permission that this version of Canopy has no "
                   "words for."),
                false};
    }
}

} // namespace

QList<RoleText> rolesText(qint64 permissionBits)
{
    const auto set = static_cast<quint64>(permissionBits);
    QList<RoleText> roles;
    for (int bit = 0; bit < bits; ++bit) {
        if ((set >> bit & 1U) != 0)
            roles.append(RoleWords::ofBit(bit));
    }
    return roles;
}

QString rolesSummary(const std::optional<qint64> &permissionBits)
{
    if (!permissionBits)
        return notReportedText();
    QStringList names;
    for (const auto &role : rolesText(*permissionBits))
        names.append(role.name);
    return names.isEmpty() ? RoleWords::none() : names.join(u", "_s);
}

} // namespace canopy
