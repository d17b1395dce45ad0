#include "core/profiles/profilestore.h"
#include "tests/support/faultyfilesystem.h"
#include "tests/support/scriptedrandom.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace canopy;

using Code = Error::Code;

namespace {

const QString address = u"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"_s;

Profile profile(const QString &id)
{
    return {.id = id,
            .service = *Origin::parse(u"https://chutes.example:8443"_s),
            .username = u"alice"_s,
            .userId = u"b1e0c1b2"_s,
            .hotkeyName = u"Schlüssel \"1\""_s,
            .hotkey = *Ss58Address::parse(address),
            .coldkey = *Ss58Address::parse(u"5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"_s),
            .paymentAddress = *Ss58Address::parse(
                u"5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM"_s),
            .walletName = u"default"_s,
            .hotkeyPath = u"/w/default/hotkeys/1"_s,
            .addedAt = QDateTime::fromMSecsSinceEpoch(1'753'198'463'007, Qt::UTC),
            .hasSeed = true,
            .hasFingerprint = true,
            .toRemove = {u"x"_s, u"y"_s}};
}

} // namespace

class TestProfileStore : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void keepsProfiles()
    {
        ProfileStore store(dataFolder(), m_random);
        const QSignalSpy changed(&store, &ProfileStore::changed);
        QVERIFY(store.load().has_value());
        QVERIFY(store.profiles().isEmpty());
        const Profile first = profile(store.newId());
        Profile second{.id = store.newId()};
        QVERIFY(first.id != second.id);
        QVERIFY(store.save(first).has_value());
        QVERIFY(store.save(second).has_value());
        QVERIFY(store.setCurrent(second.id).has_value());
        second.username = u"renamed"_s;
        QVERIFY(store.save(second).has_value());
        QCOMPARE(changed.size(), 5);
        ProfileStore later(dataFolder(), m_random);
        QVERIFY(later.load().has_value());
        QCOMPARE(later.profiles(), (QList{first, second}));
        QCOMPARE(later.currentId(), second.id);
        QCOMPARE(*later.find(first.id), first);
        QCOMPARE(later.find(u"nope"_s), nullptr);
        struct stat status = {};
        QCOMPARE(::stat(QFile::encodeName(path()).constData(), &status), 0);
        QCOMPARE(status.st_mode & 07777U, 0600U);
        QVERIFY(later.remove(second.id).has_value());
        QCOMPARE(later.currentId(), QString());
        QVERIFY(later.remove(second.id).has_value());
        QCOMPARE(later.profiles(), QList{first});
        QCOMPARE(later.setCurrent(second.id).error().code, Code::InvalidInput);
    }

    void findsTheSameAccount()
    {
        ProfileStore store(dataFolder(), m_random);
        const Profile known = profile(store.newId());
        QVERIFY(store.save(known).has_value());
        Profile other{.id = store.newId(), .service = known.service};
        QCOMPARE(store.findSame(other), nullptr);
        other.hotkey = known.hotkey;
        QCOMPARE(store.findSame(other)->id, known.id);
        other.hotkey = known.coldkey;
        QCOMPARE(store.findSame(other), nullptr);
        other.userId = known.userId;
        QCOMPARE(store.findSame(other)->id, known.id);
        other.service = Origin::official();
        QCOMPARE(store.findSame(other), nullptr);
    }

    void changesNothingWhereItCannotWrite()
    {
        ProfileStore store(dataFolder(), m_random);
        const Profile known = profile(store.newId());
        QVERIFY(store.save(known).has_value());
        const QByteArray before = content();
        const QSignalSpy changed(&store, &ProfileStore::changed);
        const ScopedFileFault full({FileFault::Call::Write, ENOSPC, 5});
        QCOMPARE(store.save(profile(store.newId())).error().code, Code::DiskFull);
        QCOMPARE(store.remove(known.id).error().code, Code::DiskFull);
        QCOMPARE(store.setCurrent(known.id).error().code, Code::DiskFull);
        QCOMPARE(store.profiles(), QList{known});
        QCOMPARE(store.currentId(), QString());
        QCOMPARE(changed.size(), 0);
        QCOMPARE(content(), before);
    }

    void refusesIdsOfItsOwnMaking()
    {
        ProfileStore store(dataFolder(), m_random);
        for (const QString &id : {u""_s, u"../x"_s, u"00112233445566778899AABBCCDDEEFF"_s})
            QCOMPARE(store.save(profile(id)).error().code, Code::InvalidInput);
        QVERIFY(!QFile::exists(path()));
    }

    void neverOverwritesWhatItDidNotRead()
    {
        ProfileStore one(dataFolder(), m_random);
        QVERIFY(one.save(profile(one.newId())).has_value());
        // Not loaded: the file there is news to it.
        ProfileStore two(dataFolder(), m_random);
        QCOMPARE(two.save(profile(two.newId())).error().code, Code::FileConflict);
        QVERIFY(two.load().has_value());
        QVERIFY(two.save(profile(two.newId())).has_value());
        QCOMPARE(one.save(profile(one.newId())).error().code, Code::FileConflict);
    }

    void refusesWhatItDoesNotUnderstand_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const Profile valid = profile(u"00112233445566778899aabbccddeeff"_s);
        const QByteArray good = ProfileStore::serialise(
            {.profiles = {valid}, .currentId = valid.id});
        QVERIFY(ProfileStore::parse(good).has_value());
        const auto row = [&good](const char *name, const QByteArray &from, const QByteArray &to) {
            QByteArray bytes = good;
            QVERIFY2(bytes.contains(from), name);
            QTest::addRow("%s", name) << bytes.replace(from, to);
        };
        QTest::addRow("half") << good.first(good.size() / 2);
        QTest::addRow("text") << QByteArray("hello\n");
        QTest::addRow("twice") << ProfileStore::serialise({.profiles = {valid, valid}});
        QTest::addRow("current not there")
            << ProfileStore::serialise({.profiles = {}, .currentId = valid.id});
        row("another version", "\"version\": 1", "\"version\": 2");
        row("a later member", "\"username\"", "\"more\": 1, \"username\"");
        row("missing member", "\"username\": \"alice\",", "");
        row("wrong type", "\"hasSeed\": true", "\"hasSeed\": \"true\"");
        row("bad address", address.toLatin1(), address.chopped(1).toLatin1());
        row("bad service", "https://chutes.example:8443", "ftp://chutes.example");
        row("bad list", "\"x\"", "1");
        row("bad time", "2025-07-22", "2025-13-22");
    }

    void refusesWhatItDoesNotUnderstand()
    {
        QFETCH(QByteArray, bytes);
        QVERIFY(QDir().mkdir(dataFolder()));
        QCOMPARE(::chmod(QFile::encodeName(dataFolder()).constData(), 0700), 0);
        {
            QFile file(path());
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(bytes);
        }
        ProfileStore store(dataFolder(), m_random);
        QCOMPARE(store.load().error().code, Code::FileDamaged);
        QCOMPARE(store.save(profile(store.newId())).error().code, Code::FileDamaged);
        QVERIFY(store.profiles().isEmpty());
        QCOMPARE(content(), bytes);
    }

    void readsNoLink()
    {
        QVERIFY(QDir().mkdir(dataFolder()));
        QVERIFY(QFile::link(u"/dev/zero"_s, path()));
        ProfileStore store(dataFolder(), m_random);
        QCOMPARE(store.load().error().code, Code::FileUnsafe);
        QCOMPARE(store.save(profile(store.newId())).error().code, Code::FileDamaged);
    }

private:
    QString dataFolder() const { return m_folder->filePath(u"data"_s); }
    QString path() const { return dataFolder() + u"/accounts.json"_s; }
    QByteArray content() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<missing>");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    test::ScriptedRandom m_random;
};

QTEST_GUILESS_MAIN(TestProfileStore)
#include "tst_profilestore.moc"
