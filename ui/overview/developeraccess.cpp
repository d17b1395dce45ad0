#include "ui/overview/developeraccess.h"

#include "ui/text/moneytext.h"
#include "ui/widgets/card.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

using Route = DeveloperAccess::Route;

/// What the service asks of a balance since it takes no deposits.
constexpr Usd imageBalance = Usd::fromMicros(50'000'000);

Route balanceRoute(const std::optional<Account> &account)
{
    Route route{.offer = Offer::Present,
                .title = DeveloperAccess::tr("Building images needs a balance of %1")
                             .arg(usdText(imageBalance)),
                .text = {}};
    const QString rule = DeveloperAccess::tr("Chutes’ rule since 2 October 2025.");
    QString state;
    if (!account || !account->balance) {
        state = DeveloperAccess::tr("The balance of this account is not known.");
    } else if (*account->balance >= imageBalance) {
        state = DeveloperAccess::tr("You have %1.").arg(usdText(account->balance));
    } else {
        state = DeveloperAccess::tr("You have %1; %2 to go.")
                    .arg(usdText(account->balance), usdText(imageBalance - *account->balance));
    }
    route.text = rule + u' ' + state;
    return route;
}

Route offeredRoute(Offer offer, const QString &name, const QString &present, const QString &removed)
{
    switch (offer) {
    case Offer::Present:
        return {.offer = offer,
                .title = DeveloperAccess::tr("%1: offered by this service").arg(name),
                .text = present};
    case Offer::Absent:
        return {.offer = offer,
                .title = DeveloperAccess::tr("%1: not offered by this service").arg(name),
                .text = DeveloperAccess::tr("Not in its openapi.json. %1").arg(removed).trimmed()};
    case Offer::Unknown:
        break;
    }
    return {.offer = Offer::Unknown,
            .title = DeveloperAccess::tr("%1: not known").arg(name),
            .text = DeveloperAccess::tr("The service has not said what it offers.")};
}

} // namespace

DeveloperAccess::DeveloperAccess(QWidget *parent)
    : QWidget(parent)
    , m_card(new Card(Card::Ground::Base, this))
{
    setObjectName("developerAccess"_L1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_card);
}

QList<Route> DeveloperAccess::routes(const Capabilities &capabilities,
                                     const std::optional<Account> &account, bool isOfficial)
{
    QList<Route> routes;
    const Offer deposit = capabilities.offers(Feature::DeveloperDeposit);
    if (deposit == Offer::Absent)
        routes << balanceRoute(account);
    const auto date = [isOfficial](const QString &sentence) {
        return isOfficial ? sentence : QString();
    };
    routes << offeredRoute(deposit, tr("Deposit"),
                           tr("A refundable deposit makes this account a developer."),
                           date(tr("Removed on 2 October 2025.")));
    routes << offeredRoute(
        capabilities.offers(Feature::LinkAccounts), tr("Validator link"),
        tr("Free access, if Chutes has put your validator or subnet on its list."),
        date(tr("Removed on 23 July 2025.")));
    return routes;
}

void DeveloperAccess::show(const Capabilities &capabilities, const std::optional<Account> &account,
                           bool isOfficial)
{
    m_card->clear();
    for (const Route &route : routes(capabilities, account, isOfficial)) {
        switch (route.offer) {
        case Offer::Present:
            m_card->addTextRow(u"info"_s, &Theme::link, route.title, route.text);
            break;
        case Offer::Absent:
            m_card->addTextRow(u"skipped"_s, &Theme::muted, route.title, route.text);
            break;
        case Offer::Unknown:
            m_card->addTextRow(u"unknown"_s, &Theme::muted, route.title, route.text);
            break;
        }
    }
}

} // namespace canopy
