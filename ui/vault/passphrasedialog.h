#pragma once

#include "core/secrets/chosenstore.h"

#include <QDialog>

class QPushButton;

namespace canopy {

class FormField;
class MessageBar;
class PasswordField;

/// Creates the encrypted vault file, or opens it if there is one. accepted() means: the store uses
/// it now. open(), never exec().
class PassphraseDialog : public QDialog
{
    Q_OBJECT

public:
    /// The store must outlive the dialog.
    explicit PassphraseDialog(ChosenStore &store, QWidget *parent = nullptr);

    /// How hard a passphrase of this length and variety is to guess, in a sentence; and whether
    /// it may be used at all.
    struct Strength
    {
        bool isEnough = false;
        QString sentence;
    };
    static Strength strengthOf(QStringView passphrase);

    void reject() override;

private:
    void edited();
    void submit();
    void finished(const Result<Done> &result);

    ChosenStore &m_store;
    bool m_creating;
    bool m_busy = false;
    MessageBar *m_bar;
    PasswordField *m_passphrase;
    FormField *m_passphraseField;
    PasswordField *m_repeat = nullptr;
    FormField *m_repeatField = nullptr;
    QPushButton *m_ok;
    QPushButton *m_cancel;
};

} // namespace canopy
