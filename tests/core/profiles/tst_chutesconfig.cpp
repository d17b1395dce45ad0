#include "core/profiles/chutesconfig.h"
#include "tests/core/profiles/configparseroracle.h"
#include "tests/support/faultyfilesystem.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <cerrno>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace canopy;

using Code = Error::Code;
using Kind = ConfigDiffLine::Kind;

namespace {

// The published development keys "//Alice" and "//Bob".
const QByteArray aliceSeed = "e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a";
const QByteArray bobSeed = "398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89";
const QString aliceAddress = u"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"_s;
const QString bobAddress = u"5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"_s;
const QString paymentAddress = u"5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM"_s;

Secret secretOf(const QByteArray &hex)
{
    return Secret::take(QByteArray::fromHex(hex));
}

ChutesConfigChange aliceChange(const Secret *seed = nullptr)
{
    return {.username = u"alice"_s,
            .userId = u"b1e0c1b2-0000-5000-8000-000000000001"_s,
            .hotkeyName = u"default"_s,
            .hotkeyAddress = *Ss58Address::parse(aliceAddress),
            .hotkeySeed = seed,
            .baseUrl = u"https://api.chutes.ai"_s,
            .paymentAddress = paymentAddress};
}

/// What `chutes register` writes (contract §9.1).
QByteArray cliFile()
{
    return "[api]\nbase_url = https://api.chutes.ai\n\n[auth]\nusername = alice\n"
           "user_id = b1e0c1b2-0000-5000-8000-000000000001\nhotkey_seed = "
        + aliceSeed + "\nhotkey_name = default\nhotkey_ss58address = " + aliceAddress.toLatin1()
        + "\n\n[payment]\naddress = " + paymentAddress.toLatin1() + "\n\n";
}

unsigned modeOf(const QString &path)
{
    struct stat status = {};
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777U : 0;
}

QString plain(const QList<ConfigDiffLine> &lines)
{
    QString text;
    for (const auto &line : lines) {
        if (line.kind != Kind::Same)
            text += (line.kind == Kind::Added ? u'+' : u'-') + line.text + u'\n';
    }
    return text;
}

} // namespace

class TestChutesConfig : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void findsItsPath_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("path");
        QTest::addRow("unset") << QString() << u"/h/.chutes/config.ini"_s;
        QTest::addRow("empty") << u""_s << u"/h/.chutes/config.ini"_s;
        QTest::addRow("absolute") << u"/x/c.ini"_s << u"/x/c.ini"_s;
        QTest::addRow("relative") << u"c.ini"_s << u"/h/.chutes/config.ini"_s;
        QTest::addRow("tilde") << u"~/c.ini"_s << u"/h/.chutes/config.ini"_s;
    }

    void findsItsPath()
    {
        QFETCH(QString, variable);
        QProcessEnvironment environment;
        environment.insert(u"HOME"_s, u"/h"_s);
        if (!variable.isNull())
            environment.insert(u"CHUTES_CONFIG_PATH"_s, variable);
        QTEST(ChutesConfigFile::defaultPath(environment), "path");
    }

    void readsTheClisFile()
    {
        put(cliFile(), 0644);
        const auto snapshot = file().read();
        QVERIFY(snapshot.has_value());
        QVERIFY(snapshot->exists);
        QVERIFY(!snapshot->isPrivate);
        QCOMPARE(snapshot->config.username, u"alice"_s);
        QCOMPARE(snapshot->config.hotkeyAddress->toString(), aliceAddress);
        QVERIFY(snapshot->config.hotkeySeed.equals(secretOf(aliceSeed)));
        QCOMPARE(snapshot->config.baseUrl, u"https://api.chutes.ai"_s);
        QCOMPARE(snapshot->config.paymentAddress, paymentAddress);
        QVERIFY(snapshot->config.completeForCli);
        put(cliFile(), 0600);
        QVERIFY(file().read()->isPrivate);
    }

    void readsSeeds_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<bool>("usable");
        QTest::addRow("plain") << aliceSeed << true;
        QTest::addRow("0x") << "0x" + aliceSeed << true;
        QTest::addRow("upper case") << aliceSeed.toUpper() << true;
        QTest::addRow("short") << aliceSeed.first(62) << false;
        QTest::addRow("long") << aliceSeed + "00" << false;
        QTest::addRow("not hex") << aliceSeed.first(63) + "g" << false;
        QTest::addRow("encrypted, as a guide says") << QByteArray("your-encrypted-seed") << false;
        QTest::addRow("percent") << aliceSeed.first(62) + "%%" << false;
        QTest::addRow("over two lines")
            << aliceSeed.first(32) + "\n  " + aliceSeed.sliced(32) << false;
    }

    void readsSeeds()
    {
        QFETCH(QByteArray, written);
        QFETCH(bool, usable);
        put(cliFile().replace(aliceSeed, written));
        const auto snapshot = file().read();
        QVERIFY(snapshot.has_value());
        QCOMPARE(snapshot->config.hotkeySeed.equals(secretOf(aliceSeed)), usable);
        QCOMPARE(snapshot->config.hotkeySeed.isEmpty(), !usable);
    }

    void knowsWhatTheCliNeeds()
    {
        for (const char *key :
             {"username", "user_id", "hotkey_seed", "hotkey_name", "hotkey_ss58address"}) {
            const QByteArray line = QByteArray(key) + " = ";
            const QByteArray other = "other_" + line;
            put(cliFile().replace(line, other));
            const auto snapshot = file().read();
            QVERIFY(snapshot.has_value());
            QVERIFY2(!snapshot->config.completeForCli, key);
        }
    }

    void refusesWhatTheCliCouldNotRead_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addRow("mark") << "\xEF\xBB\xBF" + cliFile();
        QTest::addRow("duplicate section") << cliFile() + "[auth]\n";
        QTest::addRow("no section") << QByteArray("username = x\n");
        QTest::addRow("binary") << QByteArray("\x7f"
                                              "ELF\x00\xff",
                                              6);
    }

    void refusesWhatTheCliCouldNotRead()
    {
        QFETCH(QByteArray, bytes);
        put(bytes);
        QCOMPARE(file().read().error().code, Code::FileDamaged);
        const auto stamp = stampOf(path()).value();
        QCOMPARE(file().write(aliceChange(), stamp).error().code, Code::FileDamaged);
        QCOMPARE(file().preview(aliceChange()).error().code, Code::FileDamaged);
        QCOMPARE(content(), bytes);
        QCOMPARE(names(), QStringList{u"config.ini"_s});
    }

    void mendsAValueThatTheCliCouldNotRead()
    {
        put(cliFile().replace("alice", "100%"));
        QCOMPARE(file().read().error().code, Code::FileDamaged);
        QVERIFY(file().write(aliceChange(), stampOf(path()).value()).has_value());
        QCOMPARE(content(), cliFile());
        // [payment] is nothing that the CLI reads.
        put(cliFile().replace("= 5C4", "= %5C4"));
        QCOMPARE(file().read().value().config.paymentAddress, QString());
    }

    void aMissingFileIsNoError()
    {
        const auto snapshot = file().read();
        QVERIFY(snapshot.has_value());
        QVERIFY(!snapshot->exists);
        QVERIFY(!snapshot->stamp.exists());
    }

    void anEmptyFileIsReadAgain()
    {
        put({});
        QElapsedTimer timer;
        timer.start();
        const auto snapshot = file().read();
        QVERIFY(timer.elapsed() >= 500);
        QVERIFY(snapshot.has_value());
        QVERIFY(snapshot->exists);
        QVERIFY(!snapshot->config.completeForCli);
        // Filled while it waits, or just before: the content is seen.
        QSemaphore started;
        QString username;
        const std::unique_ptr<QThread> reader(QThread::create([&] {
            started.release();
            username = file().read().value().config.username;
        }));
        reader->start();
        started.acquire();
        put(cliFile());
        QVERIFY(reader->wait(10'000));
        QCOMPARE(username, u"alice"_s);
    }

    void writesANewFileAsTheCliDoes()
    {
        const QString deep = m_folder->filePath(u"a/b/config.ini"_s);
        const ChutesConfigFile file(deep);
        const Secret seed = secretOf(aliceSeed);
        const auto preview = file.preview(aliceChange(&seed));
        QVERIFY(!QFile::exists(m_folder->filePath(u"a"_s)));
        const auto written = file.write(aliceChange(&seed), FileStamp());
        QVERIFY2(written.has_value(), qPrintable(written ? QString() : written.error().detail));
        QCOMPARE(written->backupPath, QString());
        QFile result(deep);
        QVERIFY(result.open(QIODevice::ReadOnly));
        QCOMPARE(result.readAll() + '\n', cliFile());
        QCOMPARE(modeOf(deep), 0600U);
        QCOMPARE(modeOf(m_folder->filePath(u"a"_s)), 0700U);
        QCOMPARE(modeOf(m_folder->filePath(u"a/b"_s)), 0700U);
        QCOMPARE(preview.value(), written->changes);
        QVERIFY(!plain(written->changes).contains(QString::fromLatin1(aliceSeed)));
        QVERIFY(plain(written->changes).contains(u"+hotkey_seed = ••••••••\n"_s));
        QVERIFY(file.read()->config.completeForCli);
    }

    void leavesTheSeedOutUnlessItIsGiven()
    {
        QVERIFY(file().write(aliceChange(), FileStamp()).has_value());
        QVERIFY(!content().contains("hotkey_seed"));
        QVERIFY(!file().read()->config.completeForCli);
    }

    void keepsWhatItDoesNotKnow()
    {
        QByteArray original = "# my notes\r\n[mine]\r\nColour : green ; not a comment\r\n\r\n";
        original += cliFile().replace('\n', "\r\n");
        put(original, 0644);
        auto change = aliceChange();
        change.username = u"alice_2"_s;
        const auto written = file().write(change, file().read()->stamp);
        QVERIFY(written.has_value());
        QCOMPARE(content(), QByteArray(original).replace("= alice\r", "= alice_2\r"));
        QCOMPARE(modeOf(path()), 0600U);
        QCOMPARE(plain(written->changes), u"-username = alice\n+username = alice_2\n"_s);
        QCOMPARE(written->backupPath, path() + u".bak"_s);
        QCOMPARE(content(u".bak"_s), original);
        QCOMPARE(modeOf(path() + u".bak"_s), 0600U);
    }

    void keepsTheSeedOfTheSameHotkey()
    {
        put(cliFile());
        QVERIFY(file().write(aliceChange(), file().read()->stamp).has_value());
        QCOMPARE(content(), cliFile());
        // Nothing to change, so nothing was written at all.
        QCOMPARE(names(), QStringList{u"config.ini"_s});
    }

    void tightensAFileThatOthersMayRead()
    {
        put(cliFile(), 0644);
        QVERIFY(file().write(aliceChange(), file().read()->stamp).has_value());
        QCOMPARE(modeOf(path()), 0600U);
    }

    void removesTheSeedOfAnotherHotkey()
    {
        put(cliFile());
        auto change = aliceChange();
        change.hotkeyAddress = *Ss58Address::parse(bobAddress);
        const auto written = file().write(change, file().read()->stamp);
        QVERIFY(written.has_value());
        QVERIFY(!content().contains("hotkey_seed"));
        QVERIFY(plain(written->changes).contains(u"-hotkey_seed = ••••••••\n"_s));
        QVERIFY(content(u".bak"_s).contains(aliceSeed));
    }

    void removesTheAddressesOfAnotherAccount()
    {
        put(cliFile() + "developer_payment_address = 5old\n");
        auto change = aliceChange();
        change.userId = u"another"_s;
        change.paymentAddress.clear();
        QVERIFY(file().write(change, file().read()->stamp).has_value());
        QVERIFY(content().endsWith("[payment]\n\n"));
    }

    void replacesTheSeed()
    {
        put(cliFile());
        const Secret seed = secretOf(bobSeed);
        auto change = aliceChange(&seed);
        change.hotkeyAddress = *Ss58Address::parse(bobAddress);
        QVERIFY(file().write(change, file().read()->stamp).has_value());
        QVERIFY(file().read()->config.hotkeySeed.equals(seed));
        QVERIFY(!content().contains(aliceSeed));
    }

    void refusesASeedOfAnotherHotkey()
    {
        const Secret seed = secretOf(bobSeed);
        QCOMPARE(file().write(aliceChange(&seed), FileStamp()).error().code, Code::KeyMismatch);
        const Secret half = Secret::copyOf("half");
        QCOMPARE(file().write(aliceChange(&half), FileStamp()).error().code, Code::InvalidInput);
        QCOMPARE(names(), QStringList());
    }

    void refusesValuesTheCliCouldNotReadBack_data()
    {
        QTest::addColumn<QString>("value");
        const QList<QPair<const char *, QString>> values{
            {"percent", u"a%b"_s},      {"line break", u"a\nhotkey_seed = 00"_s},
            {"CR", u"a\rb"_s},          {"space", u"a b"_s},
            {"semicolon", u"a;b"_s},    {"hash", u"#a"_s},
            {"equals", u"a=b"_s},       {"bracket", u"[a]"_s},
            {"quote", u"\"a\""_s},      {"umlaut", u"ä"_s},
            {"RTL", u"a\u202eb"_s},     {"mark", u"\ufeffa"_s},
            {"emoji", u"\U0001F511"_s}, {"NUL", u"a"_s + QChar(0)},
            {"tab", u"a\tb"_s},         {"reference", u"%(x)s"_s},
            {"HTML", u"<img src=x>"_s}, {"backslash", u"a\\b"_s},
            {"dollar", u"$HOME"_s},     {"comma", u"a,b"_s},
            {"at", u"a@b"_s},           {"empty", QString()},
            {"space before", u" a"_s},  {"line separator", u"a\u2028b"_s}};
        for (const auto &[name, value] : values)
            QTest::addRow("%s", name) << value;
    }

    void refusesValuesTheCliCouldNotReadBack()
    {
        QFETCH(QString, value);
        put(cliFile());
        const auto stamp = file().read()->stamp;
        for (QString ChutesConfigChange::*field :
             {&ChutesConfigChange::username, &ChutesConfigChange::userId,
              &ChutesConfigChange::hotkeyName, &ChutesConfigChange::baseUrl,
              &ChutesConfigChange::paymentAddress}) {
            const bool mayBeEmpty = field == &ChutesConfigChange::baseUrl
                || field == &ChutesConfigChange::paymentAddress;
            if (value.isEmpty() && mayBeEmpty)
                continue;
            auto change = aliceChange();
            change.*field = value;
            const auto written = file().write(change, stamp);
            QVERIFY(!written.has_value());
            QCOMPARE(written.error().code, Code::InvalidInput);
            QVERIFY(!written.error().field.isEmpty());
        }
        QCOMPARE(content(), cliFile());
        QCOMPARE(names(), QStringList{u"config.ini"_s});
    }

    void keepsThreeGenerations()
    {
        put(cliFile());
        for (int i = 1; i <= 5; ++i) {
            auto change = aliceChange();
            change.username = u"name%1"_s.arg(i);
            QVERIFY(file().write(change, file().read()->stamp).has_value());
        }
        QCOMPARE(names(),
                 QStringList({u"config.ini"_s, u"config.ini.bak"_s, u"config.ini.bak.1"_s,
                              u"config.ini.bak.2"_s}));
        QVERIFY(content().contains("= name5\n"));
        QVERIFY(content(u".bak"_s).contains("= name4\n"));
        QVERIFY(content(u".bak.1"_s).contains("= name3\n"));
        QVERIFY(content(u".bak.2"_s).contains("= name2\n"));
        for (const QString &name : names())
            QCOMPARE(modeOf(m_folder->filePath(name)), 0600U);
    }

    void seesConflicts()
    {
        put(cliFile());
        const auto stamp = file().read()->stamp;
        put(cliFile() + "# theirs\n");
        auto change = aliceChange();
        change.username = u"new"_s;
        QCOMPARE(file().write(change, stamp).error().code, Code::FileConflict);
        QCOMPARE(file().write(change, FileStamp()).error().code, Code::FileConflict);
        QCOMPARE(content(), cliFile() + "# theirs\n");
        QVERIFY(QFile::remove(path()));
        QCOMPARE(file().write(change, stamp).error().code, Code::FileConflict);
        QCOMPARE(names(), QStringList());
    }

    void losesNothingOnAFullDisk()
    {
        put(cliFile());
        const auto stamp = file().read()->stamp;
        auto change = aliceChange();
        change.username = u"new"_s;
        const ScopedFileFault full({FileFault::Call::Write, ENOSPC, 10});
        QCOMPARE(file().write(change, stamp).error().code, Code::DiskFull);
        QCOMPARE(content(), cliFile());
        QCOMPARE(names(), QStringList{u"config.ini"_s});
    }

    void writesThroughNoLink()
    {
        const QString target = m_folder->filePath(u"target.ini"_s);
        put(cliFile());
        QVERIFY(QFile::rename(path(), target));
        QVERIFY(QFile::link(target, path()));
        const auto snapshot = file().read();
        QVERIFY(snapshot.has_value());
        QCOMPARE(snapshot->config.username, u"alice"_s);
        auto change = aliceChange();
        change.username = u"new"_s;
        QCOMPARE(file().write(change, snapshot->stamp).error().code, Code::FileUnsafe);
        QFile unchanged(target);
        QVERIFY(unchanged.open(QIODevice::ReadOnly));
        QCOMPARE(unchanged.readAll(), cliFile());
    }

    /// The CLI rewrites the file in place while Canopy edits it (FS-08): what is read is one
    /// writer's or the other's, and no key is ever lost.
    void racesWithTheCli()
    {
        put(cliFile() + "[other]\nfirst = 0\nsecond = 0\n");
        QProcess cli;
        cli.start(u"/usr/bin/python3"_s,
                  {QStringLiteral(CANOPY_SOURCE_DIR "/tests/support/configwriter.py"), path()});
        QVERIFY(cli.waitForStarted());
        int written = 0;
        int conflicts = 0;
        for (int round = 0; round < 300; ++round) {
            // Every third round undisturbed, so that there is always something of ours to lose.
            const bool disturbed = round % 3 != 0;
            if (disturbed) {
                cli.write("\n");
                QVERIFY(cli.waitForBytesWritten());
            }
            const auto snapshot = file().read();
            QVERIFY2(snapshot.has_value(),
                     qPrintable(snapshot ? QString() : snapshot.error().detail));
            auto change = aliceChange();
            change.username = u"user%1"_s.arg(round);
            const auto result = file().write(change, snapshot->stamp);
            if (!result)
                QCOMPARE(result.error().code, Code::FileConflict);
            ++(result ? written : conflicts);
            while (disturbed && !cli.canReadLine())
                QVERIFY(cli.waitForReadyRead());
            cli.readLine();
            checkRacedFile();
            if (QTest::currentTestFailed())
                return;
        }
        cli.closeWriteChannel();
        QVERIFY(cli.waitForFinished());
        QVERIFY(written >= 100);
        qInfo("300 rounds: %d written, %d conflicts seen", written, conflicts);
    }

private:
    QString path() const { return m_folder->filePath(u"config.ini"_s); }
    ChutesConfigFile file() const { return ChutesConfigFile(path()); }
    QStringList names() const
    {
        return QDir(m_folder->path())
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    QByteArray content(const QString &suffix = {}) const
    {
        QFile file(path() + suffix);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<missing>");
    }
    void put(const QByteArray &bytes, unsigned mode = 0600) const
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
        file.close();
        QCOMPARE(::chmod(QFile::encodeName(path()).constData(), mode), 0);
    }
    void checkRacedFile() const
    {
        const auto ini = ConfigIni::parse(content());
        QVERIFY2(ini.has_value(), content().constData());
        QCOMPARE(ini->keys(u"auth"_s).size(), 5);
        QVERIFY(ini->value(u"auth"_s, u"username"_s).value()->startsWith(u"user"_s)
                || ini->value(u"auth"_s, u"username"_s).value() == u"alice"_s);
        QCOMPARE(ini->value(u"auth"_s, u"hotkey_seed"_s).value(), QString::fromLatin1(aliceSeed));
        QCOMPARE(ini->value(u"payment"_s, u"address"_s).value(), paymentAddress);
        QCOMPARE(ini->value(u"api"_s, u"base_url"_s).value(), u"https://api.chutes.ai"_s);
        QCOMPARE(ini->value(u"other"_s, u"first"_s).value(),
                 ini->value(u"other"_s, u"second"_s).value());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestChutesConfig)
#include "tst_chutesconfig.moc"
