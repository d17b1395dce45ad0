#pragma once

#include "core/base/result.h"

#include <QIcon>
#include <QList>
#include <QWidget>

#include <functional>

namespace canopy {

class Session;

/// The pages of an open account, in the order of the rail. Alt+1 … Alt+5 open them.
enum class PageId { Overview, ApiKeys, Deposit, Wallets, Diagnostics, Settings };

/// One page of an open account. Made when it is first opened, destroyed with the session.
class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Asks again for what the page shows. Old data stays until the new is there.
    virtual void refresh() = 0;
    /// Gets the focus when the page is opened; nullptr leaves it where it is.
    virtual QWidget *firstControl() const { return nullptr; }

signals:
    /// For the status line: what was asked last, and when.
    void statusChanged(const QString &sentence);
    void busyChanged(bool busy);
    void openRequested(canopy::PageId page);
};

/// How a page is found and made, so that the shell need not know it.
struct PageEntry
{
    PageId id = PageId::Overview;
    QString title;
    QString icon;
    /// What does not belong to the account stands at the foot of the rail.
    bool atFoot = false;
    std::function<Page *(Session &session, QWidget *parent)> make;
};
using PageRegistry = QList<PageEntry>;

} // namespace canopy
