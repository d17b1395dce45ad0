#pragma once

#include "core/chutes/account.h"
#include "core/chutes/capabilities.h"

#include <QWidget>

namespace canopy {

class Card;

/// Every way to developer access that there is or was, with what this service says about each:
/// people come with old guides in hand.
class DeveloperAccess : public QWidget
{
    Q_OBJECT

public:
    explicit DeveloperAccess(QWidget *parent = nullptr);

    /// @p isOfficial: the dates are those of Chutes' own service.
    void show(const Capabilities &capabilities, const std::optional<Account> &account,
              bool isOfficial);

    struct Route
    {
        Offer offer = Offer::Unknown;
        QString title;
        QString text;
        bool operator==(const Route &) const = default;
    };
    static QList<Route> routes(const Capabilities &capabilities,
                               const std::optional<Account> &account, bool isOfficial);

private:
    Card *m_card;
};

} // namespace canopy
