#include "ui/settings/settingsscreen.h"

#include "ui/shell/page.h"
#include "ui/widgets/buttons.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

SettingsScreen::SettingsScreen(Page *page, QWidget *parent)
    : QWidget(parent)
{
    QPushButton *back = makeButton(tr("&Back"), ButtonRole::Plain, u"return"_s);
    back->setObjectName("back"_L1);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(24, 12, 24, 12);
    foot->addWidget(back);
    foot->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(page, 1);
    column->addLayout(foot);
    setFocusProxy(page->firstControl());
    connect(back, &QPushButton::clicked, this, &SettingsScreen::backRequested);
    connect(new QShortcut(Qt::Key_Escape, this), &QShortcut::activated, this,
            &SettingsScreen::backRequested);
    page->refresh();
}

} // namespace canopy
