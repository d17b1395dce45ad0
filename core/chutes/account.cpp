#include "core/chutes/account.h"

#include "core/chutes/secretextract.h"
#include "core/chutes/strictjson.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>

namespace canopy {

using namespace Qt::StringLiterals;

namespace {

/// An address the person may send money to must be one, or the answer is not to be trusted.
Result<std::optional<Ss58Address>> addressOf(const QJsonObject &object, QLatin1StringView name)
{
    const auto member = json::optionalString(object, name);
    if (!member)
        return failure(member.error());
    const auto &text = *member;
    if (!text || text->isEmpty())
        return std::nullopt;
    const auto address = Ss58Address::parse(*text);
    if (!address)
        return failure(json::wrongMember(name));
    return *address;
}

Result<std::optional<QStringList>> textsOf(const QJsonObject &object, QLatin1StringView name)
{
    const auto value = object.value(name);
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    if (!value.isArray())
        return failure(json::wrongMember(name));
    QStringList texts;
    const auto entries = value.toArray();
    for (const auto &entry : entries) {
        if (!entry.isString())
            return failure(json::wrongMember(name));
        texts.append(entry.toString());
    }
    return texts;
}

Result<Done> readNames(const QJsonObject &object, Account &account)
{
    const auto username = json::requiredString(object, "username"_L1);
    const auto userId = json::requiredString(object, "user_id"_L1);
    const auto hotkey = json::optionalString(object, "hotkey"_L1);
    const auto coldkey = json::optionalString(object, "coldkey"_L1);
    if (!username || !userId)
        return failure(username ? userId.error() : username.error());
    if (!hotkey || !coldkey)
        return failure(hotkey ? coldkey.error() : hotkey.error());
    account.username = *username;
    account.userId = *userId;
    account.hotkey = hotkey->value_or(QString());
    account.coldkey = coldkey->value_or(QString());
    return Done();
}

Result<Done> readAddresses(const QJsonObject &object, Account &account)
{
    const auto payment = addressOf(object, "payment_address"_L1);
    // The guide says "deposit_address", the service of July 2025 "developer_payment_address".
    const auto developer = addressOf(object, "developer_payment_address"_L1);
    const auto deposit = addressOf(object, "deposit_address"_L1);
    if (!payment)
        return failure(payment.error());
    if (!developer || !deposit)
        return failure(developer ? deposit.error() : developer.error());
    account.paymentAddress = *payment;
    account.developerDepositAddress = *developer ? *developer : *deposit;
    return Done();
}

Result<Done> readState(const QJsonObject &object, Account &account)
{
    const auto created = json::optionalTimestamp(object, "created_at"_L1);
    const auto bits = json::optionalInteger(object, "permissions_bitmask"_L1);
    const auto permissions = textsOf(object, "permissions"_L1);
    if (!created)
        return failure(created.error());
    if (!bits || !permissions)
        return failure(bits ? permissions.error() : bits.error());
    account.createdAt = *created;
    account.permissionBits = *bits;
    account.permissions = *permissions;

    const auto balance = object.value("balance"_L1);
    account.balance = Usd::fromJson(balance);
    if (!balance.isDouble() && !balance.isUndefined() && !balance.isNull())
        return failure(json::wrongMember("balance"_L1));
    return Done();
}

} // namespace

Result<Account> Account::fromJson(const QJsonObject &object)
{
    Account account;
    for (const auto &read : {readNames, readAddresses, readState}) {
        if (const auto done = read(object, account); !done)
            return failure(done.error());
    }
    return account;
}

Result<RegisteredAccount> RegisteredAccount::fromJson(Secret body)
{
    auto taken = takeStringMember(body, "fingerprint");
    if (!taken)
        return failure(taken.error());
    body = Secret();
    const auto object = json::parseObject(taken->rest);
    if (!object)
        return failure(object.error());
    auto account = Account::fromJson(*object);
    if (!account)
        return failure(account.error());
    return RegisteredAccount{.account = std::move(*account),
                             .fingerprint = std::move(taken->value)};
}

bool isValidUsername(QStringView name)
{
    return name.size() >= 3 && name.size() <= 15 && std::ranges::all_of(name, [](QChar c) {
               return (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z')
                   || (c >= u'0' && c <= u'9') || c == u'_' || c == u'-';
           });
}

bool isRegistrationToken(QStringView text)
{
    static const QRegularExpression pattern(
        uR"(\A[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\z)"_s);
    return pattern.match(text).hasMatch();
}

QDateTime parseTimestamp(QStringView text)
{
    // Qt reads a naive time as local and keeps at most milliseconds; both would be wrong here.
    static const QRegularExpression pattern(
        uR"(\A([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?(?:Z|([+-])([0-9]{2}):?([0-9]{2}))?\z)"_s);
    const auto match = pattern.match(text);
    if (!match.hasMatch())
        return {};
    const auto date = QDate::fromString(match.captured(1), Qt::ISODate);
    auto time = QTime::fromString(match.captured(2), u"hh:mm:ss"_s);
    if (!date.isValid() || !time.isValid())
        return {};
    time = time.addMSecs(match.captured(3).leftJustified(3, u'0', true).toInt());
    QDateTime when(date, time, Qt::UTC);
    if (match.hasCaptured(4)) {
        const int hours = match.capturedView(5).toInt();
        const int minutes = match.capturedView(6).toInt();
        if (hours > 14 || minutes > 59)
            return {};
        const qint64 offset = (hours * 60LL + minutes) * 60;
        when = when.addSecs(match.captured(4) == "+"_L1 ? -offset : offset);
    }
    return when;
}

} // namespace canopy
