#include "ui/widgets/accountbutton.h"

#include "ui/theme/accounttint.h"
#include "ui/theme/quietpaint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/accessibleparts.h"
#include "ui/widgets/plainlabel.h"

#include <QFontMetrics>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QRegularExpression>
#include <QStyle>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace canopy {

static_assert(AccountButton::tintCount == accountTints);

namespace {

constexpr int padding = 4;
constexpr int tileSize = 24;
constexpr int gap = 8;
constexpr int arrow = 16;

} // namespace

AccountButton::AccountButton(QWidget *parent)
    : QAbstractButton(parent)
{
    installAccessibleParts();
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    connect(this, &QAbstractButton::clicked, this, &AccountButton::openMenu);
    setAccount({});
}

void AccountButton::setAccount(const QString &name, int tint)
{
    m_name = name;
    m_tint = ((tint % tintCount) + tintCount) % tintCount;
    setAccessibleName(tr("Account: %1").arg(name));
    updateGeometry();
    update();
}

QString AccountButton::initials(const QString &name)
{
    static const QRegularExpression gaps(u"[\\s_.-]+"_s);
    const QStringList words = name.split(gaps, Qt::SkipEmptyParts);
    if (words.size() > 1)
        return (words.at(0).left(1) + words.at(1).left(1)).toUpper();
    return words.isEmpty() ? QString() : words.first().left(2).toUpper();
}

void AccountButton::setMenu(QMenu *menu)
{
    m_menu = menu;
}

QSize AccountButton::sizeHint() const
{
    const QFontMetrics metrics(textFont(TextStyle::Strong));
    const int tile = scaled(tileSize);
    return {(2 * padding) + tile + (2 * gap) + metrics.horizontalAdvance(m_name) + scaled(arrow),
            std::max(tile, metrics.height()) + (2 * padding)};
}

QSize AccountButton::minimumSizeHint() const
{
    return {(2 * padding) + scaled(tileSize) + (2 * gap) + scaled(arrow), sizeHint().height()};
}

void AccountButton::openMenu()
{
    emit menuAboutToShow();
    if (m_menu)
        m_menu->popup(mapToGlobal(QPoint(0, height() + 2)));
}

void AccountButton::keyPressEvent(QKeyEvent *event)
{
    const int key = event->key();
    if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void AccountButton::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    if (isDown() || underMouse())
        drawBox(&painter, rect(), isDown() ? theme.pressed : theme.hover, Qt::transparent);
    if (hasFocus())
        drawFocusRing(&painter, rect(), theme);
    const auto placed = [this](int x, int width, int height) {
        return QStyle::visualRect(layoutDirection(), rect(),
                                  QRect(x, (this->height() - height) / 2, width, height));
    };
    const int tile = scaled(tileSize);
    const QRect square = placed(padding, tile, tile);
    const QColor fill = accountTint(m_tint, theme);
    drawBox(&painter, square, fill, Qt::transparent, 0, 5);
    QFont small = textFont(TextStyle::Caption);
    small.setWeight(QFont::DemiBold);
    painter.setFont(small);
    painter.setPen(m_tint == 0 ? theme.onAccent : QColor(Qt::white));
    painter.drawText(square, Qt::AlignCenter, initials(m_name));

    const int left = padding + tile + gap;
    const int room = width() - left - gap - scaled(arrow) - padding;
    const QFont strong = textFont(TextStyle::Strong);
    painter.setFont(strong);
    painter.setPen(theme.text);
    painter.drawText(placed(left, room, height()), Qt::AlignVCenter | Qt::AlignLeft,
                     QFontMetrics(strong).elidedText(m_name, Qt::ElideRight, room));
    quiet::drawArrow(placed(width() - padding - scaled(arrow), scaled(arrow), scaled(arrow)),
                     &painter, Qt::DownArrow, theme.muted);
}

} // namespace canopy
