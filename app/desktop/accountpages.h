#pragma once

#include "core/profiles/endpoints.h"
#include "core/profiles/session.h"
#include "core/wallet/walletfolder.h"
#include "ui/overview/overviewpage.h"
#include "ui/settings/settingspage.h"
#include "ui/shell/page.h"

#include <QProcessEnvironment>

namespace canopy {

/// The pages of an open account, and the settings without one: what each of them needs.
class AccountPages : public QObject
{
    Q_OBJECT

public:
    /// What the pages show and use. Borrowed: all of it outlives every page.
    struct Needs
    {
        const Journal &journal;
        const Clock &clock;
        SecretClipboard &clipboard;
        ChosenStore &secrets;
        const WalletLocation &wallets;
        const Appearance &appearance;
        const Endpoints &endpoints;
        QProcessEnvironment environment;
        QString configOption; ///< empty where the option was not given
        QString data;
        QString dataOrigin; ///< in words
        std::optional<Origin> sandbox;
    };
    explicit AccountPages(Needs needs, QObject *parent = nullptr);

    PageRegistry registry();
    SettingsPage *makeSettings(QWidget *parent);

signals:
    void unfinishedRegistrationOpened(const QString &hotkeyPath);
    void appearanceChanged(canopy::Appearance appearance);

private:
    Page *makeOverview(Session &session, QWidget *parent);
    QFuture<Result<Endpoints>> readEndpoints() const;

    Needs m_needs;
};

} // namespace canopy
