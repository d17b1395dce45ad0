#include "core/profiles/journal.h"
#include "tests/support/faultyfilesystem.h"
#include "tests/support/scriptedrandom.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace canopy;

using Code = Error::Code;
using Kind = PendingOperation::Kind;

namespace {

PendingOperation operation(Kind kind = Kind::Register)
{
    return {.kind = kind,
            .service = *Origin::parse(u"http://127.0.0.1:8123"_s),
            .profileId = u"00112233445566778899aabbccddeeff"_s,
            .subject = u"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"_s,
            .username = u"alice"_s,
            .coldkey = u"5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"_s,
            .hotkeyName = u"näme\nwith \"all\""_s,
            .hotkeyPath = u"/w/hotkeys/x"_s,
            .walletName = u"w"_s,
            .startedAt = QDateTime::fromMSecsSinceEpoch(1'753'198'463'123, Qt::UTC)};
}

} // namespace

class TestJournal : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void writesBeforeAndClearsAfter()
    {
        Journal journal(dataFolder(), m_random);
        QVERIFY(journal.load().value().isEmpty());
        const auto id = journal.begin(operation());
        QVERIFY(id.has_value());
        QCOMPARE(id->size(), 32);
        struct stat status = {};
        QCOMPARE(::stat(QFile::encodeName(path()).constData(), &status), 0);
        QCOMPARE(status.st_mode & 07777U, 0600U);
        // As the next start finds it.
        Journal later(dataFolder(), m_random);
        const auto found = later.load();
        QVERIFY(found.has_value());
        auto expected = operation();
        expected.id = *id;
        QCOMPARE(*found, QList{expected});
        QVERIFY(later.settle(*id).has_value());
        QVERIFY(later.pending().isEmpty());
        QVERIFY(later.settle(*id).has_value());
        QVERIFY(Journal(dataFolder(), m_random).load().value().isEmpty());
    }

    void keepsSeveral()
    {
        Journal journal(dataFolder(), m_random);
        QStringList ids;
        for (const Kind kind : {Kind::Register, Kind::ChangeFingerprint, Kind::CreateApiKey,
                                Kind::RevokeApiKey, Kind::ReturnDeposit})
            ids.append(journal.begin(operation(kind)).value());
        ids.removeDuplicates();
        QCOMPARE(ids.size(), 5);
        QVERIFY(journal.settle(ids[2]).has_value());
        Journal later(dataFolder(), m_random);
        QVERIFY(later.load().has_value());
        QCOMPARE(later.pending(), journal.pending());
        QCOMPARE(later.pending().size(), 4);
        QCOMPARE(later.pending()[2].kind, Kind::RevokeApiKey);
    }

    void beginsNothingItCannotWriteDown_data()
    {
        using Call = FileFault::Call;
        QTest::addColumn<FileFault>("fault");
        QTest::addColumn<Code>("code");
        QTest::addRow("full") << FileFault{Call::Write, ENOSPC} << Code::DiskFull;
        QTest::addRow("not synced") << FileFault{Call::Fsync, EIO} << Code::FileNotWritable;
        QTest::addRow("not renamed") << FileFault{Call::Rename, EACCES} << Code::FileNotWritable;
    }

    void beginsNothingItCannotWriteDown()
    {
        QFETCH(FileFault, fault);
        Journal journal(dataFolder(), m_random);
        const auto first = journal.begin(operation());
        QVERIFY(first.has_value());
        {
            const ScopedFileFault active(fault);
            const auto begun = journal.begin(operation());
            QVERIFY(!begun.has_value());
            QTEST(begun.error().code, "code");
            QVERIFY(!journal.settle(*first).has_value());
        }
        QCOMPARE(journal.pending().size(), 1);
        QVERIFY(journal.begin(operation()).has_value());
        QCOMPARE(Journal(dataFolder(), m_random).load().value().size(), 2);
    }

    void goesOnAfterAFolderThatWasNotSynced()
    {
        Journal journal(dataFolder(), m_random);
        {
            const ScopedFileFault active({FileFault::Call::FsyncFolder, EIO});
            const auto begun = journal.begin(operation());
            QVERIFY(!begun.has_value());
            QVERIFY(begun.error().inDoubt);
        }
        // It may or may not survive a power cut, so it stays pending.
        QCOMPARE(journal.pending().size(), 1);
        QVERIFY(journal.begin(operation()).has_value());
        QVERIFY(journal.settle(journal.pending().first().id).has_value());
        QCOMPARE(journal.pending().size(), 1);
    }

    void refusesAnUnsafeFolder()
    {
        QVERIFY(QDir().mkdir(dataFolder()));
        QCOMPARE(::chmod(QFile::encodeName(dataFolder()).constData(), 0770), 0);
        QCOMPARE(Journal(dataFolder(), m_random).begin(operation()).error().code, Code::FileUnsafe);
    }

    void refusesWithoutATime()
    {
        auto timeless = operation();
        timeless.startedAt = {};
        QCOMPARE(Journal(dataFolder(), m_random).begin(timeless).error().code, Code::InvalidInput);
        QVERIFY(!QFile::exists(path()));
    }

    void neverOverwritesWhatItDidNotWrite()
    {
        Journal one(dataFolder(), m_random);
        Journal two(dataFolder(), m_random);
        QVERIFY(one.load().has_value());
        QVERIFY(two.load().has_value());
        QVERIFY(one.begin(operation()).has_value());
        QCOMPARE(two.begin(operation()).error().code, Code::FileConflict);
        QCOMPARE(Journal(dataFolder(), m_random).begin(operation()).error().code,
                 Code::FileConflict);
        QCOMPARE(two.load().value(), one.pending());
        QVERIFY(two.begin(operation()).has_value());
    }

    void refusesWhatItDoesNotUnderstand_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        auto valid = operation();
        valid.id = u"00112233445566778899aabbccddeeff"_s;
        const QByteArray good = Journal::serialise({valid});
        QVERIFY(Journal::parse(good).has_value());
        const auto row = [&good](const char *name, const QByteArray &from, const QByteArray &to) {
            QByteArray bytes = good;
            QVERIFY2(bytes.contains(from), name);
            QTest::addRow("%s", name) << bytes.replace(from, to);
        };
        QTest::addRow("half") << good.first(good.size() / 2);
        QTest::addRow("binary") << QByteArray("\x00\xff\x01", 3);
        QTest::addRow("array") << QByteArray("[]");
        QTest::addRow("empty object") << QByteArray("{}");
        QTest::addRow("trailing") << good + "x";
        QTest::addRow("twice") << Journal::serialise({valid, valid});
        row("another version", "\"version\": 1", "\"version\": 2");
        row("a later member", "\"version\": 1", "\"version\": 1, \"more\": 1");
        row("a later member inside", "\"username\"", "\"more\": 1, \"username\"");
        row("missing member", "\"username\": \"alice\",", "");
        row("wrong type", "\"alice\"", "7");
        row("null", "\"alice\"", "null");
        row("unknown kind", "\"register\"", "\"fly\"");
        row("bad id", valid.id.toLatin1(), "1");
        row("bad service", "http://127.0.0.1:8123", "http://example.com");
        row("bad time", "2025-07-22T15:34:23.123Z", "yesterday");
        row("local time", "2025-07-22T15:34:23.123Z", "2025-07-22T15:34:23.123");
        row("no time", "2025-07-22T15:34:23.123Z", "");
        row("not an object", "\"pending\": [", "\"pending\": [1, ");
    }

    void refusesWhatItDoesNotUnderstand()
    {
        QFETCH(QByteArray, bytes);
        QCOMPARE(Journal::parse(bytes).error().code, Code::FileDamaged);
        QVERIFY(QDir().mkdir(dataFolder()));
        QCOMPARE(::chmod(QFile::encodeName(dataFolder()).constData(), 0700), 0);
        {
            QFile file(path());
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(bytes);
        }
        Journal journal(dataFolder(), m_random);
        QCOMPARE(journal.load().error().code, Code::FileDamaged);
        QCOMPARE(journal.begin(operation()).error().code, Code::FileDamaged);
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), bytes);
    }

    void cutAnywhereIsNeverAnAnswer()
    {
        auto valid = operation();
        valid.id = u"00112233445566778899aabbccddeeff"_s;
        const QByteArray good = Journal::serialise({valid}).trimmed();
        for (qsizetype size = 0; size < good.size(); ++size)
            QVERIFY(!Journal::parse(good.first(size)).has_value());
        QCOMPARE(Journal::parse(good).value(), QList{valid});
    }

private:
    QString dataFolder() const { return m_folder->filePath(u"data"_s); }
    QString path() const { return dataFolder() + u"/pending.json"_s; }

    std::unique_ptr<QTemporaryDir> m_folder;
    test::ScriptedRandom m_random;
};

Q_DECLARE_METATYPE(canopy::FileFault)

QTEST_APPLESS_MAIN(TestJournal)
#include "tst_journal.moc"
