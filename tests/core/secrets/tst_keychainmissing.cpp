#include "core/secrets/keychainstore.h"
#include "tests/support/await.h"
#include "tests/support/privatebus.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

constexpr auto childSwitch = "--child"_L1;

const SecretId someId{.origin = u"https://api.chutes.ai"_s,
                      .profileId = u"00112233445566778899aabbccddeeff"_s,
                      .kind = SecretKind::ApiKey};

QString codeOf(const auto &result)
{
    return result ? u"-"_s : QString::number(static_cast<int>(result.error().code));
}

/// Asks a keychain store everything, in the environment this process has, and prints the answers.
int child()
{
    if (!prepareSecretMemory())
        return 1;
    KeychainStore store;
    const auto state = await(store.state());
    const QStringList answers{
        state ? QString::number(static_cast<int>(state->availability)) : u"failed"_s,
        codeOf(await(store.read(someId))),
        codeOf(await(store.write(someId, Secret::copyOf("cpk_must_not_be_written")))),
        codeOf(await(store.remove(someId))),
        codeOf(await(store.unlock())),
        codeOf(await(probeSecretStore(store, someId.origin))),
    };
    QTextStream(stdout) << answers.join(u' ');
    return 0;
}

} // namespace

class TestKeychainMissing : public QObject
{
    Q_OBJECT

private slots:
    void saysSo_data();
    void saysSo();
};

void TestKeychainMissing::saysSo_data()
{
    QTest::addColumn<QString>("situation");
    QTest::addColumn<SecretStoreState::Availability>("availability");
    QTest::addColumn<Error::Code>("code");
    QTest::addColumn<int>("withinMs");
    using Availability = SecretStoreState::Availability;
    const auto missing = Error::Code::KeychainMissing;
    const auto unknown = Error::Code::KeychainUnknown;
    QTest::newRow("no bus") << u"no bus"_s << Availability::Missing << missing << 2000;
    // KC-13: libdbus would start a bus of its own there.
    QTest::newRow("no bus, a display") << u"display"_s << Availability::Missing << missing << 2000;
    QTest::newRow("autolaunch") << u"autolaunch"_s << Availability::Missing << missing << 2000;
    QTest::newRow("dead bus") << u"dead"_s << Availability::Missing << missing << 2000;
    QTest::newRow("no service") << u"empty"_s << Availability::Missing << missing << 2000;
    QTest::newRow("service that ends") << u"ends"_s << Availability::Missing << missing << 4000;
    // Six questions of three seconds, none of 25.
    QTest::newRow("service that never comes")
        << u"never"_s << Availability::Unknown << unknown << 25000;
    QTest::newRow("no GLib event loop") << u"no glib"_s << Availability::Unknown << unknown << 2000;
}

void TestKeychainMissing::saysSo()
{
    QFETCH(const QString, situation);
    QFETCH(const SecretStoreState::Availability, availability);
    QFETCH(const Error::Code, code);
    QFETCH(const int, withinMs);
    const QTemporaryDir home;
    PrivateBus bus;
    if (situation == u"ends"_s)
        QVERIFY(bus.addService(u"org.freedesktop.secrets"_s, u"/bin/false"_s));
    if (situation == u"never"_s)
        QVERIFY(bus.addService(u"org.freedesktop.secrets"_s, u"/bin/cat /dev/zero"_s));
    QVERIFY(bus.start());

    auto environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"DISPLAY"_s);
    environment.insert(u"HOME"_s, home.path());
    environment.insert(u"XDG_RUNTIME_DIR"_s, home.path());
    environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, bus.address());
    if (situation == u"no bus"_s || situation == u"display"_s)
        environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
    if (situation == u"display"_s)
        environment.insert(u"DISPLAY"_s, u":99"_s);
    if (situation == u"autolaunch"_s)
        environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"autolaunch:"_s);
    if (situation == u"dead"_s)
        environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent/bus"_s);
    if (situation == u"no glib"_s)
        environment.insert(u"QT_NO_GLIB"_s, u"1"_s);

    QElapsedTimer since;
    since.start();
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(QCoreApplication::applicationFilePath(), {QString(childSwitch)});
    QVERIFY(process.waitForFinished(60000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    const QString answers = QString::fromUtf8(process.readAllStandardOutput());
    // The canary is not even written when the state is known to be bad.
    const QString error = QString::number(static_cast<int>(code));
    const QStringList expected{
        QString::number(static_cast<int>(availability)), error, error, error, error, error};
    QCOMPARE(answers, expected.join(u' '));
    QVERIFY2(since.elapsed() < withinMs, qPrintable(QString::number(since.elapsed())));
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (QCoreApplication::arguments().value(1) == childSwitch)
        return child();
    TestKeychainMissing test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_keychainmissing.moc"
