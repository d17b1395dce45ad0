#include "ui/widgets/addresslabel.h"
#include "ui/widgets/codeblock.h"
#include "ui/widgets/copybutton.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

const QString address = u"5GD6FRv8rRgkpXkKJ2pdJJ8sB5nZdi3V15rFNrUuJ2ZpSyqZ"_s;

QClipboard &clipboard()
{
    return *QGuiApplication::clipboard();
}

} // namespace

class TestCopying : public QObject
{
    Q_OBJECT

private slots:
    void init() { clipboard().clear(); }

    void theAddressIsWholeAtAnyWidth()
    {
        AddressLabel label(u"Hotkey address"_s, address);
        const int line = label.heightForWidth(label.sizeHint().width());
        QCOMPARE(label.sizeHint().height(), line);
        int before = line;
        for (int width = label.sizeHint().width(); width >= 40; width -= 10) {
            const int height = label.heightForWidth(width);
            QVERIFY2(height >= before, "narrower is never lower");
            before = height;
        }
        // 12, 6 and 4 groups a line: one, two and three lines.
        label.setGroupsPerLine(6);
        const int two = label.sizeHint().height();
        label.setGroupsPerLine(4);
        const int three = label.sizeHint().height();
        QVERIFY(line < two && two < three);
        QCOMPARE(label.minimumSizeHint().width(), label.sizeHint().width());
    }

    void allGroupsArePainted_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {600, 300, 200, 60})
            QTest::addRow("%d", width) << width;
    }

    void allGroupsArePainted()
    {
        QFETCH(const int, width);
        AddressLabel label(u"Hotkey address"_s, address);
        label.resize(width, label.heightForWidth(width));
        const QImage all = label.grab().toImage();
        // Another character anywhere changes the picture: nothing is cut, nothing elided.
        for (const int at : {0, 3, 4, 23, 24, 44, 47}) {
            QString other = address;
            other[at] = other.at(at) == u'W' ? u'i' : u'W';
            label.setAddress(other);
            QVERIFY2(label.grab().toImage() != all, qPrintable(QString::number(at)));
        }
    }

    void theLargeFormHasFourGroupsALine()
    {
        const AddressLabel label(u"Deposit address"_s, address, AddressLabel::Form::Large);
        AddressLabel compact(u"Deposit address"_s, address);
        compact.setGroupsPerLine(4);
        QVERIFY(label.sizeHint().width() > compact.sizeHint().width());
        QCOMPARE(label.heightForWidth(4000), label.sizeHint().height());
    }

    void isSpokenInGroups()
    {
        AddressLabel label(u"Hotkey address"_s, address);
        QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(&label);
        QVERIFY(spoken != nullptr);
        QCOMPARE(spoken->text(QAccessible::Name), u"Hotkey address"_s);
        const QString groups = spoken->text(QAccessible::Description);
        QVERIFY(groups.startsWith("5GD6 FRv8 "_L1));
        QCOMPARE(QString(groups).remove(u' '), address);
        QCOMPARE(AddressLabel::grouped({}), QString());
        QCOMPARE(AddressLabel::grouped(u"abcdef"_s), u"abcd ef"_s);
    }

    void copiesWithoutGaps()
    {
        QWidget window;
        auto *column = new QVBoxLayout(&window);
        auto *label = new AddressLabel(u"Hotkey address"_s, address);
        CopyButton *button = label->makeCopyButton();
        column->addWidget(label);
        column->addWidget(button);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy copied(label, &AddressLabel::copied);
        label->setFocus();
        QTest::keyClick(label, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(clipboard().text(), address);
        clipboard().clear();
        QTest::keyClick(label, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(clipboard().text(), address);
        label->setAddress(u"5Fz1"_s);
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(clipboard().text(), u"5Fz1"_s);
        QCOMPARE(copied.count(), 3);
        label->setAddress({});
        QVERIFY(!button->isEnabled());
    }

    void aSwappedAddressIsNoticed_data()
    {
        QTest::addColumn<int>("afterMs");
        QTest::newRow("at once") << 0;
        QTest::newRow("after the first look") << 600;
    }

    void aSwappedAddressIsNoticed()
    {
        QFETCH(const int, afterMs);
        AddressLabel label(u"Deposit address"_s, address);
        QSignalSpy tampered(&label, &AddressLabel::clipboardTampered);
        label.copy();
        QTimer::singleShot(afterMs, this, [] { clipboard().setText(u"5Evil"_s); });
        QVERIFY(tampered.wait(3500));
        QCOMPARE(tampered.count(), 1);
    }

    void anUntouchedClipboardRaisesNoAlarm()
    {
        AddressLabel label(u"Deposit address"_s, address);
        QSignalSpy tampered(&label, &AddressLabel::clipboardTampered);
        label.copy();
        QVERIFY(!tampered.wait(2500));
    }

    void theButtonSaysThatItCopied()
    {
        CopyButton button(u"Copy user id"_s, u"dff3e6bb"_s);
        QSignalSpy tampered(&button, &CopyButton::clipboardTampered);
        QCOMPARE(button.toolTip(), u"Copy user id"_s);
        button.click();
        QCOMPARE(clipboard().text(), u"dff3e6bb"_s);
        QCOMPARE(button.toolTip(), u"Copied"_s);
        QCOMPARE(button.accessibleName(), u"Copy user id"_s);
        clipboard().setText(u"other"_s);
        QVERIFY(tampered.wait(1500));
        QTRY_COMPARE_WITH_TIMEOUT(button.toolTip(), u"Copy user id"_s, 4000);
    }

    void codeIsCopiedAsItIs()
    {
        CodeBlock block(u"Command"_s, u"Copy command"_s);
        const QString code = u"curl https://example.invalid \\\n  -d @request.json"_s;
        block.setCode(code);
        block.resize(400, block.heightForWidth(400));
        QTest::keyClick(&block, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(clipboard().text(), code);
        QVERIFY(block.heightForWidth(150) > block.heightForWidth(400));
        block.setCode(QString(300, u'x'));
        QVERIFY2(block.heightForWidth(200) > block.heightForWidth(400), "wraps inside a word too");
    }
};

QTEST_MAIN(TestCopying)
#include "tst_copying.moc"
