#include "ui/shell/statusline.h"

#include "ui/widgets/plainlabel.h"
#include "ui/widgets/runningicon.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace canopy {

StatusLine::StatusLine(QWidget *parent)
    : QWidget(parent)
    , m_running(new RunningIcon(14, &Theme::muted, this))
    , m_text(plainLabel({}, TextStyle::Caption, &Theme::muted))
{
    setObjectName("statusLine"_L1);
    m_text->setObjectName("statusText"_L1);
    setMinimumHeight(scaled(28));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(24, 4, 24, 4);
    row->setSpacing(8);
    row->addWidget(m_text);
    row->addWidget(m_running);
    row->addStretch();
    m_running->hide();
    // F6 comes here, so that a screen reader can be asked to say it again.
    m_text->setFocusPolicy(Qt::ClickFocus);
}

void StatusLine::setAsked(const QString &sentence)
{
    m_asked = sentence;
    update();
}

void StatusLine::setSecrets(const QString &sentence)
{
    m_secrets = sentence;
    update();
}

void StatusLine::setBusy(bool busy)
{
    m_running->setVisible(busy);
}

void StatusLine::update()
{
    QStringList parts{m_asked, m_secrets};
    parts.removeAll(QString());
    m_text->setText(parts.join(u" · "_s));
}

} // namespace canopy
