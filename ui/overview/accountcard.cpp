#include "ui/overview/accountcard.h"

#include "ui/text/displaytext.h"
#include "ui/text/moneytext.h"
#include "ui/text/timetext.h"
#include "ui/widgets/addresslabel.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/plainlabel.h"

#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

AccountCard::AccountCard(Profile profile, QWidget *parent)
    : QWidget(parent)
    , m_profile(std::move(profile))
    , m_card(new Card(Card::Ground::Base, this))
{
    setObjectName("accountCard"_L1);
    m_card->setLabelWidth(128);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_card);
    showAccount({}, false);
}

void AccountCard::showAccount(const std::optional<Account> &account, bool stale)
{
    m_card->clear();
    // What the service did not say is another thing than what it was not asked.
    m_unknown = account ? notReportedText() : tr("Not known yet");
    m_ink = stale ? &Theme::muted : &Theme::text;
    addText(tr("Username"), account ? account->username : m_profile.username, tr("Copy username"),
            false);
    addText(tr("User id"), account ? account->userId : m_profile.userId, tr("Copy user id"), true);
    const auto remembered = [](const std::optional<Ss58Address> &address) {
        return address ? address->toString() : QString();
    };
    addAddress(tr("Hotkey"), tr("Hotkey address"),
               account ? account->hotkey : remembered(m_profile.hotkey));
    addAddress(tr("Coldkey"), tr("Coldkey address"),
               account ? account->coldkey : remembered(m_profile.coldkey));
    addAddress(tr("Balance top-up address (not refundable)"),
               tr("Balance top-up address (not refundable)"),
               account ? remembered(account->paymentAddress)
                       : remembered(m_profile.paymentAddress));
    const QString created = account && account->createdAt ? dateTimeText(*account->createdAt)
                                                          : QString();
    m_card->addValueRow(tr("Created"), created.isEmpty() ? m_unknown : created,
                        created.isEmpty() ? &Theme::muted : m_ink);

    m_fingerprint = wrappedLabel(m_fingerprintText, TextStyle::Body, m_ink);
    m_fingerprint->setObjectName("fingerprintState"_L1);
    CardRow *row = m_card->addValueRow(tr("Fingerprint"), m_fingerprint);
    m_show = makeButton(tr("Show…"), ButtonRole::Link);
    setCompact(m_show);
    m_show->setObjectName("showFingerprint"_L1);
    m_show->setVisible(m_canShow);
    row->addAction(m_show);
    connect(m_show, &QPushButton::clicked, this, &AccountCard::fingerprintWanted);
}

void AccountCard::setFingerprint(const QString &sentence, bool canShow)
{
    m_fingerprintText = sentence;
    m_canShow = canShow;
    m_fingerprint->setText(sentence);
    m_show->setVisible(canShow);
}

void AccountCard::addText(const QString &label, const QString &value, const QString &copyName,
                          bool mono)
{
    if (value.isEmpty()) {
        m_card->addValueRow(label, m_unknown, &Theme::muted);
        return;
    }
    CardRow *row = m_card->addValueRow(
        label, wrappedLabel(displayText(value), mono ? TextStyle::Mono : TextStyle::Body, m_ink));
    auto *copy = new CopyButton(copyName, value);
    row->addAction(copy);
    connect(copy, &CopyButton::clipboardTampered, this, &AccountCard::clipboardTampered);
}

void AccountCard::addAddress(const QString &label, const QString &name, const QString &address)
{
    if (address.isEmpty()) {
        m_card->addValueRow(label, m_unknown, &Theme::muted);
        return;
    }
    if (!Ss58Address::parse(address)) {
        // Accounts made on the website have a random number in place of a hotkey.
        m_card->addValueRow(label, tr("None: the account was made on the website"), &Theme::muted);
        return;
    }
    auto *shown = new AddressLabel(name, address);
    shown->setGroupsPerLine(6);
    shown->setInk(m_ink);
    m_card->addAddressRow(label, shown);
    connect(shown, &AddressLabel::clipboardTampered, this, &AccountCard::clipboardTampered);
}

} // namespace canopy
