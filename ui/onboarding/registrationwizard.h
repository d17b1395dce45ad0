#pragma once

#include "ui/onboarding/onboardingcontext.h"
#include "ui/text/errortext.h"

#include <QWidget>
#include <QWizard>

namespace canopy {

class ConfirmPage;
class ConnectionPage;
class DonePage;
class StepList;
class StepPage;
class TokenPage;
class UsernamePage;
class WalletPage;

/// The QWizard inside: it has no window of its own, and does not close by Esc.
class EmbeddedWizard : public QWizard
{
    Q_OBJECT

public:
    explicit EmbeddedWizard(QWidget *parent);

    void reject() override;
    /// Tab goes through the page first and then through the buttons below it: QWizard makes these
    /// before there is any page.
    void orderButtonsLast();

signals:
    void cancelRequested();

protected:
    bool event(QEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    void arrange();
};

/// Registering an account, as one screen: steps at the left, one page at the right.
class RegistrationWizard : public QWidget
{
    Q_OBJECT

public:
    enum Step { Connection, WalletAndHotkey, Username, Token, Confirm, Done };

    explicit RegistrationWizard(OnboardingContext context, QWidget *parent = nullptr);
    ~RegistrationWizard() override;

    /// Not while the answer to a registration is awaited, nor before its fingerprint is safe
    /// (TX-10); the page says so.
    bool mayClose();
    /// Selects the hotkey of that file once its folder was read.
    void selectHotkey(const QString &path);
    RegisterAccount &flow() { return m_flow; }
    QWizard *wizard() const { return m_wizard; }

signals:
    /// The account is registered, its profile is saved and current.
    void finished();
    void cancelled();
    void importRequested(const QString &hotkeyPath);
    /// mayClose() may answer otherwise now.
    void closeAllowed();
    void folderChosen(const QString &folder);

private:
    void addPages();
    void makeWizard();
    QWidget *makeSide();
    void pageChanged(int id);
    void focusPage();
    void showSteps();
    void goBackTo(int id);
    void failedAt(ErrorField field, const ErrorText &text);
    void askToLeave();
    bool hasInput() const;

    OnboardingContext m_context;
    RegisterAccount m_flow;
    EmbeddedWizard *m_wizard;
    StepList *m_steps;
    QList<int> m_stepIds;
    ConnectionPage *m_connectionPage;
    WalletPage *m_walletPage;
    UsernamePage *m_usernamePage;
    TokenPage *m_tokenPage;
    ConfirmPage *m_confirmPage;
    DonePage *m_donePage;
};

} // namespace canopy
