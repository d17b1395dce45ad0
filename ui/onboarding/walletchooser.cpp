#include "ui/onboarding/walletchooser.h"

#include "core/base/whenfinished.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/text/settingtext.h"
#include "ui/text/timetext.h"
#include "ui/text/walletstext.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/icontext.h"
#include "ui/widgets/passwordfield.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/rowdelegate.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

WalletChooser::WalletChooser(WalletLocation location, QString host, QWidget *parent)
    : QWidget(parent)
    , m_location(std::move(location))
    , m_host(std::move(host))
    , m_model(new WalletTreeModel(this))
    , m_tree(new QTreeView(this))
    , m_rows(new RowDelegate(m_tree))
    , m_path(wrappedLabel({}, TextStyle::Mono, &Theme::muted))
    , m_origin(wrappedLabel({}, TextStyle::Caption, &Theme::muted))
    , m_truncated(wrappedLabel({}, TextStyle::Caption, &Theme::muted))
    , m_detailName(plainLabel({}, TextStyle::Section))
    , m_detailOf(plainLabel({}, TextStyle::Body, &Theme::muted))
    , m_details(new Card(Card::Ground::Base, this))
    , m_password(new PasswordField(this))
    , m_passwordField(new FormField(tr("Hotkey &password"), m_password))
{
    m_details->setObjectName("hotkeyDetails"_L1);
    m_password->edit()->setObjectName("hotkeyPassword"_L1);
    m_path->setObjectName("walletsFolder"_L1);
    makeTree();
    auto *name = new QHBoxLayout;
    name->setSpacing(8);
    name->addWidget(m_detailName);
    name->addWidget(m_detailOf);
    name->addStretch();

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(8);
    column->addWidget(makeHead());
    column->addWidget(m_truncated);
    column->addWidget(m_tree, 1);
    column->addSpacing(8);
    column->addWidget(m_passwordField);
    column->addLayout(name);
    column->addWidget(m_details);
    m_truncated->hide();
    m_passwordField->setHint(
        tr("The file is opened with it at this step only; it stays encrypted on disk."));
    m_passwordField->setMaximumWidth(scaled(440));

    connect(m_password, &PasswordField::edited, this, &WalletChooser::readyChanged);
    connect(m_password, &PasswordField::returnPressed, this, &WalletChooser::chosen);
    connect(&m_copy, &VerifiedCopy::tampered, this, &WalletChooser::clipboardTampered);
    setFocusProxy(m_tree);
    showDetails();
}

QWidget *WalletChooser::makeHead()
{
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins({});
    row->setSpacing(8);
    auto *place = new QVBoxLayout;
    place->setSpacing(2);
    place->addWidget(m_path);
    place->addWidget(m_origin);
    row->addWidget(plainLabel(tr("Wallets"), TextStyle::Strong));
    row->addLayout(place, 1);
    QPushButton *again = makeButton(tr("Read again"), ButtonRole::Link, u"refresh"_s);
    again->setObjectName("readAgain"_L1);
    row->addWidget(again);
    QPushButton *other = makeButton(tr("Choose another &folder…"), ButtonRole::Plain, u"folder"_s);
    other->setObjectName("chooseFolder"_L1);
    row->addWidget(other);
    connect(again, &QPushButton::clicked, this, &WalletChooser::scan);
    connect(other, &QPushButton::clicked, this, &WalletChooser::chooseFolder);
    return head;
}

void WalletChooser::makeTree()
{
    m_tree->setObjectName("wallets"_L1);
    m_tree->setAccessibleName(tr("Wallets"));
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(m_rows);
    // Before expandAll(): otherwise Qt 6.4 draws nothing.
    m_tree->setUniformRowHeights(true);
    m_tree->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_tree->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_tree->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_tree->setMinimumHeight(lineHeightFor(font(), 32) * 5);
    m_tree->setTextElideMode(Qt::ElideRight);
    m_tree->header()->setStretchLastSection(true);
    m_tree->header()->setSectionsClickable(false);
    m_tree->setTabKeyNavigation(false);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        m_password->clear();
        m_passwordField->setError({});
        showDetails();
        emit readyChanged();
    });
    auto *copy = new QShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), m_tree);
    copy->setContext(Qt::WidgetShortcut);
    connect(copy, &QShortcut::activated, this, [this] {
        const QString address = m_tree->currentIndex()
                                    .siblingAtColumn(WalletTreeModel::AddressColumn)
                                    .data(AddressRole)
                                    .toString();
        if (!address.isEmpty())
            m_copy.copy(address);
    });
    // Return goes to the wizard's default button; a double click is the mouse's way to say the
    // same.
    connect(m_tree, &QTreeView::doubleClicked, this, [this](const QModelIndex &index) {
        if (m_model->hotkeyAt(index))
            emit chosen();
    });
}

void WalletChooser::scan()
{
    if (m_scanning)
        return;
    m_scanning = true;
    m_path->setText(displayText(m_location.path));
    m_origin->setText(displayText(walletLocationText(m_location)));
    if (const auto chosenBefore = choice())
        m_wanted = chosenBefore->hotkey.path;
    whenFinished(walletfolder::scanInBackground(m_location.path), this,
                 [this](const Result<WalletListing> &listing) { scanned(listing); });
}

void WalletChooser::scanned(const Result<WalletListing> &listing)
{
    m_scanning = false;
    delete m_empty;
    m_empty = nullptr;
    QString title;
    QString body;
    if (!listing) {
        m_model->setListing({.folder = m_location.path});
        const ErrorText text = errorText(
            listing.error(), {.doing = Doing::ReadingWallets, .subject = m_location.path});
        title = text.what;
        body = text.meaning;
    } else {
        m_model->setListing(*listing);
        m_truncated->setText(listing->truncated ? listingText(*listing) : QString());
        m_truncated->setVisible(listing->truncated);
        if (listing->wallets.isEmpty()) {
            title = tr("No wallets here");
            body = tr("btcli keeps them in ~/.bittensor/wallets. If yours are elsewhere, choose "
                      "that folder.");
        }
    }
    const bool isEmpty = !title.isEmpty();
    m_tree->setVisible(!isEmpty);
    if (isEmpty) {
        m_empty = new EmptyState(u"wallet"_s, title, body, this);
        m_empty->setObjectName("noWallets"_L1);
        qobject_cast<QVBoxLayout *>(layout())->insertWidget(2, m_empty, 1);
        m_empty->show();
    }
    m_tree->expandAll();
    fitColumns();
    QModelIndex index = m_model->indexOfHotkey(m_wanted);
    if (!index.isValid())
        index = m_model->firstUsable();
    if (!index.isValid())
        index = m_model->index(0, 0);
    m_tree->setCurrentIndex(index);
    showDetails();
    emit readyChanged();
}

void WalletChooser::fitColumns()
{
    m_tree->resizeColumnToContents(WalletTreeModel::NameColumn);
    // As wide as an address: a long reason is elided here and whole in the details. Where the
    // states would not fit beside it, an address takes two lines.
    const QString longest(48, u'5');
    // Public in the base class only.
    const QAbstractItemView *view = m_tree;
    const int room = width() - m_tree->columnWidth(WalletTreeModel::NameColumn)
        - view->sizeHintForColumn(WalletTreeModel::StateColumn) - scaled(24 + 16);
    const int lines = RowDelegate::addressWidth(longest, 1) <= room ? 1 : 2;
    m_rows->setAddressLines(lines);
    m_tree->setColumnWidth(WalletTreeModel::AddressColumn,
                           RowDelegate::addressWidth(longest, lines) + scaled(24));
    m_tree->doItemsLayout();
}

void WalletChooser::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitColumns();
}

std::optional<WalletChooser::Choice> WalletChooser::choice() const
{
    const QModelIndex index = m_tree->currentIndex();
    const Hotkey *hotkey = m_model->hotkeyAt(index);
    if (!hotkey || !canRegister(*m_model->walletAt(index), *hotkey))
        return {};
    return Choice{.wallet = *m_model->walletAt(index), .hotkey = *hotkey};
}

bool WalletChooser::needsPassword() const
{
    const auto chosenNow = choice();
    return chosenNow && chosenNow->hotkey.state == Hotkey::State::Encrypted;
}

bool WalletChooser::isReady() const
{
    return choice() && (!needsPassword() || !m_password->isEmpty());
}

Secret WalletChooser::takePassword()
{
    return m_password->takeSecret();
}

void WalletChooser::setPasswordError(const QString &sentence)
{
    m_passwordField->setError(sentence);
    m_password->edit()->setFocus();
}

void WalletChooser::setAnswer(WalletTreeModel::AccountState state, const QDateTime &at)
{
    const auto chosenNow = choice();
    if (!chosenNow)
        return;
    m_askedAt = at;
    m_model->setAccountState(chosenNow->hotkey.path, state);
    showDetails();
}

void WalletChooser::selectHotkey(const QString &path)
{
    m_wanted = path;
    const QModelIndex index = m_model->indexOfHotkey(path);
    if (index.isValid())
        m_tree->setCurrentIndex(index);
}

void WalletChooser::showDetails()
{
    const QModelIndex index = m_tree->currentIndex();
    const Wallet *wallet = m_model->walletAt(index);
    const Hotkey *hotkey = m_model->hotkeyAt(index);
    m_details->clear();
    m_details->setVisible(wallet);
    m_passwordField->setVisible(needsPassword());
    m_detailName->setText(displayText(hotkey       ? hotkey->name
                                          : wallet ? wallet->name
                                                   : QString(),
                                      64));
    m_detailOf->setText(hotkey       ? tr("hotkey of %1").arg(displayText(wallet->name, 64))
                            : wallet ? tr("wallet")
                                     : QString());
    if (!wallet)
        return;
    const KeyText text = hotkey ? hotkeyText(*hotkey) : walletText(*wallet);
    if (!hotkey) {
        m_details->addTextRow(text.reason.isEmpty() ? u"info"_s : u"warning"_s,
                              text.reason.isEmpty() ? &Theme::muted : &Theme::warning,
                              text.reason.isEmpty() ? tr("Choose one of its hotkeys")
                                                    : text.reason);
        return;
    }
    if (!choice()) {
        const QString reason = text.reason.isEmpty() ? walletText(*wallet).reason : text.reason;
        m_details->addTextRow(u"warning"_s, &Theme::warning, tr("This hotkey can’t be used here"),
                              reason);
        return;
    }
    showAccountState(m_model->accountState(hotkey->path));
    showProtection(*hotkey);
    m_details->addTextRow(
        u"unknown"_s, &Theme::muted, tr("Coldkey balance not checked: no chain source is set up"),
        tr("A service may want a minimum on the coldkey (0.25 TAO on api.chutes.ai since "
           "21 October 2025) and says so if it is short."));
}

void WalletChooser::showAccountState(WalletTreeModel::AccountState state)
{
    const QString source = tr("%1 said so at %2, asked with a request signed by this hotkey.")
                               .arg(m_host, timeOfDayText(m_askedAt));
    switch (state) {
    case WalletTreeModel::AccountState::None:
        m_details->addTextRow(u"success"_s, &Theme::success, tr("No Chutes account yet"), source);
        break;
    case WalletTreeModel::AccountState::Exists:
        m_details->addTextRow(u"info"_s, &Theme::link, tr("Has a Chutes account"), source);
        break;
    case WalletTreeModel::AccountState::NotAsked:
        m_details->addTextRow(
            u"unknown"_s, &Theme::muted, tr("Not asked yet whether it has an account"),
            tr("%1 is asked with a request signed by this hotkey when you go on.").arg(m_host));
        break;
    }
}

void WalletChooser::showProtection(const Hotkey &hotkey)
{
    if (hotkey.state == Hotkey::State::Encrypted) {
        m_details->addTextRow(
            u"lock"_s, &Theme::success, tr("Encrypted"),
            tr("Opening it takes a few seconds and about half a gigabyte of memory."));
        return;
    }
    const QString open = protectionText(hotkey.protection);
    m_details->addTextRow(
        open.isEmpty() ? u"info"_s : u"warning"_s, open.isEmpty() ? &Theme::muted : &Theme::warning,
        tr("Not encrypted, so no password is asked"),
        open.isEmpty() ? tr("Usual for hotkeys; the chutes command line needs it so.") : open);
}

void WalletChooser::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Choose the folder with your wallets"),
                                   m_location.path);
    dialog->setObjectName("folderDialog"_L1);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &folder) {
        m_location = {.path = folder, .origin = WalletLocation::Origin::Chosen};
        m_wanted.clear();
        emit folderChosen(folder);
        scan();
    });
    dialog->open();
}

} // namespace canopy
