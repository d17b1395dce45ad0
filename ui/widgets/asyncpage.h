#pragma once

#include <QPointer>
#include <QWizardPage>

namespace canopy {

/// A wizard page whose "Next" waits for an answer from outside.
///
/// QWizard asks validatePage() for an immediate yes or no, which tempts one into a nested event
/// loop. Instead, the first "Next" starts the work and stays; finish(true) moves on. Meanwhile the
/// page is disabled, and Next shows that it is at work.
class AsyncPage : public QWizardPage
{
    Q_OBJECT

public:
    using QWizardPage::QWizardPage;

    /// Pages with fields of their own: `AsyncPage::isComplete() && …`.
    bool isComplete() const override;
    bool validatePage() final;
    /// Going back gives the wait up: a later finish() does nothing. Pages that override this call
    /// it as well.
    void cleanupPage() override;
    bool isBusy() const { return m_busy; }

signals:
    void busyChanged(bool busy);

protected:
    /// Starts the work; the page must call finish() later, once. To pass at once, call
    /// finish(true) before returning.
    virtual void start() = 0;
    /// Ends the work. With @p success the wizard goes on, if this page is still the current one;
    /// otherwise the focus returns to where it was.
    void finish(bool success);

private:
    void setBusy(bool busy);

    bool m_busy = false;
    bool m_starting = false;
    bool m_confirmed = false;
    QPointer<QWidget> m_focusBefore;
};

} // namespace canopy
