#include "ui/onboarding/importhotkeypage.h"

#include "core/base/whenfinished.h"
#include "ui/onboarding/hostconfirmation.h"
#include "ui/onboarding/walletchooser.h"
#include "ui/text/errortext.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

ImportHotkeyPage::ImportHotkeyPage(OnboardingContext context, QWidget *parent)
    : QWidget(parent)
    , m_context(std::move(context))
    , m_import(m_context.registration)
    , m_chooser(
          new WalletChooser(m_context.wallets, m_context.registration.client.service().display()))
    , m_bar(new MessageBar(this))
    , m_keepSeed(new QCheckBox(tr("&Keep the hotkey seed in Canopy’s secret store"), this))
    , m_go(makeButton(tr("&Import this hotkey’s account"), ButtonRole::Primary))
{
    setObjectName("importHotkey"_L1);
    m_bar->setObjectName("problem"_L1);
    m_keepSeed->setObjectName("keepSeed"_L1);
    m_keepSeed->setChecked(true);
    m_go->setObjectName("import"_L1);
    m_go->setDefault(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(8);
    column->addWidget(m_bar);
    if (!m_context.serviceIsKnown) {
        m_confirmation = new HostConfirmation(
            m_context.registration.client.service(),
            tr("The environment variable CHUTES_API_URL names it."), this);
        column->addWidget(m_confirmation);
        connect(m_confirmation, &HostConfirmation::confirmed, this,
                &ImportHotkeyPage::updateButton);
    }
    column->addWidget(m_chooser, 1);
    column->addWidget(m_keepSeed);
    column->addWidget(wrappedLabel(tr("Without it Canopy cannot sign in by itself."),
                                   TextStyle::Caption, &Theme::muted));
    auto *row = new QHBoxLayout;
    row->addWidget(m_go);
    row->addStretch();
    column->addSpacing(4);
    column->addLayout(row);
    if (m_confirmation)
        setFocusProxy(m_confirmation);
    else
        setFocusProxy(m_chooser->tree());

    connect(m_chooser, &WalletChooser::readyChanged, this, &ImportHotkeyPage::updateButton);
    connect(m_chooser, &WalletChooser::folderChosen, this, &ImportHotkeyPage::folderChosen);
    connect(m_go, &QPushButton::clicked, this, &ImportHotkeyPage::import);
    updateButton();
}

void ImportHotkeyPage::start(const QString &hotkeyPath)
{
    if (!hotkeyPath.isEmpty())
        m_chooser->selectHotkey(hotkeyPath);
    m_chooser->scan();
}

void ImportHotkeyPage::updateButton()
{
    m_go->setEnabled(!m_busy && m_chooser->isReady()
                     && (!m_confirmation || m_confirmation->isConfirmed()));
}

void ImportHotkeyPage::import()
{
    const auto choice = m_chooser->choice();
    if (m_busy || !m_go->isEnabled() || !choice)
        return;
    m_busy = true;
    m_bar->closeMessage();
    setButtonBusy(m_go, true);
    m_chooser->setEnabled(false);
    whenFinished(m_import.importHotkey(choice->wallet, choice->hotkey, m_chooser->takePassword(),
                                       {.keepSeed = m_keepSeed->isChecked()}),
                 this, [this](const Result<Profile> &profile) { answered(profile); });
}

void ImportHotkeyPage::answered(const Result<Profile> &profile)
{
    m_busy = false;
    m_chooser->setEnabled(true);
    setButtonBusy(m_go, false);
    updateButton();
    if (profile) {
        emit imported();
        return;
    }
    if (profile.error().code == Error::Code::HotkeyNotRegistered) {
        m_chooser->setAnswer(WalletTreeModel::AccountState::None,
                             m_context.registration.clock.now());
    }
    const ErrorText text = errorText(
        profile.error(),
        {.doing = profile.error().code == Error::Code::WrongPassword ? Doing::OpeningHotkey
                                                                     : Doing::Importing,
         .subject = m_context.registration.client.service().display()});
    if (text.field == ErrorField::Password) {
        m_chooser->setPasswordError(text.what);
        return;
    }
    if (text.isEmpty())
        return;
    m_bar->showMessage(Tone::Danger, text.what, text.meaning);
    if (!text.serverWords.isEmpty())
        m_bar->setQuote(tr("The service said:"), text.serverWords);
}

} // namespace canopy
