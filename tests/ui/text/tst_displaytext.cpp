#include "ui/text/displaytext.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

bool isSafe(const QString &shown)
{
    int marks = 0;
    for (const uint point : shown.toUcs4()) {
        switch (QChar::category(point)) {
        case QChar::Other_Control:
        case QChar::Other_Format:
        case QChar::Other_Surrogate:
        case QChar::Other_PrivateUse:
        case QChar::Other_NotAssigned:
        case QChar::Separator_Line:
        case QChar::Separator_Paragraph:
            return false;
        case QChar::Mark_NonSpacing:
        case QChar::Mark_Enclosing:
        case QChar::Mark_SpacingCombining:
            if (++marks > 2)
                return false;
            break;
        default:
            marks = 0;
        }
    }
    return true;
}

} // namespace

class TestDisplayText : public QObject
{
    Q_OBJECT

private slots:
    void shows_data()
    {
        QTest::addColumn<QString>("untrusted");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << u"ci-deploy"_s << u"ci-deploy"_s;
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("markup") << u"<img src='file://x'>"_s << u"<img src='file://x'>"_s;
        QTest::newRow("percent") << u"%1&%2%%"_s << u"%1&%2%%"_s;
        QTest::newRow("newline") << u"a\nb"_s << u"a[U+000A]b"_s;
        QTest::newRow("tab") << u"a\tb"_s << u"a[U+0009]b"_s;
        QTest::newRow("nul") << QString(u'\0') << u"[U+0000]"_s;
        QTest::newRow("escape") << u"\u001b[31m"_s << u"[U+001B][31m"_s;
        QTest::newRow("c1") << u"\u0085"_s << u"[U+0085]"_s;
        QTest::newRow("rtl override") << u"a\u202eb"_s << u"a[U+202E]b"_s;
        QTest::newRow("isolate") << u"\u2066x\u2069"_s << u"[U+2066]x[U+2069]"_s;
        QTest::newRow("zero width") << u"a\u200bb"_s << u"a[U+200B]b"_s;
        QTest::newRow("joiner") << u"a\u200db"_s << u"a[U+200D]b"_s;
        QTest::newRow("soft hyphen") << u"a\u00adb"_s << u"a[U+00AD]b"_s;
        QTest::newRow("bom") << u"\ufeffa"_s << u"[U+FEFF]a"_s;
        QTest::newRow("line separator") << u"a\u2028b"_s << u"a[U+2028]b"_s;
        QTest::newRow("paragraph separator") << u"a\u2029b"_s << u"a[U+2029]b"_s;
        QTest::newRow("private use") << u"\ue000"_s << u"[U+E000]"_s;
        QTest::newRow("private plane") << u"\U000f0000"_s << u"[U+F0000]"_s;
        QTest::newRow("unassigned") << u"\u0378"_s << u"[U+0378]"_s;
        QTest::newRow("noncharacter") << u"\uffff"_s << u"[U+FFFF]"_s;
        QTest::newRow("lone surrogate") << QString(QChar(0xd800)) << u"\ufffd"_s;
        QTest::newRow("tag") << u"\U000e0041"_s << u"[U+E0041]"_s;
        QTest::newRow("variation selector") << u"a\ufe0f"_s << u"a[U+FE0F]"_s;
        QTest::newRow("hangul filler") << u"\u3164"_s << u"[U+3164]"_s;
        QTest::newRow("braille blank") << u"\u2800"_s << u"[U+2800]"_s;
        QTest::newRow("composed") << u"e\u0301"_s << u"\u00e9"_s;
        QTest::newRow("mark alone") << u"\u0301a"_s << u"[U+0301]a"_s;
        QTest::newRow("stacked marks")
            << u"x\u0301\u0302\u0303\u0304"_s << u"x\u0301\u0302[U+0303][U+0304]"_s;
        QTest::newRow("cyrillic") << u"ключ"_s << u"ключ"_s;
        QTest::newRow("japanese") << u"鍵"_s << u"鍵"_s;
        QTest::newRow("emoji") << u"🔑"_s << u"🔑"_s;
    }

    void shows()
    {
        QFETCH(const QString, untrusted);
        QFETCH(const QString, shown);
        QCOMPARE(displayText(untrusted), shown);
    }

    void corpus()
    {
        QFile file(QStringLiteral(CANOPY_SOURCE_DIR "/tests/fixtures/text/untrusted.txt"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        int count = 0;
        while (!file.atEnd()) {
            QString line = QString::fromLatin1(file.readLine()).chopped(1);
            if (line.isEmpty() || line.startsWith(u'#'))
                continue;
            // \uXXXX and \UXXXXXXXX stand for code points, so that the file itself is harmless.
            QString text;
            for (qsizetype at = 0; at < line.size();) {
                const bool shortForm = line.mid(at, 2) == "\\u"_L1;
                const bool longForm = line.mid(at, 2) == "\\U"_L1;
                if (!shortForm && !longForm) {
                    text += line.at(at++);
                    continue;
                }
                const int digits = shortForm ? 4 : 8;
                bool valid = false;
                const uint point = line.mid(at + 2, digits).toUInt(&valid, 16);
                QVERIFY2(valid, qPrintable(line));
                text += point < 0x10000
                    ? QString(QChar(point))
                    : QString::fromUcs4(reinterpret_cast<const char32_t *>(&point), 1);
                at += 2 + digits;
            }
            ++count;
            const QString shown = displayText(text);
            QVERIFY2(isSafe(shown), qPrintable(line));
            QVERIFY2(isSafe(quotedServerWords(text)), qPrintable(line));
            QVERIFY(!text.isEmpty() && !shown.isEmpty());
            QCOMPARE(displayText(shown), shown);
        }
        QCOMPARE(count, 100);
    }

    void cutsByGrapheme()
    {
        const QString long300(300, u'a');
        QCOMPARE(displayText(long300).size(), 200);
        QVERIFY(displayText(long300).endsWith(u'…'));
        QCOMPARE(displayText(QString(200, u'a')), QString(200, u'a'));
        // Two code points each, never cut in half.
        QString keys;
        for (int i = 0; i < 10; ++i)
            keys += u"🔑"_s;
        QCOMPARE(displayText(keys, 4), u"🔑🔑🔑…"_s);
        QCOMPARE(displayText(u"q\u0323\u0307q\u0323\u0307q\u0323\u0307"_s, 2), u"q\u0323\u0307…"_s);
    }

    void hugeTextIsCutEarly()
    {
        const QString huge(10'000'000, u'\u0301');
        QVERIFY(displayText(huge).size() <= 600); // a letter and two marks each
        const QString jamo(100'000, QChar(0x1100));
        QVERIFY(displayText(jamo).endsWith(u'…'));
    }

    void confusables_data()
    {
        QTest::addColumn<QString>("forged");
        QTest::addColumn<QString>("original");
        const QList<std::pair<QString, QString>> pairs = {
            {u"аdmin"_s, u"admin"_s},
            {u"ci-dерloy"_s, u"ci-deploy"_s},
            {u"lumеnfold"_s, u"lumenfold"_s},
            {u"сhutes"_s, u"chutes"_s},
            {u"chutеs"_s, u"chutes"_s},
            {u"chutes-аpi"_s, u"chutes-api"_s},
            {u"РауРаl"_s, u"PayPal"_s},
            {u"ѕерt"_s, u"sept"_s},
            {u"ехаmple"_s, u"example"_s},
            {u"јson"_s, u"json"_s},
            {u"ԁocker"_s, u"docker"_s},
            {u"һotkey"_s, u"hotkey"_s},
            {u"Неllо"_s, u"Hello"_s},
            {u"Вase"_s, u"Base"_s},
            {u"Мain"_s, u"Main"_s},
            {u"Тest"_s, u"Test"_s},
            {u"Кey"_s, u"Key"_s},
            {u"οwner"_s, u"owner"_s},
            {u"αlpha"_s, u"alpha"_s},
            {u"ρrod"_s, u"prod"_s},
            {u"νalidator"_s, u"validator"_s},
            {u"κey"_s, u"key"_s},
            {u"τoken"_s, u"token"_s},
            {u"Αdmin"_s, u"Admin"_s},
            {u"Ηotkey"_s, u"Hotkey"_s},
            {u"Μain"_s, u"Main"_s},
            {u"Νode"_s, u"Node"_s},
            {u"Ζeta"_s, u"Zeta"_s},
            {u"Χray"_s, u"Xray"_s},
            {u"Υear"_s, u"Year"_s},
            {u"օwner"_s, u"owner"_s},
            {u"adm\u0131n"_s, u"admin"_s},
            {u"ɡateway"_s, u"gateway"_s},
            {u"adm1n-l"_s, u"admln-1"_s},
            {u"rn-model"_s, u"m-model"_s},
            {u"vvallet"_s, u"wallet"_s},
            {u"r00t"_s, u"root"_s},
            {u"ADMIN"_s, u"admin"_s},
            {u"ｃｉ"_s, u"ci"_s},
            {u"ԝallet"_s, u"wallet"_s},
        };
        for (const auto &[forged, original] : pairs)
            QTest::newRow(qPrintable(forged + u"/"_s + original)) << forged << original;
    }

    void confusables()
    {
        QFETCH(const QString, forged);
        QFETCH(const QString, original);
        QVERIFY(looksConfusable(forged, original));
        QVERIFY(!looksConfusable(original, original));
        QVERIFY(!looksConfusable(original));
    }

    void mixedScriptsAreFlagged()
    {
        QVERIFY(looksConfusable(u"аdmin"_s));
        QVERIFY(looksConfusable(u"осе"_s)); // nothing but lookalikes
        QVERIFY(!looksConfusable(u"ключ"_s)); // honest Cyrillic
        QVERIFY(!looksConfusable(u"lumenfold_2"_s));
        QVERIFY(!looksConfusable(u"鍵"_s));
        QVERIFY(!looksConfusable({}));
        QVERIFY(!looksConfusable(u"prod"_s, u"dev"_s));
    }

    void mnemonics()
    {
        QCOMPARE(escapeMnemonic(u"a&b"_s), u"a&&b"_s);
        QCOMPARE(escapeMnemonic(u"&&"_s), u"&&&&"_s);
        QCOMPARE(escapeMnemonic(u"plain"_s), u"plain"_s);
    }

    void serverWordsAreOneShortParagraph()
    {
        QCOMPARE(quotedServerWords(u"  first\r\n\r\n second\tthird\u2028fourth "_s),
                 u"first second third fourth"_s);
        const QString cut = quotedServerWords(QString(2000, u'x'));
        QCOMPARE(cut.size(), 500);
        QVERIFY(cut.endsWith(u'…'));
        QCOMPARE(quotedServerWords(u"<a href=\"x\">go</a>"_s), u"<a href=\"x\">go</a>"_s);
    }
};

QTEST_APPLESS_MAIN(TestDisplayText)
#include "tst_displaytext.moc"
