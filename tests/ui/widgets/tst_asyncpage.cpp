#include "ui/widgets/asyncpage.h"
#include "ui/widgets/buttons.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>
#include <QWizard>

using namespace canopy;

namespace {

class Page : public AsyncPage
{
    Q_OBJECT

public:
    Page()
    {
        auto *column = new QVBoxLayout(this);
        column->addWidget(edit);
    }
    using AsyncPage::finish;

    QLineEdit *edit = new QLineEdit(this);
    int starts = 0;
    bool passesAtOnce = false;

protected:
    void start() override
    {
        ++starts;
        if (passesAtOnce)
            finish(true);
    }
};

} // namespace

class TestAsyncPage : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_wizard = std::make_unique<QWizard>();
        m_first = new Page;
        m_second = new Page;
        m_wizard->addPage(m_first);
        m_wizard->addPage(m_second);
        m_wizard->show();
        QVERIFY(QTest::qWaitForWindowActive(m_wizard.get()));
    }

    void nextWaitsForTheAnswer()
    {
        QAbstractButton *next = m_wizard->button(QWizard::NextButton);
        m_first->edit->setFocus();
        next->click();
        QCOMPARE(m_first->starts, 1);
        QCOMPARE(m_wizard->currentPage(), m_first);
        QVERIFY(m_first->isBusy());
        QVERIFY(!m_first->isEnabled());
        QVERIFY(!next->isEnabled());
        QVERIFY(isButtonBusy(next));
        next->click();
        m_wizard->next();
        QCOMPARE(m_first->starts, 1);
        m_first->finish(true);
        QCOMPARE(m_wizard->currentPage(), m_second);
        QVERIFY(!isButtonBusy(next));
    }

    void failureStaysAndGivesTheFocusBack()
    {
        m_first->edit->setFocus();
        m_wizard->next();
        m_first->finish(false);
        QCOMPARE(m_wizard->currentPage(), m_first);
        QVERIFY(m_first->isEnabled());
        QVERIFY(m_wizard->button(QWizard::NextButton)->isEnabled());
        QVERIFY(m_first->edit->hasFocus());
        m_wizard->next();
        QCOMPARE(m_first->starts, 2);
    }

    void aPageMayPassAtOnce()
    {
        m_first->passesAtOnce = true;
        m_wizard->next();
        QCOMPARE(m_wizard->currentPage(), m_second);
        m_wizard->back();
        m_wizard->next();
        QCOMPARE(m_first->starts, 2);
        QCOMPARE(m_wizard->currentPage(), m_second);
    }

    void goingBackGivesTheWaitUp()
    {
        m_first->passesAtOnce = true;
        m_wizard->next();
        m_wizard->next();
        QVERIFY(m_second->isBusy());
        m_wizard->back();
        QCOMPARE(m_wizard->currentPage(), m_first);
        QVERIFY(!m_second->isBusy());
        m_second->finish(true);
        QCOMPARE(m_wizard->currentPage(), m_first);
        QVERIFY(m_wizard->isVisible());
    }

    void theLastPageAccepts()
    {
        QSignalSpy accepted(m_wizard.get(), &QDialog::accepted);
        m_first->passesAtOnce = true;
        m_wizard->next();
        m_wizard->button(QWizard::FinishButton)->click();
        QCOMPARE(accepted.count(), 0);
        m_second->finish(true);
        QCOMPARE(accepted.count(), 1);
    }

private:
    std::unique_ptr<QWizard> m_wizard;
    Page *m_first = nullptr;
    Page *m_second = nullptr;
};

QTEST_MAIN(TestAsyncPage)
#include "tst_asyncpage.moc"
