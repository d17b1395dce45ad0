#pragma once

#include "core/profiles/profilestore.h"
#include "core/secrets/secretstore.h"

#include <QDialog>

class QPushButton;

namespace canopy {

class MessageBar;

/// Asks whether to forget an account on this computer, and does it: its secrets first, each
/// verified to be gone, then its record. accepted(): it is gone. open(), never exec().
class SignOutDialog : public QDialog
{
    Q_OBJECT

public:
    /// All must outlive the dialog.
    SignOutDialog(Profile profile, SecretStore &secrets, ProfileStore &profiles,
                  QWidget *parent = nullptr);

    void reject() override;

private:
    void removeNext(const QList<SecretKind> &kinds);
    void finish(const Result<Done> &result);

    Profile m_profile;
    SecretStore &m_secrets;
    ProfileStore &m_profiles;
    MessageBar *m_bar;
    QPushButton *m_keep;
    QPushButton *m_signOut;
    bool m_busy = false;
};

} // namespace canopy
