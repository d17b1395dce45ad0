#include "ui/widgets/asyncpage.h"

#include "ui/widgets/buttons.h"

#include <QAbstractButton>
#include <QWizard>

#include <utility>

namespace canopy {

bool AsyncPage::isComplete() const
{
    return !m_busy && QWizardPage::isComplete();
}

bool AsyncPage::validatePage()
{
    if (std::exchange(m_confirmed, false))
        return true;
    if (m_busy)
        return false;
    m_starting = true;
    setBusy(true);
    start();
    m_starting = false;
    // A page that had nothing to wait for has finished already.
    return std::exchange(m_confirmed, false);
}

void AsyncPage::finish(bool success)
{
    if (!m_busy)
        return;
    setBusy(false);
    if (!success || wizard() == nullptr || wizard()->currentPage() != this)
        return;

    m_confirmed = true;
    if (m_starting)
        return;
    if (isFinalPage())
        wizard()->accept();
    else
        wizard()->next();
}

void AsyncPage::cleanupPage()
{
    setBusy(false);
    QWizardPage::cleanupPage();
}

void AsyncPage::setBusy(bool busy)
{
    if (m_busy == busy)
        return;
    m_busy = busy;
    if (busy && isAncestorOf(window()->focusWidget()))
        m_focusBefore = window()->focusWidget();
    setEnabled(!busy);
    if (wizard() != nullptr) {
        auto which = isCommitPage() ? QWizard::CommitButton : QWizard::NextButton;
        if (isFinalPage())
            which = QWizard::FinishButton;
        setButtonBusy(wizard()->button(which), busy);
    }
    emit completeChanged();
    emit busyChanged(busy);
    if (!busy && m_focusBefore) {
        m_focusBefore->setFocus(Qt::OtherFocusReason);
        m_focusBefore = nullptr;
    }
}

} // namespace canopy
