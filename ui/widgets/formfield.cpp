#include "ui/widgets/formfield.h"

#include "ui/theme/quietstyle.h"
#include "ui/widgets/iconlabel.h"
#include "ui/widgets/passwordfield.h"
#include "ui/widgets/plainlabel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace canopy {

namespace {

/// The part of a field that takes the focus and the words.
QWidget *inputOf(QWidget *field)
{
    if (auto *password = qobject_cast<PasswordField *>(field))
        return password->edit();
    return field;
}

} // namespace

FormField::FormField(const QString &label, QWidget *field, LabelStyle style, QWidget *parent)
    : QWidget(parent)
    , m_field(field)
    , m_column(new QVBoxLayout(this))
    , m_label(plainLabel(label, style == LabelStyle::Strong ? TextStyle::Strong : TextStyle::Body,
                         style == LabelStyle::Strong ? &Theme::text : &Theme::muted))
    , m_fieldRow(new QHBoxLayout)
    , m_hint(wrappedLabel({}, TextStyle::Caption, &Theme::muted))
    , m_messageRow(new QWidget(this))
    , m_messageIcon(new IconLabel({}, 20, &Theme::danger, m_messageRow))
    , m_message(wrappedLabel({}))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(4);
    m_column->addWidget(m_label);
    m_fieldRow->setSpacing(8);
    m_fieldRow->addWidget(field, 1);
    m_column->addLayout(m_fieldRow);
    m_column->addWidget(m_hint);

    auto *row = new QHBoxLayout(m_messageRow);
    row->setContentsMargins(0, 2, 0, 0);
    row->setSpacing(9);
    row->addWidget(m_messageIcon, 0, Qt::AlignTop);
    row->addWidget(m_message, 1);
    const int slack = m_messageIcon->sizeHint().height() - m_message->fontMetrics().height();
    m_message->setContentsMargins(0, std::max(0, slack / 2), 0, 0);
    m_column->addWidget(m_messageRow);

    QWidget *input = inputOf(field);
    m_label->setBuddy(input);
    if (input->accessibleName().isEmpty()) {
        QString name = label;
        name.remove(QLatin1Char('&'));
        input->setAccessibleName(name);
    }
    m_hint->hide();
    m_messageRow->hide();
    clearErrorOnEdit();
}

void FormField::setHint(const QString &hint)
{
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    describe();
}

void FormField::setError(const QString &sentence)
{
    m_error = sentence;
    showMessage();
}

void FormField::setNote(Tone tone, const QString &sentence)
{
    m_note = sentence;
    m_noteTone = tone;
    showMessage();
}

void FormField::addBeside(QWidget *widget)
{
    m_fieldRow->addWidget(widget);
}

void FormField::clearErrorOnEdit()
{
    const auto cleared = [this] {
        if (!hasError())
            return;
        setError({});
        emit errorCleared();
    };
    QWidget *input = inputOf(m_field);
    if (auto *edit = qobject_cast<QLineEdit *>(input))
        connect(edit, &QLineEdit::textChanged, this, cleared);
    else if (auto *text = qobject_cast<QPlainTextEdit *>(input))
        connect(text, &QPlainTextEdit::textChanged, this, cleared);
    else if (auto *combo = qobject_cast<QComboBox *>(input))
        connect(combo, &QComboBox::activated, this, cleared);
}

void FormField::showMessage()
{
    QWidget *input = inputOf(m_field);
    input->setProperty(styleproperty::error, hasError());
    input->update();
    const QString words = hasError() ? m_error : m_note;
    m_message->setText(words);
    if (hasError())
        m_messageIcon->setIcon(toneIcon(Tone::Danger), &Theme::danger);
    else
        m_messageIcon->setIcon(toneIcon(m_noteTone), toneInk(m_noteTone));
    m_messageIcon->setVisible(hasError() || m_noteTone != Tone::Neutral);
    m_messageRow->setVisible(!words.isEmpty());
    describe();
}

void FormField::describe()
{
    QString words = m_note.isEmpty() ? m_hint->text() : m_note;
    if (hasError())
        words = m_error;
    inputOf(m_field)->setAccessibleDescription(words);
}

} // namespace canopy
