#include "flowbench.h"
#include "scriptedservice.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;

namespace {

using Code = Error::Code;
const QByteArray seedHex = QByteArray(32, '\x07').toHex();

struct World
{
    FakeTransport transport;
    ScriptedService service{transport, ScriptedService::Generation::May2026};
    FlowBench bench{transport, *Origin::parse(u"http://127.0.0.1:8000"_s)};
    QString path = bench.folder.filePath(u"config.ini"_s);

    bool isRegistered()
    {
        return bench.choose(*bench.flow) && await(bench.flow->registerNow()).has_value();
    }
    QByteArray content() const
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void put(const QByteArray &text) const
    {
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(text);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }
};

bool mentionsSeed(const QList<ConfigDiffLine> &lines)
{
    return std::ranges::any_of(lines, [](const ConfigDiffLine &line) {
        return line.text.contains(QString::fromLatin1(seedHex));
    });
}

} // namespace

class TestCliConfig : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }
    void writesWhatTheCliNeeds();
    void leavesTheSeedOutUnlessAsked();
    void keepsWhatIsThere();
    void seesAnotherWriter();
    void refuses_data();
    void refuses();
    void needsAnAccount();
};

void TestCliConfig::writesWhatTheCliNeeds()
{
    World world;
    QVERIFY(world.isRegistered());
    const auto preview = await(world.bench.flow->previewConfig(world.path, true));
    QVERIFY2(preview, preview ? "" : qPrintable(preview.error().detail));
    QVERIFY(!preview->isEmpty() && !mentionsSeed(*preview));
    QVERIFY(!QFile::exists(world.path));
    const auto written = await(world.bench.flow->writeConfig(world.path, true));
    QVERIFY2(written, written ? "" : qPrintable(written.error().detail));
    QVERIFY(!mentionsSeed(written->changes));
    const auto snapshot = ChutesConfigFile(world.path).read();
    QVERIFY(snapshot && snapshot->isPrivate && snapshot->config.completeForCli);
    QCOMPARE(snapshot->config.baseUrl, u"http://127.0.0.1:8000"_s);
    QCOMPARE(snapshot->config.username, u"alice"_s);
    QVERIFY(snapshot->config.hotkeySeed.equals(Secret::copyOf(QByteArray(32, '\x07'))));
}

void TestCliConfig::leavesTheSeedOutUnlessAsked()
{
    World world;
    QVERIFY(world.isRegistered());
    QVERIFY(await(world.bench.flow->writeConfig(world.path, false)));
    QVERIFY(!world.content().contains(seedHex));
    const auto snapshot = ChutesConfigFile(world.path).read();
    QVERIFY(snapshot && !snapshot->config.completeForCli);
}

void TestCliConfig::keepsWhatIsThere()
{
    World world;
    QVERIFY(world.isRegistered());
    world.put("# mine\n[other]\nkey = value\n");
    const auto written = await(world.bench.flow->writeConfig(world.path, true));
    QVERIFY(written);
    QVERIFY(world.content().startsWith("# mine\n[other]\nkey = value\n"));
    QFile backup(written->backupPath);
    QVERIFY(backup.open(QIODevice::ReadOnly));
    QCOMPARE(backup.readAll(), QByteArray("# mine\n[other]\nkey = value\n"));
}

void TestCliConfig::seesAnotherWriter()
{
    World world;
    QVERIFY(world.isRegistered());
    world.put("[auth]\nusername = before\n");
    QVERIFY(await(world.bench.flow->previewConfig(world.path, false)));
    world.put("[auth]\nusername = meanwhile\n");
    AWAIT_ERROR(world.bench.flow->writeConfig(world.path, false), Code::FileConflict);
    QCOMPARE(world.content(), QByteArray("[auth]\nusername = meanwhile\n"));
    QVERIFY(await(world.bench.flow->previewConfig(world.path, false)));
    QVERIFY(await(world.bench.flow->writeConfig(world.path, false)));
    QVERIFY(world.content().contains("username = alice"));
}

void TestCliConfig::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Code>("code");
    QTest::newRow("duplicate section") << QByteArray("[auth]\n[auth]\n") << Code::FileDamaged;
    QTest::newRow("no section") << QByteArray("key = 1\n") << Code::FileDamaged;
    QTest::newRow("binary") << QByteArray("\x00\xff\xfe", 3) << Code::FileDamaged;
}

void TestCliConfig::refuses()
{
    QFETCH(const QByteArray, text);
    QFETCH(const Code, code);
    World world;
    QVERIFY(world.isRegistered());
    world.put(text);
    AWAIT_ERROR(world.bench.flow->previewConfig(world.path, true), code);
    AWAIT_ERROR(world.bench.flow->writeConfig(world.path, true), code);
    QCOMPARE(world.content(), text);
}

void TestCliConfig::needsAnAccount()
{
    World world;
    AWAIT_ERROR(world.bench.flow->writeConfig(world.path, true), Code::InvalidInput);
    QVERIFY(!QFile::exists(world.path));
}

QTEST_GUILESS_MAIN(TestCliConfig)
#include "tst_cliconfig.moc"
