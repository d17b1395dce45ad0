#include "tests/support/accessiblenames.h"
#include "ui/theme/appearance.h"
#include "ui/widgets/addresslabel.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/checkrow.h"
#include "ui/widgets/countdown.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/icontext.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/passwordfield.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/rail.h"
#include "ui/widgets/rowdelegate.h"
#include "ui/widgets/runningicon.h"
#include "ui/widgets/sandboxbanner.h"
#include "ui/widgets/scrollpage.h"

#include <QAccessible>
#include <QApplication>
#include <QLineEdit>
#include <QProxyStyle>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

/// Fusion with its animations on or off, whatever the platform says.
class AnimatedStyle : public QProxyStyle
{
public:
    explicit AnimatedStyle(int duration)
        : m_duration(duration)
    {
    }

    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *data) const override
    {
        return hint == SH_Widget_Animation_Duration
            ? m_duration
            : QProxyStyle::styleHint(hint, option, widget, data);
    }

private:
    int m_duration;
};

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

class TestWidgets : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        installQuietStyle(*qApp);
        applyAppearance(*qApp, Appearance::Light);
    }

    void labelsAreNeverRichText()
    {
        const QString canary = u"<img src='file:///canary'>name"_s;
        PlainLabel label(canary);
        QCOMPARE(label.textFormat(), Qt::PlainText);
        QVERIFY(label.sizeHint().width() > label.fontMetrics().horizontalAdvance(u"<img src"_s));
        Badge badge({Tone::Info, canary});
        QCOMPARE(badge.textFormat(), Qt::PlainText);
        QWidget tip;
        setPlainToolTip(&tip, canary);
        QVERIFY(!tip.toolTip().contains("<img"_L1));
        setPlainToolTip(&tip, u"a < b"_s);
        QCOMPARE(tip.toolTip(), u"a < b"_s);
    }

    void wrappedLabelsAreAsHighAsTheirText()
    {
        PlainLabel *label = wrappedLabel(QString(u"several words "_s).repeated(20));
        label->setParent(&m_parent);
        QVERIFY(label->hasHeightForWidth());
        const int narrow = label->heightForWidth(150);
        const int wide = label->heightForWidth(600);
        QVERIFY(narrow > wide);
        QVERIFY(wide >= label->fontMetrics().height());
        label->setText(QString(200, u'x'));
        QVERIFY2(label->heightForWidth(150) > label->heightForWidth(600), "breaks a long word");
        QVERIFY(label->minimumSizeHint().width() < 300);
    }

    void fieldErrorsAreSpokenAndGoWhenMended()
    {
        auto *edit = new QLineEdit;
        FormField field(u"&Username"_s, edit);
        field.setHint(u"Seen by others."_s);
        QCOMPARE(spokenName(edit), u"Username"_s);
        QCOMPARE(edit->accessibleDescription(), u"Seen by others."_s);
        QSignalSpy cleared(&field, &FormField::errorCleared);
        field.setError(u"3 to 15 letters"_s);
        QCOMPARE(edit->accessibleDescription(), u"3 to 15 letters"_s);
        QVERIFY(field.hasError());
        QTest::keyClicks(edit, u"a"_s);
        QVERIFY(!field.hasError());
        QCOMPARE(cleared.count(), 1);
        QCOMPARE(edit->accessibleDescription(), u"Seen by others."_s);
        QTest::keyClicks(edit, u"b"_s);
        QCOMPARE(cleared.count(), 1);
        field.setNote(Tone::Success, u"Free"_s);
        QCOMPARE(edit->accessibleDescription(), u"Free"_s);
    }

    void fieldErrorsWorkForPasswords()
    {
        auto *password = new PasswordField;
        FormField field(u"Password"_s, password);
        field.setError(u"Wrong password"_s);
        QCOMPARE(spokenName(password->edit()), u"Password"_s);
        QCOMPARE(password->edit()->accessibleDescription(), u"Wrong password"_s);
        QTest::keyClicks(password->edit(), u"x"_s);
        QVERIFY(!field.hasError());
    }

    void messageBarSpeaksAndKeepsTwoButtons()
    {
        QWidget window;
        auto *bar = new MessageBar(&window);
        window.show();
        QVERIFY(!bar->isVisible());
        bar->showMessage(Tone::Danger, u"It failed."_s, u"Nothing was lost."_s);
        QVERIFY(bar->isVisible());
        QCOMPARE(spokenRole(bar), QAccessible::AlertMessage);
        QCOMPARE(spokenName(bar), u"It failed.\nNothing was lost."_s);
        QPushButton *first = bar->addButton(u"Diagnose"_s);
        bar->addButton(u"Try again"_s);
        QPointer<QPushButton> gone = first;
        bar->showMessage(Tone::Info, u"It works."_s);
        QTRY_VERIFY(gone.isNull());
        QVERIFY(bar->body().isEmpty());
    }

    void messageBarClosesWithEscWhereItMay()
    {
        QWidget window;
        auto *bar = new MessageBar(&window);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        bar->showMessage(Tone::Info, u"A token is in the clipboard."_s);
        QPushButton *button = bar->addButton(u"Use it"_s);
        QSignalSpy closed(bar, &MessageBar::closed);
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Escape);
        QVERIFY(bar->isVisible());
        bar->setClosable(true);
        QTest::keyClick(button, Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
        QCOMPARE(closed.count(), 1);
    }

    void aBusyButtonCannotBeClickedAgain()
    {
        QWidget window;
        auto *column = new QVBoxLayout(&window);
        auto *button = makeButton(u"Register"_s, ButtonRole::Primary);
        auto *other = new QLineEdit;
        column->addWidget(button);
        column->addWidget(other);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy clicked(button, &QPushButton::clicked);
        button->setFocus();
        const QImage rest = button->grab().toImage();
        setButtonBusy(button, true);
        QVERIFY(isButtonBusy(button));
        QCOMPARE(button->text(), u"Register"_s);
        QVERIFY(button->grab().toImage() != rest);
        button->click();
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(clicked.count(), 0);
        setButtonBusy(button, false);
        QVERIFY(button->isEnabled());
        QVERIFY(button->hasFocus());
        button->click();
        QCOMPARE(clicked.count(), 1);
    }

    void aDisabledControlSaysWhy()
    {
        QPushButton button(u"New key…"_s);
        setUnavailable(&button, u"The service does not answer."_s);
        QVERIFY(!button.isEnabled());
        QCOMPARE(button.toolTip(), u"The service does not answer."_s);
        QCOMPARE(button.statusTip(), button.toolTip());
        QCOMPARE(button.accessibleDescription(), button.toolTip());
        setUnavailable(&button, {});
        QVERIFY(button.isEnabled());
        QVERIFY(button.toolTip().isEmpty());
    }

    void checkRowsSpeakAsOneSentence()
    {
        QWidget window;
        auto *row = new CheckRow(u"Clock"_s, &window);
        QCOMPARE(spokenName(row), u"Clock: not tried."_s);
        window.show();
        row->setState(CheckRow::State::Failed, u"6 min behind the service."_s);
        QCOMPARE(spokenName(row), u"Clock: failed. 6 min behind the service."_s);
        QCOMPARE(spokenRole(row), QAccessible::ListItem);
        QPushButton *button = row->setButton(u"Open time settings…"_s);
        QTRY_VERIFY(button->isVisible());
        QPointer<QPushButton> gone = button;
        row->setButton(u"Try again"_s);
        QTRY_VERIFY(gone.isNull());
        row->removeButton();
        row->setState(CheckRow::State::Running, u"Testing"_s);
        QVERIFY(row->findChild<RunningIcon *>()->isVisibleTo(row));
        row->setState(CheckRow::State::Passed);
        QVERIFY(!row->findChild<RunningIcon *>()->isVisibleTo(row));
    }

    void theRunningIconTurnsOnlyWhileSeen()
    {
        AnimatedStyle moving(200);
        AnimatedStyle still(0);
        QWidget window;
        auto *icon = new RunningIcon(20, &Theme::link, &window);
        icon->setStyle(&moving);
        QVERIFY(!icon->isTurning());
        window.show();
        QVERIFY(icon->isTurning());
        const QImage before = icon->grab().toImage();
        QTRY_VERIFY(icon->grab().toImage() != before);
        window.hide();
        QVERIFY(!icon->isTurning());
        icon->setStyle(&still);
        window.show();
        QVERIFY(!icon->isTurning());
    }

    void countdownTellsTheLastMinuteAndTheEnd()
    {
        Countdown countdown;
        countdown.setWords(u"left"_s, u"hurry"_s, u"too old"_s);
        QSignalSpy lastMinute(&countdown, &Countdown::lastMinute);
        QSignalSpy over(&countdown, &Countdown::over);
        countdown.start(300s, 239s);
        QCOMPARE(countdown.secondsLeft(), 61);
        QCOMPARE(countdown.accessibleName(), u"1:01 left"_s);
        QVERIFY(lastMinute.wait(3000));
        QVERIFY(countdown.accessibleName().endsWith("hurry"_L1));
        countdown.start(1s);
        QVERIFY(over.wait(3000));
        QCOMPARE(countdown.accessibleName(), u"0:00 too old"_s);
        QVERIFY(!countdown.isRunning());
        QCOMPARE(lastMinute.count(), 1);
    }

    void cardsHoldRows()
    {
        Card card;
        CardRow *row = card.addValueRow(u"Username"_s, u"lumenfold"_s);
        card.addTextRow(u"info"_s, &Theme::muted, u"Title"_s, u"Text"_s);
        OpenRow *open = card.addOpenRow(u"Create an API key"_s, u"With few rights"_s);
        QCOMPARE(card.rowCount(), 3);
        QCOMPARE(row->label()->width(), row->label()->minimumWidth());
        QCOMPARE(spokenName(open), u"Create an API key"_s);
        QSignalSpy clicked(open, &OpenRow::clicked);
        QTest::keyClick(open, Qt::Key_Space);
        QCOMPARE(clicked.count(), 1);
        card.clear();
        QCOMPARE(card.rowCount(), 0);
    }

    void aBarIsNoHigherThanItsContent()
    {
        QWidget window;
        auto *column = new QVBoxLayout(&window);
        auto *bar = new MessageBar;
        column->addWidget(bar);
        column->addStretch();
        bar->showMessage(Tone::Info, u"One line."_s);
        window.resize(600, 900);
        window.show();
        QTRY_COMPARE(bar->height(), bar->heightForWidth(bar->width()));
        QVERIFY(bar->height() < 100);
    }

    void aScrollPageHasNoBarOverNothing()
    {
        ScrollPage page;
        page.add(wrappedLabel(QString(u"words and more words "_s).repeated(30)));
        page.resize(700, 300);
        page.show();
        QTRY_VERIFY(page.widget()->width() > 600);
        QVERIFY(!page.verticalScrollBar()->isVisible());
        auto *high = new QWidget;
        high->setMinimumHeight(900);
        page.add(high, 20);
        QTRY_VERIFY(page.verticalScrollBar()->isVisible());
        QTRY_COMPARE(high->mapTo(&page, QPoint(high->width(), 0)).x(), page.width() - 24);
    }

    void treeCellsShowAddressesAndBadges()
    {
        QStandardItemModel model(1, 2);
        model.setData(model.index(0, 0), u"5GD6FRv8rRgkpXkKJ2pdJJ8sB5nZdi3V15rFNrUuJ2ZpSyqZ"_s,
                      AddressRole);
        model.setData(model.index(0, 1),
                      QVariant::fromValue(BadgeContent{Tone::Warning, u"Can’t be used"_s}),
                      BadgeRole);
        QTreeView view;
        view.setModel(&model);
        view.setItemDelegate(new RowDelegate(&view));
        view.resize(900, 200);
        view.show();
        const QStyleOptionViewItem option;
        const auto *delegate = view.itemDelegate();
        QVERIFY(delegate->sizeHint(option, model.index(0, 0)).height() >= 32);
        QVERIFY(delegate->sizeHint(option, model.index(0, 0)).width() > AddressLabel::lineWidth(
                    model.index(0, 0).data(AddressRole).toString(), textFont(TextStyle::Mono)));
        const QImage before = view.grab().toImage();
        model.setData(model.index(0, 1),
                      QVariant::fromValue(BadgeContent{Tone::Success, u"Encrypted"_s}), BadgeRole);
        QVERIFY(view.grab().toImage() != before);
    }

    void nothingIsWithoutAName()
    {
        QWidget page;
        auto *column = new QVBoxLayout(&page);
        column->addWidget(new SandboxBanner(u"Sandbox"_s, u"Nothing here is real."_s));
        auto *rail = new Rail(u"Canopy"_s);
        rail->addEntry(u"key"_s, u"API keys"_s);
        column->addWidget(rail);
        column->addWidget(new FormField(u"Password"_s, new PasswordField));
        column->addWidget(iconButton(u"copy"_s, u"Copy"_s));
        auto *card = new Card;
        card->addAddressRow(u"Hotkey"_s, new AddressLabel(u"Hotkey address"_s, u"5GD6"_s));
        column->addWidget(card);
        auto *empty = new EmptyState(u"key"_s, u"No keys yet"_s, u"Start with a small one."_s);
        empty->setButton(u"New key…"_s, true);
        column->addWidget(empty);
        auto *bar = new MessageBar;
        column->addWidget(bar);
        bar->showMessage(Tone::Info, u"<b>Bold</b>"_s);
        bar->setClosable(true);
        page.show();
        QCOMPARE(widgetsWithoutName(&page), QStringList());
        QCOMPARE(labelsNotPlain(&page), QStringList());
        // The walk itself finds what is wrong.
        auto *nameless = new QLineEdit;
        nameless->setObjectName(u"nameless"_s);
        column->addWidget(nameless);
        auto *rich = new QLabel(u"<b>x</b>"_s);
        column->addWidget(rich);
        nameless->show();
        rich->show();
        QCOMPARE(widgetsWithoutName(&page), QStringList(u"QLineEdit/nameless"_s));
        QCOMPARE(labelsNotPlain(&page), QStringList(u"QLabel/: <b>x</b>"_s));
    }

private:
    QWidget m_parent;
};

QTEST_MAIN(TestWidgets)
#include "tst_widgets.moc"
