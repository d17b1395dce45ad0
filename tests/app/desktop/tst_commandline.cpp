#include "app/desktop/commandline.h"
#include "app/desktop/environment.h"
#include "app/desktop/places.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;

class TestCommandLine : public QObject
{
    Q_OBJECT

private slots:
    void options();
    void mistakes_data();
    void mistakes();
    void texts();
    void placesOfTheSandbox();
    void scrubsTheEnvironment();
    void identities();
    void runtimeFolderMustBePrivate();
};

void TestCommandLine::options()
{
    const auto plain = CommandLine::parse({u"canopy"_s});
    QCOMPARE(plain.action, CommandLine::Action::Run);
    QVERIFY(!plain.sandbox && plain.dataFolder.isEmpty());
    const auto all = CommandLine::parse({u"canopy"_s, u"--sandbox=/tmp/s"_s, u"--wallets-path"_s,
                                         u"/tmp/w"_s, u"--config-path=/tmp/c.ini"_s,
                                         u"--data-dir"_s, u"data"_s});
    QVERIFY(all.sandbox);
    QCOMPARE(all.sandboxFolder, u"/tmp/s"_s);
    QCOMPARE(all.walletsPath, u"/tmp/w"_s);
    QCOMPARE(all.configPath, u"/tmp/c.ini"_s);
    QCOMPARE(all.dataFolder, QDir::current().absoluteFilePath(u"data"_s));
    const auto temporary = CommandLine::parse({u"canopy"_s, u"--sandbox"_s});
    QVERIFY(temporary.sandbox && temporary.sandboxFolder.isEmpty());
    QCOMPARE(CommandLine::parse({u"canopy"_s, u"--data-dir=~/x"_s}).dataFolder,
             QDir::homePath() + u"/x"_s);
}

void TestCommandLine::mistakes_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown") << QStringList{u"--nonsense"_s};
    QTest::newRow("positional") << QStringList{u"file"_s};
    QTest::newRow("empty folder") << QStringList{u"--data-dir="_s};
    QTest::newRow("empty sandbox") << QStringList{u"--sandbox="_s};
    QTest::newRow("missing value") << QStringList{u"--wallets-path"_s};
}

void TestCommandLine::mistakes()
{
    QFETCH(QStringList, arguments);
    const auto line = CommandLine::parse(QStringList{u"canopy"_s} + arguments);
    QCOMPARE(line.action, CommandLine::Action::PrintAndExit);
    QCOMPARE(line.exitCode, 2);
    QVERIFY(!line.text.isEmpty());
}

void TestCommandLine::texts()
{
    const auto help = CommandLine::parse({u"canopy"_s, u"--help"_s});
    QCOMPARE(help.exitCode, 0);
    for (const auto &option :
         {u"--sandbox"_s, u"--wallets-path"_s, u"--config-path"_s, u"--data-dir"_s, u"--version"_s})
        QVERIFY2(help.text.contains(option), qPrintable(option));
    QVERIFY(!help.text.contains(u"sandbox-folder"_s));
    QCOMPARE(CommandLine::parse({u"canopy"_s, u"--version"_s}).text,
             u"Canopy "_s + QStringLiteral(CANOPY_VERSION) + u'\n');
}

void TestCommandLine::placesOfTheSandbox()
{
    const QTemporaryDir folder;
    const auto places = Places::of({.sandbox = true, .sandboxFolder = folder.path()});
    for (const QString &path : {places.data, places.walletsOption, places.configOption})
        QVERIFY2(path.startsWith(folder.path()), qPrintable(path));
    QVERIFY(!places.temporary);
    const auto named = Places::of({.sandbox = true,
                                   .sandboxFolder = folder.path(),
                                   .walletsPath = u"/w"_s,
                                   .dataFolder = u"/d"_s});
    QCOMPARE(named.walletsOption, u"/w"_s);
    QCOMPARE(named.data, u"/d"_s);
    QString gone;
    {
        const auto temporary = Places::of({.sandbox = true});
        QVERIFY(temporary.temporary && QDir(temporary.sandbox).exists());
        gone = temporary.sandbox;
    }
    QVERIFY(!QDir(gone).exists());
    QVERIFY(Places::of({}).sandbox.isEmpty());
}

void TestCommandLine::scrubsTheEnvironment()
{
    for (const char *name : {"QT_NO_GLIB", "QT_PLUGIN_PATH", "SECRET_BACKEND", "CHUTES_API_KEY"})
        qputenv(name, "x");
    qputenv("CHUTES_API_URL", "https://kept.example");
    const auto found = scrubEnvironment();
    QCOMPARE(found.size(), 4);
    for (const QByteArray &name : found)
        QVERIFY(!qEnvironmentVariableIsSet(name.constData()));
    QCOMPARE(qgetenv("CHUTES_API_URL"), QByteArray("https://kept.example"));
    QVERIFY(scrubEnvironment().isEmpty());
    qunsetenv("CHUTES_API_URL");
}

void TestCommandLine::identities()
{
    QCOMPARE(identityOf(1000, 1000), Identity::Ordinary);
    QCOMPARE(identityOf(0, 0), Identity::Root);
    QCOMPARE(identityOf(0, 1000), Identity::ForeignHome);
    QCOMPARE(identityOf(1000, 0), Identity::ForeignHome);
    QCOMPARE(identityOf(1000, {}), Identity::Ordinary);
}

void TestCommandLine::runtimeFolderMustBePrivate()
{
    const QTemporaryDir folder;
    const QByteArray before = qgetenv("XDG_RUNTIME_DIR");
    qputenv("XDG_RUNTIME_DIR", folder.path().toLocal8Bit());
    QCOMPARE(runtimeFolder(u"/fallback"_s), folder.path());
    QVERIFY(QFile::setPermissions(folder.path(), QFile::Permissions(0x7755)));
    QCOMPARE(runtimeFolder(u"/fallback"_s), u"/fallback"_s);
    QVERIFY(QFile::setPermissions(folder.path(), QFile::Permissions(0x7700)));
    qputenv("XDG_RUNTIME_DIR", "relative");
    QCOMPARE(runtimeFolder(u"/fallback"_s), u"/fallback"_s);
    qputenv("XDG_RUNTIME_DIR", before);
}

QTEST_MAIN(TestCommandLine)
#include "tst_commandline.moc"
