#include "ui/widgets/copybutton.h"

#include "ui/theme/tintedicon.h"
#include "ui/widgets/buttons.h"

#include <QKeyEvent>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {
constexpr std::chrono::seconds showsDone{2};
} // namespace

CopyButton::CopyButton(const QString &name, const QString &text, QWidget *parent)
    : QToolButton(parent)
    , m_name(name)
{
    setText(name);
    setAccessibleName(name);
    setPlainToolTip(this, name);
    setToolButtonStyle(Qt::ToolButtonIconOnly);
    setAutoRaise(true);
    setIconSize({scaled(16), scaled(16)});
    setIcon(tintedIcon(u"copy"_s, &Theme::muted));
    setFocusPolicy(Qt::StrongFocus);
    m_rest.setSingleShot(true);
    m_rest.setInterval(showsDone);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        setIcon(tintedIcon(u"copy"_s, &Theme::muted));
        setPlainToolTip(this, m_name);
    });
    connect(this, &QToolButton::clicked, this, [this] { m_copy.copy(m_text); });
    connect(&m_copy, &VerifiedCopy::copied, this, &CopyButton::showDone);
    connect(&m_copy, &VerifiedCopy::copied, this, &CopyButton::copied);
    connect(&m_copy, &VerifiedCopy::tampered, this, &CopyButton::clipboardTampered);
    setCopyText(text);
}

void CopyButton::setCopyText(const QString &text)
{
    m_text = text;
    setEnabled(!text.isEmpty());
}

void CopyButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_C
        && event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier))
        click();
    else
        QToolButton::keyPressEvent(event);
}

void CopyButton::showDone()
{
    setIcon(tintedIcon(u"check"_s, &Theme::success));
    setPlainToolTip(this, tr("Copied"));
    m_rest.start();
}

} // namespace canopy
