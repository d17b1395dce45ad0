#include "app/sandbox/commandline.h"
#include "core/secrets/secret.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::sandbox;

namespace {

Result<CommandLine> parsed(const QStringList &arguments)
{
    return commandLineFrom(QStringList{u"canopy-sandbox"_s, u"--data"_s, u"/data"_s} + arguments);
}

} // namespace

/// canopy-sandbox itself.
class TestSandboxProgram : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void defaults()
    {
        const auto line = parsed({});
        QVERIFY(line);
        QCOMPARE(line->options.generation, Generation::Seed);
        QCOMPARE(line->options.port, quint16(0));
        QCOMPARE(line->options.dataDir, u"/data"_s);
        QVERIFY(!line->options.settings.registrationsPerDay);
        QVERIFY(!line->options.settings.acceptAnyToken);
        QVERIFY(line->demoWallets.isEmpty());
    }

    void everyOption()
    {
        const QString address = u"5EcZsewZSTxUaX8gwyHzkKsqT3NwLP1n2faZPyjttCeaPdYe"_s;
        const auto line = parsed({u"--port=18123"_s, u"--generation=2026-05"_s,
                                  u"--fault=/ping=html"_s, u"--fault=POST:/x=drop-after*1"_s,
                                  u"--clock-offset=-90"_s, u"--registrations-per-day=9"_s,
                                  u"--key-cache=0"_s, u"--coldkey-balance=0.1"_s,
                                  u"--coldkey-balance="_s + address + u"=2",
                                  u"--accept-any-token"_s, u"--demo-wallets=/wallets"_s});
        QVERIFY(line);
        QCOMPARE(line->options.port, quint16(18123));
        QCOMPARE(line->options.generation, Generation::May2026);
        QCOMPARE(line->options.faults.size(), 2);
        QCOMPARE(line->options.clockOffsetSeconds, -90);
        const Settings &settings = line->options.settings;
        QCOMPARE(settings.registrationsPerDay, 9);
        QCOMPARE(settings.keyCacheSeconds, 0);
        QCOMPARE(settings.coldkeyBalance.rao(), 100'000'000);
        QCOMPARE(settings.coldkeyBalances.value(address).rao(), 2'000'000'000);
        QVERIFY(settings.acceptAnyToken);
        QCOMPARE(line->demoWallets, u"/wallets"_s);
    }

    void wrongArguments_data()
    {
        QTest::addColumn<QString>("argument");
        for (const char *argument :
             {"--port=70000", "--port=x", "--generation=2025-11", "--fault=html",
              "--clock-offset=x", "--registrations-per-day=-1", "--key-cache=x",
              "--coldkey-balance=lots", "--coldkey-balance=5x=1", "--data="})
            QTest::newRow(argument) << QString::fromLatin1(argument);
    }
    void wrongArguments()
    {
        QFETCH(const QString, argument);
        const auto line = parsed({argument});
        QVERIFY(!line);
        QCOMPARE(line.error().code, Error::Code::InvalidInput);
        QVERIFY(!line.error().detail.isEmpty());
    }

    void servesUntilItIsStopped_data()
    {
        QTest::addColumn<int>("signalNumber");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }
    void servesUntilItIsStopped()
    {
        QFETCH(const int, signalNumber);
        const QTemporaryDir folder;
        QProcess program;
        program.start(m_program,
                      {u"--data"_s, folder.filePath(u"data"_s), u"--demo-wallets"_s,
                       folder.filePath(u"wallets"_s)});
        QTRY_VERIFY(program.canReadLine());
        const QString url = QString::fromLatin1(program.readLine()).trimmed();
        QVERIFY(url.startsWith("http://127.0.0.1:"_L1));
        QVERIFY(QFile::exists(folder.filePath(u"wallets/demo/coldkeypub.txt"_s)));

        QNetworkAccessManager network;
        QNetworkReply *reply = network.get(QNetworkRequest(QUrl(url + u"/ping")));
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->readAll(), "{\"message\":\"pong\"}"_ba);

        QCOMPARE(kill(static_cast<pid_t>(program.processId()), signalNumber), 0);
        QTRY_COMPARE(program.state(), QProcess::NotRunning);
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.exitCode(), 0);
        QVERIFY(program.readAllStandardError().contains("GET /ping 200"));
        // The database was closed, not abandoned.
        QVERIFY(!QFile::exists(folder.filePath(u"data/sandbox.sqlite-wal"_s)));
    }

    void saysWhatIsWrong()
    {
        QProcess program;
        program.start(m_program, {u"--data"_s, u"/nowhere/at/all"_s, u"--generation"_s, u"x"_s});
        QTRY_COMPARE(program.state(), QProcess::NotRunning);
        QCOMPARE(program.exitCode(), 1);
        QCOMPARE(program.readAllStandardError(), "--generation: not understood\n"_ba);
        QVERIFY(program.readAllStandardOutput().isEmpty());
    }

private:
    const QString m_program = QStringLiteral(CANOPY_BINARY_DIR "/bin/canopy-sandbox");
};

QTEST_GUILESS_MAIN(TestSandboxProgram)
#include "tst_sandboxprogram.moc"
