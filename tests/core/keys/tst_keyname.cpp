#include "core/keys/keyname.h"
#include "core/keys/objectids.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using Kind = KeyNameProblem;
using Problems = QList<KeyNameProblem>;

Q_DECLARE_METATYPE(Problems)

namespace {

const QString idA = u"12345678-1234-5678-9abc-123456789012"_s;
const QString idB = u"87654321-4321-8765-cba9-210987654321"_s;

} // namespace

/// Names of keys (contract §4.3), and ids as they are pasted.
class TestKeyName : public QObject
{
    Q_OBJECT

private slots:
    void names_data();
    void names();
    void takenIsExact();
    void suggestions_data();
    void suggestions();
    void successors_data();
    void successors();
    void ids_data();
    void ids();
    void lists_data();
    void lists();
};

void TestKeyName::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<Problems>("problems");
    QTest::addColumn<bool>("accepted");
    const auto row = [](const char *tag, const QString &name, const Problems &problems,
                        bool accepted) { QTest::newRow(tag) << name << problems << accepted; };
    row("plain", u"my-app-key"_s, {}, true);
    row("leading dash", u"-ci"_s, {}, true);
    row("dollar, dot, underscore", u"$a.b_c"_s, {}, true);
    row("inner space", u"my key"_s, {}, true);
    row("umlauts", u"Schlüssel"_s, {}, true);
    row("CJK", u"钥匙"_s, {}, true);
    row("24", QString(24, u'a'), {}, true);
    row("25", QString(25, u'a'), {Kind::TooLong}, false);
    row("24 of two units", u"\U00020000"_s.repeated(24), {}, true);
    row("25 of two units", u"\U00020000"_s.repeated(25), {Kind::TooLong}, false);
    row("empty", {}, {Kind::Empty}, false);
    row("slash", u"a/b"_s, {Kind::ForbiddenCharacter}, false);
    row("plus", u"a+b"_s, {Kind::ForbiddenCharacter}, false);
    row("at, colon, brackets, comma", u"a@:(),"_s, {Kind::ForbiddenCharacter}, false);
    row("emoji", u"key \U0001F511"_s, {Kind::Emoji}, false);
    row("emoji of the BMP", u"key ☀"_s, {}, true);
    row("space in front", u" ci"_s, {Kind::SpaceAround}, true);
    row("space behind", u"ci "_s, {Kind::SpaceAround}, true);
    row("only a space", u" "_s, {Kind::SpaceAround}, true);
    row("no-break space behind", u"ci\u00a0"_s, {Kind::SpaceAround}, true);
    row("tab", u"a\tb"_s, {Kind::ControlCharacter}, true);
    row("line end", u"a\nb"_s, {Kind::ControlCharacter}, true);
    row("NUL", u"a\0b"_s, {Kind::ControlCharacter}, false);
    row("DEL", u"a\u007f"_s, {Kind::ControlCharacter}, false);
    row("line separator", u"a\u2028b"_s, {Kind::ControlCharacter}, true);
    row("right-to-left override", u"a\u202eb"_s, {Kind::HiddenCharacter}, true);
    row("zero-width space", u"a\u200bb"_s, {Kind::HiddenCharacter}, true);
    row("variation selector", u"a\ufe0f"_s, {Kind::HiddenCharacter}, true);
    row("Hangul filler", u"a\u3164"_s, {Kind::HiddenCharacter}, true);
    row("private use", u"a\ue000"_s, {Kind::HiddenCharacter}, true);
    row("everything", u"/\u202e\U0001F511"_s + QString(23, u'a') + u' ',
        {Kind::TooLong, Kind::ForbiddenCharacter, Kind::Emoji, Kind::SpaceAround,
         Kind::HiddenCharacter},
        false);
}

void TestKeyName::names()
{
    QFETCH(const QString, name);
    QFETCH(const bool, accepted);
    QTEST(keyNameProblems(name), "problems");
    QCOMPARE(isAcceptedByService(name), accepted);
    // What we take, the service takes.
    QVERIFY(accepted || !keyNameProblems(name).isEmpty());
}

void TestKeyName::takenIsExact()
{
    const QStringList taken{u"ci"_s, u"Web"_s};
    QCOMPARE(keyNameProblems(u"ci"_s, taken), Problems{Kind::Taken});
    QCOMPARE(keyNameProblems(u"CI"_s, taken), Problems{});
    QCOMPARE(keyNameProblems(u"web"_s, taken), Problems{});
}

void TestKeyName::suggestions_data()
{
    QTest::addColumn<QString>("wish");
    QTest::addColumn<QStringList>("taken");
    QTest::addColumn<QString>("suggested");
    QTest::newRow("good") << u"ci"_s << QStringList() << u"ci"_s;
    QTest::newRow("taken") << u"ci"_s << QStringList{u"ci"_s} << u"ci-2"_s;
    QTest::newRow("taken twice") << u"ci"_s << QStringList{u"ci"_s, u"ci-2"_s} << u"ci-3"_s;
    QTest::newRow("slashes") << u"deepseek-ai/DeepSeek-R1"_s << QStringList()
                             << u"deepseek-ai-DeepSeek-R1"_s;
    QTest::newRow("long") << u"invoke-a-very-long-chute-name"_s << QStringList()
                          << u"invoke-a-very-long-chute"_s;
    QTest::newRow("long and taken")
        << QString(30, u'a') << QStringList{QString(24, u'a')} << QString(22, u'a') + u"-2"_s;
    QTest::newRow("nothing left") << u"///"_s << QStringList() << u"key"_s;
    QTest::newRow("empty") << QString() << QStringList() << u"key"_s;
}

void TestKeyName::suggestions()
{
    QFETCH(const QString, wish);
    QFETCH(const QStringList, taken);
    const auto suggested = suggestedKeyName(wish, taken);
    QTEST(suggested, "suggested");
    QCOMPARE(keyNameProblems(suggested, taken), Problems{});
}

void TestKeyName::successors_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("taken");
    QTest::addColumn<QString>("successor");
    QTest::newRow("first") << u"ci"_s << QStringList{u"ci"_s} << u"ci-2"_s;
    QTest::newRow("second") << u"ci-2"_s << QStringList{u"ci-2"_s} << u"ci-3"_s;
    QTest::newRow("gap is not used")
        << u"ci-9"_s << QStringList{u"ci-9"_s, u"ci-10"_s} << u"ci-11"_s;
    QTest::newRow("not a number") << u"my-key"_s << QStringList() << u"my-key-2"_s;
    QTest::newRow("leading zero") << u"ci-02"_s << QStringList() << u"ci-02-2"_s;
    QTest::newRow("long") << QString(24, u'a') << QStringList{QString(24, u'a')}
                          << QString(22, u'a') + u"-2"_s;
}

void TestKeyName::successors()
{
    QFETCH(const QString, name);
    QFETCH(const QStringList, taken);
    const auto successor = successorName(name, taken);
    QTEST(successor, "successor");
    QVERIFY(!taken.contains(successor));
    QCOMPARE(keyNameProblems(successor), Problems{});
}

void TestKeyName::ids_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("id");
    QTest::newRow("as the service has it") << idA << idA;
    QTest::newRow("upper case") << u"12345678-1234-5678-9ABC-123456789012"_s << idA;
    QTest::newRow("braces") << u"{12345678-1234-5678-9abc-123456789012}"_s << idA;
    QTest::newRow("without dashes")
        << u"123456781234567 8"_s.remove(u' ') + u"9abc123456789012"_s << idA;
    QTest::newRow("dashes astray") << u"1234-56781234-5678-9abc-123456789012"_s << QString();
    QTest::newRow("short") << u"12345678-1234-5678-9abc-12345678901"_s << QString();
    QTest::newRow("long") << idA + u'0' << QString();
    QTest::newRow("not hex") << u"g2345678-1234-5678-9abc-123456789012"_s << QString();
    QTest::newRow("two with a comma") << idA + u',' + idB << QString();
    QTest::newRow("name") << u"specific-image-id"_s << QString();
    QTest::newRow("wide digits") << u"１2345678-1234-5678-9abc-123456789012"_s << QString();
    QTest::newRow("empty") << QString() << QString();
}

void TestKeyName::ids()
{
    QFETCH(const QString, text);
    QFETCH(const QString, id);
    QCOMPARE(objectIdFrom(text).value_or(QString()), id);
    QCOMPARE(isObjectId(text), !id.isEmpty() && text == id);
}

void TestKeyName::lists_data()
{
    QTest::addColumn<QString>("list");
    QTest::addColumn<QStringList>("good");
    QTest::addColumn<QStringList>("bad");
    const QStringList both{idA, idB};
    QTest::newRow("comma") << idA + u',' + idB << both << QStringList();
    QTest::newRow("comma and space") << idA + u", "_s + idB << both << QStringList();
    QTest::newRow("lines") << idA + u"\r\n"_s + idB + u'\n' << both << QStringList();
    QTest::newRow("tabs, semicolons") << u"\t"_s + idA + u';' + idB << both << QStringList();
    QTest::newRow("twice") << idA + u' ' + idA.toUpper() << QStringList{idA} << QStringList();
    QTest::newRow("mixed") << idA + u",my-chute,my-chute,"_s + idB << both
                           << QStringList{u"my-chute"_s};
    QTest::newRow("nothing") << u" ,,\n "_s << QStringList() << QStringList();
}

void TestKeyName::lists()
{
    QFETCH(const QString, list);
    QStringList good;
    QStringList bad;
    for (const auto &part : pastedIds(list)) {
        if (part.id)
            good.append(*part.id);
        else
            bad.append(part.text);
    }
    QTEST(good, "good");
    QTEST(bad, "bad");
}

QTEST_APPLESS_MAIN(TestKeyName)
#include "tst_keyname.moc"
