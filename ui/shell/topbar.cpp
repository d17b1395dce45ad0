#include "ui/shell/topbar.h"

#include "ui/text/displaytext.h"
#include "ui/widgets/accountbutton.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/hostlabel.h"
#include "ui/widgets/plainlabel.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace canopy {

TopBar::TopBar(QWidget *parent)
    : QWidget(parent)
    , m_account(new AccountButton(this))
    , m_host(new HostLabel(this))
    , m_lock(iconButton(u"lock"_s, tr("Lock")))
    , m_menu(new QMenu(this))
{
    setObjectName("topBar"_L1);
    m_account->setObjectName("accountSwitcher"_L1);
    m_host->setObjectName("host"_L1);
    m_lock->setObjectName("lock"_L1);
    setMinimumHeight(scaled(48));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(24, 4, 24, 4);
    row->addWidget(m_account);
    row->addStretch();
    row->addWidget(m_host);
    row->addSpacing(8);
    row->addWidget(m_lock);
    m_host->setOpensPage(false);

    m_account->setMenu(m_menu);
    connect(m_account, &AccountButton::menuAboutToShow, this, &TopBar::fillMenu);
    connect(m_lock, &QToolButton::clicked, this, &TopBar::lockRequested);
}

void TopBar::setAccounts(const QList<AccountEntry> &accounts, const QString &currentId)
{
    m_accounts = accounts;
    m_currentId = currentId;
    for (qsizetype index = 0; index < accounts.size(); ++index) {
        if (accounts.at(index).profileId == currentId)
            m_account->setAccount(accounts.at(index).name, static_cast<int>(index));
    }
}

void TopBar::setHost(const QString &host, bool isDefault)
{
    m_host->setHost(host, isDefault);
}

void TopBar::setAnswering(bool answering)
{
    m_host->setAnswering(answering);
}

void TopBar::fillMenu()
{
    m_menu->clear();
    auto *group = new QActionGroup(m_menu);
    for (qsizetype index = 0; index < m_accounts.size(); ++index) {
        const AccountEntry &account = m_accounts.at(index);
        //: An account in the menu of accounts: its name, and the host of its service.
        QAction *action = m_menu->addAction(
            escapeMnemonic(tr("%1 on %2").arg(account.name, account.host)));
        action->setCheckable(true);
        action->setChecked(account.profileId == m_currentId);
        action->setActionGroup(group);
        // Shown only: the window owns the shortcuts, which must work with the menu closed.
        if (index < 9)
            action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + index)));
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this,
                [this, id = account.profileId] { emit accountChosen(id); });
    }
    m_menu->addSeparator();
    connect(m_menu->addAction(tr("&Add an account…")), &QAction::triggered, this,
            &TopBar::addAccountRequested);
    connect(m_menu->addAction(tr("&Sign out of this computer…")), &QAction::triggered, this,
            [this] { emit signOutRequested(m_currentId); });
}

} // namespace canopy
