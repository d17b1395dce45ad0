#pragma once

#include "onboardingbench.h"
#include "ui/onboarding/registrationwizard.h"
#include "ui/widgets/messagebar.h"

namespace canopy::test {

inline constexpr auto token = "c7d2a4be-58f1-4a06-9d2e-1b7f40c93e6a";

/// The wizard on a computer and a service of its own, and the way through it.
struct WizardScreen
{
    OnboardingBench bench;
    std::unique_ptr<RegistrationWizard> screen;

    explicit WizardScreen(
        ScriptedService::Generation generation = ScriptedService::Generation::May2026,
        const Origin &service = Origin::official())
        : bench(generation, service)
    {
    }
    RegistrationWizard &open()
    {
        screen = std::make_unique<RegistrationWizard>(bench.context());
        screen->resize(1000, 720);
        screen->show();
        screen->activateWindow();
        return *screen;
    }
    int step() const { return screen->wizard()->currentId(); }
    QWidget *page() const { return screen->wizard()->currentPage(); }
    MessageBar *bar() const { return page()->findChild<MessageBar *>(QStringLiteral("problem")); }

    /// Presses Next until @p last is there, typing what is asked for.
    bool goTo(int last)
    {
        const auto arrive = [this](int id) {
            return QTest::qWaitFor([this, id] { return step() == id; });
        };
        const auto next = [this](const char *name = "next") {
            return QTest::qWaitFor([this, name] { return press(screen.get(), name); });
        };
        if (last >= RegistrationWizard::WalletAndHotkey
            && !(next() && arrive(RegistrationWizard::WalletAndHotkey)))
            return false;
        if (last >= RegistrationWizard::Username
            && !(next() && arrive(RegistrationWizard::Username)))
            return false;
        if (last >= RegistrationWizard::Token) {
            edit(page(), "username")->setText(QStringLiteral("alice"));
            if (!next() || !arrive(RegistrationWizard::Token))
                return false;
        }
        if (last >= RegistrationWizard::Confirm) {
            edit(page(), "registrationToken")->setText(QString::fromLatin1(token));
            if (!next() || !arrive(RegistrationWizard::Confirm))
                return false;
        }
        return last < RegistrationWizard::Done
            || (next("register") && arrive(RegistrationWizard::Done));
    }
};

} // namespace canopy::test
