#pragma once

#include "ui/onboarding/onboardingcontext.h"
#include "ui/onboarding/steppage.h"

namespace canopy {

class WalletChooser;

/// Step 2: which hotkey the account is made with. Going on asks the service whether it has one.
class WalletPage : public StepPage
{
    Q_OBJECT

public:
    WalletPage(RegisterAccount &flow, const OnboardingContext &context, QWidget *parent = nullptr);

    void initializePage() override;
    /// The next page, or the last one once a registration that was cut off is settled.
    int nextId() const override { return m_isSettled ? m_donePage : StepPage::nextId(); }
    void setDonePage(int id) { m_donePage = id; }
    bool isComplete() const override;
    QWidget *firstControl() const override;
    WalletChooser *chooser() const { return m_chooser; }

signals:
    /// The chosen hotkey has an account: the person wants it here.
    void importRequested(const QString &hotkeyPath);
    /// A registration that was cut off turned out to have been accepted, and is finished now.
    void settled(const canopy::RegisterAccount::Outcome &outcome);

protected:
    void start() override;

private:
    void answered(const Result<ChutesClient::Registered> &answer);
    void showExisting(const ChutesClient::Registered &registered);
    void settle(const PendingOperation &operation);

    RegisterAccount &m_flow;
    const OnboardingContext &m_context;
    WalletChooser *m_chooser;
    int m_donePage = -1;
    bool m_isSettled = false;
    /// The file of a hotkey that the service could not be asked about: the next "Next" goes on.
    QString m_uncheckedPath;
};

} // namespace canopy
