#include "ui/widgets/addresslabel.h"

#include "ui/theme/quietpaint.h"
#include "ui/widgets/accessibleparts.h"
#include "ui/widgets/copybutton.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

constexpr qsizetype groupLength = 4;
constexpr double gapInCharacters = 0.8;

/// Groups that people compare: first, sixth, seventh and last (look.md §6).
bool isCompared(qsizetype group, qsizetype count)
{
    return group == 0 || group == 5 || group == 6 || group == count - 1;
}

qsizetype groupCount(const QString &address)
{
    return (address.size() + groupLength - 1) / groupLength;
}

QString groupAt(const QString &address, qsizetype group)
{
    return address.mid(group * groupLength, groupLength);
}

double groupStep(const QFontMetricsF &metrics)
{
    return metrics.horizontalAdvance(u'0') * (groupLength + gapInCharacters);
}

double widthOf(qsizetype groups, const QFontMetricsF &metrics)
{
    if (groups <= 0)
        return 0;
    const double gap = metrics.horizontalAdvance(u'0') * gapInCharacters;
    return (static_cast<double>(groups) * groupStep(metrics)) - gap;
}

QFont bold(QFont font)
{
    font.setWeight(QFont::Bold);
    return font;
}

} // namespace

AddressLabel::AddressLabel(const QString &name, const QString &address, Form form, QWidget *parent)
    : QWidget(parent)
    , m_form(form)
{
    installAccessibleParts();
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&m_copy, &VerifiedCopy::copied, this, &AddressLabel::copied);
    connect(&m_copy, &VerifiedCopy::tampered, this, &AddressLabel::clipboardTampered);
    setAddress(address);
}

void AddressLabel::setAddress(const QString &address)
{
    m_address = address;
    setAccessibleDescription(grouped(address));
    updateGeometry();
    update();
    emit addressChanged(address);
}

void AddressLabel::setInk(Ink ink)
{
    m_ink = ink;
    update();
}

void AddressLabel::setGroupsPerLine(int groups)
{
    m_mostGroups = groups;
    updateGeometry();
    update();
}

CopyButton *AddressLabel::makeCopyButton()
{
    auto *button = new CopyButton(tr("Copy address"), m_address);
    connect(this, &AddressLabel::addressChanged, button, &CopyButton::setCopyText);
    connect(button, &CopyButton::copied, this, &AddressLabel::copied);
    connect(button, &CopyButton::clipboardTampered, this, &AddressLabel::clipboardTampered);
    return button;
}

QString AddressLabel::grouped(const QString &address)
{
    QStringList groups;
    for (qsizetype group = 0; group < groupCount(address); ++group)
        groups.append(groupAt(address, group));
    return groups.join(u' ');
}

void AddressLabel::paintLine(QPainter *painter, const QRect &rect, const QString &address,
                             const QFont &font, const QColor &ink)
{
    const QFontMetricsF metrics(font, painter->device());
    painter->save();
    painter->setFont(font);
    painter->setPen(ink);
    const double baseline = rect.top() + ((rect.height() - metrics.height()) / 2)
        + metrics.ascent();
    for (qsizetype group = 0; group < groupCount(address); ++group)
        painter->drawText(QPointF(rect.left() + (static_cast<double>(group) * groupStep(metrics)),
                                  std::round(baseline)),
                          groupAt(address, group));
    painter->restore();
}

int AddressLabel::lineWidth(const QString &address, const QFont &font)
{
    return static_cast<int>(std::ceil(widthOf(groupCount(address), QFontMetricsF(font))));
}

QFont AddressLabel::groupFont() const
{
    QFont font = textFont(TextStyle::Mono);
    constexpr double larger = 1.12;
    if (m_form == Form::Large)
        font.setPointSizeF(font.pointSizeF() * larger);
    return font;
}

int AddressLabel::groupsFor(int width) const
{
    static constexpr std::array steps = {12, 6, 4, 3, 2, 1};
    const QFontMetricsF metrics(groupFont());
    const int most = m_form == Form::Large ? std::min(4, m_mostGroups) : m_mostGroups;
    for (const int groups : steps)
        if (groups <= most && std::ceil(widthOf(groups, metrics)) + 2 * inset <= width)
            return groups;
    return 1;
}

QSize AddressLabel::sizeHint() const
{
    const QFontMetricsF metrics(groupFont());
    const int most = m_form == Form::Large ? std::min(4, m_mostGroups) : m_mostGroups;
    const int width = static_cast<int>(std::ceil(widthOf(most, metrics))) + (2 * inset);
    return {width, heightForWidth(width)};
}

QSize AddressLabel::minimumSizeHint() const
{
    const QFontMetricsF metrics(groupFont());
    const int groups = std::min(4, m_mostGroups);
    const int width = static_cast<int>(std::ceil(widthOf(groups, metrics))) + (2 * inset);
    return {width, static_cast<int>(std::ceil(metrics.height())) + (2 * inset)};
}

int AddressLabel::heightForWidth(int width) const
{
    const QFontMetricsF metrics(groupFont());
    const int perLine = groupsFor(width);
    const int groups = std::max(1, static_cast<int>(groupCount(m_address)));
    const int lines = (groups + perLine - 1) / perLine;
    const double leading = m_form == Form::Large ? 8 : 2;
    return static_cast<int>(std::ceil((lines * metrics.height()) + ((lines - 1) * leading)))
        + (2 * inset);
}

void AddressLabel::copy()
{
    if (!m_address.isEmpty())
        m_copy.copy(m_address);
}

void AddressLabel::keyPressEvent(QKeyEvent *event)
{
    const bool copiesIds = event->key() == Qt::Key_C
        && event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
    if (event->matches(QKeySequence::Copy) || copiesIds)
        copy();
    else
        QWidget::keyPressEvent(event);
}

void AddressLabel::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    if (hasFocus())
        drawFocusRing(&painter, rect(), theme, 4);
    const QFont plain = groupFont();
    const QFontMetricsF metrics(plain);
    const qsizetype count = groupCount(m_address);
    const int perLine = groupsFor(width());
    const double step = metrics.height() + (m_form == Form::Large ? 8 : 2);
    const double textHeight = heightForWidth(width()) - (2 * inset);
    const double top = std::max(double(inset), (height() - textHeight) / 2);
    painter.setPen(isEnabled() ? theme.*m_ink : theme.muted);
    for (qsizetype group = 0; group < count; ++group) {
        // An address reads from left to right in every language.
        const double x = inset + (static_cast<double>(group % perLine) * groupStep(metrics));
        const double y = top + (static_cast<double>(group / perLine) * step) + metrics.ascent();
        const bool strong = m_form == Form::Large && isCompared(group, count);
        painter.setFont(strong ? bold(plain) : plain);
        painter.drawText(QPointF(x, std::round(y)), groupAt(m_address, group));
    }
}

} // namespace canopy
