#include "ui/onboarding/configchangesdialog.h"

#include "ui/text/displaytext.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace canopy {

ConfigChangesDialog::ConfigChangesDialog(const QString &path, const QList<ConfigDiffLine> &changes,
                                         bool ask, QWidget *parent)
    : QDialog(parent)
{
    setObjectName("configChanges"_L1);
    const QString title = ask ? tr("Write config.ini?") : tr("Changes in config.ini");
    setWindowTitle(title);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(12);
    column->addWidget(plainLabel(title, TextStyle::Title));
    QLabel *file = wrappedLabel(displayText(path), TextStyle::Mono, &Theme::muted, 680);
    column->addWidget(file);
    if (ask) {
        QString consequence = tr("The chutes CLI needs the hotkey seed in clear text in this file: "
                                 "whoever can read the file can use the account. It is written "
                                 "with mode 0600.");
        const bool isNew = std::ranges::all_of(changes, [](const ConfigDiffLine &line) {
            return line.kind == ConfigDiffLine::Kind::Added;
        });
        if (!isNew)
            consequence += u' ' + tr("The earlier file is kept as config.ini.bak.");
        column->addWidget(wrappedLabel(consequence, TextStyle::Body, &Theme::text, 600));
    }
    auto *text = new QPlainTextEdit(this);
    text->setObjectName("changes"_L1);
    text->setAccessibleName(tr("Changes"));
    text->setReadOnly(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setTabChangesFocus(true);
    text->setFont(textFont(TextStyle::Mono));
    text->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    text->setPlainText(asText(changes));
    column->addWidget(text, 1);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    QPushButton *close = makeButton(ask ? tr("Leave it as it is") : tr("Close"));
    close->setDefault(true);
    buttons->addWidget(close);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    if (ask) {
        QPushButton *write = makeButton(tr("Write config.ini"));
        write->setObjectName("writeConfig"_L1);
        write->setAutoDefault(false);
        buttons->addWidget(write);
        connect(write, &QPushButton::clicked, this, &QDialog::accept);
    }
    column->addLayout(buttons);
    resize(scaled(680), scaled(480));
    close->setFocus();
}

QString ConfigChangesDialog::asText(const QList<ConfigDiffLine> &changes)
{
    QStringList lines;
    for (const ConfigDiffLine &line : changes) {
        const QChar mark = line.kind == ConfigDiffLine::Kind::Added ? u'+'
            : line.kind == ConfigDiffLine::Kind::Removed            ? u'-'
                                                                    : u' ';
        lines << mark + u' ' + displayText(line.text, 500);
    }
    return lines.join(u'\n');
}

} // namespace canopy
