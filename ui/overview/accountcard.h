#pragma once

#include "core/chutes/account.h"
#include "core/profiles/profile.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QPushButton;

namespace canopy {

class Card;
class PlainLabel;

/// Who this account is, each fact with a button that copies it. Before the service has answered,
/// what this computer remembers of it.
class AccountCard : public QWidget
{
    Q_OBJECT

public:
    explicit AccountCard(Profile profile, QWidget *parent = nullptr);

    /// @p stale: the service does not answer now; this is what it said before.
    void showAccount(const std::optional<Account> &account, bool stale);
    /// Where the fingerprint is, in a sentence; whether it can be shown.
    void setFingerprint(const QString &sentence, bool canShow);

signals:
    void fingerprintWanted();
    void clipboardTampered();

private:
    void addText(const QString &label, const QString &value, const QString &copyName, bool mono);
    void addAddress(const QString &label, const QString &name, const QString &address);

    Profile m_profile;
    Card *m_card;
    PlainLabel *m_fingerprint = nullptr;
    QPushButton *m_show = nullptr;
    QString m_unknown;
    QString m_fingerprintText;
    bool m_canShow = false;
    Ink m_ink = &Theme::text;
};

} // namespace canopy
