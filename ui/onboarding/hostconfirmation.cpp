#include "ui/onboarding/hostconfirmation.h"

#include "ui/widgets/card.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/icontext.h"
#include "ui/widgets/plainlabel.h"

#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

HostConfirmation::HostConfirmation(const Origin &service, const QString &source, QWidget *parent)
    : QWidget(parent)
    , m_host(service.display())
    , m_edit(new QLineEdit(this))
    , m_field(new FormField(tr("&Host name"), m_edit))
{
    m_edit->setObjectName("hostName"_L1);
    auto *card = new Card(Card::Ground::Base, this);
    m_warning = card->addTextRow(
        u"warning"_s, &Theme::warning, tr("%1 is not Chutes’ own server").arg(m_host),
        tr("%1 Whoever runs it sees what is registered there. Nothing has been sent to "
           "it yet.")
            .arg(source));
    m_confirmedText = tr("%1 Whoever runs it sees what is registered there.").arg(source);
    m_field->setHint(tr("Type %1 to talk to it.").arg(m_host));
    m_field->setMaximumWidth(scaled(440));
    card->addRow(m_field);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(card);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textChanged, this, &HostConfirmation::edited);
}

void HostConfirmation::edited(const QString &text)
{
    if (m_confirmed || text.trimmed().compare(m_host, Qt::CaseInsensitive) != 0)
        return;
    m_confirmed = true;
    m_edit->setReadOnly(true);
    m_warning->setText(m_confirmedText);
    m_field->setHint({});
    m_field->setNote(Tone::Success, tr("Confirmed."));
    emit confirmed();
}

} // namespace canopy
