#include "ui/onboarding/usernamepage.h"

#include "core/base/whenfinished.h"
#include "ui/text/registrationtext.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"

#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace canopy {

UsernamePage::UsernamePage(RegisterAccount &flow, const OnboardingContext &context,
                           std::chrono::milliseconds typingPause, QWidget *parent)
    : StepPage(tr("Choose a username"),
               tr("Others see it on what you publish. It cannot be changed later."), parent)
    , m_flow(flow)
    , m_context(context)
    , m_edit(new QLineEdit(this))
    , m_field(new FormField(tr("&Username"), m_edit))
{
    m_edit->setObjectName("username"_L1);
    m_edit->setMaxLength(64);
    m_edit->setInputMethodHints(Qt::ImhNoAutoUppercase | Qt::ImhNoPredictiveText);
    m_field->setHint(usernameRule());
    m_field->setMaximumWidth(scaled(440));
    add(m_field, 16);

    m_pause.setSingleShot(true);
    m_pause.setInterval(typingPause);
    connect(&m_pause, &QTimer::timeout, this, &UsernamePage::ask);
    connect(m_edit, &QLineEdit::textChanged, this, &UsernamePage::edited);
    connect(m_edit, &QLineEdit::editingFinished, this, [this] {
        const QString problem = usernameProblem(m_edit->text());
        if (!m_edit->text().isEmpty() && !problem.isEmpty())
            m_field->setError(problem);
    });
}

bool UsernamePage::isComplete() const
{
    return StepPage::isComplete() && isValidUsername(m_edit->text())
        && !(m_isTaken && m_answeredFor == m_edit->text());
}

QWidget *UsernamePage::firstControl() const
{
    return m_edit;
}

int UsernamePage::nextId() const
{
    return m_flow.wantsToken() ? m_tokenPage : m_confirmPage;
}

void UsernamePage::setNextIds(int tokenPage, int confirmPage)
{
    m_tokenPage = tokenPage;
    m_confirmPage = confirmPage;
}

void UsernamePage::showRefused(const ErrorText &text)
{
    m_isTaken = true;
    m_answeredFor = m_edit->text();
    m_field->setError(text.what);
    showProblem(text);
    m_edit->setFocus();
    m_edit->selectAll();
    emit completeChanged();
}

void UsernamePage::start()
{
    // What the service says while typing is help; what it says at registration counts. So an
    // unanswered question does not stand in the way.
    m_pause.stop();
    m_flow.setUsername(m_edit->text());
    finish(true);
}

void UsernamePage::edited()
{
    m_isTaken = false;
    bar()->closeMessage();
    const QString username = m_edit->text();
    m_field->setError({});
    m_field->setNote(Tone::Info, usernameCaution(username));
    if (isValidUsername(username))
        m_pause.start();
    else
        m_pause.stop();
    emit completeChanged();
}

void UsernamePage::ask()
{
    const QString username = m_edit->text();
    if (!isValidUsername(username) || username == m_asking)
        return;
    m_asking = username;
    whenFinished(m_flow.checkName(username), this,
                 [this, username](const Result<NameCheck> &check) {
                     if (m_asking == username)
                         m_asking.clear();
                     // An answer about a name that is no longer there says nothing.
                     if (m_edit->text() == username)
                         show(username, check);
                 });
}

void UsernamePage::show(const QString &username, const Result<NameCheck> &check)
{
    m_answeredFor = username;
    if (!check) {
        const ErrorText text = errorText(
            check.error(),
            {.doing = Doing::CheckingName,
             .subject = m_context.registration.client.service().display()});
        if (!text.isEmpty()) {
            m_field->setNote(
                Tone::Warning,
                tr("%1 The service says at registration whether the name is free.").arg(text.what));
        }
        return;
    }
    const QString sentence = nameCheckText(username, *check);
    m_isTaken = !check->valid || !check->available;
    if (m_isTaken)
        m_field->setError(sentence);
    else
        m_field->setNote(Tone::Success,
                         QStringList{sentence, usernameCaution(username)}.join(u' ').trimmed());
    emit completeChanged();
}

} // namespace canopy
