#include "ui/widgets/accountbutton.h"
#include "ui/widgets/choicebutton.h"
#include "ui/widgets/hostlabel.h"
#include "ui/widgets/rail.h"
#include "ui/widgets/steplist.h"

#include <QAccessible>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

QString spokenName(QWidget *widget)
{
    QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
    return spoken != nullptr ? spoken->text(QAccessible::Name) : QString();
}

QAccessible::Role spokenRole(QWidget *widget)
{
    QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
    return spoken != nullptr ? spoken->role() : QAccessible::NoRole;
}

} // namespace

class TestNavigation : public QObject
{
    Q_OBJECT

private slots:
    void railMovesByArrowsAndOpensByEnter()
    {
        QWidget window;
        auto *rail = new Rail(u"Canopy"_s, &window);
        rail->addEntry(u"overview"_s, u"Overview"_s);
        rail->addEntry(u"key"_s, u"API keys"_s);
        rail->addFootEntry(u"settings"_s, u"Settings"_s);
        rail->setCurrent(0);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy opened(rail, &Rail::opened);
        rail->entry(0)->setFocus();
        QTest::keyClick(rail->entry(0), Qt::Key_Down);
        QVERIFY(rail->entry(1)->hasFocus());
        QCOMPARE(rail->current(), 0);
        QTest::keyClick(rail->entry(1), Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.first().first().toInt(), 1);
        QCOMPARE(rail->current(), 1);
        QTest::keyClick(rail->entry(1), Qt::Key_End);
        QVERIFY(rail->entry(2)->hasFocus());
        QTest::keyClick(rail->entry(2), Qt::Key_Down);
        QVERIFY(rail->entry(2)->hasFocus());
        rail->setCurrent(-1);
        QCOMPARE(rail->current(), -1);
        QCOMPARE(opened.count(), 1);
    }

    void railSpeaksRoleAndTrouble()
    {
        Rail rail(u"Canopy"_s);
        rail.addEntry(u"diagnostics"_s, u"Diagnostics"_s);
        rail.entry(0)->setTrouble(RailButton::Trouble::Error, u"1 failed"_s);
        QCOMPARE(spokenName(rail.entry(0)), u"Diagnostics, 1 failed"_s);
        QCOMPARE(spokenRole(rail.entry(0)), QAccessible::PageTab);
        QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(rail.entry(0));
        QVERIFY(!spoken->state().selected);
        QSignalSpy opened(&rail, &Rail::opened);
        spoken->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(opened.count(), 1);
        QVERIFY(spoken->state().selected);
        rail.entry(0)->setTrouble(RailButton::Trouble::None);
        QCOMPARE(spokenName(rail.entry(0)), u"Diagnostics"_s);
    }

    void accountInitials_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("initials");
        QTest::newRow("one word") << u"lumenfold"_s << u"LU"_s;
        QTest::newRow("two words") << u"Ada Lovelace"_s << u"AL"_s;
        QTest::newRow("dash") << u"sandbox-user"_s << u"SU"_s;
        QTest::newRow("one letter") << u"x"_s << u"X"_s;
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("only gaps") << u"-_-"_s << QString();
    }

    void accountInitials()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, initials);
        QCOMPARE(AccountButton::initials(name), initials);
    }

    void accountMenuOpensFromTheKeyboard()
    {
        QWidget window;
        auto *account = new AccountButton(&window);
        account->setAccount(u"lumenfold"_s, -1);
        QMenu menu;
        menu.addAction(u"Add an account…"_s);
        account->setMenu(&menu);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy about(account, &AccountButton::menuAboutToShow);
        account->setFocus();
        QTest::keyClick(account, Qt::Key_Down);
        QTRY_VERIFY(menu.isVisible());
        QCOMPARE(about.count(), 1);
        menu.close();
        QCOMPARE(spokenRole(account), QAccessible::ButtonMenu);
        QCOMPARE(spokenName(account), u"Account: lumenfold"_s);
    }

    void hostSaysWhatIsUnusual()
    {
        HostLabel host;
        host.setHost(u"api.chutes.ai"_s, true);
        QCOMPARE(spokenName(&host), u"Host: api.chutes.ai"_s);
        const int width = host.sizeHint().width();
        host.setAnswering(false);
        QVERIFY(host.sizeHint().width() > width);
        QCOMPARE(spokenName(&host), u"Host: api.chutes.ai, not answering"_s);
        host.setAnswering(true);
        host.setHost(u"127.0.0.1:43127"_s, false);
        QVERIFY(spokenName(&host).contains("not the usual"_L1));
    }

    void stepsGoBackOnlyToDoneOnes()
    {
        StepList steps;
        steps.setSteps({u"Connection"_s, u"Wallet"_s, u"Username"_s});
        steps.setCurrent(1);
        steps.resize(steps.sizeHint());
        QCOMPARE(spokenName(&steps), u"Step 2 of 3: Wallet"_s);
        QCOMPARE(steps.accessibleDescription(), u"Done: Connection"_s);
        QSignalSpy back(&steps, &StepList::backRequested);
        QTest::mouseClick(&steps, Qt::LeftButton, {}, {20, steps.height() - 8});
        QTest::keyClick(&steps, Qt::Key_Return);
        QCOMPARE(back.count(), 0);
        QTest::mouseClick(&steps, Qt::LeftButton, {}, {20, 8});
        QCOMPARE(back.count(), 1);
        QTest::keyClick(&steps, Qt::Key_Up);
        QTest::keyClick(&steps, Qt::Key_Space);
        QCOMPARE(back.count(), 2);
        QCOMPARE(back.last().first().toInt(), 0);
        steps.setBackAllowed(false);
        QTest::mouseClick(&steps, Qt::LeftButton, {}, {20, 8});
        QCOMPARE(back.count(), 2);
    }

    void choicesMoveByArrows()
    {
        QWidget window;
        auto *column = new QVBoxLayout(&window);
        auto *first = new ChoiceButton(u"account"_s, u"Create"_s, u"Pick or make a wallet."_s);
        auto *second = new ChoiceButton(u"import"_s, u"Import"_s, u"From config.ini."_s);
        column->addWidget(first);
        column->addWidget(second);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        first->setFocus();
        QTest::keyClick(first, Qt::Key_Down);
        QVERIFY(second->hasFocus());
        QSignalSpy clicked(second, &ChoiceButton::clicked);
        QTest::keyClick(second, Qt::Key_Return);
        QCOMPARE(clicked.count(), 1);
        QTest::keyClick(second, Qt::Key_Up);
        QVERIFY(first->hasFocus());
        QVERIFY(first->heightForWidth(200) > first->heightForWidth(800));
        QCOMPARE(spokenRole(first), QAccessible::PushButton);
    }
};

QTEST_MAIN(TestNavigation)
#include "tst_navigation.moc"
