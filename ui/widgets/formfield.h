#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace canopy {

class IconLabel;
class PlainLabel;

/// Label, field, hint and error as one. The label is the field's buddy and accessible name, the
/// error (or else the hint) its accessible description.
///
/// The page sets the error when editing ends; it goes at the first keystroke after.
class FormField : public QWidget
{
    Q_OBJECT

public:
    enum class LabelStyle { Strong, Muted };

    /// @p field becomes a child. @p label may carry a mnemonic ("&Username").
    FormField(const QString &label, QWidget *field, LabelStyle style = LabelStyle::Strong,
              QWidget *parent = nullptr);

    QWidget *field() const { return m_field; }
    /// A caption below the field, there all the time; the error stands below it.
    void setHint(const QString &hint);
    /// A sentence with the rule that was broken. Empty: no error.
    void setError(const QString &sentence);
    QString error() const { return m_error; }
    bool hasError() const { return !m_error.isEmpty(); }
    /// An icon and a sentence below the field that is no error ("It has the form of a token.",
    /// "Free", "Taken"). Shown while there is no error. Empty: none.
    void setNote(Tone tone, const QString &sentence);
    QString note() const { return m_note; }
    /// Adds @p widget to the right of the field (a button beside it, a RunningIcon).
    void addBeside(QWidget *widget);

signals:
    /// An error went because its field was edited.
    void errorCleared();

private:
    void clearErrorOnEdit();
    void showMessage();
    void describe();

    QWidget *m_field;
    QVBoxLayout *m_column;
    PlainLabel *m_label;
    QHBoxLayout *m_fieldRow;
    PlainLabel *m_hint;
    QWidget *m_messageRow;
    IconLabel *m_messageIcon;
    PlainLabel *m_message;
    QString m_error;
    QString m_note;
    Tone m_noteTone = Tone::Info;
};

} // namespace canopy
