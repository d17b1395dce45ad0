#pragma once

#include "ui/onboarding/onboardingcontext.h"
#include "ui/onboarding/steppage.h"

namespace canopy {

class CheckRow;
class HostConfirmation;

/// Step 1: can the service be reached, are the clocks alike, can secrets be kept. Everything that
/// would make a registration fail is found before anything is asked for.
class ConnectionPage : public StepPage
{
    Q_OBJECT

public:
    ConnectionPage(RegisterAccount &flow, const OnboardingContext &context,
                   QWidget *parent = nullptr);

    void initializePage() override;
    bool isComplete() const override;
    QWidget *firstControl() const override;

signals:
    /// All checks have ended; what the service offers is known as well as it will be.
    void checked();

protected:
    void start() override;

private:
    void runChecks();
    void show(RegisterAccount::Check which);
    void offerMending(RegisterAccount::Check which, const RegisterAccount::CheckResult &result);
    void offerOtherStores();
    void unlock();
    CheckRow *rowOf(RegisterAccount::Check which) const;

    RegisterAccount &m_flow;
    const OnboardingContext &m_context;
    HostConfirmation *m_confirmation = nullptr;
    CheckRow *m_service;
    CheckRow *m_clock;
    CheckRow *m_secrets;
    QWidget *m_otherStores = nullptr;
    bool m_started = false;
};

} // namespace canopy
