#include "ui/onboarding/importscreen.h"

#include "ui/onboarding/importconfigpage.h"
#include "ui/onboarding/importhotkeypage.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/scrollpage.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

ImportScreen::ImportScreen(OnboardingContext context, QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget(this))
    , m_config(new ImportConfigPage(context))
    , m_hotkey(new ImportHotkeyPage(context))
    , m_configPath(context.configPath)
{
    setObjectName("importScreen"_L1);
    QPushButton *cancel = makeButton(tr("&Back"), ButtonRole::Plain, u"return"_s);
    cancel->setObjectName("back"_L1);
    m_stack->addWidget(m_config);
    m_stack->addWidget(m_hotkey);
    auto *scroll = new ScrollPage({40, 32, 40, 16}, this);
    scroll->add(plainLabel(tr("Import an existing account"), TextStyle::Title));
    scroll->add(wrappedLabel(tr("Canopy takes over what it needs to sign in as this account. Files "
                                "are left as they are."),
                             TextStyle::Body, &Theme::muted, 680),
                4);
    scroll->add(m_stack, 16);
    scroll->column()->setStretchFactor(m_stack, 1000);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(40, 12, 40, 12);
    foot->addWidget(cancel);
    foot->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(scroll, 1);
    column->addLayout(foot);

    connect(cancel, &QPushButton::clicked, this, &ImportScreen::back);
    connect(new QShortcut(Qt::Key_Escape, this), &QShortcut::activated, this, &ImportScreen::back);
    connect(m_config, &ImportConfigPage::imported, this, &ImportScreen::imported);
    connect(m_hotkey, &ImportHotkeyPage::imported, this, &ImportScreen::imported);
    connect(m_hotkey, &ImportHotkeyPage::folderChosen, this, &ImportScreen::folderChosen);
    connect(m_config, &ImportConfigPage::hotkeyWanted, this, [this] {
        showHotkey({});
        m_cameFromConfig = true;
    });
}

void ImportScreen::showConfig(const QString &path)
{
    m_stack->setCurrentWidget(m_config);
    m_config->look(path.isEmpty() ? m_configPath : path);
    setFocusProxy(m_config);
}

void ImportScreen::showHotkey(const QString &hotkeyPath)
{
    m_stack->setCurrentWidget(m_hotkey);
    m_hotkey->start(hotkeyPath);
    setFocusProxy(m_hotkey);
    m_hotkey->setFocus();
}

bool ImportScreen::mayClose() const
{
    return !m_config->isBusy() && !m_hotkey->isBusy();
}

void ImportScreen::back()
{
    if (!mayClose())
        return;
    if (m_cameFromConfig) {
        m_cameFromConfig = false;
        m_stack->setCurrentWidget(m_config);
        return;
    }
    emit cancelled();
}

} // namespace canopy
