#pragma once

#include "ui/onboarding/onboardingcontext.h"
#include "ui/onboarding/steppage.h"

namespace canopy {

class Card;

/// Step 5: what will be registered, where, and with what; "Register" does it. What is shown is
/// what is sent: nothing can change between the two (TX-08).
class ConfirmPage : public StepPage
{
    Q_OBJECT

public:
    ConfirmPage(RegisterAccount &flow, const OnboardingContext &context, QWidget *parent = nullptr);

    void initializePage() override;
    QWidget *firstControl() const override { return nullptr; }

signals:
    void registered(const canopy::RegisterAccount::Outcome &outcome);
    /// The failure belongs to a field of an earlier page.
    void failedAt(canopy::ErrorField field, const canopy::ErrorText &text);
    void importRequested(const QString &hotkeyPath);

protected:
    void start() override;

private:
    void failed(const Error &error);
    void offer(const ErrorText &text);

    RegisterAccount &m_flow;
    const OnboardingContext &m_context;
    Card *m_card;
};

} // namespace canopy
