#pragma once

#include "core/wallet/wallet.h"

#include <QAbstractItemModel>
#include <QHash>

namespace canopy {

/// Wallets with their hotkeys below, as found on disk; broken ones with their reason. Answers the
/// roles of RowDelegate.
class WalletTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, AddressColumn, StateColumn, ColumnCount };
    enum class AccountState { NotAsked, None, Exists };

    using QAbstractItemModel::QAbstractItemModel;

    void setListing(const WalletListing &listing);
    const WalletListing &listing() const { return m_listing; }
    /// What the service said about the hotkey at @p path.
    void setAccountState(const QString &path, AccountState state);
    AccountState accountState(const QString &path) const;

    const Wallet *walletAt(const QModelIndex &index) const;
    /// nullptr for a wallet's own row.
    const Hotkey *hotkeyAt(const QModelIndex &index) const;
    /// The first hotkey that an account can be registered with; invalid if there is none.
    QModelIndex firstUsable() const;
    QModelIndex indexOfHotkey(const QString &path) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    QVariant walletData(const Wallet &wallet, int column, int role) const;
    QVariant hotkeyData(const Wallet &wallet, const Hotkey &hotkey, int column, int role) const;

    WalletListing m_listing;
    QHash<QString, AccountState> m_states;
};

} // namespace canopy
