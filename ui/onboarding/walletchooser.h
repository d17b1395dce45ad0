#pragma once

#include "core/wallet/walletfolder.h"
#include "ui/onboarding/wallettreemodel.h"
#include "ui/widgets/verifiedcopy.h"

#include <QDateTime>
#include <QWidget>

class QPushButton;
class QTreeView;

namespace canopy {

class Card;
class EmptyState;
class FormField;
class PasswordField;
class PlainLabel;
class RowDelegate;

/// The wallets of a folder as a tree, what is known about the selected hotkey, and the password
/// of an encrypted one. Reads public halves only.
class WalletChooser : public QWidget
{
    Q_OBJECT

public:
    /// @p host: the service a hotkey will be asked about.
    WalletChooser(WalletLocation location, QString host, QWidget *parent = nullptr);

    /// Reads the folder again, on a worker thread.
    void scan();
    bool isScanning() const { return m_scanning; }

    struct Choice
    {
        Wallet wallet;
        Hotkey hotkey;
    };
    /// The selected hotkey, if an account can be made with it.
    std::optional<Choice> choice() const;
    bool needsPassword() const;
    /// A choice is there, and the password if it needs one.
    bool isReady() const;
    /// Moves the password out and empties its field.
    Secret takePassword();
    void setPasswordError(const QString &sentence);
    /// What the service said about the chosen hotkey, for badge and details.
    void setAnswer(WalletTreeModel::AccountState state, const QDateTime &at);
    /// Selects the hotkey of that file once the folder was read.
    void selectHotkey(const QString &path);

    QTreeView *tree() const { return m_tree; }

signals:
    /// The clipboard was changed right after an address was copied (ADDR-06).
    void clipboardTampered();
    void readyChanged();
    /// The person picked another folder.
    void folderChosen(const QString &folder);
    void chosen();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitColumns();
    void scanned(const Result<WalletListing> &listing);
    void showDetails();
    void showAccountState(WalletTreeModel::AccountState state);
    void showProtection(const Hotkey &hotkey);
    void chooseFolder();
    QWidget *makeHead();
    void makeTree();

    WalletLocation m_location;
    QString m_host;
    WalletTreeModel *m_model;
    QTreeView *m_tree;
    RowDelegate *m_rows;
    EmptyState *m_empty = nullptr;
    PlainLabel *m_path;
    PlainLabel *m_origin;
    PlainLabel *m_truncated;
    PlainLabel *m_detailName;
    PlainLabel *m_detailOf;
    Card *m_details;
    PasswordField *m_password;
    FormField *m_passwordField;
    QString m_wanted;
    QDateTime m_askedAt;
    bool m_scanning = false;
    VerifiedCopy m_copy{this};
};

} // namespace canopy
