#include "ui/widgets/card.h"

#include "ui/theme/quietpaint.h"
#include "ui/widgets/accessibleparts.h"
#include "ui/widgets/addresslabel.h"
#include "ui/widgets/calmlayout.h"
#include "ui/widgets/checkrow.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/icontext.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/separator.h"

#include <QAbstractScrollArea>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace canopy {

namespace {

constexpr int radius = 8;
constexpr int paddingLeft = 16;
constexpr int paddingRight = 12;
constexpr int paddingAbove = 11;

/// Rows that draw their own ground up to the card's edge.
bool reachesEdges(const QWidget *row)
{
    return qobject_cast<const OpenRow *>(row) != nullptr
        || qobject_cast<const CheckRow *>(row) != nullptr
        || qobject_cast<const QAbstractScrollArea *>(row) != nullptr;
}

} // namespace

CardRow::CardRow(const QString &label, QWidget *value, QWidget *parent)
    : QWidget(parent)
    , m_label(wrappedLabel(label, TextStyle::Body, &Theme::muted))
    , m_value(value)
    , m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_label->setAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_row->addWidget(m_label);
    // The text of an address begins where that of the other values does.
    const bool isAddress = qobject_cast<AddressLabel *>(value) != nullptr;
    constexpr int columnGap = 8;
    m_row->setSpacing(0);
    m_row->addSpacing(isAddress ? columnGap - AddressLabel::inset : columnGap);
    m_row->addWidget(value, 1);
    if (value->accessibleName().isEmpty() && value->focusPolicy() != Qt::NoFocus)
        value->setAccessibleName(label);
}

void CardRow::addAction(QWidget *action)
{
    m_row->addSpacing(8);
    m_row->addWidget(action, 0, Qt::AlignVCenter);
}

OpenRow::OpenRow(const QString &text, const QString &remark, QWidget *parent)
    : QAbstractButton(parent)
{
    installAccessibleParts();
    setText(text);
    setAccessibleName(text);
    setRemark(remark);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void OpenRow::setRemark(const QString &remark)
{
    m_remark = remark;
    setAccessibleDescription(remark);
    updateGeometry();
    update();
}

QSize OpenRow::sizeHint() const
{
    const QFontMetrics metrics(font());
    const int remark = m_remark.isEmpty() ? 0 : 12 + metrics.horizontalAdvance(m_remark);
    return {paddingLeft + metrics.horizontalAdvance(text()) + remark + 16 + 16 + paddingRight,
            lineHeightFor(font(), 36)};
}

QSize OpenRow::minimumSizeHint() const
{
    return {paddingLeft + fontMetrics().horizontalAdvance(text()) + 16 + paddingRight,
            sizeHint().height()};
}

void OpenRow::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    const QRect inside = rect().adjusted(2, 2, -2, -2);
    if (isEnabled() && (isDown() || underMouse()))
        drawBox(&painter, inside, isDown() ? theme.pressed : theme.hover, Qt::transparent);
    if (hasFocus())
        drawFocusRing(&painter, inside, theme);
    const auto placed = [this](int x, int width) {
        return QStyle::visualRect(layoutDirection(), rect(), QRect(x, 0, width, height()));
    };
    const QFontMetrics metrics(font());
    const int words = metrics.horizontalAdvance(text());
    painter.setPen(isEnabled() ? theme.text : theme.muted);
    painter.drawText(placed(paddingLeft, words + 1), Qt::AlignVCenter | Qt::TextSingleLine, text());
    const int from = paddingLeft + words + 12;
    const int room = width() - from - 16 - 8 - paddingRight;
    painter.setPen(theme.muted);
    painter.drawText(placed(from, std::max(0, room)), Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(m_remark, Qt::ElideRight, room));
    quiet::drawArrow(placed(width() - 16 - paddingRight, 16), &painter,
                     layoutDirection() == Qt::RightToLeft ? Qt::LeftArrow : Qt::RightArrow,
                     theme.muted);
}

Card::Card(Ground ground, QWidget *parent)
    : QWidget(parent)
    , m_ground(ground)
    , m_rows(new QVBoxLayout(this))
{
    m_rows->setContentsMargins(1, 1, 1, 1);
    m_rows->setSpacing(0);
}

void Card::setLabelWidth(int pixels)
{
    m_labelWidth = pixels;
    for (CardRow *row : findChildren<CardRow *>())
        row->label()->setFixedWidth(scaled(pixels));
}

void Card::addRow(QWidget *row)
{
    if (m_rows->count() > 0)
        m_rows->addWidget(new Separator(Qt::Horizontal, this));
    if (reachesEdges(row)) {
        m_rows->addWidget(row);
        return;
    }
    auto *padded = new QWidget(this);
    auto *around = new QVBoxLayout(padded);
    const bool isValue = qobject_cast<CardRow *>(row) != nullptr;
    const int above = isValue ? 5 : paddingAbove;
    around->setContentsMargins(paddingLeft, above, paddingRight, above);
    around->addWidget(row);
    if (isValue)
        padded->setMinimumHeight(lineHeightFor(textFont(TextStyle::Body), 40));
    m_rows->addWidget(padded);
}

CardRow *Card::addValueRow(const QString &label, QWidget *value)
{
    // On one line with its label and its actions, however tall these are.
    if (auto *text = qobject_cast<PlainLabel *>(value))
        text->setAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    auto *row = new CardRow(label, value);
    row->label()->setFixedWidth(scaled(m_labelWidth));
    addRow(row);
    return row;
}

CardRow *Card::addValueRow(const QString &label, const QString &value, Ink ink)
{
    return addValueRow(label, wrappedLabel(value, TextStyle::Body, ink));
}

CardRow *Card::addAddressRow(const QString &label, AddressLabel *address)
{
    CardRow *row = addValueRow(label, address);
    row->addAction(address->makeCopyButton());
    return row;
}

IconText *Card::addTextRow(const QString &icon, Ink ink, const QString &title, const QString &text)
{
    auto *row = new IconText(icon, ink, title, text);
    addRow(row);
    return row;
}

OpenRow *Card::addOpenRow(const QString &text, const QString &remark)
{
    auto *row = new OpenRow(text, remark);
    addRow(row);
    return row;
}

void Card::clear()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        if (QWidget *row = item->widget()) {
            row->hide();
            row->deleteLater(); // a button inside may be the one whose click led here
        }
        delete item;
    }
}

int Card::rowCount() const
{
    return (m_rows->count() + 1) / 2;
}

void Card::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    drawBox(&painter, rect(), m_ground == Ground::Base ? theme.base : theme.sunken, theme.hairline,
            1, radius);
}

FactCard::FactCard(const QString &label, QWidget *parent)
    : QWidget(parent)
    , m_label(plainLabel(label, TextStyle::Body, &Theme::muted))
    , m_value(wrappedLabel({}, TextStyle::Title))
    , m_source(wrappedLabel({}, TextStyle::Caption, &Theme::muted))
{
    auto *column = new Calm<QVBoxLayout>(this);
    column->setContentsMargins(paddingLeft, 12, paddingRight, 12);
    column->setSpacing(2);
    column->addWidget(m_label);
    column->addWidget(m_value);
    column->addWidget(m_source);
    column->addStretch();
}

void FactCard::setFact(const QString &value, const QString &source)
{
    m_value->setText(value);
    m_source->setText(source);
}

void FactCard::setStale(bool stale)
{
    m_stale = stale;
    m_value->setInk(stale ? &Theme::muted : &Theme::text);
}

void FactCard::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    drawBox(&painter, rect(), theme.base, theme.hairline, 1, radius);
}

} // namespace canopy
