#include "core/secrets/keychainservice.h"
#include "core/secrets/kwallet.h"
#include "core/secrets/secretservice.h"
#include "tests/support/await.h"
#include "tests/support/privatebus.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QDBusVirtualObject>
#include <QTest>
#include <QTimer>

#include <functional>
#include <memory>

using namespace Qt::StringLiterals;
using namespace canopy;
using Availability = SecretStoreState::Availability;
using Presence = KeychainService::Presence;
using Paths = QList<QDBusObjectPath>;

// A real keyring neither prompts nor misbehaves on demand; this plays the ones that do.

namespace {

const QString secretService = u"org.freedesktop.secrets"_s;
const QString walletService = u"org.kde.kwalletd5"_s;
const QString collection = u"/org/freedesktop/secrets/collection/login"_s;
const QString prompt = u"/org/freedesktop/secrets/prompt/1"_s;

/// Answers each method by a function of the test; those without one are never answered.
class Puppet final : public QDBusVirtualObject
{
    Q_OBJECT

public:
    using Answer = std::function<QVariantList(const QDBusMessage &)>;

    QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override
    {
        calls.append(message.member());
        if (failing.contains(message.member()))
            connection.send(message.createErrorReply(u"org.example.Failed"_s, u"told to"_s));
        else if (answers.contains(message.member()))
            connection.send(message.createReply(answers[message.member()](message)));
        return true;
    }

    QMap<QString, Answer> answers;
    QStringList failing;
    QStringList calls;
};

QVariant path(const QString &path)
{
    return QVariant::fromValue(QDBusObjectPath(path));
}

QVariant paths(const QStringList &list)
{
    Paths all;
    for (const QString &one : list)
        all.append(QDBusObjectPath(one));
    return QVariant::fromValue(all);
}

} // namespace

class TestSecretService : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void state_data();
    void state();
    void aServiceThatHangsIsUnknown();
    void find_data();
    void find();
    void findsNothingInGarbage_data();
    void findsNothingInGarbage();
    void questionsNeverPrompt();
    void unlocksWithoutAPrompt();
    void unlocksWithAPrompt();
    void makesACollection();
    void believesNoPrompt();
    void aDismissedPromptLeavesItLocked();
    void aPromptThatCannotBeShownEnds();
    void aServiceThatGoesDuringAPromptEnds();
    void waitsForThePersonAsLongAsItTakes();
    void mayBeDeletedDuringAPrompt();
    void wallet_data();
    void wallet();
    void walletUnlocks();
    void withoutAWalletTheSecretServiceIsAsked();
    void desktops_data();
    void desktops();

private:
    void answer(const QString &method, const QVariantList &values);
    void setLocked(bool locked);
    /// A prompt that is answered after @p delayMs by @p then.
    void promptWith(const std::function<void()> &then, int delayMs = 20);
    void complete(bool dismissed);

    QDBusConnection m_connection{u"puppet"_s};
    std::unique_ptr<Puppet> m_puppet;
    bool m_locked = false;
};

void TestSecretService::initTestCase()
{
    QVERIFY(prepareSecretMemory());
    m_connection = QDBusConnection::connectToBus(qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"),
                                                 u"puppet"_s);
    QVERIFY(m_connection.isConnected());
}

void TestSecretService::init()
{
    m_puppet = std::make_unique<Puppet>();
    QVERIFY(m_connection.registerVirtualObject(u"/"_s, m_puppet.get(), QDBusConnection::SubPath));
    QVERIFY(m_connection.registerService(secretService));
    answer(u"ReadAlias"_s, {path(collection)});
    answer(u"SearchItems"_s, {paths({}), paths({})});
    setLocked(false);
}

void TestSecretService::cleanup()
{
    m_connection.unregisterService(secretService);
    m_connection.unregisterService(walletService);
    m_connection.unregisterObject(u"/"_s, QDBusConnection::UnregisterTree);
}

void TestSecretService::answer(const QString &method, const QVariantList &values)
{
    m_puppet->answers[method] = [values](const QDBusMessage &) { return values; };
}

void TestSecretService::setLocked(bool locked)
{
    m_locked = locked;
    m_puppet->answers[u"Get"_s] = [this](const QDBusMessage &) {
        return QVariantList{QVariant::fromValue(QDBusVariant(m_locked))};
    };
}

void TestSecretService::promptWith(const std::function<void()> &then, int delayMs)
{
    answer(u"Unlock"_s, {paths({}), path(prompt)});
    m_puppet->answers[u"Prompt"_s] = [this, then, delayMs](const QDBusMessage &) {
        QTimer::singleShot(delayMs, m_puppet.get(), then);
        return QVariantList();
    };
}

void TestSecretService::complete(bool dismissed)
{
    auto signal = QDBusMessage::createSignal(prompt, u"org.freedesktop.Secret.Prompt"_s,
                                             u"Completed"_s);
    signal << dismissed << QVariant::fromValue(QDBusVariant(paths({collection})));
    QVERIFY(m_connection.send(signal));
}

void TestSecretService::state_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<Availability>("expected");
    QTest::newRow("unlocked") << QString() << Availability::Unlocked;
    QTest::newRow("locked") << u"locked"_s << Availability::Locked;
    QTest::newRow("no default collection") << u"none"_s << Availability::NoCollection;
    QTest::newRow("no service") << u"gone"_s << Availability::Missing;
    QTest::newRow("alias fails") << u"ReadAlias"_s << Availability::Unknown;
    QTest::newRow("lock state fails") << u"Get"_s << Availability::Unknown;
    QTest::newRow("lock state is a text") << u"text"_s << Availability::Unknown;
    QTest::newRow("alias is a text") << u"alias"_s << Availability::NoCollection;
}

void TestSecretService::state()
{
    QFETCH(const QString, fault);
    QFETCH(const Availability, expected);
    setLocked(fault == u"locked"_s);
    if (fault == u"none"_s)
        answer(u"ReadAlias"_s, {path(u"/"_s)});
    if (fault == u"gone"_s)
        m_connection.unregisterService(secretService);
    if (fault == u"text"_s)
        answer(u"Get"_s, {QVariant::fromValue(QDBusVariant(u"no"_s))});
    if (fault == u"alias"_s)
        answer(u"ReadAlias"_s, {u"login"_s});
    m_puppet->failing = {fault};
    SecretService service;
    const auto state = await(service.state());
    QVERIFY(state);
    QCOMPARE(state->availability, expected);
    QCOMPARE(state->backend, u"Secret Service"_s);
}

void TestSecretService::aServiceThatHangsIsUnknown()
{
    m_puppet->answers.remove(u"ReadAlias"_s);
    SecretService service;
    const auto state = await(service.state(), 5000);
    QVERIFY(state);
    QCOMPARE(state->availability, Availability::Unknown);
}

void TestSecretService::find_data()
{
    QTest::addColumn<bool>("locked");
    QTest::addColumn<int>("open");
    QTest::addColumn<int>("shut");
    QTest::addColumn<QString>("expected");
    QTest::newRow("present") << false << 1 << 0 << u"present"_s;
    QTest::newRow("absent") << false << 0 << 0 << u"absent"_s;
    QTest::newRow("in another, locked collection") << false << 0 << 1 << u"locked item"_s;
    QTest::newRow("in both") << false << 1 << 1 << u"present"_s;
    QTest::newRow("locked") << true << 0 << 1 << u"locked item"_s;
    // Some services hide what is in a locked collection.
    QTest::newRow("locked, nothing to see") << true << 0 << 0 << u"locked"_s;
    QTest::newRow("locked, but in an open one") << true << 1 << 0 << u"present"_s;
}

void TestSecretService::find()
{
    QFETCH(const bool, locked);
    QFETCH(const int, open);
    QFETCH(const int, shut);
    QFETCH(const QString, expected);
    setLocked(locked);
    answer(u"SearchItems"_s,
           {paths(QStringList(open, u"/a"_s)), paths(QStringList(shut, u"/b"_s))});
    SecretService service;
    const auto found = await(service.find(u"name"_s));
    if (!found)
        QCOMPARE(found.error().code, Error::Code::KeychainLocked);
    const QString is = !found               ? u"locked"_s
        : *found == Presence::Present       ? u"present"_s
        : *found == Presence::PresentLocked ? u"locked item"_s
                                            : u"absent"_s;
    QCOMPARE(is, expected);
}

void TestSecretService::findsNothingInGarbage_data()
{
    QTest::addColumn<QVariantList>("reply");
    QTest::newRow("empty") << QVariantList();
    QTest::newRow("one list") << QVariantList{paths({})};
    QTest::newRow("texts") << QVariantList{QStringList(), QStringList()};
}

/// An answer of another form is no proof of absence.
void TestSecretService::findsNothingInGarbage()
{
    QFETCH(const QVariantList, reply);
    answer(u"SearchItems"_s, reply);
    SecretService service;
    AWAIT_ERROR(service.find(u"name"_s), Error::Code::KeychainUnknown);
}

void TestSecretService::questionsNeverPrompt()
{
    setLocked(true);
    SecretService service;
    QVERIFY(await(service.state()));
    AWAIT_ERROR(service.find(u"name"_s), Error::Code::KeychainLocked);
    for (const QString &call : {u"Prompt"_s, u"Unlock"_s, u"CreateCollection"_s})
        QVERIFY(!m_puppet->calls.contains(call));
}

void TestSecretService::unlocksWithoutAPrompt()
{
    setLocked(true);
    m_puppet->answers[u"Unlock"_s] = [this](const QDBusMessage &message) {
        m_locked = qdbus_cast<Paths>(message.arguments().value(0)).value(0).path() != collection;
        return QVariantList{paths({collection}), path(u"/"_s)};
    };
    SecretService service;
    AWAIT_DONE(service.unlock());
    // Nothing to do any more.
    m_puppet->calls.clear();
    AWAIT_DONE(service.unlock());
    QVERIFY(!m_puppet->calls.contains(u"Unlock"_s));
}

void TestSecretService::unlocksWithAPrompt()
{
    setLocked(true);
    promptWith([this] {
        m_locked = false;
        complete(false);
    });
    SecretService service;
    AWAIT_DONE(service.unlock());
    QCOMPARE(m_puppet->calls.count(u"Prompt"_s), 1);
}

void TestSecretService::makesACollection()
{
    answer(u"ReadAlias"_s, {path(u"/"_s)});
    promptWith([this] {
        answer(u"ReadAlias"_s, {path(collection)});
        complete(false);
    });
    answer(u"CreateCollection"_s, {path(u"/"_s), path(prompt)});
    SecretService service;
    AWAIT_DONE(service.unlock());
}

void TestSecretService::believesNoPrompt()
{
    setLocked(true);
    promptWith([this] { complete(false); });
    SecretService service;
    AWAIT_ERROR(service.unlock(), Error::Code::KeychainLocked);
}

void TestSecretService::aDismissedPromptLeavesItLocked()
{
    setLocked(true);
    promptWith([this] { complete(true); });
    SecretService service;
    AWAIT_ERROR(service.unlock(), Error::Code::KeychainLocked);
}

void TestSecretService::aPromptThatCannotBeShownEnds()
{
    setLocked(true);
    promptWith([] { });
    m_puppet->failing = {u"Prompt"_s};
    SecretService service;
    AWAIT_ERROR(service.unlock(), Error::Code::KeychainLocked);
    m_puppet->failing = {u"Unlock"_s};
    AWAIT_ERROR(service.unlock(), Error::Code::KeychainLocked);
}

void TestSecretService::aServiceThatGoesDuringAPromptEnds()
{
    setLocked(true);
    promptWith([this] { m_connection.unregisterService(secretService); });
    SecretService service;
    AWAIT_ERROR(service.unlock(), Error::Code::KeychainMissing);
}

/// Longer than any answer of a service may take.
void TestSecretService::waitsForThePersonAsLongAsItTakes()
{
    setLocked(true);
    promptWith(
        [this] {
            m_locked = false;
            complete(false);
        },
        4000);
    SecretService service;
    AWAIT_DONE(service.unlock());
}

void TestSecretService::mayBeDeletedDuringAPrompt()
{
    setLocked(true);
    promptWith([] { });
    auto service = std::make_unique<SecretService>();
    const auto unlocking = service->unlock();
    QTRY_VERIFY(m_puppet->calls.contains(u"Prompt"_s));
    service.reset();
    AWAIT_ERROR(unlocking, Error::Code::Cancelled);
    complete(false);
}

void TestSecretService::wallet_data()
{
    QTest::addColumn<bool>("enabled");
    QTest::addColumn<bool>("open");
    QTest::addColumn<bool>("absent");
    QTest::addColumn<Availability>("availability");
    QTest::addColumn<int>("found");
    QTest::newRow("open, present")
        << true << true << false << Availability::Unlocked << static_cast<int>(Presence::Present);
    QTest::newRow("open, absent") << true << true << true << Availability::Unlocked
                                  << static_cast<int>(Presence::Absent);
    QTest::newRow("shut, perhaps") << true << false << false << Availability::Locked
                                   << static_cast<int>(Presence::PresentLocked);
    QTest::newRow("shut, absent") << true << false << true << Availability::Locked
                                  << static_cast<int>(Presence::Absent);
    QTest::newRow("switched off") << false << false << true << Availability::Missing << -1;
}

void TestSecretService::wallet()
{
    QFETCH(const bool, enabled);
    QFETCH(const bool, open);
    QFETCH(const bool, absent);
    QFETCH(const Availability, availability);
    QFETCH(const int, found);
    QVERIFY(m_connection.registerService(walletService));
    answer(u"networkWallet"_s, {u"kdewallet"_s});
    answer(u"isEnabled"_s, {enabled});
    answer(u"isOpen"_s, {open});
    answer(u"keyDoesNotExist"_s, {absent});
    KWallet wallet(nullptr);
    const auto state = await(wallet.state());
    QVERIFY(state);
    QCOMPARE(state->availability, availability);
    QCOMPARE(state->backend, u"KWallet"_s);
    const auto presence = await(wallet.find(u"name"_s));
    QCOMPARE(presence ? static_cast<int>(*presence) : -1, found);
    QVERIFY(!m_puppet->calls.contains(u"open"_s));
    QVERIFY(!m_puppet->calls.contains(u"ReadAlias"_s));
}

void TestSecretService::walletUnlocks()
{
    QVERIFY(m_connection.registerService(walletService));
    bool isOpen = false;
    answer(u"networkWallet"_s, {u"kdewallet"_s});
    answer(u"isEnabled"_s, {true});
    m_puppet->answers[u"isOpen"_s] = [&isOpen](const QDBusMessage &) {
        return QVariantList{isOpen};
    };
    answer(u"open"_s, {-1});
    KWallet wallet(nullptr);
    AWAIT_ERROR(wallet.unlock(), Error::Code::KeychainLocked);
    m_puppet->answers[u"open"_s] = [&isOpen](const QDBusMessage &message) {
        isOpen = message.signature() == u"sxs"_s;
        return QVariantList{1};
    };
    AWAIT_DONE(wallet.unlock());
}

void TestSecretService::withoutAWalletTheSecretServiceIsAsked()
{
    KWallet wallet(nullptr);
    QCOMPARE(await(wallet.state())->backend, u"Secret Service"_s);
    const auto found = await(wallet.find(u"name"_s));
    QVERIFY(found);
    QCOMPARE(*found, Presence::Absent);
    AWAIT_DONE(wallet.unlock());
}

void TestSecretService::desktops_data()
{
    QTest::addColumn<QByteArray>("desktop");
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<bool>("wallet");
    QTest::newRow("GNOME") << "GNOME"_qba << ""_qba << false;
    QTest::newRow("Plasma 5") << "KDE"_qba << "5"_qba << true;
    QTest::newRow("Plasma 6") << "KDE"_qba << "6"_qba << false;
    QTest::newRow("GNOME started from Plasma 5") << "GNOME"_qba << "5"_qba << false;
    QTest::newRow("none") << ""_qba << ""_qba << false;
}

void TestSecretService::desktops()
{
    QFETCH(const QByteArray, desktop);
    QFETCH(const QByteArray, version);
    QFETCH(const bool, wallet);
    qputenv("XDG_CURRENT_DESKTOP", desktop);
    qputenv("KDE_SESSION_VERSION", version);
    QCOMPARE(prefersKWallet(), wallet);
    qunsetenv("XDG_CURRENT_DESKTOP");
    qunsetenv("KDE_SESSION_VERSION");
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    PrivateBus bus;
    if (!bus.start())
        return 1;
    qputenv("DBUS_SESSION_BUS_ADDRESS", bus.address().toUtf8());
    TestSecretService test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_secretservice.moc"
