#include "ui/onboarding/importconfigpage.h"

#include "core/base/whenfinished.h"
#include "ui/onboarding/hostconfirmation.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/text/registrationtext.h"
#include "ui/text/storetext.h"
#include "ui/widgets/addresslabel.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

ImportConfigPage::ImportConfigPage(OnboardingContext context, QWidget *parent)
    : QWidget(parent)
    , m_context(std::move(context))
    , m_import(m_context.registration)
    , m_column(new QVBoxLayout(this))
    , m_path(wrappedLabel({}, TextStyle::Mono, &Theme::muted))
    , m_bar(new MessageBar(this))
    , m_card(new Card(Card::Ground::Base, this))
    , m_keepSeed(new QCheckBox(tr("&Keep the hotkey seed in Canopy’s secret store"), this))
    , m_keepSeedHint(
          wrappedLabel(tr("Without it Canopy cannot sign in by itself. The file is left as "
                          "it is either way."),
                       TextStyle::Caption, &Theme::muted))
    , m_go(makeButton(tr("&Import"), ButtonRole::Primary))
{
    setObjectName("importConfig"_L1);
    m_card->setObjectName("foundAccount"_L1);
    m_keepSeed->setObjectName("keepSeed"_L1);
    m_bar->setObjectName("problem"_L1);
    m_go->setObjectName("import"_L1);
    m_go->setDefault(true);
    m_keepSeed->setChecked(true);
    QPushButton *other = makeButton(tr("Choose another &file…"), ButtonRole::Plain, u"file"_s);
    other->setObjectName("chooseFile"_L1);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(plainLabel(tr("From config.ini"), TextStyle::Section));
    m_path->setAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    head->addWidget(m_path, 1);
    head->addWidget(other);
    m_column->setContentsMargins({});
    m_column->setSpacing(8);
    m_column->addLayout(head);
    m_column->addWidget(m_bar);
    m_column->addWidget(m_card);
    m_column->addWidget(m_keepSeed);
    m_column->addWidget(m_keepSeedHint);
    auto *row = new QHBoxLayout;
    row->addWidget(m_go);
    row->addStretch();
    m_column->addSpacing(4);
    m_column->addLayout(row);
    auto *elsewhere = new Card(Card::Ground::Base, this);
    OpenRow *hotkey = elsewhere->addOpenRow(tr("Use a hotkey instead…"),
                                            tr("The service is asked for its account"));
    hotkey->setObjectName("useHotkey"_L1);
    m_column->addSpacing(12);
    m_column->addWidget(elsewhere);
    m_column->addStretch();
    setMaximumWidth(scaled(680));
    setFocusProxy(m_go);

    connect(other, &QPushButton::clicked, this, &ImportConfigPage::chooseFile);
    connect(m_go, &QPushButton::clicked, this, &ImportConfigPage::import);
    connect(hotkey, &QAbstractButton::clicked, this, &ImportConfigPage::hotkeyWanted);
    whenFinished(m_context.store.state(), this, [this](const Result<SecretStoreState> &state) {
        if (state) {
            m_keepSeed->setText(tr("&Keep the hotkey seed (%1)")
                                    .arg(escapeMnemonic(displayText(storeName(*state)))));
        }
    });
    m_card->hide();
    updateButton();
}

void ImportConfigPage::look(const QString &path)
{
    m_path->setText(displayText(path));
    m_canImport = false;
    updateButton();
    whenFinished(m_import.look(path), this,
                 [this, path](const Result<ImportAccount::Found> &result) { found(path, result); });
}

void ImportConfigPage::found(const QString &path, const Result<ImportAccount::Found> &result)
{
    m_bar->closeMessage();
    m_card->clear();
    m_card->setVisible(result.has_value());
    delete m_confirmation;
    m_confirmation = nullptr;
    setFocusProxy(m_go);
    if (!result) {
        const ErrorText text = errorText(result.error(),
                                         {.doing = Doing::ReadingConfig, .subject = path});
        if (result.error().code == Error::Code::FileMissing)
            m_bar->showMessage(Tone::Info, tr("There is no config.ini here."),
                               tr("Choose another file, or use a hotkey."));
        else if (!text.isEmpty())
            m_bar->showMessage(Tone::Danger, text.what, text.meaning);
        updateButton();
        return;
    }
    showFound(*result);
}

void ImportConfigPage::showFound(const ImportAccount::Found &found)
{
    const QString notThere = tr("Not in the file");
    const auto orNotThere = [&](const QString &text) {
        return text.isEmpty() ? notThere : displayText(text);
    };
    m_card->addValueRow(tr("Username"), orNotThere(found.username));
    m_card->addValueRow(tr("User id"), orNotThere(found.userId));
    m_card->addValueRow(tr("Hotkey"), orNotThere(found.hotkeyName));
    if (found.hotkey)
        m_card->addAddressRow(tr("Address"),
                              new AddressLabel(tr("Hotkey address"), found.hotkey->toString()));
    m_card->addValueRow(
        tr("Service"), found.service ? found.service->display() : displayText(found.baseUrl),
        found.service && found.service->isOfficial() ? &Theme::text : &Theme::warning);
    m_canImport = canImport(found);
    const QStringList notes = importNotes(found);
    if (!notes.isEmpty()) {
        m_bar->showMessage(m_canImport ? Tone::Warning : Tone::Danger, notes.constFirst(),
                           notes.mid(1).join(u' '));
    }
    m_keepSeed->setEnabled(found.hasSeed && found.seedMatches);
    m_keepSeed->setChecked(found.hasSeed && found.seedMatches);
    const bool isKnown = found.service
        && (found.service->isOfficial()
            || (m_context.serviceIsKnown
                && *found.service == m_context.registration.client.service()));
    if (m_canImport && !isKnown) {
        m_confirmation = new HostConfirmation(*found.service,
                                              tr("The file names it as its server."), this);
        m_column->insertWidget(m_column->indexOf(m_card) + 1, m_confirmation);
        setFocusProxy(m_confirmation);
        m_confirmation->setFocus(Qt::OtherFocusReason);
        connect(m_confirmation, &HostConfirmation::confirmed, this,
                &ImportConfigPage::updateButton);
    }
    updateButton();
}

void ImportConfigPage::updateButton()
{
    m_go->setEnabled(m_canImport && !m_busy && (!m_confirmation || m_confirmation->isConfirmed()));
    const bool hasAccount = m_card->rowCount() > 0;
    m_keepSeed->setVisible(hasAccount);
    m_keepSeedHint->setVisible(hasAccount);
}

void ImportConfigPage::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Choose a config.ini"));
    dialog->setObjectName("fileDialog"_L1);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ImportConfigPage::look);
    dialog->open();
}

void ImportConfigPage::import()
{
    if (m_busy || !m_go->isEnabled())
        return;
    m_busy = true;
    setButtonBusy(m_go, true);
    whenFinished(m_import.importFound({.keepSeed = m_keepSeed->isChecked()}), this,
                 [this](const Result<Profile> &profile) {
                     m_busy = false;
                     setButtonBusy(m_go, false);
                     updateButton();
                     if (profile) {
                         emit imported();
                         return;
                     }
                     const ErrorText text = errorText(profile.error(), Doing::Importing);
                     if (!text.isEmpty())
                         m_bar->showMessage(Tone::Danger, text.what, text.meaning);
                 });
}

} // namespace canopy
