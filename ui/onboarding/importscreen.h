#pragma once

#include "ui/onboarding/onboardingcontext.h"

#include <QWidget>

class QStackedWidget;

namespace canopy {

class ImportConfigPage;
class ImportHotkeyPage;

/// Taking an account that exists into Canopy: from a config.ini, or from a hotkey.
class ImportScreen : public QWidget
{
    Q_OBJECT

public:
    explicit ImportScreen(OnboardingContext context, QWidget *parent = nullptr);

    void showConfig(const QString &path);
    /// @p hotkeyPath: selected if it is in the folder; may be empty.
    void showHotkey(const QString &hotkeyPath);
    bool mayClose() const;

signals:
    /// The profile is saved and current.
    void imported();
    void cancelled();
    void folderChosen(const QString &folder);

private:
    void back();

    QStackedWidget *m_stack;
    ImportConfigPage *m_config;
    ImportHotkeyPage *m_hotkey;
    QString m_configPath;
    bool m_cameFromConfig = false;
};

} // namespace canopy
