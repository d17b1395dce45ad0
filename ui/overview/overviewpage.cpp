#include "ui/overview/overviewpage.h"

#include "core/base/whenfinished.h"
#include "ui/overview/accountcard.h"
#include "ui/overview/developeraccess.h"
#include "ui/overview/fingerprintdialog.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/text/moneytext.h"
#include "ui/text/rolestext.h"
#include "ui/text/settingtext.h"
#include "ui/text/storetext.h"
#include "ui/text/timetext.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/scrollpage.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

/// Below this width of the page, columns stand one above the other.
constexpr int stackedBelow = 880;

} // namespace

OverviewPage::OverviewPage(Session &session, Needs needs, QWidget *parent)
    : Page(parent)
    , m_session(session)
    , m_needs(std::move(needs))
    , m_bar(new MessageBar(this))
    , m_unfinished(new MessageBar(this))
    , m_balance(new FactCard(tr("Balance")))
    , m_roles(new FactCard(tr("Roles")))
    , m_accountCard(new AccountCard(session.profile()))
    , m_access(new DeveloperAccess)
    , m_settings(new Card(Card::Ground::Base))
{
    setObjectName("overview"_L1);
    m_bar->setObjectName("problem"_L1);
    m_unfinished->setObjectName("unfinished"_L1);
    m_settings->setObjectName("effectiveSettings"_L1);
    auto *scroll = new ScrollPage({24, 20, 24, 16}, this);
    scroll->add(makeHead());
    scroll->add(m_bar, 12);
    scroll->add(m_unfinished, 8);
    scroll->add(makeFacts(), 16);
    scroll->add(makeColumns(), 20);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(scroll);

    connect(m_accountCard, &AccountCard::fingerprintWanted, this, &OverviewPage::showFingerprint);
    connect(m_accountCard, &AccountCard::clipboardTampered, this, [this] {
        m_bar->showMessage(Tone::Danger, tr("The clipboard was changed after copying."),
                           tr("It now holds something else than what you copied."));
        m_bar->setClosable(true);
    });
    whenFinished(m_needs.endpoints, this,
                 [this](const Result<Endpoints> &endpoints) { fillSettings(endpoints); });
    showAccount();
    showUnfinished();
}

QWidget *OverviewPage::makeHead()
{
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins({});
    row->addWidget(plainLabel(tr("Overview"), TextStyle::Title));
    row->addStretch();
    m_refresh = makeButton(tr("&Refresh"), ButtonRole::Plain, u"refresh"_s);
    m_refresh->setObjectName("refresh"_L1);
    row->addWidget(m_refresh);
    connect(m_refresh, &QPushButton::clicked, this, &OverviewPage::refresh);
    return head;
}

QWidget *OverviewPage::makeFacts()
{
    auto *facts = new QWidget(this);
    auto *row = new QHBoxLayout(facts);
    row->setContentsMargins({});
    row->setSpacing(12);
    row->addWidget(m_balance, 1);
    row->addWidget(m_roles, 1);
    m_balance->setObjectName("balance"_L1);
    m_roles->setObjectName("roles"_L1);
    return facts;
}

QWidget *OverviewPage::makeColumns()
{
    const auto section = [this](const QString &title, QWidget *content) {
        auto *part = new QWidget(this);
        auto *column = new QVBoxLayout(part);
        column->setContentsMargins({});
        column->setSpacing(8);
        column->addWidget(plainLabel(title, TextStyle::Section));
        column->addWidget(content);
        return part;
    };
    auto *left = new QVBoxLayout;
    left->addWidget(section(tr("Account"), m_accountCard));
    left->addStretch();
    auto *right = new QVBoxLayout;
    right->setSpacing(20);
    right->addWidget(section(tr("Developer access"), m_access));
    right->addWidget(section(tr("Effective settings"), m_settings));
    right->addStretch();
    auto *columns = new QWidget(this);
    m_columns = new QHBoxLayout(columns);
    m_columns->setContentsMargins({});
    m_columns->setSpacing(24);
    m_columns->addLayout(left, 58);
    m_columns->addLayout(right, 42);
    return columns;
}

void OverviewPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    m_columns->setDirection(width() < scaled(stackedBelow) ? QBoxLayout::TopToBottom
                                                           : QBoxLayout::LeftToRight);
}

QWidget *OverviewPage::firstControl() const
{
    return m_refresh;
}

void OverviewPage::refresh()
{
    if (m_asking)
        return;
    m_asking = true;
    setButtonBusy(m_refresh, true);
    emit busyChanged(true);
    askAboutSecrets();
    whenFinished(m_session.account(), this,
                 [this](const Result<Account> &account) { answered(account); });
    whenFinished(m_session.capabilities(), this, [this](const Result<Capabilities> &capabilities) {
        if (capabilities)
            m_capabilities = *capabilities;
        m_access->show(m_capabilities, m_account, m_session.client().service().isOfficial());
    });
}

void OverviewPage::answered(const Result<Account> &account)
{
    m_asking = false;
    setButtonBusy(m_refresh, false);
    emit busyChanged(false);
    if (account) {
        m_account = *account;
        m_asOf = m_needs.clock.now();
        m_stale = false;
        m_bar->closeMessage();
        emit statusChanged(tr("Service asked at %1").arg(timeOfDayText(m_asOf)));
    } else if (account.error().code != Error::Code::Cancelled) {
        m_stale = m_account.has_value();
        showUnreachable(account.error());
    }
    showAccount();
    showUnfinished();
}

void OverviewPage::showAccount()
{
    const QString asked = tr("Not asked yet");
    const QString source = m_asOf.isValid()
        ? tr("Reported by the service at %1").arg(timeOfDayText(m_asOf))
        : asked;
    if (m_account) {
        m_balance->setFact(usdText(m_account->balance), source);
        m_roles->setFact(rolesSummary(m_account->permissionBits), source);
    } else {
        m_balance->setFact(tr("Not known"), asked);
        m_roles->setFact(tr("Not known"), asked);
    }
    for (FactCard *card : {m_balance, m_roles})
        card->setStale(m_stale);
    m_accountCard->showAccount(m_account, m_stale);
    m_access->show(m_capabilities, m_account, m_session.client().service().isOfficial());
}

void OverviewPage::showUnreachable(const Error &error)
{
    const QDateTime now = m_needs.clock.now();
    const ErrorText text = errorText(
        error, {.doing = Doing::ReadingAccount, .subject = m_session.client().service().display()});
    const QString age = m_account
        ? tr("This is what it said at %1, %2.").arg(timeOfDayText(m_asOf), ageText(m_asOf, now))
        : tr("What is shown is what this computer remembers.");
    m_bar->showMessage(Tone::Danger, text.what, text.meaning + u' ' + age);
    if (!text.serverWords.isEmpty())
        m_bar->setQuote(tr("The service said:"), text.serverWords);
    if (text.next == Next::UnlockStore) {
        connect(m_bar->addButton(nextLabel(text.next)), &QPushButton::clicked, this, [this] {
            whenFinished(m_session.secrets().unlock(), this, [this](const Result<Done> &result) {
                if (result)
                    refresh();
            });
        });
    }
    connect(m_bar->addButton(tr("Try again"), u"refresh"_s), &QPushButton::clicked, this,
            &OverviewPage::refresh);
    emit statusChanged(tr("Not answered at %1").arg(timeOfDayText(now)));
}

void OverviewPage::showUnfinished()
{
    for (const PendingOperation &operation : m_needs.journal.pending()) {
        if (operation.kind != PendingOperation::Kind::Register)
            continue;
        m_unfinished->showMessage(Tone::Warning,
                                  tr("The registration of “%1” is not finished.")
                                      .arg(displayText(operation.username, 60)),
                                  tr("Canopy does not know yet whether %1 accepted it.")
                                      .arg(operation.service.display()));
        connect(m_unfinished->addButton(tr("Continue…")), &QPushButton::clicked, this,
                [this, path = operation.hotkeyPath] { emit unfinishedRegistrationOpened(path); });
        return;
    }
    m_unfinished->closeMessage();
}

void OverviewPage::fillSettings(const Result<Endpoints> &endpoints)
{
    const auto add = [this](const QString &label, const QString &value, const QString &origin) {
        auto *cell = new QWidget;
        auto *column = new QVBoxLayout(cell);
        column->setContentsMargins({});
        column->setSpacing(2);
        column->addWidget(wrappedLabel(displayText(value), TextStyle::Mono));
        column->addWidget(wrappedLabel(displayText(origin), TextStyle::Caption, &Theme::muted));
        m_settings->addValueRow(label, cell);
    };
    m_settings->setLabelWidth(84);
    const Profile &profile = m_session.profile();
    add(tr("Service"), profile.service.toString(), tr("of this account"));
    if (endpoints) {
        add(tr("chutes CLI"), endpoints->accountUrl.value,
            tr("what it talks to: %1").arg(settingOriginText(endpoints->accountUrl)));
        add(tr("config.ini"), endpoints->configPath.value,
            settingOriginText(endpoints->configPath));
    }
    add(tr("Wallets"), m_needs.wallets, m_needs.walletsOrigin);
    if (endpoints && endpoints->devUrl)
        add(u"CHUTES_DEV_URL"_s, endpoints->devUrl->value, devUrlText(*endpoints->devUrl));
}

void OverviewPage::askAboutSecrets()
{
    whenFinished(m_session.secrets().state(), this, [this](const Result<SecretStoreState> &state) {
        const Profile &profile = m_session.profile();
        if (!profile.hasFingerprint) {
            m_accountCard->setFingerprint(tr("Not kept on this computer"), false);
        } else if (!state) {
            m_accountCard->setFingerprint(tr("Kept, but where secrets are does not answer"), true);
        } else if (state->availability == SecretStoreState::Availability::Unlocked) {
            m_accountCard->setFingerprint(tr("Kept in %1").arg(displayText(storeName(*state))),
                                          true);
        } else {
            m_accountCard->setFingerprint(
                tr("Kept in %1. %2").arg(displayText(storeName(*state)), storeStateText(*state)),
                true);
        }
    });
}

void OverviewPage::showFingerprint()
{
    const Profile &profile = m_session.profile();
    whenFinished(m_session.secrets().read({.origin = profile.service.toString(),
                                           .profileId = profile.id,
                                           .kind = SecretKind::Fingerprint}),
                 this, [this](Result<Secret> secret) { fingerprintRead(std::move(secret)); });
}

void OverviewPage::fingerprintRead(Result<Secret> secret)
{
    if (secret) {
        auto *dialog = new FingerprintDialog(displayText(m_session.profile().username),
                                             std::move(*secret), m_needs.clipboard, window());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        // The dialog shows this account's secret: it goes with the page.
        connect(this, &QObject::destroyed, dialog, &QObject::deleteLater);
        dialog->open();
        return;
    }
    const ErrorText text = errorText(secret.error(), Doing::ReadingSecret);
    if (text.isEmpty())
        return;
    m_bar->showMessage(Tone::Danger, text.what, text.meaning);
    if (text.next == Next::UnlockStore) {
        connect(m_bar->addButton(nextLabel(text.next)), &QPushButton::clicked, this, [this] {
            whenFinished(m_session.secrets().unlock(), this, [this](const Result<Done> &result) {
                if (result)
                    showFingerprint();
            });
        });
    }
}

} // namespace canopy
