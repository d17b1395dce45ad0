#include "ui/widgets/rail.h"

#include "ui/theme/quietpaint.h"
#include "ui/theme/theme.h"
#include "ui/theme/tintedicon.h"
#include "ui/widgets/accessibleparts.h"
#include "ui/widgets/iconlabel.h"
#include "ui/widgets/plainlabel.h"

#include <QButtonGroup>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {
constexpr int railWidth = 200;
constexpr int iconLeft = 12;
constexpr int entryIcon = 20;
constexpr int textLeft = 44;
constexpr int troubleSize = 16;
} // namespace

RailButton::RailButton(const QString &icon, const QString &text, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(icon)
{
    installAccessibleParts();
    setText(text);
    setAccessibleName(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void RailButton::setTrouble(Trouble trouble, const QString &words)
{
    m_trouble = trouble;
    //: Name of a page and what is wrong on it: "Diagnostics, 1 failed".
    setAccessibleName(words.isEmpty() ? text() : tr("%1, %2").arg(text(), words));
    update();
}

QSize RailButton::sizeHint() const
{
    const QFont strong = textFont(TextStyle::Strong);
    const int words = QFontMetrics(strong).horizontalAdvance(text());
    return {scaled(textLeft) + words + scaled(troubleSize) + 20, lineHeightFor(font(), 36)};
}

void RailButton::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    const auto placed = [this](int x, int width, int height) {
        return QStyle::visualRect(layoutDirection(), rect(),
                                  QRect(x, (this->height() - height) / 2, width, height));
    };
    if (isChecked()) {
        drawBox(&painter, rect(), theme.soft, Qt::transparent);
        drawBox(&painter, placed(0, 3, height() - 12), theme.link, Qt::transparent, 0, 1.5);
    } else if (isDown() || underMouse()) {
        drawBox(&painter, rect(), mix(theme.text, theme.sunken, isDown() ? 0.10 : 0.05),
                Qt::transparent);
    }
    if (hasFocus())
        drawFocusRing(&painter, rect(), theme);
    const int side = scaled(entryIcon);
    paintIcon(&painter, placed(scaled(iconLeft), side, side), m_icon,
              isChecked() ? theme.link : mix(theme.text, theme.sunken, 0.8));
    painter.setFont(textFont(isChecked() ? TextStyle::Strong : TextStyle::Body));
    painter.setPen(isEnabled() ? theme.text : theme.muted);
    painter.drawText(placed(scaled(textLeft), width() - scaled(textLeft) - 8, height()),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, text());
    if (m_trouble != Trouble::None) {
        const bool failed = m_trouble == Trouble::Error;
        const int mark = scaled(troubleSize);
        paintIcon(&painter, placed(width() - mark - 12, mark, mark),
                  failed ? u"error"_s : u"warning"_s, failed ? theme.danger : theme.warning);
    }
}

Rail::Rail(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_pages(new QVBoxLayout)
    , m_foot(new QVBoxLayout)
    , m_group(new QButtonGroup(this))
{
    installAccessibleParts();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(0);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(8, 4, 0, 16);
    head->setSpacing(8);
    head->addWidget(new IconLabel(u"logo"_s, 24, &Theme::link, this));
    head->addWidget(plainLabel(name, TextStyle::Strong), 1);
    column->addLayout(head);
    m_pages->setSpacing(4);
    m_foot->setSpacing(4);
    column->addLayout(m_pages);
    column->addStretch();
    column->addLayout(m_foot);
    connect(m_group, &QButtonGroup::idClicked, this, &Rail::opened);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setMinimumWidth(scaled(railWidth));
}

int Rail::addEntry(const QString &icon, const QString &text)
{
    return add(m_pages, icon, text);
}

int Rail::addFootEntry(const QString &icon, const QString &text)
{
    return add(m_foot, icon, text);
}

int Rail::add(QVBoxLayout *column, const QString &icon, const QString &text)
{
    const int index = count();
    auto *button = new RailButton(icon, text, this);
    button->installEventFilter(this);
    column->addWidget(button);
    m_group->addButton(button, index);
    m_entries.append(button);
    return index;
}

int Rail::current() const
{
    return m_group->checkedId();
}

void Rail::setCurrent(int index)
{
    if (index >= 0 && index < count()) {
        m_entries.at(index)->setChecked(true);
    } else if (QAbstractButton *checked = m_group->checkedButton()) {
        m_group->setExclusive(false);
        checked->setChecked(false);
        m_group->setExclusive(true);
    }
}

bool Rail::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *press = static_cast<QKeyEvent *>(event);
    const auto at = std::ranges::find(m_entries, watched);
    if (at == m_entries.end())
        return QWidget::eventFilter(watched, event);
    const auto index = static_cast<int>(std::distance(m_entries.begin(), at));
    switch (press->key()) {
    case Qt::Key_Up:
        moveFocus(index, -1);
        return true;
    case Qt::Key_Down:
        moveFocus(index, +1);
        return true;
    case Qt::Key_Home:
        moveFocus(-1, +1);
        return true;
    case Qt::Key_End:
        moveFocus(count(), -1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        m_entries.at(index)->click();
        return true;
    default:
        return QWidget::eventFilter(watched, event);
    }
}

void Rail::moveFocus(int from, int step)
{
    for (int index = from + step; index >= 0 && index < count(); index += step) {
        RailButton *entry = m_entries.at(index);
        if (entry->isEnabled() && !entry->isHidden()) {
            entry->setFocus(Qt::TabFocusReason);
            return;
        }
    }
}

void Rail::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    painter.fillRect(rect(), theme.sunken);
    const bool reversed = layoutDirection() == Qt::RightToLeft;
    painter.fillRect(reversed ? 0 : width() - 1, 0, 1, height(), theme.hairline);
}

} // namespace canopy
