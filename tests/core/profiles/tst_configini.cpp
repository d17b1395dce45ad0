#include "core/profiles/configdiff.h"
#include "core/profiles/configini.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;

using Code = Error::Code;
using Kind = ConfigDiffLine::Kind;

namespace {

ConfigIni parsed(const QByteArray &bytes)
{
    auto ini = ConfigIni::parse(bytes);
    return ini ? *std::move(ini) : ConfigIni();
}

} // namespace

class TestConfigIni : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void namesTheLine_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("detail");
        QTest::addRow("key") << QByteArray("[a]\nx = 1\nnonsense\n") << u"line 3: neither"_s;
        QTest::addRow("twice") << QByteArray("[a]\r\nx = 1\r\n\r\nX = 2") << u"line 4: key"_s;
        QTest::addRow("section") << QByteArray("[a]\n[a]\n") << u"line 2: section"_s;
        QTest::addRow("outside") << QByteArray("\n\nx = 1\n") << u"line 3: outside"_s;
        QTest::addRow("bytes") << QByteArray("[a]\nx = \xff\n") << u"not UTF-8"_s;
    }

    void namesTheLine()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, detail);
        const auto ini = ConfigIni::parse(bytes);
        QVERIFY(!ini.has_value());
        QCOMPARE(ini.error().code, Code::FileDamaged);
        QVERIFY2(ini.error().detail.startsWith(detail), qPrintable(ini.error().detail));
    }

    void editsOneLine_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const char *name, const QByteArray &before, const QByteArray &after) {
            QTest::addRow("%s", name) << before << after;
        };
        row("nothing there", "", "[auth]\nkey = new\n");
        row("only a comment", "# x", "# x\n\n[auth]\nkey = new\n");
        row("another section", "[a]\nx = 1\n", "[a]\nx = 1\n\n[auth]\nkey = new\n");
        row("blank end", "[a]\nx = 1\n\n", "[a]\nx = 1\n\n[auth]\nkey = new\n");
        row("another case of the section", "[Auth]\n", "[Auth]\n\n[auth]\nkey = new\n");
        row("empty section", "[auth]", "[auth]\nkey = new\n");
        row("CRLF", "[auth]\r\nx = 1\r\n[b]\r\n", "[auth]\r\nx = 1\r\nkey = new\r\n[b]\r\n");
        row("before comments", "[auth]\nx = 1\n\n# note\n[b]\n",
            "[auth]\nx = 1\nkey = new\n\n# note\n[b]\n");
        row("indented", "[auth]\n  x = 1\n  [b]\n", "[auth]\n  x = 1\n  key = new\n  [b]\n");
        row("indented next section", "[auth]\n  [b]\n", "[auth]\n  key = new\n  [b]\n");
        row("in place", "[auth]\nKey:old \nx = 1\n", "[auth]\nKey:new \nx = 1\n");
        row("empty value", "[auth]\nkey =\nx = 1\n", "[auth]\nkey = new\nx = 1\n");
        row("continued value", "[auth]\nkey = a\n  b\n# note\n\n  c\nx = 1\n",
            "[auth]\nkey = new\n# note\n\nx = 1\n");
        row("continued empty value", "[auth]\nkey =\n  b\nx = 1\n", "[auth]\nkey = new\nx = 1\n");
        row("no last line end", "[auth]\nkey = old", "[auth]\nkey = new");
        row("inherited", "[DEFAULT]\nkey = old\n[auth]\n",
            "[DEFAULT]\nkey = old\n[auth]\nkey = new\n");
        row("a percent elsewhere", "[auth]\nx = 100%\n", "[auth]\nx = 100%\nkey = new\n");
    }

    void editsOneLine()
    {
        QFETCH(QByteArray, before);
        auto ini = ConfigIni::parse(before);
        QVERIFY(ini.has_value());
        QVERIFY(ini->set(u"auth"_s, u"key"_s, u"new"_s).has_value());
        QTEST(ini->bytes(), "after");
        QCOMPARE(ini->value(u"auth"_s, u"key"_s).value(), u"new"_s);
        auto secret = ConfigIni::parse(before);
        QVERIFY(secret->setSecret(u"auth"_s, u"key"_s, Secret::copyOf("new")).has_value());
        QCOMPARE(secret->bytes(), ini->bytes());
    }

    void removes()
    {
        auto ini = parsed("[auth]\nx = 1\nkey = a\n  b\n\n# note\ny = 2\n");
        QVERIFY(ini.remove(u"auth"_s, u"KEY"_s).has_value());
        QCOMPARE(ini.bytes(), QByteArray("[auth]\nx = 1\n\n# note\ny = 2\n"));
        QVERIFY(ini.remove(u"auth"_s, u"key"_s).has_value());
        QVERIFY(ini.remove(u"nope"_s, u"key"_s).has_value());
        QCOMPARE(ini.keys(u"auth"_s), QStringList({u"x"_s, u"y"_s}));
    }

    void refusesNames_data()
    {
        QTest::addColumn<QString>("section");
        QTest::addColumn<QString>("key");
        QTest::addRow("default") << u"DEFAULT"_s << u"key"_s;
        QTest::addRow("bracket") << u"a]"_s << u"key"_s;
        QTest::addRow("no section") << QString() << u"key"_s;
        QTest::addRow("no key") << u"auth"_s << QString();
        QTest::addRow("upper case") << u"auth"_s << u"Key"_s;
        QTest::addRow("line break") << u"auth"_s << u"a\nb"_s;
        QTest::addRow("delimiter") << u"auth"_s << u"a=b"_s;
        QTest::addRow("comment") << u"auth"_s << u"#a"_s;
    }

    void refusesNames()
    {
        QFETCH(QString, section);
        QFETCH(QString, key);
        auto ini = parsed("[auth]\n");
        QCOMPARE(ini.set(section, key, u"x"_s).error().code, Code::InvalidInput);
        QCOMPARE(ini.bytes(), QByteArray("[auth]\n"));
    }

    void readsSecrets()
    {
        const auto ini = parsed("[DEFAULT]\nd = x\n[auth]\nplain = abc\nempty =\nlong = a\n b\n"
                                "blank = a\n\npercent = %%\n");
        const auto read = [&ini](const char *key) {
            return ini.secretValue(u"auth"_s, QString::fromLatin1(key));
        };
        QVERIFY(read("plain").value().equals(Secret::copyOf("abc")));
        QVERIFY(read("blank").value().equals(Secret::copyOf("a")));
        QVERIFY(read("d").value().equals(Secret::copyOf("x")));
        QVERIFY(read("empty").value().isEmpty());
        QVERIFY(read("nope").value().isEmpty());
        QCOMPARE(read("long").error().code, Code::FileDamaged);
        QCOMPARE(read("percent").error().code, Code::FileDamaged);
        QVERIFY(ini.secretValue(u"nope"_s, u"d"_s).value().isEmpty());
    }

    void masksSecrets()
    {
        const auto before = parsed("[auth]\nhotkey_seed = abc\n  def\n"
                                   "# hotkey_seed = 0123\nfingerprint:my words\nname = me\n");
        auto after = ConfigIni::parse(before.bytes());
        QVERIFY(after->set(u"auth"_s, u"hotkey_seed"_s, u"xyz"_s).has_value());
        const QList<ConfigDiffLine> expected{{Kind::Same, u"[auth]"_s},
                                             {Kind::Removed, u"hotkey_seed = ••••••••"_s},
                                             {Kind::Removed, u"  ••••••••"_s},
                                             {Kind::Added, u"hotkey_seed = ••••••••"_s},
                                             {Kind::Same, u"# hotkey_seed = [redacted]"_s},
                                             {Kind::Same, u"fingerprint:••••••••"_s},
                                             {Kind::Same, u"name = me"_s}};
        QCOMPARE(configDiff(before, *after), expected);
    }

    void showsWhatChanged()
    {
        const auto before = parsed("[a]\nx = 1\ny = 2\n[b]\nz = 3\n");
        const auto after = parsed("[a]\nx = 1\ny = 9\n[b]\nw = 0\nz = 3\n");
        const QList<ConfigDiffLine> expected{{Kind::Same, u"[a]"_s},      {Kind::Same, u"x = 1"_s},
                                             {Kind::Removed, u"y = 2"_s}, {Kind::Added, u"y = 9"_s},
                                             {Kind::Same, u"[b]"_s},      {Kind::Added, u"w = 0"_s},
                                             {Kind::Same, u"z = 3"_s}};
        QCOMPARE(configDiff(before, after), expected);
        QVERIFY(configDiff(ConfigIni(), ConfigIni()).isEmpty());
        const QByteArray huge = QByteArray("# x\n").repeated(3000);
        QCOMPARE(configDiff(parsed(huge + "[a]\n" + huge), parsed("[b]\n")).size(), 6002);
    }

    void endsOnHostileReferences()
    {
        // Ten levels of a thousand references each.
        QByteArray bytes = "[a]\nx0 =\n";
        for (int i = 1; i < 10; ++i) {
            bytes += "x" + QByteArray::number(i) + " = "
                + QByteArray("%(x" + QByteArray::number(i - 1) + ")s").repeated(1000) + "\n";
        }
        const auto ini = parsed(bytes);
        QCOMPARE(ini.value(u"a"_s, u"x9"_s).error().code, Code::FileDamaged);
        QCOMPARE(ini.value(u"a"_s, u"x1"_s).value(), QString());
    }

    void readsManyKeys()
    {
        QByteArray bytes = "[a]\n";
        for (int i = 0; i < 8000; ++i)
            bytes += "k" + QByteArray::number(i) + "=\n";
        auto ini = ConfigIni::parse(bytes);
        QVERIFY(ini.has_value());
        QVERIFY(ini->set(u"a"_s, u"k7999"_s, u"x"_s).has_value());
        QCOMPARE(ini->keys(u"a"_s).size(), 8000);
    }
};

QTEST_APPLESS_MAIN(TestConfigIni)
#include "tst_configini.moc"
