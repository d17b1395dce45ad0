#include "ui/widgets/buttons.h"

#include "ui/theme/tintedicon.h"
#include "ui/widgets/runningicon.h"

#include <QBasicTimer>
#include <QCoreApplication>
#include <QEvent>
#include <QPainter>
#include <QPointer>
#include <QPushButton>
#include <QTextDocument>
#include <QTimerEvent>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

constexpr int plainIconSize = 16;

Ink iconInk(const QAbstractButton *button)
{
    if (!isQuiet(button)) // a native style fills no button with our accent
        return &Theme::text;
    switch (buttonRole(button)) {
    case ButtonRole::Primary:
        return &Theme::onAccent;
    case ButtonRole::Danger:
        return &Theme::onDanger;
    case ButtonRole::Link:
        return &Theme::link;
    case ButtonRole::Plain:
        return &Theme::text;
    }
    Q_UNREACHABLE();
}

/// What a busy button needs to remember, and the turning of its icon. A child of the button.
class ButtonActivity : public QObject
{
    Q_OBJECT

public:
    explicit ButtonActivity(QAbstractButton *button)
        : QObject(button)
        , m_button(button)
        , m_icon(button->icon())
        , m_hadFocus(button->window()->focusWidget() == button)
    {
        button->setProperty(styleproperty::busy, true);
        button->setEnabled(false);
        button->installEventFilter(this);
        showIcon();
        turnWhileVisible();
    }

    ~ButtonActivity() override = default;
    Q_DISABLE_COPY_MOVE(ButtonActivity)

    void end()
    {
        m_timer.stop();
        m_button->removeEventFilter(this);
        m_button->setProperty(styleproperty::busy, false);
        m_button->setIcon(m_icon);
        m_button->setEnabled(true);
        const QWidget *now = m_button->window()->focusWidget();
        if (m_hadFocus && (now == nullptr || !now->isEnabled() || now == m_movedTo))
            m_button->setFocus(Qt::OtherFocusReason);
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Show || event->type() == QEvent::Hide)
            turnWhileVisible();
        return QObject::eventFilter(watched, event);
    }

    void timerEvent(QTimerEvent *event) override
    {
        if (event->timerId() != m_timer.timerId())
            return;
        ++m_turn;
        showIcon();
    }

private:
    void turnWhileVisible()
    {
        // Disabling moves the focus on; where it went then is not the person's doing.
        if (m_hadFocus && !m_movedTo)
            m_movedTo = m_button->window()->focusWidget();
        constexpr int stepMs = 1000 / 12;
        if (m_button->isVisible() && isAnimated(m_button))
            m_timer.start(stepMs, this);
        else
            m_timer.stop();
    }

    void showIcon()
    {
        const double ratio = m_button->devicePixelRatioF();
        const QSize size = m_button->iconSize();
        QPixmap image(size * ratio);
        image.setDevicePixelRatio(ratio);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        const Theme theme = Theme::of(m_button->palette());
        paintRunning(&painter, QRect(QPoint(0, 0), size), theme.*iconInk(m_button), m_turn);
        painter.end();
        QIcon icon;
        icon.addPixmap(image, QIcon::Normal);
        icon.addPixmap(image, QIcon::Disabled);
        m_button->setIcon(icon);
    }

    QAbstractButton *m_button;
    QIcon m_icon;
    bool m_hadFocus;
    QPointer<QWidget> m_movedTo;
    int m_turn = 0;
    QBasicTimer m_timer;
};

} // namespace

QPushButton *makeButton(const QString &text, ButtonRole role, const QString &icon)
{
    auto *button = new QPushButton(text);
    button->setAutoDefault(false);
    setButtonRole(button, role);
    if (!icon.isEmpty())
        setButtonIcon(button, icon);
    return button;
}

void setButtonIcon(QAbstractButton *button, const QString &icon)
{
    button->setIcon(icon.isEmpty() ? QIcon() : tintedIcon(icon, iconInk(button)));
}

void setCompact(QPushButton *button)
{
    button->setProperty(styleproperty::compact, true);
    // QPushButton keeps its size hint until it hears of a change.
    QEvent change(QEvent::StyleChange);
    QCoreApplication::sendEvent(button, &change);
}

QToolButton *iconButton(const QString &icon, const QString &name)
{
    auto *button = new QToolButton;
    button->setIcon(tintedIcon(icon, &Theme::muted));
    button->setText(name);
    button->setAccessibleName(name);
    setPlainToolTip(button, name);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setAutoRaise(true);
    button->setIconSize({scaled(plainIconSize), scaled(plainIconSize)});
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

void setButtonBusy(QAbstractButton *button, bool busy)
{
    auto *activity = button->findChild<ButtonActivity *>(QString(), Qt::FindDirectChildrenOnly);
    if (busy && activity == nullptr) {
        new ButtonActivity(button);
    } else if (!busy && activity != nullptr) {
        activity->end();
        delete activity;
    }
}

bool isButtonBusy(const QAbstractButton *button)
{
    return button->property(styleproperty::busy).toBool();
}

void setUnavailable(QWidget *widget, const QString &reason)
{
    widget->setEnabled(reason.isEmpty());
    setPlainToolTip(widget, reason);
    widget->setStatusTip(reason);
    widget->setAccessibleDescription(reason);
}

void setPlainToolTip(QWidget *widget, const QString &text)
{
    widget->setToolTip(Qt::mightBeRichText(text) ? u"<span>%1</span>"_s.arg(text.toHtmlEscaped())
                                                 : text);
}

} // namespace canopy

#include "buttons.moc"
