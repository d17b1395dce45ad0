#include "ui/widgets/passwordfield.h"

#include "ui/theme/tintedicon.h"
#include "ui/widgets/buttons.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

#include <utility>

using namespace Qt::StringLiterals;

namespace canopy {

PasswordField::PasswordField(QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_reveal(iconButton(u"reveal"_s, tr("Show password")))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_edit, 1);
    row->addWidget(m_reveal);
    m_edit->setCompleter(nullptr);
    m_edit->setDragEnabled(false);
    setFocusProxy(m_edit);
    setShown(false);
    connect(m_reveal, &QToolButton::clicked, this,
            [this] { setShown(m_edit->echoMode() == QLineEdit::Password); });
    // Not textEdited: a screen reader that sets the text edits it too.
    connect(m_edit, &QLineEdit::textChanged, this, &PasswordField::edited);
    connect(m_edit, &QLineEdit::returnPressed, this, &PasswordField::returnPressed);
    // While it can be read, a marked password would go into the selection clipboard of X11.
    connect(m_edit, &QLineEdit::selectionChanged, this, [this] {
        if (m_edit->echoMode() == QLineEdit::Normal && m_edit->hasSelectedText())
            m_edit->deselect();
    });
}

Secret PasswordField::takeSecret()
{
    QString typed = m_edit->text();
    clear();
    return Secret::takeText(std::move(typed));
}

void PasswordField::clear()
{
    m_edit->setText({}); // unlike QLineEdit::clear(), keeps nothing to undo
    setShown(false);
}

bool PasswordField::isEmpty() const
{
    return m_edit->text().isEmpty();
}

qsizetype PasswordField::length() const
{
    return m_edit->text().size();
}

bool PasswordField::matches(const PasswordField &other) const
{
    return m_edit->text() == other.m_edit->text();
}

void PasswordField::setPlaceholderText(const QString &text)
{
    m_edit->setPlaceholderText(text);
}

void PasswordField::hideEvent(QHideEvent *event)
{
    setShown(false);
    QWidget::hideEvent(event);
}

void PasswordField::setShown(bool shown)
{
    m_edit->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
    // setEchoMode() takes the hints away with the dots; an input method must learn neither.
    m_edit->setInputMethodHints(m_edit->inputMethodHints() | Qt::ImhSensitiveData
                                | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    const QString name = shown ? tr("Hide password") : tr("Show password");
    m_reveal->setIcon(tintedIcon(shown ? u"hide"_s : u"reveal"_s, &Theme::muted));
    m_reveal->setText(name);
    m_reveal->setAccessibleName(name);
    setPlainToolTip(m_reveal, name);
}

} // namespace canopy
