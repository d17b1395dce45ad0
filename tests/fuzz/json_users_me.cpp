#include "core/chutes/account.h"
#include "tests/fuzz/fuzz.h"

#include <QJsonDocument>

using namespace canopy;

// No answer crashes the parser; what is accepted has a name or an id, and only real addresses.
int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto document = QJsonDocument::fromJson(inputView(data, size).toByteArray());
    if (!document.isObject())
        return 0;
    const auto account = Account::fromJson(document.object());
    if (!account)
        return 0;
    require(!account->username.isEmpty() && !account->userId.isEmpty());
    for (const auto &address : {account->paymentAddress, account->developerDepositAddress})
        require(!address || address->toString().size() == 48);
    require(!account->createdAt || account->createdAt->isValid());
    return 0;
}
