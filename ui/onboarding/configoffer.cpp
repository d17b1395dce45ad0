#include "ui/onboarding/configoffer.h"

#include "core/base/whenfinished.h"
#include "ui/onboarding/configchangesdialog.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/icontext.h"
#include "ui/widgets/messagebar.h"

#include <QFileInfo>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

ConfigOffer::ConfigOffer(RegisterAccount &flow, QString path, QWidget *parent)
    : QWidget(parent)
    , m_flow(flow)
    , m_path(std::move(path))
    , m_bar(new MessageBar(this))
    , m_button(makeButton(tr("&Write config.ini…")))
{
    m_bar->setObjectName("configProblem"_L1);
    m_button->setObjectName("configButton"_L1);
    setCompact(m_button);
    auto *card = new Card(Card::Ground::Base, this);
    m_row = card->addTextRow(u"file"_s, &Theme::muted, {});
    m_row->setObjectName("configState"_L1);
    m_row->addAction(m_button);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(8);
    column->addWidget(m_bar);
    column->addWidget(card);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_written)
            showChanges(m_written->changes, false);
        else
            preview();
    });
    refresh();
}

void ConfigOffer::refresh()
{
    if (m_written) {
        const QString kept = m_written->backupPath.isEmpty()
            ? tr("There was no such file before.")
            : tr("The earlier file is %1.")
                  .arg(displayText(QFileInfo(m_written->backupPath).fileName()));
        m_row->setIcon(u"success"_s, &Theme::success);
        m_row->setTitle(tr("%1 was written (mode 0600)").arg(displayText(m_path)));
        m_row->setText(
            tr("%1 The hotkey seed is in it in clear text, because the chutes CLI reads it "
               "so.")
                .arg(kept));
        m_button->setText(tr("&Show changes…"));
        return;
    }
    m_row->setTitle(tr("%1 was not changed").arg(displayText(m_path)));
    if (m_flow.hotkeyHasSeed()) {
        setUnavailable(m_button, {});
        m_row->setText(tr("The chutes CLI cannot use this account without the hotkey seed in clear "
                          "text in this file. Whoever can read the file can use the account."));
    } else {
        m_row->setText(tr("The chutes CLI needs the hotkey’s seed, and this hotkey’s file does not "
                          "hold it: it was made without one."));
        setUnavailable(m_button, tr("This hotkey’s file does not hold the seed."));
    }
}

void ConfigOffer::preview()
{
    m_bar->closeMessage();
    setButtonBusy(m_button, true);
    whenFinished(m_flow.previewConfig(m_path, true), this,
                 [this](const Result<QList<ConfigDiffLine>> &changes) {
                     setButtonBusy(m_button, false);
                     if (changes)
                         showChanges(*changes, true);
                     else
                         written(failure(changes.error()));
                 });
}

void ConfigOffer::showChanges(const QList<ConfigDiffLine> &changes, bool ask)
{
    auto *dialog = new ConfigChangesDialog(m_path, changes, ask, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, &ConfigOffer::write);
    dialog->open();
}

void ConfigOffer::write()
{
    setButtonBusy(m_button, true);
    whenFinished(m_flow.writeConfig(m_path, true), this,
                 [this](const Result<ChutesConfigFile::Written> &result) {
                     setButtonBusy(m_button, false);
                     written(result);
                 });
}

void ConfigOffer::written(const Result<ChutesConfigFile::Written> &result)
{
    if (result) {
        m_written = *result;
        m_bar->closeMessage();
        refresh();
        // While it was busy, the focus had moved on.
        m_button->setFocus(Qt::OtherFocusReason);
        return;
    }
    const ErrorText text = errorText(result.error(),
                                     {.doing = Doing::WritingConfig, .subject = m_path});
    if (text.isEmpty())
        return;
    m_bar->showMessage(Tone::Danger, text.what, text.meaning);
    if (text.next == Next::ReviewChanges) {
        connect(m_bar->addButton(nextLabel(text.next)), &QPushButton::clicked, this,
                &ConfigOffer::preview);
    }
}

} // namespace canopy
