#include "ui/theme/appearance.h"
#include "ui/theme/quietstyle.h"
#include "ui/theme/theme.h"
#include "ui/theme/tintedicon.h"

#include <QApplication>
#include <QDirIterator>
#include <QFontInfo>
#include <QLineEdit>
#include <QPainter>
#include <QPixmap>
#include <QPushButton>
#include <QStyleFactory>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

QPalette twoColours(const QColor &ink, const QColor &ground)
{
    QPalette palette(ground, ground);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                            QPalette::Link, QPalette::PlaceholderText, QPalette::Highlight})
        palette.setColor(role, ink);
    for (const auto role :
         {QPalette::Window, QPalette::Base, QPalette::Button, QPalette::HighlightedText})
        palette.setColor(role, ground);
    return palette;
}

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT

private slots:
    void contrasts_data()
    {
        QTest::addColumn<QPalette>("palette");
        const std::unique_ptr<QStyle> fusion(QStyleFactory::create(u"fusion"_s));
        QPalette greyLink = canopyPalette(false);
        greyLink.setColor(QPalette::Link, QColor(0xd0d0d0));
        greyLink.setColor(QPalette::PlaceholderText, QColor(0xeeeeee));
        QTest::newRow("light") << canopyPalette(false);
        QTest::newRow("dark") << canopyPalette(true);
        QTest::newRow("fusion") << fusion->standardPalette();
        QTest::newRow("black on yellow") << twoColours(Qt::black, Qt::yellow);
        QTest::newRow("white on black") << twoColours(Qt::white, Qt::black);
        QTest::newRow("yellow on blue") << twoColours(Qt::yellow, Qt::darkBlue);
        QTest::newRow("pale link and hint") << greyLink;
    }

    void contrasts()
    {
        QFETCH(const QPalette, palette);
        const Theme t = Theme::of(palette);
        const auto atLeast = [](const char *what, const QColor &a, const QColor &b, double ratio) {
            const double found = contrast(a, b);
            if (found < ratio)
                qWarning("%s: %.2f (%s on %s)", what, found, qUtf8Printable(a.name()),
                         qUtf8Printable(b.name()));
            return found >= ratio;
        };
        for (const QColor &ground : {t.window, t.base, t.sunken, t.soft, t.pressed})
            QVERIFY(atLeast("muted", t.muted, ground, 4.5));
        for (const QColor &ground : {t.window, t.base, t.sunken})
            QVERIFY(atLeast("link", t.link, ground, 4.5));
        QVERIFY(atLeast("selection bar", t.link, t.soft, 3));
        for (const QColor &ground : {t.window, t.base}) {
            QVERIFY(atLeast("control", t.control, ground, 3));
            QVERIFY(atLeast("text", t.text, ground, 4.5));
            QVERIFY(atLeast("success", t.success, ground, 4.5));
            QVERIFY(atLeast("warning", t.warning, ground, 4.5));
            QVERIFY(atLeast("danger", t.danger, ground, 4.5));
        }
        QVERIFY(atLeast("on accent", t.onAccent, t.accent, 4.5));
        QVERIFY(atLeast("on danger", t.onDanger, t.dangerFill, 4.5));
        for (const Tone tone :
             {Tone::Neutral, Tone::Info, Tone::Success, Tone::Warning, Tone::Danger}) {
            const Theme::Pair pair = t.tone(tone);
            QVERIFY(atLeast("tone", pair.ink, pair.fill, 4.5));
            QVERIFY(atLeast("text on tone", t.text, pair.fill, 4.5));
        }
    }

    void darkIsWhereTheTextIsLighter()
    {
        QVERIFY(!Theme::of(canopyPalette(false)).dark);
        QVERIFY(Theme::of(canopyPalette(true)).dark);
        QVERIFY(!Theme::of(twoColours(Qt::black, Qt::yellow)).dark);
        QVERIFY(Theme::of(twoColours(Qt::yellow, Qt::darkBlue)).dark);
    }

    void ofFollowsTheModifiedPalette()
    {
        QPalette palette = canopyPalette(false);
        QCOMPARE(Theme::of(palette).window, QColor(0xf6f7f8));
        palette.setColor(QPalette::Window, Qt::white);
        QCOMPARE(Theme::of(palette).window, QColor(Qt::white));
    }

    void fontsFollowTheSystem()
    {
        const QFont before = QApplication::font();
        QFont large = before;
        large.setPointSizeF(20);
        QApplication::setFont(large);
        const double body = textFont(TextStyle::Body).pointSizeF();
        const double title = textFont(TextStyle::Title).pointSizeF();
        QFont tiny = before;
        tiny.setPixelSize(11);
        QApplication::setFont(tiny);
        const int caption = QFontInfo(textFont(TextStyle::Caption)).pixelSize();
        QApplication::setFont(before);
        QCOMPARE(body, 20.0);
        QVERIFY(qAbs(title - 30.8) < 0.1);
        QVERIFY2(caption >= 11, "nothing is set below 11 pixels");
    }

    void lineHeightIsAMultipleOfFourThatHoldsTheText()
    {
        QFont font = QApplication::font();
        for (int pixels = 8; pixels < 60; ++pixels) {
            font.setPixelSize(pixels);
            const int height = lineHeightFor(font, 32);
            QVERIFY(height >= 32);
            QCOMPARE(height % 4, 0);
            QVERIFY(height >= QFontMetrics(font).height() + 12);
        }
    }

    void appearanceChangesThePaletteAndBack()
    {
        applyAppearance(*qApp, Appearance::Dark);
        QCOMPARE(QApplication::palette().color(QPalette::Window), QColor(0x1b1e22));
        applyAppearance(*qApp, Appearance::Light);
        QCOMPARE(QApplication::palette().color(QPalette::Window), QColor(0xf6f7f8));
        // The offscreen platform brings no palette, so "as the system" is ours too.
        applyAppearance(*qApp, Appearance::System);
        QCOMPARE(QApplication::palette().color(QPalette::Window), QColor(0xf6f7f8));
    }

    void everyIconDrawsSomethingInItsTint()
    {
        int count = 0;
        QDirIterator icons(u":/icons"_s, {u"*.svg"_s});
        while (icons.hasNext()) {
            icons.next();
            ++count;
            const QString name = icons.fileInfo().completeBaseName();
            QImage image(20, 20, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            paintIcon(&painter, image.rect(), name, Qt::red);
            painter.end();
            int drawn = 0;
            for (int y = 0; y < 20; ++y)
                for (int x = 0; x < 20; ++x)
                    drawn += image.pixelColor(x, y).alpha() > 200 ? 1 : 0;
            QVERIFY2(drawn > 0, qUtf8Printable(name));
            QCOMPARE(image.convertToFormat(QImage::Format_RGB32).pixelColor(0, 0).green(), 0);
        }
        QCOMPARE(count, 44);
    }

    void iconsFollowThePalette()
    {
        const QIcon icon = tintedIcon(u"key"_s);
        applyAppearance(*qApp, Appearance::Light);
        const QImage light = icon.pixmap(20, 20).toImage();
        applyAppearance(*qApp, Appearance::Dark);
        const QImage dark = icon.pixmap(20, 20).toImage();
        applyAppearance(*qApp, Appearance::System);
        QVERIFY(light != dark);
        QTest::ignoreMessage(QtWarningMsg, "No icon is named \"no-such\"");
        QVERIFY(tintedIcon(u"no-such"_s).pixmap(16, 16).isNull());
    }

    void theStyleIsOnlyInstalledOverFusion()
    {
        QApplication::setStyle(QStyleFactory::create(u"windows"_s));
        installQuietStyle(*qApp);
        QCOMPARE(QApplication::style()->name(), u"windows"_s);
        QApplication::setStyle(QStyleFactory::create(u"fusion"_s));
        installQuietStyle(*qApp);
        QPushButton button;
        QVERIFY(isQuiet(&button));
    }

    void controlsKeepTheirHeights()
    {
        QApplication::setStyle(new QuietStyle);
        QPushButton button(u"Test"_s);
        QCOMPARE(button.sizeHint().height(), lineHeightFor(button.font(), 32));
        QPushButton compact(u"Test"_s);
        compact.setProperty(styleproperty::compact, true);
        QCOMPARE(compact.sizeHint().height(), lineHeightFor(compact.font(), 28));
        const QLineEdit edit;
        QCOMPARE(edit.sizeHint().height(), lineHeightFor(edit.font(), 32));
    }

    void aFocusedButtonLooksDifferent_data()
    {
        QTest::addColumn<int>("role");
        for (const auto role :
             {ButtonRole::Plain, ButtonRole::Primary, ButtonRole::Danger, ButtonRole::Link})
            QTest::addRow("%d", static_cast<int>(role)) << static_cast<int>(role);
    }

    void aFocusedButtonLooksDifferent()
    {
        QFETCH(const int, role);
        QApplication::setStyle(new QuietStyle);
        applyAppearance(*qApp, Appearance::Light);
        QWidget window;
        QLineEdit other(&window);
        QPushButton button(u"Test"_s, &window);
        button.setGeometry(0, 50, 100, 32);
        setButtonRole(&button, static_cast<ButtonRole>(role));
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        other.setFocus();
        const QImage rest = button.grab().toImage();
        button.setFocus();
        const QImage focused = button.grab().toImage();
        QVERIFY(rest != focused);
        button.setDown(true);
        QVERIFY(button.grab().toImage() != focused);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
