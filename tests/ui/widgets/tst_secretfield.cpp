#include "ui/widgets/passwordfield.h"
#include "ui/widgets/secretclipboard.h"
#include "ui/widgets/secretfield.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

constexpr char text[] = "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C";

QString clipboardText()
{
    return QGuiApplication::clipboard()->text();
}

} // namespace

class TestSecretField : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }
    void init() { QGuiApplication::clipboard()->clear(); }

    void masksWhateverTheLength()
    {
        SecretClipboard clipboard;
        SecretField field(u"Secret"_s, clipboard);
        field.resize(400, 32);
        field.setSecret(Secret::copyOf("short"));
        const QImage first = field.grab().toImage();
        field.setSecret(Secret::copyOf(text));
        QCOMPARE(field.grab().toImage(), first);
        field.clear();
        QVERIFY(!field.hasSecret());
        QVERIFY(!field.revealButton()->isEnabled());
        QVERIFY(!field.copyButton()->isEnabled());
    }

    void speaksOnlyTheLength()
    {
        SecretClipboard clipboard;
        QWidget window;
        auto *field = new SecretField(u"Account fingerprint"_s, clipboard, SecretField::Form::Line,
                                      &window);
        field->setSecret(Secret::copyOf(text));
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(field);
        QVERIFY(spoken != nullptr);
        QCOMPARE(spoken->text(QAccessible::Name), u"Account fingerprint"_s);
        QCOMPARE(spoken->text(QAccessible::Value), u"Hidden, 32 characters"_s);
        field->revealSecret();
        for (const auto kind : {QAccessible::Name, QAccessible::Value, QAccessible::Description})
            QVERIFY(!spoken->text(kind).contains("aB3dE5"_L1));
        field->setSecret(Secret::copyOf("\xc3\xa9\xe2\x82\xac"));
        QCOMPARE(spoken->text(QAccessible::Value), u"Hidden, 2 characters"_s);
    }

    void revealsForAWhile()
    {
        SecretClipboard clipboard;
        QWidget window;
        auto *field = new SecretField(u"Secret"_s, clipboard, SecretField::Form::Line, &window);
        field->resize(500, 80);
        field->setSecret(Secret::copyOf(text));
        field->setRevealTime(300ms);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        const QImage masked = field->grab().toImage();
        QSignalSpy hidden(field, &SecretField::hidden);
        QTest::mouseClick(field->revealButton(), Qt::LeftButton);
        QVERIFY(field->isRevealed());
        QCOMPARE(field->revealButton()->accessibleName(), u"Hide"_s);
        QVERIFY(field->grab().toImage() != masked);
        QVERIFY(hidden.wait(3000));
        QVERIFY(!field->isRevealed());
        QCOMPARE(field->revealButton()->accessibleName(), u"Reveal"_s);
    }

    void hidesWhenTheFocusLeaves()
    {
        SecretClipboard clipboard;
        QWidget window;
        auto *column = new QVBoxLayout(&window);
        auto *field = new SecretField(u"Secret"_s, clipboard);
        auto *other = new QLineEdit;
        column->addWidget(field);
        column->addWidget(other);
        field->setSecret(Secret::copyOf(text));
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        field->revealSecret();
        QVERIFY(field->hasFocus());
        // Its own buttons are inside.
        QTest::keyClick(field, Qt::Key_Tab);
        QVERIFY(field->revealButton()->hasFocus());
        QCoreApplication::sendPostedEvents();
        QVERIFY(field->isRevealed());
        other->setFocus();
        QTRY_VERIFY(!field->isRevealed());
        field->revealSecret();
        QVERIFY(field->isRevealed());
        window.hide();
        QVERIFY(!field->isRevealed());
    }

    void growsForALongSecretAndShowsItWhole()
    {
        SecretClipboard clipboard;
        SecretField field(u"Secret"_s, clipboard);
        field.setSecret(Secret::copyOf(QByteArray(102, 'x')));
        const int masked = field.heightForWidth(400);
        field.revealSecret();
        QVERIFY(field.heightForWidth(400) > masked);
        QVERIFY(field.heightForWidth(220) > field.heightForWidth(400));
        field.hideSecret();
        QCOMPARE(field.heightForWidth(400), masked);
    }

    void keysReachEverything()
    {
        SecretClipboard clipboard;
        QWidget window;
        auto *field = new SecretField(u"Secret"_s, clipboard, SecretField::Form::Line, &window);
        field->setSecret(Secret::copyOf(text));
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        field->setFocus();
        QTest::keyClick(field, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(clipboardText(), QString::fromLatin1(text));
        QTest::keyClick(field, Qt::Key_Tab);
        QTest::keyClick(field->revealButton(), Qt::Key_Space);
        QVERIFY(field->isRevealed());
        field->setFocus();
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!field->isRevealed());
    }

    void clipboardCarriesTheHintAndNoSelection()
    {
        SecretClipboard clipboard;
        clipboard.copy(Secret::copyOf(text));
        const QMimeData *held = QGuiApplication::clipboard()->mimeData();
        QVERIFY(held->hasText());
        QCOMPARE(held->data(u"x-kde-passwordManagerHint"_s), QByteArray("secret"));
        QCOMPARE(held->formats().size(), 2);
        QVERIFY(QGuiApplication::clipboard()->text(QClipboard::Selection).isEmpty());
    }

    void clipboardIsClearedAfterAWhile()
    {
        SecretClipboard clipboard(200ms);
        clipboard.copy(Secret::copyOf(text));
        QCOMPARE(clipboard.secondsLeft(), 1);
        QVERIFY(clipboard.holdsSecret());
        QTRY_VERIFY(!clipboard.holdsSecret());
        QVERIFY(clipboardText().isEmpty());
        QCOMPARE(clipboard.secondsLeft(), 0);
    }

    void foreignContentIsKept()
    {
        SecretClipboard clipboard(200ms);
        clipboard.copy(Secret::copyOf(text));
        QGuiApplication::clipboard()->setText(u"something else"_s);
        QTRY_VERIFY(!clipboard.holdsSecret());
        QCOMPARE(clipboardText(), u"something else"_s);
    }

    void theSecretInAnotherNameIsCleared()
    {
        SecretClipboard clipboard;
        clipboard.copy(Secret::copyOf(text));
        // As a clipboard program does that takes the content over.
        QGuiApplication::clipboard()->setText(QString::fromLatin1(text));
        clipboard.clearNow();
        QVERIFY(clipboardText().isEmpty());
    }

    void clipboardIsClearedWhenTheProgramEnds()
    {
        {
            SecretClipboard clipboard;
            clipboard.copy(Secret::copyOf(text));
        }
        QVERIFY(clipboardText().isEmpty());
        SecretClipboard clipboard;
        clipboard.copy(Secret::copyOf(text));
        QMetaObject::invokeMethod(qApp, "aboutToQuit", Qt::DirectConnection);
        QVERIFY(clipboardText().isEmpty());
    }

    void passwordIsTakenOnceAndLeavesNothing()
    {
        QWidget window;
        auto *field = new PasswordField(&window);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        field->setFocus();
        QSignalSpy edited(field, &PasswordField::edited);
        QTest::keyClicks(field->edit(), u"correct horse"_s);
        QCOMPARE(edited.count(), 13);
        QCOMPARE(field->edit()->echoMode(), QLineEdit::Password);
        const Secret taken = field->takeSecret();
        QVERIFY(taken.equals(Secret::copyOf("correct horse")));
        QVERIFY(field->isEmpty());
        field->edit()->undo();
        QVERIFY(field->isEmpty());
        QVERIFY(field->takeSecret().isEmpty());
    }

    void passwordHintsStayWhileShown()
    {
        PasswordField field;
        QTest::keyClicks(field.edit(), u"secret"_s);
        constexpr auto wanted = Qt::ImhSensitiveData | Qt::ImhNoPredictiveText
            | Qt::ImhNoAutoUppercase;
        QCOMPARE(field.edit()->inputMethodHints() & wanted, wanted);
        QVERIFY(field.edit()->inputMethodHints().testFlag(Qt::ImhHiddenText));
        field.revealButton()->click();
        QCOMPARE(field.edit()->echoMode(), QLineEdit::Normal);
        QCOMPARE(field.revealButton()->accessibleName(), u"Hide password"_s);
        QCOMPARE(field.edit()->inputMethodHints() & wanted, wanted);
        field.edit()->selectAll();
        QVERIFY2(!field.edit()->hasSelectedText(), "it would be in the selection clipboard");
        field.clear();
        QCOMPARE(field.edit()->echoMode(), QLineEdit::Password);
    }

    void passwordRevealIsReachedByTab()
    {
        QWidget window;
        auto *field = new PasswordField(&window);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        field->setFocus();
        QVERIFY(field->edit()->hasFocus());
        QTest::keyClick(field->edit(), Qt::Key_Tab);
        QVERIFY(field->revealButton()->hasFocus());
        QVERIFY(!field->edit()->isAncestorOf(field->revealButton()));
    }

    void passwordsAreCompared()
    {
        PasswordField first;
        PasswordField second;
        QVERIFY(first.matches(second));
        QTest::keyClicks(first.edit(), u"one"_s);
        QVERIFY(!first.matches(second));
        QTest::keyClicks(second.edit(), u"one"_s);
        QVERIFY(first.matches(second));
        QCOMPARE(first.length(), 3);
    }
};

QTEST_MAIN(TestSecretField)
#include "tst_secretfield.moc"
