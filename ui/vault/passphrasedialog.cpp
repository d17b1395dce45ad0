#include "ui/vault/passphrasedialog.h"

#include "core/base/whenfinished.h"
#include "ui/text/errortext.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/passwordfield.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSet>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

constexpr qsizetype leastLength = 12;
constexpr qsizetype leastDifferent = 6;

} // namespace

PassphraseDialog::PassphraseDialog(ChosenStore &store, QWidget *parent)
    : QDialog(parent)
    , m_store(store)
    , m_creating(!store.vaultExists())
    , m_bar(new MessageBar(this))
    , m_passphrase(new PasswordField(this))
    , m_passphraseField(new FormField(tr("&Passphrase"), m_passphrase))
{
    const QString title = m_creating ? tr("Create an encrypted vault file")
                                     : tr("Open the encrypted vault file");
    setObjectName("passphraseDialog"_L1);
    setWindowTitle(title);
    m_passphrase->edit()->setObjectName("passphrase"_L1);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(12);
    column->addWidget(plainLabel(title, TextStyle::Title));
    column->addWidget(wrappedLabel(
        m_creating
            ? tr("Your secrets are kept in a file that only this passphrase opens. It cannot "
                 "be recovered: without it, the secrets in the file are lost.")
            : tr("Your secrets are kept in a file that your passphrase opens."),
        TextStyle::Body, &Theme::muted, 472));
    column->addWidget(m_bar);
    column->addWidget(m_passphraseField);
    if (m_creating) {
        m_passphraseField->setHint(tr("At least %1 characters. Five unrelated words are good and "
                                      "easy to remember.")
                                       .arg(leastLength));
        m_repeat = new PasswordField(this);
        m_repeat->edit()->setObjectName("repeatPassphrase"_L1);
        m_repeatField = new FormField(tr("&Repeat the passphrase"), m_repeat);
        column->addWidget(m_repeatField);
        connect(m_repeat, &PasswordField::edited, this, &PassphraseDialog::edited);
    }
    m_cancel = makeButton(tr("Cancel"));
    m_ok = makeButton(m_creating ? tr("Create the file") : tr("Open"), ButtonRole::Primary);
    m_ok->setObjectName("submit"_L1);
    m_ok->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_ok);
    column->addSpacing(4);
    column->addLayout(buttons);
    column->addStretch();
    setMinimumWidth(scaled(520));

    connect(m_passphrase, &PasswordField::edited, this, &PassphraseDialog::edited);
    connect(m_cancel, &QPushButton::clicked, this, &PassphraseDialog::reject);
    connect(m_ok, &QPushButton::clicked, this, &PassphraseDialog::submit);
    m_passphrase->edit()->setFocus();
    edited();
}

PassphraseDialog::Strength PassphraseDialog::strengthOf(QStringView passphrase)
{
    QSet<QChar> different;
    for (const QChar character : passphrase)
        different.insert(character);
    if (passphrase.size() < leastLength || different.size() < leastDifferent)
        return {.isEnough = false, .sentence = tr("Too easy to guess.")};
    if (passphrase.size() < 20)
        return {.isEnough = true,
                .sentence = tr("Good enough if it is random; longer is better if it is words.")};
    return {.isEnough = true, .sentence = tr("Long. Good, if it stands in no book or song.")};
}

void PassphraseDialog::reject()
{
    // The file is being written: the answer comes within seconds.
    if (!m_busy)
        QDialog::reject();
}

void PassphraseDialog::edited()
{
    bool ready = !m_passphrase->isEmpty();
    if (m_creating && ready) {
        const Strength strength = strengthOf(m_passphrase->edit()->text());
        m_passphraseField->setNote(strength.isEnough ? Tone::Success : Tone::Warning,
                                   strength.sentence);
        ready = strength.isEnough && m_passphrase->matches(*m_repeat);
        const bool differs = !m_repeat->isEmpty() && !m_passphrase->matches(*m_repeat);
        m_repeatField->setNote(Tone::Info, differs ? tr("Not the same yet.") : QString());
    }
    m_ok->setEnabled(ready && !m_busy);
}

void PassphraseDialog::submit()
{
    if (m_busy || !m_ok->isEnabled())
        return;
    m_busy = true;
    m_bar->closeMessage();
    setButtonBusy(m_ok, true);
    m_cancel->setEnabled(false);
    Secret passphrase = m_passphrase->takeSecret();
    if (m_repeat)
        m_repeat->clear();
    whenFinished(m_creating ? m_store.createVault(std::move(passphrase))
                            : m_store.openVault(std::move(passphrase)),
                 this, [this](const Result<Done> &result) { finished(result); });
}

void PassphraseDialog::finished(const Result<Done> &result)
{
    m_busy = false;
    setButtonBusy(m_ok, false);
    m_cancel->setEnabled(true);
    if (result) {
        accept();
        return;
    }
    edited();
    if (result.error().code == Error::Code::WrongPassword) {
        m_passphraseField->setError(tr("The passphrase does not open the file."));
    } else {
        const ErrorText text = errorText(result.error(), Doing::StoringSecret);
        m_bar->showMessage(Tone::Danger, text.what, text.meaning);
    }
    m_passphrase->edit()->setFocus();
}

} // namespace canopy
