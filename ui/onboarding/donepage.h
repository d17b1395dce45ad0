#pragma once

#include "ui/onboarding/onboardingcontext.h"
#include "ui/onboarding/steppage.h"

class QLineEdit;
class QPushButton;

namespace canopy {

class ConfigOffer;
class FormField;
class IconText;
class SecretField;
struct FingerprintCaption;

/// Step 6: the fingerprint, which exists once. The page cannot be left before it is stored, or
/// printed, saved or written down (TX-10).
class DonePage : public StepPage
{
    Q_OBJECT

public:
    DonePage(RegisterAccount &flow, const OnboardingContext &context, QWidget *parent = nullptr);

    void setOutcome(const RegisterAccount::Outcome &outcome);
    bool isComplete() const override;
    QWidget *firstControl() const override { return nullptr; }
    /// Why the page cannot be left yet, above the content.
    void sayWhyNot();

signals:
    void finishRequested();

protected:
    void start() override;

private:
    bool isStored() const;
    void showStored();
    void showNotes();
    void storeAgain();
    void print();
    void save();
    void saved(const QString &path, const Result<Done> &result);
    void typed();
    void kept(const QString &how);
    QWidget *makeCopies();
    FingerprintCaption caption() const;

    RegisterAccount &m_flow;
    const OnboardingContext &m_context;
    std::optional<RegisterAccount::Outcome> m_outcome;
    SecretField *m_fingerprint;
    IconText *m_stored;
    QPushButton *m_storeAgain;
    IconText *m_copied;
    QWidget *m_notes = nullptr;
    QPushButton *m_print;
    QPushButton *m_save;
    QLineEdit *m_lastFour;
    FormField *m_lastFourField;
    ConfigOffer *m_config;
    bool m_kept = false;
};

} // namespace canopy
