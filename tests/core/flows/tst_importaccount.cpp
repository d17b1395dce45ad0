#include "core/flows/importaccount.h"
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
    ImportAccount flow{bench.context()};

    QString config(const QByteArray &text) const
    {
        const auto path = bench.folder.filePath(u"config.ini"_s);
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(text);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        return path;
    }
    QByteArray complete(const QByteArray &seed = seedHex,
                        const QByteArray &base = "http://127.0.0.1:8000/") const
    {
        return "[api]\nbase_url = " + base + "\n\n[auth]\nusername = alice\nuser_id = id-1\n"
            + "hotkey_seed = " + seed + "\nhotkey_name = default\nhotkey_ss58address = "
            + bench.hotkey.address->toString().toLatin1() + "\n";
    }
};

} // namespace

class TestImportAccount : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }
    void importsAFile();
    void leavesTheSeedIfAsked();
    void judgesFiles_data();
    void judgesFiles();
    void refusesAForeignSeed();
    void importsNothingIfTheStoreFails();
    void bringsAnAccountUpToDate();
    void importsAHotkey();
};

void TestImportAccount::importsAFile()
{
    World world;
    const auto path = world.config(world.complete());
    const auto found = await(world.flow.look(path));
    QVERIFY2(found, found ? "" : qPrintable(found.error().detail));
    QCOMPARE(found->username, u"alice"_s);
    QVERIFY(found->hasSeed && found->seedMatches && found->isPrivate && !found->alreadyHere);
    QVERIFY(found->service && found->service->toString() == u"http://127.0.0.1:8000");
    const auto profile = await(world.flow.importFound({}));
    QVERIFY2(profile, profile ? "" : qPrintable(profile.error().detail));
    QVERIFY(profile->hasSeed && !profile->hasFingerprint);
    QCOMPARE(world.bench.profiles->currentId(), profile->id);
    const auto *seed = world.bench.secrets.find(
        world.bench.id(SecretKind::HotkeySeed, profile->id));
    QVERIFY(seed && seed->equals(Secret::copyOf(QByteArray(32, '\x07'))));
    QVERIFY(world.transport.seen().empty());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), world.complete());
}

void TestImportAccount::leavesTheSeedIfAsked()
{
    World world;
    QVERIFY(await(world.flow.look(world.config(world.complete()))));
    const auto profile = await(world.flow.importFound({.keepSeed = false}));
    QVERIFY(profile && !profile->hasSeed);
    QCOMPARE(world.bench.secrets.operations(), 0);
}

void TestImportAccount::judgesFiles_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Code>("code"); // Cancelled: it is read
    QTest::addColumn<bool>("hasSeed");
    QTest::addColumn<bool>("importable");
    const World world;
    QTest::newRow("complete") << world.complete() << Code::Cancelled << true << true;
    QTest::newRow("seed with 0x") << world.complete("0x" + seedHex) << Code::Cancelled << true
                                  << true;
    QTest::newRow("no seed") << world.complete("") << Code::Cancelled << false << true;
    QTest::newRow("half a seed") << world.complete(seedHex.left(32)) << Code::Cancelled << false
                                 << true;
    QTest::newRow("foreign address")
        << world.complete(seedHex, "http://evil.example") << Code::Cancelled << true << false;
    QTest::newRow("nothing in it")
        << QByteArray("[auth]\nusername = x\n") << Code::Cancelled << false << false;
    QTest::newRow("a lone percent")
        << QByteArray("[auth]\nusername = 5%\n") << Code::FileDamaged << false << false;
    QTest::newRow("twice") << QByteArray("[auth]\na = 1\na = 2\n") << Code::FileDamaged << false
                           << false;
    QTest::newRow("bom") << QByteArray("\xEF\xBB\xBF[auth]\na = 1\n") << Code::FileDamaged << false
                         << false;
}

void TestImportAccount::judgesFiles()
{
    QFETCH(const QByteArray, text);
    QFETCH(const Code, code);
    QFETCH(const bool, hasSeed);
    QFETCH(const bool, importable);
    World world;
    const auto found = await(world.flow.look(world.config(text)));
    if (code != Code::Cancelled) {
        QVERIFY(!found);
        QCOMPARE(found.error().code, code);
        return;
    }
    QVERIFY2(found, found ? "" : qPrintable(found.error().detail));
    QCOMPARE(found->hasSeed, hasSeed);
    QCOMPARE(await(world.flow.importFound({})).has_value(), importable);
    QCOMPARE(world.bench.profiles->profiles().size(), importable ? 1 : 0);
}

void TestImportAccount::refusesAForeignSeed()
{
    World world;
    QVERIFY(await(world.flow.look(world.bench.folder.filePath(u"none"_s))).error().code
            == Code::FileMissing);
    const auto found = await(world.flow.look(world.config(world.complete(QByteArray(64, '1')))));
    QVERIFY(found && found->hasSeed && !found->seedMatches);
    AWAIT_ERROR(world.flow.importFound({}), Code::KeyMismatch);
    QCOMPARE(world.bench.secrets.operations(), 0);
    QVERIFY(world.bench.profiles->profiles().isEmpty());
    QVERIFY(await(world.flow.importFound({.keepSeed = false})));
}

void TestImportAccount::importsNothingIfTheStoreFails()
{
    World world;
    QVERIFY(await(world.flow.look(world.config(world.complete()))));
    world.bench.secrets.add({.code = Code::KeychainLocked});
    AWAIT_ERROR(world.flow.importFound({}), Code::KeychainLocked);
    QVERIFY(world.bench.profiles->profiles().isEmpty());
    QVERIFY(await(world.flow.importFound({})));
    QCOMPARE(world.bench.secrets.count(SecretKind::HotkeySeed), 1);
}

void TestImportAccount::bringsAnAccountUpToDate()
{
    World world;
    QVERIFY(world.bench.choose(*world.bench.flow));
    const auto registered = await(world.bench.flow->registerNow());
    QVERIFY(registered);
    const auto found = await(world.flow.look(world.config(world.complete())));
    QVERIFY(found && found->alreadyHere);
    const auto profile = await(world.flow.importFound({}));
    QVERIFY(profile);
    QCOMPARE(profile->id, registered->profile.id);
    QVERIFY(profile->hasFingerprint);
    QCOMPARE(profile->hotkeyPath, registered->profile.hotkeyPath);
    QCOMPARE(world.bench.profiles->profiles().size(), 1);
}

void TestImportAccount::importsAHotkey()
{
    World world;
    const auto import = [&world] {
        return world.flow.importHotkey(world.bench.wallet, world.bench.hotkey, Secret(), {});
    };
    AWAIT_ERROR(import(), Code::HotkeyNotRegistered);
    world.service.hasAccount = true;
    world.service.username = "alice";
    world.service.hotkey = world.bench.hotkey.address->toString().toLatin1();
    const auto profile = await(import());
    QVERIFY(profile);
    QCOMPARE(profile->username, u"alice"_s);
    QVERIFY(profile->hasSeed);
    QCOMPARE(profile->walletName, u"main"_s);
    QCOMPARE(world.service.registrations(), 0);
}

QTEST_GUILESS_MAIN(TestImportAccount)
#include "tst_importaccount.moc"
