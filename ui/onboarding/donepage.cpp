#include "ui/onboarding/donepage.h"

#include "core/base/whenfinished.h"
#include "ui/onboarding/configoffer.h"
#include "ui/onboarding/fingerprintcopy.h"
#include "ui/text/displaytext.h"
#include "ui/text/registrationtext.h"
#include "ui/text/storetext.h"
#include "ui/text/timetext.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/icontext.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/secretfield.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPrintDialog>
#include <QPrinter>
#include <QPushButton>
#include <QVBoxLayout>

#include <memory>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

constexpr qsizetype tailLength = 4;

} // namespace

DonePage::DonePage(RegisterAccount &flow, const OnboardingContext &context, QWidget *parent)
    : StepPage(tr("Account created"), {}, parent)
    , m_flow(flow)
    , m_context(context)
    , m_fingerprint(
          new SecretField(tr("Account fingerprint"), context.clipboard, SecretField::Form::Large))
    , m_stored(new IconText(u"running"_s, &Theme::muted, {}))
    , m_storeAgain(makeButton(tr("Store it again"), ButtonRole::Plain, u"refresh"_s))
    , m_copied(new IconText(u"success"_s, &Theme::success, {}))
    , m_lastFour(new QLineEdit(this))
    , m_lastFourField(new FormField(tr("&Last four characters"), m_lastFour))
    , m_config(new ConfigOffer(flow, context.configPath))
{
    setFinalPage(true);
    m_fingerprint->setObjectName("fingerprint"_L1);
    m_stored->setObjectName("storedLine"_L1);
    m_storeAgain->setObjectName("storeAgain"_L1);
    setCompact(m_storeAgain);
    m_stored->addAction(m_storeAgain);
    m_storeAgain->hide();
    m_copied->hide();
    for (QWidget *widget : {static_cast<QWidget *>(m_fingerprint), static_cast<QWidget *>(m_stored),
                            static_cast<QWidget *>(m_copied), static_cast<QWidget *>(m_config)})
        widget->setMaximumWidth(scaled(680));

    add(plainLabel(tr("Account fingerprint"), TextStyle::Strong), 16);
    add(m_fingerprint, 4);
    add(m_stored, 8);
    auto *warning = new IconText(u"warning"_s, &Theme::warning,
                                 tr("Whoever has it can sign in, replace the hotkey and delete the "
                                    "account. Keep a second copy away from this computer."));
    warning->setMaximumWidth(scaled(680));
    add(warning, 4);
    add(makeCopies(), 8);
    add(m_copied, 8);
    add(plainLabel(tr("For the chutes command line"), TextStyle::Section), 20);
    add(m_config, 8);
    add(plainLabel(tr("Next"), TextStyle::Section), 20);
    auto *next = new Card(Card::Ground::Base, this);
    next->setMaximumWidth(scaled(680));
    OpenRow *overview = next->addOpenRow(tr("See what this account may do"),
                                         tr("Balance and developer access"));
    overview->setObjectName("openOverview"_L1);
    add(next, 8);
    connect(overview, &QAbstractButton::clicked, this, [this] {
        if (isComplete())
            emit finishRequested();
        else
            sayWhyNot();
    });
    connect(m_storeAgain, &QPushButton::clicked, this, &DonePage::storeAgain);
    connect(m_lastFour, &QLineEdit::textChanged, this, &DonePage::typed);
}

QWidget *DonePage::makeCopies()
{
    auto *copies = new QWidget(this);
    m_print = makeButton(tr("&Print…"), ButtonRole::Plain, u"print"_s);
    m_print->setObjectName("print"_L1);
    m_save = makeButton(tr("&Save a copy…"), ButtonRole::Plain, u"file"_s);
    m_save->setObjectName("saveCopy"_L1);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_print);
    row->addWidget(m_save);
    row->addStretch();
    m_lastFour->setObjectName("lastFour"_L1);
    m_lastFour->setMaxLength(tailLength);
    m_lastFour->setFont(textFont(TextStyle::Mono));
    m_lastFourField->setHint(tr("Type them if you have written the fingerprint down."));
    m_lastFourField->setMaximumWidth(scaled(320));
    auto *column = new QVBoxLayout(copies);
    column->setContentsMargins({});
    column->setSpacing(8);
    column->addLayout(row);
    column->addWidget(
        plainLabel(tr("A saved copy is clear text that only you can read (mode 0600)."),
                   TextStyle::Caption, &Theme::muted));
    column->addWidget(m_lastFourField);
    connect(m_print, &QPushButton::clicked, this, &DonePage::print);
    connect(m_save, &QPushButton::clicked, this, &DonePage::save);
    return copies;
}

void DonePage::setOutcome(const RegisterAccount::Outcome &outcome)
{
    m_outcome = outcome;
    const QString host = m_context.registration.client.service().display();
    const QString name = displayText(outcome.account.username.isEmpty() ? m_flow.username()
                                                                        : outcome.account.username);
    setIntro(
        outcome.fingerprintReplaced
            ? tr("%1 is registered on %2. One thing matters now: the account fingerprint below.")
                  .arg(name, host)
            : tr("%1 is registered on %2. One thing matters now: the account fingerprint below. "
                 "Chutes shows it once and cannot send it again.")
                  .arg(name, host));
    m_fingerprint->setSecret(m_flow.fingerprint().clone());
    m_config->refresh();
    showStored();
    showNotes();
    emit completeChanged();
}

bool DonePage::isStored() const
{
    return m_outcome && m_outcome->storedAt.isValid()
        && m_outcome->store.kind != SecretStoreState::Kind::SessionOnly;
}

bool DonePage::isComplete() const
{
    return StepPage::isComplete() && m_outcome && (isStored() || m_kept);
}

void DonePage::sayWhyNot()
{
    bar()->showMessage(
        Tone::Danger, tr("The fingerprint is not safe yet."),
        tr("It exists only in this window. Print it, save a copy, or write it down and "
           "type its last four characters; then you can finish."));
}

void DonePage::start()
{
    finish(true);
}

void DonePage::showStored()
{
    const QDateTime now = m_context.registration.clock.now();
    m_lastFourField->setVisible(!isStored() && !m_kept);
    m_storeAgain->setVisible(!m_outcome->storedAt.isValid());
    if (isStored()) {
        m_stored->setIcon(u"success"_s, &Theme::success);
        m_stored->setTitle(storedText(m_outcome->store, m_outcome->storedAt, now));
        m_stored->setText({});
        return;
    }
    m_stored->setIcon(u"error"_s, &Theme::danger);
    if (m_outcome->storedAt.isValid()) {
        m_stored->setTitle(tr("Not stored: it is forgotten when Canopy ends."));
        m_stored->setText(tr("Print it, save a copy, or write it down before you finish."));
        return;
    }
    const ErrorText text = m_outcome->storeError
        ? errorText(*m_outcome->storeError, Doing::StoringSecret)
        : ErrorText{.what = tr("It could not be stored.")};
    m_stored->setTitle(text.what);
    m_stored->setText(tr("%1 Print it, save a copy, or write it down before you finish.")
                          .arg(text.meaning)
                          .trimmed());
}

void DonePage::showNotes()
{
    const QStringList notes = outcomeNotes(*m_outcome);
    if (notes.isEmpty())
        return;
    bar()->showMessage(Tone::Warning, notes.constFirst(), notes.mid(1).join(u' '));
}

void DonePage::storeAgain()
{
    setButtonBusy(m_storeAgain, true);
    whenFinished(m_flow.storeFingerprintAgain(), this, [this](const Result<Done> &result) {
        setButtonBusy(m_storeAgain, false);
        if (result) {
            m_outcome->storedAt = m_context.registration.clock.now();
            m_outcome->storeError.reset();
            bar()->closeMessage();
        } else {
            m_outcome->storeError = result.error();
        }
        showStored();
        emit completeChanged();
    });
}

FingerprintCaption DonePage::caption() const
{
    return {.username = displayText(m_flow.username()),
            .userId = displayText(m_outcome->account.userId),
            .host = m_context.registration.client.service().display(),
            .date = dateTimeText(m_context.registration.clock.now())};
}

void DonePage::print()
{
    const auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    auto *dialog = new QPrintDialog(printer.get(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, qOverload<QPrinter *>(&QPrintDialog::accepted), this,
            [this, printer](QPrinter * /*same*/) {
                printFingerprint(*printer, caption(), m_flow.fingerprint());
                kept(tr("Handed to the printer at %1.")
                         .arg(timeOfDayText(m_context.registration.clock.now())));
            });
    dialog->QDialog::open();
}

void DonePage::save()
{
    auto *dialog = new QFileDialog(this, tr("Save a copy of the fingerprint"));
    dialog->setObjectName("saveDialog"_L1);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    // Nothing is ever overwritten, so there is nothing to confirm.
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    dialog->selectFile(u"chutes-fingerprint.txt"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        setButtonBusy(m_save, true);
        whenFinished(saveFingerprint(path, caption(), m_flow.fingerprint()), this,
                     [this, path](const Result<Done> &result) { saved(path, result); });
    });
    dialog->open();
}

void DonePage::saved(const QString &path, const Result<Done> &result)
{
    setButtonBusy(m_save, false);
    if (result) {
        bar()->closeMessage();
        kept(tr("Saved in clear text as %1.").arg(displayText(path)));
        return;
    }
    if (result.error().code == Error::Code::FileConflict) {
        bar()->showMessage(Tone::Danger, tr("There is a file of that name already."),
                           tr("It was left as it is. Choose another name."));
        return;
    }
    showProblem(errorText(result.error(), {.doing = Doing::StoringSecret, .subject = path}));
}

void DonePage::typed()
{
    if (m_lastFour->text().size() < tailLength)
        return;
    const bool same = [this] {
        const SecretView view = m_flow.fingerprint().view();
        return view.bytes().size() >= tailLength
            && m_lastFour->text().toUtf8() == view.bytes().last(tailLength);
    }();
    if (same)
        kept(tr("You have written it down."));
    else
        m_lastFourField->setError(tr("These are not its last four characters."));
}

void DonePage::kept(const QString &how)
{
    m_kept = true;
    m_copied->setTitle(how);
    m_copied->show();
    m_lastFour->clear();
    m_lastFourField->hide();
    bar()->closeMessage();
    emit completeChanged();
}

} // namespace canopy
