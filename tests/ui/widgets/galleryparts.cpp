#include "tests/ui/widgets/galleryparts.h"

#include "ui/widgets/accountbutton.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/hostlabel.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/passwordfield.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/rowdelegate.h"
#include "ui/widgets/runningicon.h"
#include "ui/widgets/scrollpage.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QStandardItemModel>
#include <QTabBar>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

const QString hotkey = u"5GD6FRv8rRgkpXkKJ2pdJJ8sB5nZdi3V15rFNrUuJ2ZpSyqZ"_s;
const QString coldkey = u"5Fz18AUZduu124M8SmG8LsmGzSTst25hLND86wPEnpDVtAX6"_s;

QHBoxLayout *rowOf(std::initializer_list<QWidget *> widgets)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    for (QWidget *widget : widgets)
        row->addWidget(widget, 0, Qt::AlignVCenter);
    row->addStretch();
    return row;
}

} // namespace

void section(ScrollPage &page, const QString &title)
{
    page.add(plainLabel(title, TextStyle::Section), 20);
    page.add(new QWidget, 8);
}

void buttons(ScrollPage &page)
{
    auto *account = new AccountButton;
    account->setAccount(u"lumenfold"_s);
    auto *usual = new HostLabel;
    usual->setHost(u"api.chutes.ai"_s, true);
    auto *other = new HostLabel;
    other->setHost(u"127.0.0.1:43127"_s, false);
    auto *mute = new HostLabel;
    mute->setHost(u"api.chutes.ai"_s, true);
    mute->setAnswering(false);
    page.add(rowOf({account, usual, other, mute}));

    section(page, u"Buttons"_s);
    auto *hover = makeButton(u"Create key"_s, ButtonRole::Primary);
    hover->setAttribute(Qt::WA_UnderMouse);
    page.add(rowOf({makeButton(u"Create key"_s, ButtonRole::Primary), hover,
                    makeButton(u"Test"_s, ButtonRole::Plain, u"test"_s),
                    makeButton(u"Add row"_s, ButtonRole::Link, u"plus"_s),
                    makeButton(u"Revoke key"_s, ButtonRole::Danger, u"remove"_s)}));
    auto *off = makeButton(u"Create key"_s, ButtonRole::Primary);
    setUnavailable(off, u"The service does not answer."_s);
    auto *plainOff = makeButton(u"Rotate…"_s, ButtonRole::Plain, u"rotate"_s);
    setUnavailable(plainOff, u"The service does not answer."_s);
    auto *compact = makeButton(u"Compact"_s);
    setCompact(compact);
    auto *busy = makeButton(u"Next"_s, ButtonRole::Primary);
    setButtonBusy(busy, true);
    auto *busyPlain = makeButton(u"Test"_s, ButtonRole::Plain, u"test"_s);
    setButtonBusy(busyPlain, true);
    auto *down = makeButton(u"Pressed"_s);
    down->setDown(true);
    page.add(rowOf({off, plainOff, compact, busy, busyPlain, down, iconButton(u"copy"_s, u"Copy"_s),
                    iconButton(u"reveal"_s, u"Reveal"_s), iconButton(u"more"_s, u"More"_s),
                    new RunningIcon}),
             8);
}

void fields(ScrollPage &page)
{
    section(page, u"Fields"_s);
    auto *edit = new QLineEdit(u"lumenfold"_s);
    auto *field = new FormField(u"&Username"_s, edit);
    field->setHint(u"Seen by others. 3 to 15 letters, digits, - or _."_s);
    field->addBeside(makeButton(u"Check"_s));
    page.add(field);
    auto *wrong = new FormField(u"Username"_s, new QLineEdit(u"lu!"_s));
    wrong->setError(u"3 to 15 letters, digits, - or _"_s);
    page.add(wrong, 12);
    auto *token = new FormField(u"Registration token"_s, new QLineEdit(u"c7d2a4be-58f1"_s),
                                FormField::LabelStyle::Muted);
    token->setNote(Tone::Info,
                   u"It has the form of a token. Only the service can tell whether "
                   "it is valid, when you register."_s);
    page.add(token, 12);
    page.add(new FormField(u"Password"_s, new PasswordField), 12);
    auto *disabled = new QLineEdit(u"lumenfold"_s);
    disabled->setEnabled(false);
    auto *combo = new QComboBox;
    combo->addItems({u"All access"_s, u"Call chutes"_s});
    page.add(rowOf({disabled, combo}), 12);
    auto *checked = new QCheckBox(u"Write config.ini"_s);
    checked->setChecked(true);
    auto *radio = new QRadioButton(u"Keyring"_s);
    radio->setChecked(true);
    auto *never = new QCheckBox(u"Not possible"_s);
    never->setEnabled(false);
    page.add(rowOf({checked, new QCheckBox(u"Full administrative access"_s), never}), 12);
    page.add(rowOf({radio, new QRadioButton(u"This session only"_s)}), 8);
    auto *tabs = new QTabBar;
    for (const QString &tab : {u"curl"_s, u"Python"_s, u"JavaScript"_s})
        tabs->addTab(tab);
    auto *progress = new QProgressBar;
    progress->setValue(40);
    progress->setTextVisible(false);
    page.add(rowOf({tabs, progress}), 8);
}

void badges(ScrollPage &page)
{
    section(page, u"Badges"_s);
    page.add(rowOf({new Badge({Tone::Warning, u"Admin"_s, u"shield"_s}),
                    new Badge({Tone::Neutral, u"Scoped"_s}),
                    new Badge({Tone::Info, u"Action not reported"_s, u"unknown"_s}),
                    new Badge({Tone::Warning, u"No effect"_s}),
                    new Badge({Tone::Success, u"Encrypted"_s, u"lock"_s}),
                    new Badge({Tone::Danger, u"Revoked"_s})}));
}

void bars(ScrollPage &page)
{
    section(page, u"Message bar"_s);
    auto *info = new MessageBar;
    info->showMessage(Tone::Info, u"A token is in the clipboard."_s);
    info->addButton(u"Use it"_s);
    info->setClosable(true);
    page.add(info);
    auto *success = new MessageBar;
    success->showMessage(Tone::Success, u"Revoked. The key was refused 74 s later."_s);
    success->setClosable(true);
    page.add(success, 8);
    auto *warning = new MessageBar;
    warning->showMessage(Tone::Warning, u"The keyring is locked."_s,
                         u"Secrets can’t be read until you unlock it."_s);
    warning->addButton(u"Unlock…"_s);
    page.add(warning, 8);
    auto *danger = new MessageBar;
    danger->showMessage(Tone::Danger, u"api.chutes.ai does not answer."_s,
                        u"Timed out after 10 s. This is what it said at 14:02, 29 minutes ago; "
                        "no key can be made or revoked now."_s);
    danger->setQuote(u"The service said:"_s, u"upstream <b>timed</b> out"_s);
    danger->addButton(u"Diagnose"_s);
    danger->addButton(u"Try again"_s, u"refresh"_s);
    page.add(danger, 8);
}

void tree(ScrollPage &page)
{
    section(page, u"Tree"_s);
    auto *view = new QTreeView;
    auto *model = new QStandardItemModel(view);
    model->setHorizontalHeaderLabels({u"Wallet and hotkey"_s, u"Address"_s, u"State"_s});
    const auto row = [](const QString &icon, const QString &name, const QString &address,
                        const BadgeContent &badge, bool strong) {
        auto *first = new QStandardItem(name);
        first->setData(icon, IconNameRole);
        first->setData(strong, StrongRole);
        auto *second = new QStandardItem;
        second->setData(address, AddressRole);
        second->setData(strong, MutedRole);
        auto *third = new QStandardItem;
        if (!badge.text.isEmpty())
            third->setData(QVariant::fromValue(badge), BadgeRole);
        return QList{first, second, third};
    };
    const auto wallet = row(u"wallet"_s, u"main"_s, coldkey, {}, true);
    wallet.first()->appendRow(
        row(u"key"_s, u"default"_s, hotkey, {Tone::Neutral, u"No account yet"_s}, false));
    wallet.first()->appendRow(
        row(u"key"_s, u"chutes"_s, hotkey, {Tone::Info, u"Has an account"_s, u"account"_s}, false));
    model->appendRow(wallet);
    model->appendRow(
        row(u"wallet"_s, u"old-laptop"_s, {}, {Tone::Warning, u"Can’t be used"_s}, true));
    view->setModel(model);
    view->setItemDelegate(new RowDelegate(view));
    view->setUniformRowHeights(true);
    view->expandAll();
    view->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    view->setAccessibleName(u"Wallets"_s);
    view->setAllColumnsShowFocus(true);
    view->setMinimumHeight(scaled(190));
    view->setCurrentIndex(wallet.first()->child(0)->index());
    page.add(view);
}

} // namespace canopy
