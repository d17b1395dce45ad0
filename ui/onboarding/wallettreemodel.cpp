#include "ui/onboarding/wallettreemodel.h"

#include "ui/text/displaytext.h"
#include "ui/text/walletstext.h"
#include "ui/widgets/rowdelegate.h"

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

Tone toneOf(KeyText::Tone tone)
{
    switch (tone) {
    case KeyText::Tone::Warning:
        return Tone::Warning;
    case KeyText::Tone::Bad:
        return Tone::Danger;
    case KeyText::Tone::Good:
    case KeyText::Tone::Neutral:
        break;
    }
    return Tone::Neutral;
}

BadgeContent badgeOf(const KeyText &text)
{
    return {.tone = toneOf(text.tone), .text = text.badge};
}

/// Badge and reason as one, for a screen reader and the tooltip.
QString spoken(const QStringList &parts)
{
    QStringList said = parts;
    said.removeAll(QString());
    return said.join(u". "_s);
}

} // namespace

void WalletTreeModel::setListing(const WalletListing &listing)
{
    beginResetModel();
    m_listing = listing;
    endResetModel();
}

void WalletTreeModel::setAccountState(const QString &path, AccountState state)
{
    m_states.insert(path, state);
    const QModelIndex index = indexOfHotkey(path);
    if (index.isValid())
        emit dataChanged(index.siblingAtColumn(0), index.siblingAtColumn(ColumnCount - 1));
}

WalletTreeModel::AccountState WalletTreeModel::accountState(const QString &path) const
{
    return m_states.value(path, AccountState::NotAsked);
}

const Wallet *WalletTreeModel::walletAt(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    const QModelIndex top = index.parent().isValid() ? index.parent() : index;
    return &m_listing.wallets.at(top.row());
}

const Hotkey *WalletTreeModel::hotkeyAt(const QModelIndex &index) const
{
    if (!index.isValid() || !index.parent().isValid())
        return nullptr;
    return &m_listing.wallets.at(index.parent().row()).hotkeys.at(index.row());
}

QModelIndex WalletTreeModel::firstUsable() const
{
    for (int row = 0; row < rowCount(); ++row) {
        const QModelIndex top = index(row, 0);
        for (int child = 0; child < rowCount(top); ++child) {
            const QModelIndex candidate = index(child, 0, top);
            if (canRegister(*walletAt(candidate), *hotkeyAt(candidate)))
                return candidate;
        }
    }
    return {};
}

QModelIndex WalletTreeModel::indexOfHotkey(const QString &path) const
{
    for (int row = 0; row < rowCount(); ++row) {
        const QModelIndex top = index(row, 0);
        for (int child = 0; child < rowCount(top); ++child) {
            const QModelIndex candidate = index(child, 0, top);
            if (hotkeyAt(candidate)->path == path)
                return candidate;
        }
    }
    return {};
}

QModelIndex WalletTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    // The id is 0 for a wallet, else the wallet's row plus one.
    const auto id = parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : 0;
    return createIndex(row, column, id);
}

QModelIndex WalletTreeModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == 0)
        return {};
    return createIndex(static_cast<int>(child.internalId()) - 1, 0, quintptr(0));
}

int WalletTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_listing.wallets.size());
    if (parent.internalId() != 0 || parent.column() != 0)
        return 0;
    return static_cast<int>(m_listing.wallets.at(parent.row()).hotkeys.size());
}

int WalletTreeModel::columnCount(const QModelIndex & /*parent*/) const
{
    return ColumnCount;
}

QVariant WalletTreeModel::data(const QModelIndex &index, int role) const
{
    const Wallet *wallet = walletAt(index);
    if (!wallet)
        return {};
    const Hotkey *hotkey = hotkeyAt(index);
    return hotkey ? hotkeyData(*wallet, *hotkey, index.column(), role)
                  : walletData(*wallet, index.column(), role);
}

QVariant WalletTreeModel::walletData(const Wallet &wallet, int column, int role) const
{
    const KeyText text = walletText(wallet);
    const QString name = displayText(wallet.name, 64);
    switch (column) {
    case NameColumn:
        if (role == Qt::DisplayRole)
            return name;
        if (role == IconNameRole)
            return u"wallet"_s;
        if (role == StrongRole)
            return true;
        if (role == Qt::AccessibleDescriptionRole)
            return spoken({tr("Wallet"), text.badge, text.reason});
        break;
    case AddressColumn:
        if (role == MutedRole)
            return true;
        if (wallet.coldkeyAddress) {
            if (role == AddressRole || role == Qt::DisplayRole)
                return wallet.coldkeyAddress->toString();
        } else if (role == Qt::DisplayRole) {
            return text.reason;
        }
        break;
    case StateColumn:
        if (role == BadgeRole && !text.badge.isEmpty())
            return QVariant::fromValue(badgeOf(text));
        if (role == Qt::AccessibleTextRole)
            return spoken({text.badge, text.reason});
        break;
    default:
        break;
    }
    return {};
}

QVariant WalletTreeModel::hotkeyData(const Wallet &wallet, const Hotkey &hotkey, int column,
                                     int role) const
{
    KeyText text = hotkeyText(hotkey);
    BadgeContent badge = badgeOf(text);
    if (hotkey.state == Hotkey::State::Encrypted)
        badge.icon = u"lock"_s;
    const AccountState state = accountState(hotkey.path);
    if (state == AccountState::Exists)
        badge = {.tone = Tone::Info, .text = tr("Has an account"), .icon = u"account"_s};
    else if (state == AccountState::None)
        badge = {.tone = Tone::Neutral, .text = tr("No account yet")};
    const QString name = displayText(hotkey.name, 64);
    switch (column) {
    case NameColumn:
        if (role == Qt::DisplayRole)
            return name;
        if (role == IconNameRole)
            return u"key"_s;
        if (role == Qt::AccessibleDescriptionRole) {
            return spoken(
                {tr("Hotkey of %1").arg(displayText(wallet.name, 64)), badge.text, text.reason});
        }
        break;
    case AddressColumn:
        if (hotkey.address) {
            if (role == AddressRole || role == Qt::DisplayRole)
                return hotkey.address->toString();
        } else {
            if (role == Qt::DisplayRole)
                return text.reason.isEmpty() ? tr("Known once it is opened") : text.reason;
            if (role == MutedRole)
                return true;
        }
        break;
    case StateColumn:
        if (role == BadgeRole && !badge.text.isEmpty())
            return QVariant::fromValue(badge);
        if (role == Qt::AccessibleTextRole)
            return spoken({badge.text, text.reason});
        break;
    default:
        break;
    }
    return {};
}

QVariant WalletTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Wallet and hotkey");
    case AddressColumn:
        return tr("Address");
    case StateColumn:
        return tr("State");
    default:
        return {};
    }
}

Qt::ItemFlags WalletTreeModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    // Broken ones can be selected too: the reason stands in the details.
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable
        | (index.parent().isValid() ? Qt::ItemNeverHasChildren : Qt::NoItemFlags);
}

} // namespace canopy
