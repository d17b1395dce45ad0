#pragma once

#include "ui/onboarding/onboardingcontext.h"
#include "ui/onboarding/steppage.h"

class QLineEdit;
class QPushButton;

namespace canopy {

class CodeBlock;
class Countdown;
class FormField;

/// Step 4: the registration token, from the service's own web page. Only where it wants one.
class TokenPage : public StepPage
{
    Q_OBJECT

public:
    TokenPage(RegisterAccount &flow, const OnboardingContext &context, QWidget *parent = nullptr);

    bool isComplete() const override;
    QWidget *firstControl() const override;
    FormField *field() const { return m_field; }
    /// The service refused this token when the account was registered: a new one is needed.
    void showRefused(const ErrorText &text);

protected:
    void start() override;

private:
    QWidget *makeCard();
    void openPage();
    void edited();
    void lookIntoClipboard();

    RegisterAccount &m_flow;
    const OnboardingContext &m_context;
    QPushButton *m_open;
    QLineEdit *m_edit;
    FormField *m_field;
    Countdown *m_countdown;
    CodeBlock *m_address;
    QString m_refused;
    QString m_offered;
};

} // namespace canopy
