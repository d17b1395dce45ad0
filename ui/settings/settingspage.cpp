#include "ui/settings/settingspage.h"

#include "core/base/whenfinished.h"
#include "ui/text/displaytext.h"
#include "ui/text/settingtext.h"
#include "ui/text/storetext.h"
#include "ui/vault/passphrasedialog.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/icontext.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/scrollpage.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

SettingsPage::SettingsPage(ChosenStore &store, Appearance appearance, const Paths &paths,
                           QWidget *parent)
    : Page(parent)
    , m_store(store)
{
    setObjectName("settingsPage"_L1);
    auto *scroll = new ScrollPage({24, 20, 24, 16}, this);
    const auto section = [scroll](const QString &title, QWidget *content) {
        content->setMaximumWidth(scaled(680));
        scroll->add(plainLabel(title, TextStyle::Section), 20);
        scroll->add(content, 8);
    };
    scroll->add(plainLabel(tr("Settings"), TextStyle::Title));
    section(tr("Appearance"), makeAppearance(appearance));
    section(tr("Where secrets are kept"), makeSecrets());
    section(tr("What applies here"), makePaths(paths));
    section(tr("Hosts that Canopy talks to"), makeHosts());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(scroll);
    connect(&store, &ChosenStore::kindChanged, this, &SettingsPage::refresh);
}

QWidget *SettingsPage::firstControl() const
{
    return m_appearance;
}

QWidget *SettingsPage::makeAppearance(Appearance appearance)
{
    auto *card = new Card(Card::Ground::Base, this);
    m_appearance = new QComboBox(this);
    m_appearance->setObjectName("appearance"_L1);
    m_appearance->setAccessibleName(tr("Appearance"));
    m_appearance->addItem(tr("As the system"), static_cast<int>(Appearance::System));
    m_appearance->addItem(tr("Light"), static_cast<int>(Appearance::Light));
    m_appearance->addItem(tr("Dark"), static_cast<int>(Appearance::Dark));
    m_appearance->setCurrentIndex(m_appearance->findData(static_cast<int>(appearance)));
    m_appearance->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    auto *cell = new QWidget(this);
    auto *row = new QHBoxLayout(cell);
    row->setContentsMargins({});
    row->addWidget(m_appearance);
    row->addStretch();
    card->setLabelWidth(128);
    card->addValueRow(tr("Colours"), cell);
    connect(m_appearance, &QComboBox::activated, this, [this] {
        emit appearanceChanged(static_cast<Appearance>(m_appearance->currentData().toInt()));
    });
    return card;
}

QWidget *SettingsPage::makeSecrets()
{
    auto *card = new Card(Card::Ground::Base, this);
    m_place = card->addTextRow(u"lock"_s, &Theme::muted, tr("Not known yet"));
    m_place->setObjectName("secretPlace"_L1);
    m_useKeychain = makeButton(tr("Use the keychain"));
    m_useVault = makeButton(tr("Use an encrypted vault file…"));
    m_useSession = makeButton(tr("Keep secrets for this session only"));
    m_useKeychain->setObjectName("useKeychain"_L1);
    m_useVault->setObjectName("useVault"_L1);
    m_useSession->setObjectName("useSession"_L1);
    auto *choices = new QWidget(this);
    auto *column = new QVBoxLayout(choices);
    column->setContentsMargins({});
    column->setSpacing(8);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    for (QPushButton *button : {m_useKeychain, m_useVault, m_useSession}) {
        setCompact(button);
        row->addWidget(button);
    }
    row->addStretch();
    column->addLayout(row);
    column->addWidget(
        wrappedLabel(tr("Secrets that are kept in one place stay there when you choose "
                        "another."),
                     TextStyle::Caption, &Theme::muted));
    card->addRow(choices);
    connect(m_useKeychain, &QPushButton::clicked, this, [this] { m_store.useKeychain(); });
    connect(m_useSession, &QPushButton::clicked, this, [this] { m_store.useSession(); });
    connect(m_useVault, &QPushButton::clicked, this, [this] {
        auto *dialog = new PassphraseDialog(m_store, window());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, this, &SettingsPage::refresh);
        dialog->open();
    });
    return card;
}

QWidget *SettingsPage::makePaths(const Paths &paths)
{
    auto *card = new Card(Card::Ground::Base, this);
    card->setLabelWidth(128);
    const auto add = [card](const QString &label, const QString &value, const QString &origin) {
        auto *cell = new QWidget;
        auto *column = new QVBoxLayout(cell);
        column->setContentsMargins({});
        column->setSpacing(2);
        column->addWidget(wrappedLabel(displayText(value), TextStyle::Mono));
        if (!origin.isEmpty())
            column->addWidget(wrappedLabel(displayText(origin), TextStyle::Caption, &Theme::muted));
        card->addValueRow(label, cell);
    };
    add(tr("New accounts at"), paths.service.value, settingOriginText(paths.service));
    add(tr("config.ini"), paths.config.value, settingOriginText(paths.config));
    add(tr("Wallets"), paths.wallets, paths.walletsOrigin);
    add(tr("Canopy’s records"), paths.data, paths.dataOrigin);
    return card;
}

QWidget *SettingsPage::makeHosts()
{
    auto *card = new Card(Card::Ground::Base, this);
    card->addTextRow(u"host"_s, &Theme::muted, u"api.chutes.ai"_s,
                     tr("The Chutes service: your account, asked when you open or refresh it."));
    card->addTextRow(u"host"_s, &Theme::muted, u"rtok.chutes.ai"_s,
                     tr("Registration, once. Your browser opens its token page."));
    card->addTextRow(u"info"_s, &Theme::muted, tr("No others, unless you set one"),
                     tr("No usage data is collected, and Canopy does not look for updates."));
    return card;
}

void SettingsPage::refresh()
{
    whenFinished(m_store.state(), this,
                 [this](const Result<SecretStoreState> &state) { showStore(state); });
}

void SettingsPage::showStore(const Result<SecretStoreState> &state)
{
    using Kind = SecretStoreState::Kind;
    if (state) {
        m_place->setTitle(displayText(storeName(*state)));
        m_place->setText(displayText(storeStateText(*state)));
    } else {
        m_place->setTitle(tr("Where secrets are kept does not answer"));
        m_place->setText({});
    }
    const QString inUse = tr("It is in use.");
    setUnavailable(m_useKeychain, m_store.kind() == Kind::Keychain ? inUse : QString());
    setUnavailable(m_useVault, m_store.kind() == Kind::VaultFile ? inUse : QString());
    setUnavailable(m_useSession, m_store.kind() == Kind::SessionOnly ? inUse : QString());
}

} // namespace canopy
