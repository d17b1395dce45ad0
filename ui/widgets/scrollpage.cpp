#include "ui/widgets/scrollpage.h"

#include <QEvent>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace canopy {

namespace {

/// Leaves the height to the layout's height for width: Qt 6.4 would ask for the minimum height at
/// the narrowest width and show a scroll bar over nothing.
class ScrollContent : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;
    QSize minimumSizeHint() const override { return {QWidget::minimumSizeHint().width(), 0}; }
};

} // namespace

ScrollPage::ScrollPage(const QMargins &margins, QWidget *parent)
    : QScrollArea(parent)
    , m_column(new QVBoxLayout)
{
    auto *content = new ScrollContent(this);
    content->setLayout(m_column);
    m_column->setContentsMargins(margins);
    m_column->setSpacing(0);
    m_column->addStretch();
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    content->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
    verticalScrollBar()->installEventFilter(this);
    m_margins = margins;
    reserveBar();
}

void ScrollPage::add(QWidget *widget, int spaceBefore)
{
    // Of a widget that is gone: another one may stand at its address.
    m_spaces.remove(widget);
    if (spaceBefore > 0) {
        auto *space = new QSpacerItem(0, spaceBefore, QSizePolicy::Minimum, QSizePolicy::Fixed);
        m_column->insertSpacerItem(m_column->count() - 1, space);
        m_spaces.insert(widget, {.item = space, .pixels = spaceBefore});
        widget->installEventFilter(this);
    }
    m_column->insertWidget(m_column->count() - 1, widget);
    fitSpace(widget);
}

void ScrollPage::add(QLayout *layout, int spaceBefore)
{
    if (spaceBefore > 0)
        m_column->insertSpacing(m_column->count() - 1, spaceBefore);
    m_column->insertLayout(m_column->count() - 1, layout);
}

QSize ScrollPage::sizeHint() const
{
    return widget()->sizeHint();
}

QSize ScrollPage::minimumSizeHint() const
{
    constexpr int leastHeight = 120;
    return {widget()->minimumSizeHint().width(), leastHeight};
}

bool ScrollPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == verticalScrollBar()
        && (event->type() == QEvent::Show || event->type() == QEvent::Hide))
        reserveBar();
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent)
        fitSpace(watched);
    return QScrollArea::eventFilter(watched, event);
}

void ScrollPage::fitSpace(QObject *widget)
{
    const auto space = m_spaces.constFind(widget);
    if (space == m_spaces.constEnd())
        return;
    // A widget that was never shown nor hidden by hand is shown with the page.
    const auto *shown = qobject_cast<QWidget *>(widget);
    const bool isHidden = shown->isHidden() && shown->testAttribute(Qt::WA_WState_ExplicitShowHide);
    space->item->changeSize(0, isHidden ? 0 : space->pixels, QSizePolicy::Minimum,
                            QSizePolicy::Fixed);
    m_column->invalidate();
}

void ScrollPage::reserveBar()
{
    const bool shown = verticalScrollBar()->isVisibleTo(this);
    QMargins margins = m_margins;
    if (shown) {
        const int bar = verticalScrollBar()->sizeHint().width();
        margins.setRight(std::max(0, margins.right() - bar));
    }
    m_column->setContentsMargins(margins);
}

} // namespace canopy

#include "scrollpage.moc"
