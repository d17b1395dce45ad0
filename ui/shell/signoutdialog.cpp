#include "ui/shell/signoutdialog.h"

#include "core/base/whenfinished.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

SignOutDialog::SignOutDialog(Profile profile, SecretStore &secrets, ProfileStore &profiles,
                             QWidget *parent)
    : QDialog(parent)
    , m_profile(std::move(profile))
    , m_secrets(secrets)
    , m_profiles(profiles)
    , m_bar(new MessageBar(this))
    , m_keep(makeButton(tr("Keep the account here")))
    , m_signOut(makeButton(tr("Sign out"), ButtonRole::Danger))
{
    const QString title =
        tr("Sign out of “%1” on this computer?").arg(displayText(m_profile.username, 60));
    setObjectName("signOutDialog"_L1);
    setWindowTitle(title);
    m_keep->setObjectName("keepAccount"_L1);
    m_signOut->setObjectName("signOut"_L1);
    m_signOut->setAutoDefault(false);
    m_keep->setDefault(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(12);
    column->addWidget(wrappedLabel(title, TextStyle::Title, &Theme::text, 472));
    column->addWidget(wrappedLabel(
        tr("Its fingerprint, hotkey seed and session are deleted from where secrets are kept. The "
           "account at %1, your wallets and config.ini stay as they are.")
            .arg(m_profile.service.display()),
        TextStyle::Body, &Theme::text, 472));
    if (m_profile.hasFingerprint) {
        column->addWidget(
            wrappedLabel(tr("Chutes cannot send the fingerprint again: without another "
                            "copy of it, only the hotkey can sign in."),
                         TextStyle::Strong, &Theme::text, 472));
    }
    column->addWidget(m_bar);
    column->addStretch();
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(m_keep);
    buttons->addWidget(m_signOut);
    column->addLayout(buttons);
    setMinimumWidth(scaled(520));
    m_keep->setFocus();

    connect(m_keep, &QPushButton::clicked, this, &SignOutDialog::reject);
    connect(m_signOut, &QPushButton::clicked, this, [this] {
        if (m_busy)
            return;
        m_busy = true;
        m_bar->closeMessage();
        m_keep->setEnabled(false);
        setButtonBusy(m_signOut, true);
        removeNext({SecretKind::SessionToken, SecretKind::PendingFingerprint,
                    SecretKind::HotkeySeed, SecretKind::Fingerprint});
    });
}

void SignOutDialog::reject()
{
    if (!m_busy)
        QDialog::reject();
}

void SignOutDialog::removeNext(const QList<SecretKind> &kinds)
{
    if (kinds.isEmpty()) {
        finish(m_profiles.remove(m_profile.id));
        return;
    }
    whenFinished(m_secrets.remove({.origin = m_profile.service.toString(),
                                   .profileId = m_profile.id,
                                   .kind = kinds.constFirst()}),
                 this, [this, kinds](const Result<Done> &removed) {
                     if (removed)
                         removeNext(kinds.mid(1));
                     else
                         finish(removed);
                 });
}

void SignOutDialog::finish(const Result<Done> &result)
{
    m_busy = false;
    m_keep->setEnabled(true);
    setButtonBusy(m_signOut, false);
    if (result) {
        accept();
        return;
    }
    const ErrorText text = errorText(result.error(), Doing::ReadingSecret);
    m_bar->showMessage(Tone::Danger, tr("It could not be forgotten completely."),
                       QStringList{text.what, text.meaning}.join(u' '));
}

} // namespace canopy
