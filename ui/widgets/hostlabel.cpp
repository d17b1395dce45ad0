#include "ui/widgets/hostlabel.h"

#include "ui/theme/quietpaint.h"
#include "ui/theme/theme.h"
#include "ui/theme/tintedicon.h"
#include "ui/widgets/accessibleparts.h"
#include "ui/widgets/plainlabel.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {
constexpr int padding = 6;
constexpr int gap = 8;
constexpr int markSize = 16;
} // namespace

HostLabel::HostLabel(QWidget *parent)
    : QAbstractButton(parent)
{
    installAccessibleParts();
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    updateName();
}

void HostLabel::setHost(const QString &host, bool isDefault)
{
    m_host = host;
    m_isDefault = isDefault;
    updateName();
}

void HostLabel::setAnswering(bool answering)
{
    m_answering = answering;
    updateName();
}

void HostLabel::setOpensPage(bool opens)
{
    setFocusPolicy(opens ? Qt::StrongFocus : Qt::NoFocus);
    setAttribute(Qt::WA_TransparentForMouseEvents, !opens);
}

QString HostLabel::words() const
{
    //: Beside the name of a host that gives no answer.
    return m_answering ? m_host : u"%1  %2"_s.arg(m_host, tr("not answering"));
}

void HostLabel::updateName()
{
    QString name = m_answering ? tr("Host: %1").arg(m_host)
                               : tr("Host: %1, not answering").arg(m_host);
    if (!m_isDefault)
        name = tr("%1, not the usual one").arg(name);
    setAccessibleName(name);
    updateGeometry();
    update();
}

QSize HostLabel::sizeHint() const
{
    const QFontMetrics metrics(font());
    return {(2 * padding) + scaled(markSize) + gap + metrics.horizontalAdvance(words()),
            std::max(28, metrics.height() + 8)};
}

void HostLabel::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    if (isDown() || underMouse())
        drawBox(&painter, rect(), isDown() ? theme.pressed : theme.hover, Qt::transparent);
    if (hasFocus())
        drawFocusRing(&painter, rect(), theme);
    QColor ink = m_isDefault ? theme.muted : theme.warning;
    if (!m_answering)
        ink = theme.danger;
    const int side = scaled(markSize);
    const QRect logical(padding, (height() - side) / 2, side, side);
    const QRect icon = QStyle::visualRect(layoutDirection(), rect(), logical);
    paintIcon(&painter, icon, m_answering ? u"host"_s : u"offline"_s, ink);
    const QRect words = QStyle::visualRect(layoutDirection(), rect(),
                                           QRect(padding + side + gap, 0,
                                                 width() - (2 * padding) - side - gap, height()));
    painter.setPen(ink);
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, this->words());
}

} // namespace canopy
