#include "ui/widgets/secretfield.h"

#include "ui/theme/quietpaint.h"
#include "ui/theme/tintedicon.h"
#include "ui/widgets/accessibleparts.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/secretclipboard.h"

#include <QAccessible>
#include <QApplication>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QToolButton>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

constexpr int padding = 12;
constexpr int gap = 4;
constexpr int footIcon = 16;
constexpr int footGap = 8;
constexpr int lineDots = 18;
constexpr int largeDots = 32;
constexpr int leastPerLine = 8;

/// How many bytes the UTF-8 character that starts with @p lead has.
qsizetype bytesOf(char lead)
{
    const auto byte = static_cast<unsigned char>(lead);
    if (byte < 0x80)
        return 1;
    if (byte < 0xe0)
        return 2;
    return byte < 0xf0 ? 3 : 4;
}

int charactersOf(const Secret &secret)
{
    if (secret.isEmpty())
        return 0;
    const SecretView view = secret.view();
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
    const QByteArrayView bytes = view.bytes();
    return static_cast<int>(bytes.size() - std::ranges::count_if(bytes, continues));
}

QFont secretFont()
{
    return textFont(TextStyle::Mono);
}

} // namespace

SecretField::SecretField(const QString &name, SecretClipboard &clipboard, Form form,
                         QWidget *parent)
    : QWidget(parent)
    , m_form(form)
    , m_clipboard(clipboard)
    , m_reveal(iconButton(u"reveal"_s, tr("Reveal")))
    , m_copy(iconButton(u"copy"_s, tr("Copy secret")))
{
    installAccessibleParts();
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    for (QToolButton *button : {m_reveal, m_copy}) {
        button->setParent(this);
        button->installEventFilter(this);
        button->setEnabled(false);
    }
    connect(m_reveal, &QToolButton::clicked, this,
            [this] { m_revealed ? hideSecret() : revealSecret(); });
    connect(m_copy, &QToolButton::clicked, this, &SecretField::copySecret);
    m_hide.setSingleShot(true);
    m_hide.setTimerType(Qt::PreciseTimer);
    m_tick.setInterval(std::chrono::seconds(1));
    connect(&m_hide, &QTimer::timeout, this, &SecretField::hideSecret);
    connect(&m_tick, &QTimer::timeout, this, [this] { update(); });
    connect(&m_clipboard, &SecretClipboard::changed, this, [this] {
        if (!m_copiedHere)
            return;
        m_copiedHere = m_clipboard.holdsSecret();
        updateGeometry();
        update();
    });
}

void SecretField::setSecret(Secret secret)
{
    hideSecret();
    m_secret = std::move(secret);
    m_characters = charactersOf(m_secret);
    m_reveal->setEnabled(hasSecret());
    m_copy->setEnabled(hasSecret());
    refresh();
}

void SecretField::setRevealTime(std::chrono::milliseconds time)
{
    m_revealTime = time;
}

QString SecretField::spokenValue() const
{
    if (!hasSecret())
        return tr("Empty");
    return m_revealed ? tr("Shown, %1 characters").arg(m_characters)
                      : tr("Hidden, %1 characters").arg(m_characters);
}

void SecretField::revealSecret()
{
    if (!hasSecret() || m_revealed)
        return;
    m_revealed = true;
    if (!focusIsInside()) // it hides when the focus leaves, so the focus has to be here
        setFocus(Qt::OtherFocusReason);
    m_hide.start(m_revealTime);
    m_tick.start();
    refresh();
    emit revealed();
}

void SecretField::hideSecret()
{
    if (!m_revealed)
        return;
    m_revealed = false;
    m_hide.stop();
    m_tick.stop();
    refresh();
    repaint(); // at once: a recorder or an onlooker gets no further frame
    emit hidden();
}

void SecretField::copySecret()
{
    if (!hasSecret())
        return;
    m_copiedHere = true;
    m_clipboard.copy(m_secret);
    updateGeometry();
    update();
    emit copied();
}

void SecretField::refresh()
{
    const QString name = m_revealed ? tr("Hide") : tr("Reveal");
    m_reveal->setIcon(tintedIcon(m_revealed ? u"hide"_s : u"reveal"_s, &Theme::muted));
    m_reveal->setText(name);
    m_reveal->setAccessibleName(name);
    setPlainToolTip(m_reveal, name);
    updateGeometry();
    placeButtons();
    update();
    QAccessibleValueChangeEvent change(this, spokenValue());
    QAccessible::updateAccessibility(&change);
}

bool SecretField::focusIsInside() const
{
    const QWidget *focus = QApplication::focusWidget();
    return focus != nullptr && (focus == this || isAncestorOf(focus));
}

void SecretField::hideIfLeft()
{
    if (m_revealed && !focusIsInside())
        hideSecret();
}

bool SecretField::event(QEvent *event)
{
    if (event->type() == QEvent::FocusOut || event->type() == QEvent::WindowDeactivate) {
        update();
        // Only when the focus has arrived: it may be on one of our own buttons.
        QMetaObject::invokeMethod(this, &SecretField::hideIfLeft, Qt::QueuedConnection);
    }
    return QWidget::event(event);
}

bool SecretField::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut)
        QMetaObject::invokeMethod(this, &SecretField::hideIfLeft, Qt::QueuedConnection);
    return QWidget::eventFilter(watched, event);
}

void SecretField::hideEvent(QHideEvent *event)
{
    hideSecret();
    QWidget::hideEvent(event);
}

void SecretField::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copySecret();
    else if (event->key() == Qt::Key_Escape && m_revealed)
        hideSecret();
    else
        QWidget::keyPressEvent(event);
}

void SecretField::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeButtons();
}

void SecretField::placeButtons()
{
    const int height = rowHeight(width());
    const QSize size = m_copy->sizeHint();
    const int y = (height - size.height()) / 2;
    const int copyLeft = width() - size.width() - gap;
    const auto placed = [&](int x) {
        return QStyle::visualRect(layoutDirection(), rect(), QRect(QPoint(x, y), size));
    };
    m_copy->setGeometry(placed(copyLeft));
    m_reveal->setGeometry(placed(copyLeft - gap - size.width()));
}

int SecretField::lineCount(int width) const
{
    if (!m_revealed)
        return 1;
    const double advance = QFontMetricsF(secretFont()).horizontalAdvance(u'0');
    const int room = width - (2 * padding) - (2 * m_copy->sizeHint().width()) - (2 * gap);
    const int perLine = std::max(leastPerLine, static_cast<int>(room / advance));
    return std::max(1, (m_characters + perLine - 1) / perLine);
}

int SecretField::rowHeight(int width) const
{
    const QFont font = secretFont();
    const int line = static_cast<int>(std::ceil(QFontMetricsF(font).height()));
    return std::max(lineHeightFor(font, m_form == Form::Large ? 44 : 32),
                    (lineCount(width) * line) + 16);
}

bool SecretField::hasFoot() const
{
    return m_form == Form::Large || m_revealed || m_copiedHere;
}

int SecretField::footHeight(int width) const
{
    if (!hasFoot())
        return 0;
    const QFont font = textFont(TextStyle::Caption);
    const int room = width - (2 * padding) - scaled(footIcon) - footGap;
    const QRect words = QFontMetrics(font).boundingRect(0, 0, std::max(1, room), QWIDGETSIZE_MAX,
                                                        Qt::TextWordWrap, footText());
    return std::max(lineHeightFor(font, 28), words.height() + 12);
}

QSize SecretField::sizeHint() const
{
    const int dots = m_form == Form::Large ? largeDots : lineDots;
    const double advance = QFontMetricsF(secretFont()).horizontalAdvance(u'0');
    const int width = static_cast<int>(dots * advance * 1.5) + (2 * padding)
        + (2 * m_copy->sizeHint().width()) + (2 * gap);
    return {width, heightForWidth(width)};
}

QSize SecretField::minimumSizeHint() const
{
    const double advance = QFontMetricsF(secretFont()).horizontalAdvance(u'0');
    const int width = static_cast<int>(lineDots * advance) + (2 * padding)
        + (2 * m_copy->sizeHint().width()) + (2 * gap);
    return {width, rowHeight(width)};
}

int SecretField::heightForWidth(int width) const
{
    return rowHeight(width) + footHeight(width);
}

QString SecretField::footText() const
{
    const auto remaining = std::min(m_hide.remainingTimeAsDuration(), m_revealTime);
    const auto left = std::chrono::ceil<std::chrono::seconds>(remaining);
    const QString hides = m_revealed
        ? tr("Hides again in %1 s.").arg(std::max<qint64>(0, left.count()))
        : QString();
    const QString clears = m_copiedHere
        ? tr("Copied: the clipboard is cleared in %1 s if it still holds the secret.")
              .arg(m_clipboard.secondsLeft())
        : QString();
    if (!hides.isEmpty() && !clears.isEmpty())
        return u"%1 %2"_s.arg(hides, clears);
    if (!hides.isEmpty() || !clears.isEmpty())
        return hides + clears;
    if (!hasSecret())
        return {};
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(m_revealTime).count();
    return tr("%1 characters. Hidden by default; shown for %2 seconds when you reveal it.")
        .arg(m_characters)
        .arg(seconds);
}

QRect SecretField::textRect() const
{
    const int buttons = (2 * m_copy->sizeHint().width()) + (2 * gap);
    return {padding, 0, width() - (2 * padding) - buttons, rowHeight(width())};
}

void SecretField::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    const bool focus = focusIsInside();
    drawBox(&painter, rect(), theme.base, focus ? theme.link : theme.control, focus ? 2 : 1);
    if (hasSecret() && m_revealed)
        paintSecret(painter);
    else if (hasSecret())
        paintDots(painter);
    if (hasFoot())
        paintFoot(painter);
}

void SecretField::paintDots(QPainter &painter) const
{
    // As many dots whatever the length, which is nobody's business either.
    const int dots = m_form == Form::Large ? largeDots : lineDots;
    const QRect area = textRect();
    const double step = QFontMetricsF(secretFont()).horizontalAdvance(u'0') * 1.12;
    const double size = step * 0.42;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::of(palette()).text);
    for (int dot = 0; dot < dots; ++dot) {
        const double x = area.left() + (dot * step);
        if (x + size > area.right())
            break;
        painter.drawEllipse(QRectF(x, area.center().y() - (size / 2) + 0.5, size, size));
    }
    painter.restore();
}

void SecretField::paintSecret(QPainter &painter) const
{
    const QFont font = secretFont();
    const QFontMetricsF metrics(font);
    const QRect area = textRect();
    const int lines = lineCount(width());
    const int perLine = (m_characters + lines - 1) / lines;
    const double advance = metrics.horizontalAdvance(u'0');
    const double top = area.top() + ((area.height() - lines * metrics.height()) / 2);
    painter.setFont(font);
    painter.setPen(Theme::of(palette()).text);
    // One character at a time, so that the whole never stands in unguarded memory.
    const SecretView view = m_secret.view();
    const QByteArrayView bytes = view.bytes();
    int character = 0;
    for (qsizetype at = 0; at < bytes.size(); ++character) {
        const qsizetype length = std::min(bytesOf(bytes.at(at)), bytes.size() - at);
        const double x = area.left() + ((character % perLine) * advance);
        const double y = top + ((character / perLine) * metrics.height()) + metrics.ascent();
        painter.drawText(QPointF(x, std::round(y)), QString::fromUtf8(bytes.sliced(at, length)));
        at += length;
    }
}

void SecretField::paintFoot(QPainter &painter) const
{
    const Theme theme = Theme::of(palette());
    const QRect foot(0, rowHeight(width()), width(), height() - rowHeight(width()));
    painter.fillRect(QRect(1, foot.top(), width() - 2, 1), theme.hairline);
    const int side = scaled(footIcon);
    const auto placed = [&](const QRect &logical) {
        return QStyle::visualRect(layoutDirection(), rect(), logical);
    };
    const int iconTop = foot.top() + ((foot.height() - side) / 2);
    paintIcon(&painter, placed({padding, iconTop, side, side}), u"clock"_s, theme.muted);
    const QFont font = textFont(TextStyle::Caption);
    painter.setFont(font);
    painter.setPen(theme.muted);
    const int left = padding + side + footGap;
    const QRect words(left, foot.top(), width() - left - padding, foot.height());
    painter.drawText(placed(words), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextWordWrap,
                     footText());
}

} // namespace canopy
