#pragma once

#include "ui/onboarding/onboardingcontext.h"
#include "ui/onboarding/steppage.h"

#include <QTimer>

class QLineEdit;

namespace canopy {

class FormField;

/// Step 3: the username. The rule is shown; whether it is free is asked while typing.
class UsernamePage : public StepPage
{
    Q_OBJECT

public:
    /// @p typingPause: how long after the last keystroke the service is asked.
    UsernamePage(RegisterAccount &flow, const OnboardingContext &context,
                 std::chrono::milliseconds typingPause = std::chrono::milliseconds(450),
                 QWidget *parent = nullptr);

    bool isComplete() const override;
    QWidget *firstControl() const override;
    int nextId() const override;
    FormField *field() const { return m_field; }
    /// Where the wizard goes from here.
    void setNextIds(int tokenPage, int confirmPage);
    /// The service refused this name when it was registered.
    void showRefused(const ErrorText &text);

protected:
    void start() override;

private:
    void edited();
    void ask();
    void show(const QString &username, const Result<NameCheck> &check);

    RegisterAccount &m_flow;
    const OnboardingContext &m_context;
    QLineEdit *m_edit;
    FormField *m_field;
    QTimer m_pause;
    QString m_asking;
    QString m_answeredFor;
    bool m_isTaken = false;
    int m_tokenPage = -1;
    int m_confirmPage = -1;
};

} // namespace canopy
