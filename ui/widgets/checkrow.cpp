#include "ui/widgets/checkrow.h"

#include "ui/widgets/accessibleparts.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/iconlabel.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/runningicon.h"

#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

constexpr int usualNameWidth = 164;

struct Looks
{
    const char *icon;
    Ink ink;
};

Looks looksOf(CheckRow::State state)
{
    switch (state) {
    case CheckRow::State::NotTried:
    case CheckRow::State::Skipped:
        return {.icon = "skipped", .ink = &Theme::muted};
    case CheckRow::State::Running:
        return {.icon = "", .ink = &Theme::link};
    case CheckRow::State::Passed:
        return {.icon = "success", .ink = &Theme::success};
    case CheckRow::State::Warned:
        return {.icon = "warning", .ink = &Theme::warning};
    case CheckRow::State::Failed:
        return {.icon = "error", .ink = &Theme::danger};
    }
    Q_UNREACHABLE();
}

} // namespace

CheckRow::CheckRow(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
    , m_icon(new IconLabel({}, 20, &Theme::muted, this))
    , m_running(new RunningIcon(20, &Theme::link, this))
    , m_name(wrappedLabel(name))
    , m_finding(wrappedLabel({}))
    , m_word(plainLabel({}, TextStyle::Caption))
{
    installAccessibleParts();
    m_row->setContentsMargins(16, 4, 16, 4);
    m_row->setSpacing(12);
    m_row->addWidget(m_icon);
    m_row->addWidget(m_running);
    for (PlainLabel *label : {m_name, m_finding})
        label->setAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_row->addWidget(m_name);
    m_row->addWidget(m_finding, 1);
    m_row->addWidget(m_word);
    setNameWidth(usualNameWidth);
    setMinimumHeight(lineHeightFor(textFont(TextStyle::Body), 32));
    setState(State::NotTried);
}

void CheckRow::setState(State state, const QString &finding)
{
    m_state = state;
    const Looks looks = looksOf(state);
    const bool running = state == State::Running;
    const bool matters = state == State::Warned || state == State::Failed;
    m_icon->setIcon(QString::fromLatin1(looks.icon), looks.ink);
    m_icon->setVisible(!running);
    m_running->setVisible(running);
    m_name->setTextStyle(matters ? TextStyle::Strong : TextStyle::Body);
    m_finding->setText(finding);
    m_finding->setInk(matters ? &Theme::text : &Theme::muted);
    m_word->setText(word());
    m_word->setInk(matters || running ? looks.ink : &Theme::muted);
    updateName();
}

QString CheckRow::finding() const
{
    return m_finding->text();
}

void CheckRow::setNameWidth(int pixels)
{
    m_name->setFixedWidth(scaled(pixels));
}

QPushButton *CheckRow::setButton(const QString &text)
{
    removeButton();
    m_button = makeButton(text);
    setCompact(m_button);
    m_row->insertWidget(m_row->indexOf(m_word), m_button, 0, Qt::AlignVCenter);
    setMinimumHeight(lineHeightFor(textFont(TextStyle::Body), 36));
    return m_button;
}

void CheckRow::removeButton()
{
    if (m_button == nullptr)
        return;
    m_button->hide();
    m_button->deleteLater(); // it may be the one whose click led here
    m_button = nullptr;
    setMinimumHeight(lineHeightFor(textFont(TextStyle::Body), 32));
}

QString CheckRow::word() const
{
    switch (m_state) {
    case State::NotTried:
        return tr("Not tried");
    case State::Running:
        return tr("Running");
    case State::Passed:
        return tr("Passed");
    case State::Warned:
        return tr("Warning");
    case State::Failed:
        return tr("Failed");
    case State::Skipped:
        return tr("Skipped");
    }
    Q_UNREACHABLE();
}

void CheckRow::updateName()
{
    //: Spoken: "Clock: failed. 6 min behind the service."
    setAccessibleName(tr("%1: %2. %3").arg(m_name->text(), word().toLower(), finding()).trimmed());
}

} // namespace canopy
