#pragma once

#include "core/flows/importaccount.h"
#include "ui/onboarding/onboardingcontext.h"

#include <QWidget>

class QCheckBox;
class QPushButton;

namespace canopy {

class HostConfirmation;
class MessageBar;
class WalletChooser;

/// Takes the account that a hotkey has at the service into Canopy: asked with one signed request.
class ImportHotkeyPage : public QWidget
{
    Q_OBJECT

public:
    explicit ImportHotkeyPage(OnboardingContext context, QWidget *parent = nullptr);

    void start(const QString &hotkeyPath);
    bool isBusy() const { return m_busy; }

signals:
    void imported();
    void folderChosen(const QString &folder);

private:
    void import();
    void answered(const Result<Profile> &profile);
    void updateButton();

    OnboardingContext m_context;
    ImportAccount m_import;
    WalletChooser *m_chooser;
    HostConfirmation *m_confirmation = nullptr;
    MessageBar *m_bar;
    QCheckBox *m_keepSeed;
    QPushButton *m_go;
    bool m_busy = false;
};

} // namespace canopy
