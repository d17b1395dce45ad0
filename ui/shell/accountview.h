#pragma once

#include "ui/shell/page.h"
#include "ui/shell/topbar.h"

#include <QHash>

class QStackedWidget;

namespace canopy {

class Rail;
class StatusLine;

/// An open account: rail, top bar, one page, status line. Lives as long as its session.
class AccountView : public QWidget
{
    Q_OBJECT

public:
    /// @p session and what @p pages refer to must outlive this.
    AccountView(PageRegistry pages, Session &session, QWidget *parent = nullptr);

    TopBar *topBar() const { return m_topBar; }
    StatusLine *statusLine() const { return m_status; }
    Page *currentPage() const;
    /// Nothing happens if there is no such page.
    void openPage(PageId id);
    /// The page at @p index of the rail, from 0, settings not counted.
    void openPageAt(int index);
    /// F6: to the next of rail, top bar, page, status line; backwards with @p forward false.
    void moveRegion(bool forward);

private:
    void open(int index);
    int regionOfFocus() const;

    PageRegistry m_pages;
    Session &m_session;
    Rail *m_rail;
    TopBar *m_topBar;
    QStackedWidget *m_stack;
    StatusLine *m_status;
    QHash<int, Page *> m_made;
    QHash<int, QString> m_asked;
};

} // namespace canopy
