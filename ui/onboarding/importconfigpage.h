#pragma once

#include "core/flows/importaccount.h"
#include "ui/onboarding/onboardingcontext.h"

#include <QWidget>

class QCheckBox;
class QPushButton;
class QVBoxLayout;

namespace canopy {

class Card;
class HostConfirmation;
class MessageBar;
class PlainLabel;

/// Takes the account of a chutes config.ini into Canopy. The file is left as it is, and nothing is
/// sent to the service.
class ImportConfigPage : public QWidget
{
    Q_OBJECT

public:
    explicit ImportConfigPage(OnboardingContext context, QWidget *parent = nullptr);

    void look(const QString &path);
    bool isBusy() const { return m_busy; }

signals:
    void imported();
    void hotkeyWanted();

private:
    void found(const QString &path, const Result<ImportAccount::Found> &result);
    void showFound(const ImportAccount::Found &found);
    void chooseFile();
    void import();
    void updateButton();

    OnboardingContext m_context;
    ImportAccount m_import;
    QVBoxLayout *m_column;
    PlainLabel *m_path;
    MessageBar *m_bar;
    Card *m_card;
    HostConfirmation *m_confirmation = nullptr;
    QCheckBox *m_keepSeed;
    PlainLabel *m_keepSeedHint;
    QPushButton *m_go;
    bool m_canImport = false;
    bool m_busy = false;
};

} // namespace canopy
