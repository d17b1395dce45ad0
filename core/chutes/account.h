#pragma once

#include "core/base/result.h"
#include "core/crypto/ss58.h"
#include "core/money/usd.h"
#include "core/secrets/secret.h"

#include <QDateTime>
#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace canopy {

/// GET /users/me (contract §5.4). A field the service did not send is nullopt: "not reported".
struct Account
{
    QString username;
    QString userId;
    std::optional<QDateTime> createdAt;
    /// As sent: accounts made on the website have 48 hex digits here, not an address.
    QString hotkey;
    QString coldkey;
    std::optional<Ss58Address> paymentAddress; ///< top-up: never refundable
    std::optional<Ss58Address>
        developerDepositAddress; ///< developer_payment_address / deposit_address
    std::optional<Usd> balance;
    std::optional<qint64> permissionBits;
    std::optional<QStringList> permissions;

    bool operator==(const Account &) const = default;
    static Result<Account> fromJson(const QJsonObject &object);
};

/// The answer to a registration: the only moment the fingerprint exists. Move-only.
struct RegisteredAccount
{
    Account account;
    Secret fingerprint;

    /// Takes the fingerprint out of @p body before the rest is parsed (MEM-05).
    static Result<RegisteredAccount> fromJson(Secret body);
};

/// Bits of Account::permissionBits (contract §7).
enum class Role {
    Developer = 0,
    FreeAccount = 4,
    Unlimited = 5,
    BillingAdmin = 6,
    UnlimitedDevelopment = 7,
    InvoiceBilling = 8,
    StakeWeightQuota = 9,
    SubnetAdmin = 10,
    PublicModelDeployment = 11,
    SubnetInvoke = 12,
    ChutesSupport = 14,
};

/// GET /users/name_check.
struct NameCheck
{
    bool valid = false;
    bool available = false;
    bool operator==(const NameCheck &) const = default;
};

/// The service's own rule: 3 to 15 of A-Z a-z 0-9 _ -.
bool isValidUsername(QStringView name);
/// A registration token is a UUID.
bool isRegistrationToken(QStringView text);
/// Any spelling the service uses: with Z, with an offset, or naive (which means UTC); fraction
/// optional. Invalid QDateTime if it is none of them.
QDateTime parseTimestamp(QStringView text);

} // namespace canopy
