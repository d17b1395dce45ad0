#include "ui/widgets/messagebar.h"

#include "ui/theme/quietpaint.h"
#include "ui/widgets/accessibleparts.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/calmlayout.h"
#include "ui/widgets/iconlabel.h"
#include "ui/widgets/plainlabel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace canopy {

MessageBar::MessageBar(QWidget *parent)
    : QWidget(parent)
    , m_buttons(new QHBoxLayout)
    , m_icon(new IconLabel({}, 20, &Theme::link, this))
    , m_title(wrappedLabel({}, TextStyle::Strong))
    , m_body(wrappedLabel({}))
    , m_quote(wrappedLabel({}, TextStyle::Caption, &Theme::text))
    , m_close(iconButton(u"close"_s, tr("Close")))
{
    installAccessibleParts();
    auto *row = new Calm<QHBoxLayout>(this);
    row->setContentsMargins(12, 8, 8, 8);
    row->setSpacing(0);
    // Icon and first line stay side by side, whether the buttons or the text are higher.
    auto *words = new QHBoxLayout;
    words->addWidget(m_icon, 0, Qt::AlignTop);
    words->addSpacing(12);
    auto *lines = new QVBoxLayout;
    const int above = (m_icon->sizeHint().height() - m_title->fontMetrics().height()) / 2;
    lines->setContentsMargins(0, std::max(0, above), 0, 0);
    lines->setSpacing(2);
    for (PlainLabel *line : {m_title, m_body, m_quote})
        lines->addWidget(line);
    lines->addStretch();
    words->addLayout(lines, 1);
    auto *middle = new QVBoxLayout;
    middle->addStretch(1);
    middle->addLayout(words);
    middle->addStretch(1);
    row->addLayout(middle, 1);
    m_buttons->setSpacing(8);
    row->addSpacing(12);
    row->addLayout(m_buttons);
    row->addSpacing(4);
    row->addWidget(m_close, 0, Qt::AlignVCenter);
    connect(m_close, &QToolButton::clicked, this, [this] {
        closeMessage();
        emit closed();
    });
    hide();
}

void MessageBar::showMessage(Tone tone, const QString &title, const QString &body)
{
    m_tone = tone;
    const QString icon = toneIcon(tone);
    m_icon->setIcon(icon.isEmpty() ? u"info"_s : icon, toneInk(tone));
    m_title->setText(title);
    m_body->setText(body);
    m_body->setVisible(!body.isEmpty());
    m_quote->setText({});
    m_quote->hide();
    m_close->hide();
    for (const QPointer<QPushButton> &button : {m_first, m_second}) {
        if (!button)
            continue;
        button->hide();
        button->deleteLater(); // it may be the one whose click led here
    }
    m_first = nullptr;
    m_second = nullptr;
    setAccessibleName(body.isEmpty() ? title : u"%1\n%2"_s.arg(title, body));
    show();
    update();
    announce();
}

void MessageBar::setQuote(const QString &intro, const QString &words)
{
    //: %1 is an introduction ("The service said:"), %2 what somebody else said, in quotation marks.
    m_quote->setText(tr("%1 “%2”").arg(intro, words));
    m_quote->show();
    setAccessibleDescription(m_quote->text());
}

QPushButton *MessageBar::addButton(const QString &text, const QString &icon)
{
    Q_ASSERT_X(!m_second, "MessageBar::addButton", "a bar has at most two buttons");
    QPushButton *button = makeButton(text, ButtonRole::Plain, icon);
    setCompact(button);
    m_buttons->addWidget(button, 0, Qt::AlignVCenter);
    (m_first ? m_second : m_first) = button;
    return button;
}

void MessageBar::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

void MessageBar::closeMessage()
{
    hide();
}

QString MessageBar::title() const
{
    return m_title->text();
}

QString MessageBar::body() const
{
    return m_body->text();
}

void MessageBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_close->isHidden()) {
        m_close->click();
        return;
    }
    QWidget::keyPressEvent(event);
}

void MessageBar::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme::Pair pair = Theme::of(palette()).tone(m_tone);
    drawBox(&painter, rect(), pair.fill, mix(pair.ink, pair.fill, 0.5), 1, 8);
}

void MessageBar::announce()
{
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

} // namespace canopy
