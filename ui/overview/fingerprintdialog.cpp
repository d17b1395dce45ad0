#include "ui/overview/fingerprintdialog.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/icontext.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/secretfield.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

FingerprintDialog::FingerprintDialog(const QString &account, Secret fingerprint,
                                     SecretClipboard &clipboard, QWidget *parent)
    : QDialog(parent)
{
    setObjectName("fingerprintDialog"_L1);
    setWindowTitle(tr("Account fingerprint"));
    auto *field = new SecretField(tr("Account fingerprint"), clipboard, SecretField::Form::Large);
    field->setObjectName("fingerprint"_L1);
    field->setSecret(std::move(fingerprint));
    QPushButton *close = makeButton(tr("Close"));
    close->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(12);
    column->addWidget(plainLabel(tr("Account fingerprint"), TextStyle::Title));
    column->addWidget(plainLabel(account, TextStyle::Body, &Theme::muted));
    column->addWidget(field);
    column->addWidget(
        new IconText(u"warning"_s, &Theme::warning,
                     tr("Whoever has it can sign in, replace the hotkey and delete the "
                        "account.")));
    column->addStretch();
    column->addLayout(buttons);
    setMinimumWidth(scaled(560));
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    field->revealButton()->setFocus();
}

} // namespace canopy
