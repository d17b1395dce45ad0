#include "ui/shell/accountview.h"

#include "core/profiles/session.h"
#include "ui/shell/statusline.h"
#include "ui/widgets/rail.h"
#include "ui/widgets/separator.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QStackedWidget>

#include <array>

using namespace Qt::StringLiterals;

namespace canopy {

namespace {

/// The first widget below @p region that Tab would stop at.
QWidget *firstStop(QWidget *region)
{
    for (QWidget *widget = region->nextInFocusChain(); widget && widget != region;
         widget = widget->nextInFocusChain()) {
        if (region->isAncestorOf(widget) && (widget->focusPolicy() & Qt::TabFocus) != 0
            && widget->isVisibleTo(region) && widget->isEnabled())
            return widget;
    }
    return nullptr;
}

} // namespace

AccountView::AccountView(PageRegistry pages, Session &session, QWidget *parent)
    : QWidget(parent)
    , m_pages(std::move(pages))
    , m_session(session)
    , m_rail(new Rail(u"Canopy"_s, this))
    , m_topBar(new TopBar(this))
    , m_stack(new QStackedWidget(this))
    , m_status(new StatusLine(this))
{
    m_rail->setObjectName("rail"_L1);
    m_stack->setObjectName("pages"_L1);
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(m_topBar);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addWidget(m_stack, 1);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addWidget(m_status);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addLayout(column, 1);

    for (const PageEntry &entry : std::as_const(m_pages)) {
        if (entry.atFoot)
            m_rail->addFootEntry(entry.icon, entry.title);
        else
            m_rail->addEntry(entry.icon, entry.title);
    }
    connect(m_rail, &Rail::opened, this, &AccountView::open);
    const Origin &service = session.client().service();
    m_topBar->setHost(service.display(), service.isOfficial());
    connect(&session, &Session::reachabilityChanged, m_topBar, &TopBar::setAnswering);
}

Page *AccountView::currentPage() const
{
    return qobject_cast<Page *>(m_stack->currentWidget());
}

void AccountView::openPage(PageId id)
{
    for (qsizetype index = 0; index < m_pages.size(); ++index) {
        if (m_pages.at(index).id == id)
            open(static_cast<int>(index));
    }
}

void AccountView::openPageAt(int index)
{
    int seen = 0;
    for (qsizetype entry = 0; entry < m_pages.size(); ++entry) {
        if (!m_pages.at(entry).atFoot && seen++ == index)
            open(static_cast<int>(entry));
    }
}

void AccountView::open(int index)
{
    m_rail->setCurrent(index);
    Page *page = m_made.value(index);
    const bool isNew = page == nullptr;
    if (isNew) {
        page = m_pages.at(index).make(m_session, this);
        m_made.insert(index, page);
        m_stack->addWidget(page);
        connect(page, &Page::openRequested, this, &AccountView::openPage);
        connect(page, &Page::statusChanged, this, [this, index](const QString &sentence) {
            m_asked[index] = sentence;
            if (m_rail->current() == index)
                m_status->setAsked(sentence);
        });
        connect(page, &Page::busyChanged, m_status, &StatusLine::setBusy);
    }
    m_stack->setCurrentWidget(page);
    m_status->setAsked(m_asked.value(index));
    if (QWidget *first = page->firstControl())
        first->setFocus(Qt::OtherFocusReason);
    // After the focus is there: a button that is busy while it asks gets it back afterwards.
    if (isNew)
        page->refresh();
}

int AccountView::regionOfFocus() const
{
    const QWidget *focus = QApplication::focusWidget();
    const std::array<const QWidget *, 4> regions{m_rail, m_topBar, m_stack, m_status};
    for (std::size_t index = 0; focus && index < regions.size(); ++index) {
        if (regions.at(index)->isAncestorOf(focus))
            return static_cast<int>(index);
    }
    return -1;
}

void AccountView::moveRegion(bool forward)
{
    const std::array<QWidget *, 4> regions{m_rail, m_topBar, m_stack, m_status};
    const int count = static_cast<int>(regions.size());
    int next = regionOfFocus();
    for (int tries = 0; tries < count; ++tries) {
        next = (next + (forward ? 1 : count - 1) + count) % count;
        QWidget *region = regions.at(static_cast<std::size_t>(next));
        QWidget *stop = region == m_status ? m_status->findChild<QWidget *>(u"statusText"_s)
                                           : firstStop(region);
        if (stop) {
            stop->setFocus(Qt::ShortcutFocusReason);
            return;
        }
    }
}

} // namespace canopy
