#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace {

/// A home of its own for the real program, and the program in it.
struct Home
{
    QTemporaryDir folder;

    Home()
    {
        QDir(folder.path()).mkdir(u"run"_s);
        QFile::setPermissions(run(), QFile::Permissions(0x7700));
    }
    QString run() const { return folder.filePath(u"run"_s); }
    QString data() const { return folder.filePath(u"data"_s); }

    std::unique_ptr<QProcess> start(const QStringList &arguments,
                                    const QList<QPair<QString, QString>> &more = {}) const
    {
        auto process = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"HOME"_s, folder.path());
        environment.insert(u"XDG_RUNTIME_DIR"_s, run());
        environment.insert(u"XDG_CONFIG_HOME"_s, folder.filePath(u".config"_s));
        environment.insert(u"XDG_DATA_HOME"_s, folder.filePath(u".local"_s));
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
        for (const auto &[name, value] : more)
            environment.insert(name, value);
        process->setProcessEnvironment(environment);
        process->start(QStringLiteral(CANOPY_BINARY_DIR "/bin/canopy"), arguments);
        return process;
    }
    /// The first instance listens: it is up.
    bool isUp() const { return !QDir(run()).entryList({u"*.sock"_s}, QDir::System).isEmpty(); }
};

bool ended(QProcess &process)
{
    return QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 20'000);
}

} // namespace

class TestProgram : public QObject
{
    Q_OBJECT

private slots:
    void printsAndEnds();
    void oneInstanceForOneDataFolder();
    void aKilledOneDoesNotLockOutTheNext();
    void endsOnSigterm();
    void filesArePrivate();
    void refusesAForeignHome();
    void ignoresDangerousVariables();
};

void TestProgram::printsAndEnds()
{
    const Home home;
    auto version = home.start({u"--version"_s}, {{u"QT_QPA_PLATFORM"_s, u"none-such"_s}});
    QVERIFY(ended(*version));
    QCOMPARE(version->exitCode(), 0);
    QVERIFY(version->readAllStandardOutput().startsWith("Canopy "));
    auto wrong = home.start({u"--nonsense"_s});
    QVERIFY(ended(*wrong));
    QCOMPARE(wrong->exitCode(), 2);
    QVERIFY(wrong->readAllStandardError().contains("nonsense"));
}

void TestProgram::oneInstanceForOneDataFolder()
{
    const Home home;
    auto first = home.start({u"--data-dir"_s, home.data()});
    QTRY_VERIFY_WITH_TIMEOUT(home.isUp(), 20'000);
    auto second = home.start({u"--data-dir"_s, home.data()});
    QVERIFY(ended(*second));
    QCOMPARE(second->exitCode(), 0);
    QCOMPARE(first->state(), QProcess::Running);
    // Another data folder is another program.
    auto other = home.start({u"--data-dir"_s, home.folder.filePath(u"other"_s)});
    QTRY_COMPARE_WITH_TIMEOUT(QDir(home.run()).entryList({u"*.sock"_s}, QDir::System).size(), 2,
                              20'000);
    other->terminate();
    first->terminate();
    QVERIFY(ended(*other) && ended(*first));
}

void TestProgram::aKilledOneDoesNotLockOutTheNext()
{
    const Home home;
    auto first = home.start({u"--data-dir"_s, home.data()});
    QTRY_VERIFY_WITH_TIMEOUT(home.isUp(), 20'000);
    first->kill();
    QVERIFY(ended(*first));
    QVERIFY(home.isUp()); // its socket lies there still
    auto second = home.start({u"--data-dir"_s, home.data()});
    auto third = home.start({u"--data-dir"_s, home.data()});
    QTRY_VERIFY_WITH_TIMEOUT(
        second->state() == QProcess::NotRunning || third->state() == QProcess::NotRunning, 20'000);
    QVERIFY(second->state() != third->state());
    QProcess &running = second->state() == QProcess::Running ? *second : *third;
    running.terminate();
    QVERIFY(ended(running));
}

void TestProgram::endsOnSigterm()
{
    const Home home;
    for (const int number : {SIGTERM, SIGHUP, SIGINT}) {
        auto process = home.start({u"--data-dir"_s, home.data()});
        QTRY_VERIFY_WITH_TIMEOUT(home.isUp(), 20'000);
        QVERIFY(QTest::qWaitFor([&home] { return QFile::exists(home.data()); }, 20'000));
        ::kill(static_cast<pid_t>(process->processId()), number);
        QVERIFY(ended(*process));
        QCOMPARE(process->exitStatus(), QProcess::NormalExit);
        QCOMPARE(process->exitCode(), 0);
    }
}

void TestProgram::filesArePrivate()
{
    const Home home;
    const QString sandbox = home.folder.filePath(u"sandbox"_s);
    auto process = home.start({u"--sandbox="_s + sandbox});
    QTRY_VERIFY_WITH_TIMEOUT(home.isUp(), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(sandbox + u"/wallets"_s), 20'000);
    process->terminate();
    QVERIFY(ended(*process));
    int files = 0;
    for (QDirIterator each(home.folder.path(), QDir::Files | QDir::Hidden,
                           QDirIterator::Subdirectories);
         each.hasNext();) {
        struct stat info = {};
        QCOMPARE(::stat(QFile::encodeName(each.next()).constData(), &info), 0);
        QVERIFY2((info.st_mode & 077) == 0, qPrintable(each.filePath()));
        ++files;
    }
    QVERIFY(files > 3);
}

void TestProgram::refusesAForeignHome()
{
    if (::geteuid() != 0)
        return; // only root can be in a home that is not its own without being locked out of it
    const Home home;
    const QTemporaryDir foreign;
    QCOMPARE(::chown(QFile::encodeName(foreign.path()).constData(), 12345, 12345), 0);
    auto process = home.start({}, {{u"HOME"_s, foreign.path()}});
    QVERIFY(ended(*process));
    QCOMPARE(process->exitCode(), 1);
    QVERIFY(QDir(foreign.path()).isEmpty());
}

void TestProgram::ignoresDangerousVariables()
{
    const Home home;
    auto process = home.start({u"--data-dir"_s, home.data()},
                              {{u"QT_NO_GLIB"_s, u"1"_s}, {u"SECRET_BACKEND"_s, u"file"_s}});
    QTRY_VERIFY_WITH_TIMEOUT(home.isUp(), 20'000);
    process->terminate();
    QVERIFY(ended(*process));
    const QByteArray said = process->readAllStandardError();
    QVERIFY2(said.contains("QT_NO_GLIB") && said.contains("SECRET_BACKEND"), said.constData());
}

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_program.moc"
