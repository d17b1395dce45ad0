#include "ui/shell/lockscreen.h"

#include "ui/widgets/emptystate.h"

#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

LockScreen::LockScreen(const QString &account, QWidget *parent)
    : QWidget(parent)
{
    auto *state = new EmptyState(
        u"lock"_s, tr("%1 is locked").arg(account),
        tr("Canopy has forgotten the session and the keys it had read. What is stored on this "
           "computer is still there."),
        this);
    QPushButton *unlock = state->setButton(tr("Unlock"), true, u"lock"_s);
    unlock->setObjectName("unlock"_L1);
    connect(unlock, &QPushButton::clicked, this, &LockScreen::unlockRequested);
    setFocusProxy(unlock);
    auto *column = new QVBoxLayout(this);
    column->addWidget(state, 1);
}

} // namespace canopy
