#pragma once

#include "core/profiles/endpoints.h"
#include "core/secrets/chosenstore.h"
#include "ui/shell/page.h"
#include "ui/shell/preferences.h"

class QComboBox;
class QPushButton;

namespace canopy {

class Card;
class IconText;

/// What the person can set, and what applies here with its origin. One page, cards with rows.
class SettingsPage : public Page
{
    Q_OBJECT

public:
    struct Paths
    {
        QString wallets;
        QString walletsOrigin; ///< in words, as the next one
        QString data;
        QString dataOrigin;
        Setting config;
        Setting service;
    };

    /// The store must outlive the page.
    SettingsPage(ChosenStore &store, Appearance appearance, const Paths &paths,
                 QWidget *parent = nullptr);

    void refresh() override;
    QWidget *firstControl() const override;

signals:
    void appearanceChanged(canopy::Appearance appearance);

private:
    QWidget *makeAppearance(Appearance appearance);
    QWidget *makeSecrets();
    QWidget *makePaths(const Paths &paths);
    QWidget *makeHosts();
    void showStore(const Result<SecretStoreState> &state);

    ChosenStore &m_store;
    QComboBox *m_appearance = nullptr;
    IconText *m_place = nullptr;
    QPushButton *m_useKeychain = nullptr;
    QPushButton *m_useVault = nullptr;
    QPushButton *m_useSession = nullptr;
};

} // namespace canopy
