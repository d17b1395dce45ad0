#include "ui/onboarding/leavedialog.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

LeaveDialog::LeaveDialog(QWidget *parent)
    : QDialog(parent)
{
    setObjectName("leaveDialog"_L1);
    const QString title = tr("Leave the registration?");
    setWindowTitle(title);
    QPushButton *keep = makeButton(tr("&Keep the form"));
    keep->setObjectName("keepForm"_L1);
    keep->setDefault(true);
    QPushButton *leave = makeButton(tr("&Leave"));
    leave->setObjectName("leave"_L1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(keep);
    buttons->addWidget(leave);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(12);
    column->addWidget(plainLabel(title, TextStyle::Title));
    column->addWidget(
        wrappedLabel(tr("Nothing was registered. What you typed here is thrown away.")));
    column->addSpacing(8);
    column->addLayout(buttons);
    setMinimumWidth(scaled(520));
    connect(keep, &QPushButton::clicked, this, &QDialog::reject);
    connect(leave, &QPushButton::clicked, this, &QDialog::accept);
    keep->setFocus();
}

} // namespace canopy
