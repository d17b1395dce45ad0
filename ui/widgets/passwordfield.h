#pragma once

#include "core/secrets/secret.h"

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace canopy {

/// A line edit for a password and, beside it, the button that shows it while typing.
///
/// The edit gives input methods the hints for secrets, keeps no undo, and has no completer
/// (MEM-06). What was typed leaves it once, through takeSecret().
class PasswordField : public QWidget
{
    Q_OBJECT

public:
    explicit PasswordField(QWidget *parent = nullptr);

    /// Moves what was typed into guarded memory and empties the edit. Qt may keep copies of what
    /// was typed; the program's limits say so.
    Secret takeSecret();
    void clear();
    bool isEmpty() const;
    /// In characters.
    qsizetype length() const;
    /// Whether two fields hold the same, without taking either: "repeat the password".
    bool matches(const PasswordField &other) const;
    void setPlaceholderText(const QString &text);
    /// For FormField, tests, and the tab order.
    QLineEdit *edit() const { return m_edit; }
    QToolButton *revealButton() const { return m_reveal; }

signals:
    /// Without the text, which must not travel in a signal.
    void edited();
    void returnPressed();

protected:
    void hideEvent(QHideEvent *event) override;

private:
    void setShown(bool shown);

    QLineEdit *m_edit;
    QToolButton *m_reveal;
};

} // namespace canopy
