#include "core/base/files.h"
#include "tests/support/faultyfilesystem.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace canopy;

using Code = Error::Code;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<missing>");
}

void put(const QString &path, const QByteArray &bytes, unsigned mode = 0600)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
    file.close();
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), mode), 0);
}

unsigned modeOf(const QString &path)
{
    struct stat status = {};
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777U : 0;
}

QStringList entries(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System
                                  | QDir::NoDotAndDotDot);
}

constexpr uid_t otherUser = 65534;

/// As an ordinary user, if the tests run as root: root may write to any folder.
class Unprivileged
{
public:
    explicit Unprivileged(const QString &folder)
    {
        if (!m_wasRoot)
            return;
        QCOMPARE(::chown(QFile::encodeName(folder).constData(), otherUser, otherUser), 0);
        QCOMPARE(::seteuid(otherUser), 0);
    }
    ~Unprivileged()
    {
        if (m_wasRoot && ::seteuid(0) != 0)
            qFatal("cannot become root again");
    }
    Q_DISABLE_COPY_MOVE(Unprivileged)

private:
    bool m_wasRoot = ::geteuid() == 0;
};

QString raced;
void changeRacedFile()
{
    QFile file(raced);
    if (file.open(QIODevice::WriteOnly))
        file.write("theirs");
}

} // namespace

class TestFiles : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void makesANewPrivateFile()
    {
        const auto old = ::umask(0);
        QVERIFY(replaceFile(path(), "hello").has_value());
        ::umask(old);
        QCOMPARE(contentOf(path()), QByteArray("hello"));
        QCOMPARE(modeOf(path()), 0600U);
        QCOMPARE(entries(m_folder->path()), QStringList{u"file"_s});
    }

    void replacesAndTightensTheMode()
    {
        put(path(), "old", 0644);
        QVERIFY(replaceFile(path(), "new").has_value());
        QCOMPARE(contentOf(path()), QByteArray("new"));
        QCOMPARE(modeOf(path()), 0600U);
    }

    void writesEmptyAndBigFiles()
    {
        QVERIFY(replaceFile(path(), {}).has_value());
        QCOMPARE(contentOf(path()), QByteArray());
        const QByteArray big(5'000'000, 'x');
        QVERIFY(replaceFile(path(), big).has_value());
        QCOMPARE(contentOf(path()), big);
    }

    void worksUnderAStrictUmask()
    {
        const auto old = ::umask(0777);
        const auto written = replaceFile(path(), "x");
        ::umask(old);
        QVERIFY(written.has_value());
        QCOMPARE(modeOf(path()), 0600U);
    }

    void keepsTheOldFileOnAFault_data()
    {
        using Call = FileFault::Call;
        QTest::addColumn<FileFault>("fault");
        QTest::addColumn<Code>("code");
        QTest::addRow("disk full at once") << FileFault{Call::Write, ENOSPC} << Code::DiskFull;
        QTest::addRow("disk full half-way") << FileFault{Call::Write, ENOSPC, 4} << Code::DiskFull;
        QTest::addRow("quota") << FileFault{Call::Write, EDQUOT, 1} << Code::DiskFull;
        QTest::addRow("too large") << FileFault{Call::Write, EFBIG, 2} << Code::DiskFull;
        QTest::addRow("write error") << FileFault{Call::Write, EIO} << Code::FileNotWritable;
        QTest::addRow("sync error") << FileFault{Call::Fsync, EIO} << Code::FileNotWritable;
        QTest::addRow("full at sync") << FileFault{Call::Fsync, ENOSPC} << Code::DiskFull;
        QTest::addRow("rename refused") << FileFault{Call::Rename, EACCES} << Code::FileNotWritable;
        QTest::addRow("full at rename") << FileFault{Call::Rename, ENOSPC} << Code::DiskFull;
    }

    void keepsTheOldFileOnAFault()
    {
        QFETCH(FileFault, fault);
        put(path(), "the old content");
        const auto before = stampOf(path());
        {
            const ScopedFileFault active(fault);
            const auto written = replaceFile(path(), "the new content, longer");
            QVERIFY(!written.has_value());
            QTEST(written.error().code, "code");
            QVERIFY(!written.error().inDoubt);
            QCOMPARE(ScopedFileFault::count(), 1);
        }
        QCOMPARE(contentOf(path()), QByteArray("the old content"));
        QVERIFY(before.has_value());
        QCOMPARE(stampOf(path()).value(), *before);
        QCOMPARE(entries(m_folder->path()), QStringList{u"file"_s});
    }

    void saysWhenOnlyTheFolderWasNotSynced()
    {
        put(path(), "old");
        const ScopedFileFault active({FileFault::Call::FsyncFolder, EIO});
        const auto written = replaceFile(path(), "new");
        QVERIFY(!written.has_value());
        QCOMPARE(written.error().code, Code::FileNotWritable);
        QVERIFY(written.error().inDoubt);
        QCOMPARE(contentOf(path()), QByteArray("new"));
    }

    void acceptsFileSystemsWithoutFolderSync()
    {
        const ScopedFileFault active({FileFault::Call::FsyncFolder, EINVAL});
        QVERIFY(replaceFile(path(), "new").has_value());
    }

    void survivesARealSizeLimit()
    {
        put(path(), "old");
        struct rlimit old = {};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &old), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const struct rlimit small = {1000, old.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto written = replaceFile(path(), QByteArray(5000, 'n'));
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &old), 0);
        std::signal(SIGXFSZ, handler);
        QVERIFY(!written.has_value());
        QCOMPARE(written.error().code, Code::DiskFull);
        QCOMPARE(contentOf(path()), QByteArray("old"));
        QCOMPARE(entries(m_folder->path()), QStringList{u"file"_s});
    }

    void refusesAnUnsafeTarget_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char *kind : {"symlink", "dangling symlink", "folder", "fifo", "hard link"})
            QTest::addRow("%s", kind) << QString::fromLatin1(kind);
    }

    void refusesAnUnsafeTarget()
    {
        QFETCH(QString, kind);
        const QString other = m_folder->filePath(u"other"_s);
        const QByteArray name = QFile::encodeName(path());
        put(other, "precious");
        if (kind == u"symlink")
            QVERIFY(QFile::link(other, path()));
        else if (kind == u"dangling symlink")
            QVERIFY(QFile::link(other + u"-not-there"_s, path()));
        else if (kind == u"folder")
            QVERIFY(QDir().mkdir(path()));
        else if (kind == u"fifo")
            QCOMPARE(::mkfifo(name.constData(), 0600), 0);
        else
            QCOMPARE(::link(QFile::encodeName(other).constData(), name.constData()), 0);
        const auto before = entries(m_folder->path());
        const auto written = replaceFile(path(), "new");
        QVERIFY(!written.has_value());
        QCOMPARE(written.error().code, Code::FileUnsafe);
        QCOMPARE(contentOf(other), QByteArray("precious"));
        QCOMPARE(entries(m_folder->path()), before);
    }

    void refusesAnotherOwnersFile()
    {
        // As root there are files to give away; as a user there is one that is root's.
        if (::geteuid() == 0) {
            put(path(), "theirs");
            QCOMPARE(::chown(QFile::encodeName(path()).constData(), otherUser, otherUser), 0);
            const auto written = replaceFile(path(), "mine");
            QVERIFY(!written.has_value());
            QCOMPARE(written.error().code, Code::FileUnsafe);
            QCOMPARE(contentOf(path()), QByteArray("theirs"));
            QCOMPARE(::chown(QFile::encodeName(m_folder->path()).constData(), otherUser, otherUser),
                     0);
        }
        const QString folder = ::geteuid() == 0 ? m_folder->path() : u"/etc"_s;
        const auto written = replaceFile(folder + u"/canopy-test"_s, "mine");
        QVERIFY(!written.has_value());
        QCOMPARE(written.error().code, Code::FileUnsafe);
        QVERIFY(!QFileInfo::exists(folder + u"/canopy-test"_s));
    }

    void refusesAFolderThatOthersMayChange_data()
    {
        QTest::addColumn<unsigned>("mode");
        QTest::addColumn<bool>("accepted");
        QTest::addRow("0700") << 0700U << true;
        QTest::addRow("0755") << 0755U << true;
        QTest::addRow("0770") << 0770U << false;
        QTest::addRow("0702") << 0702U << false;
        QTest::addRow("1777") << 01777U << false;
    }

    void refusesAFolderThatOthersMayChange()
    {
        QFETCH(unsigned, mode);
        QFETCH(bool, accepted);
        QCOMPARE(::chmod(QFile::encodeName(m_folder->path()).constData(), mode), 0);
        const auto written = replaceFile(path(), "new");
        QCOMPARE(written.has_value(), accepted);
        QCOMPARE(QFile::exists(path()), accepted);
        if (!accepted)
            QCOMPARE(written.error().code, Code::FileUnsafe);
    }

    void refusesAReadOnlyFolder()
    {
        put(path(), "old", 0644);
        const Unprivileged user(m_folder->path());
        QCOMPARE(::chmod(QFile::encodeName(m_folder->path()).constData(), 0555), 0);
        const auto written = replaceFile(m_folder->filePath(u"new"_s), "x");
        const auto made = makePrivateFolder(m_folder->filePath(u"sub"_s));
        QCOMPARE(::chmod(QFile::encodeName(m_folder->path()).constData(), 0700), 0);
        QVERIFY(!written.has_value());
        QCOMPARE(written.error().code, Code::FileNotWritable);
        QVERIFY(!made.has_value());
        QCOMPARE(made.error().code, Code::FileNotWritable);
    }

    void namesWhatIsWrongWithTheFolder()
    {
        put(path(), "a file");
        QCOMPARE(replaceFile(path() + u"/below"_s, "x").error().code, Code::FileUnsafe);
        QCOMPARE(replaceFile(path() + u"/a/b"_s, "x").error().code, Code::FileMissing);
        QCOMPARE(replaceFile(m_folder->filePath(u"no/file"_s), "x").error().code,
                 Code::FileMissing);
        QVERIFY(QFile::link(m_folder->path(), m_folder->filePath(u"link"_s)));
        QCOMPARE(replaceFile(m_folder->filePath(u"link/x"_s), "x").error().code, Code::FileUnsafe);
        QCOMPARE(replaceFile(m_folder->path() + u'/', "x").error().code, Code::FileUnsafe);
        QCOMPARE(replaceFile({}, "x").error().code, Code::FileUnsafe);
        QCOMPARE(replaceFile(path() + QChar(0) + u"x"_s, "x").error().code, Code::FileUnsafe);
        QCOMPARE(contentOf(path()), QByteArray("a file"));
        QCOMPARE(replaceFile(u"/proc/self/canopy"_s, "x").has_value(), false);
    }

    void comparesTheStamp()
    {
        put(path(), "old");
        const auto stamp = stampOf(path());
        QVERIFY(stamp.has_value() && stamp->exists());
        QVERIFY(replaceFile(path(), "new", &*stamp).has_value());
        const auto again = replaceFile(path(), "newer", &*stamp);
        QCOMPARE(again.error().code, Code::FileConflict);
        QCOMPARE(contentOf(path()), QByteArray("new"));
        QVERIFY(QFile::remove(path()));
        QCOMPARE(replaceFile(path(), "newer", &*stamp).error().code, Code::FileConflict);
        QVERIFY(!QFile::exists(path()));
    }

    void seesAFileThatAppearedWhileItWrote()
    {
        raced = path();
        const FileStamp none;
        const ScopedFileFault active({.call = FileFault::Call::None, .before = changeRacedFile});
        const auto written = replaceFile(path(), "mine", &none);
        QCOMPARE(written.error().code, Code::FileConflict);
        QCOMPARE(contentOf(path()), QByteArray("theirs"));
        QCOMPARE(entries(m_folder->path()), QStringList{u"file"_s});
    }

    void createsOnlyWhatIsNotThere()
    {
        QVERIFY(createFile(path(), "first").has_value());
        QCOMPARE(modeOf(path()), 0600U);
        QCOMPARE(createFile(path(), "second").error().code, Code::FileConflict);
        QCOMPARE(contentOf(path()), QByteArray("first"));
    }

    void readsARegularFile()
    {
        put(path(), "content", 0640);
        const auto file = readSmallFile(path(), 7);
        QVERIFY(file.has_value());
        QCOMPARE(file->bytes, QByteArray("content"));
        QCOMPARE(file->mode, 0640U);
        QCOMPARE(file->owner, ::geteuid());
        QCOMPARE(file->stamp, stampOf(path()).value());
        QCOMPARE(readSmallFile(path(), 6).error().code, Code::FileTooLarge);
        put(path(), {});
        QCOMPARE(readSmallFile(path(), 0).value().bytes, QByteArray());
        // A file whose size is not known before it is read.
        QVERIFY(readSmallFile(u"/proc/self/status"_s, 65'536).value().bytes.size() > 500);
        QCOMPARE(readSmallFile(u"/proc/self/status"_s, 50).error().code, Code::FileTooLarge);
    }

    void refusesToReadWhatIsNotAFile()
    {
        put(path(), "x");
        const QString fifo = m_folder->filePath(u"fifo"_s);
        QCOMPARE(::mkfifo(QFile::encodeName(fifo).constData(), 0600), 0);
        QCOMPARE(readSmallFile(fifo, 10).error().code, Code::FileUnsafe);
        QCOMPARE(readSmallFile(u"/dev/zero"_s, 10).error().code, Code::FileUnsafe);
        QCOMPARE(readSmallFile(m_folder->path(), 10).error().code, Code::FileUnsafe);
        QCOMPARE(readSmallFile(m_folder->filePath(u"no"_s), 10).error().code, Code::FileMissing);
        QCOMPARE(readSmallFile(path() + u"/no"_s, 10).error().code, Code::FileMissing);
        QCOMPARE(readSmallFile(path() + QChar(0), 10).error().code, Code::FileUnsafe);
        QCOMPARE(stampOf(fifo).error().code, Code::FileUnsafe);
        QVERIFY(!stampOf(m_folder->filePath(u"no"_s)).value().exists());
    }

    void followsOneLinkIfAsked()
    {
        put(path(), "x");
        const QString link = m_folder->filePath(u"link"_s);
        const QString second = m_folder->filePath(u"second"_s);
        const QString loop = m_folder->filePath(u"loop"_s);
        QVERIFY(QFile::link(u"file"_s, link));
        QVERIFY(QFile::link(u"link"_s, second));
        QVERIFY(QFile::link(u"loop"_s, loop));
        QCOMPARE(readSmallFile(link, 10).error().code, Code::FileUnsafe);
        QCOMPARE(readSmallFile(link, 10, SymlinkPolicy::FollowOnce).value().bytes, "x");
        QCOMPARE(readSmallFile(second, 10, SymlinkPolicy::FollowOnce).error().code,
                 Code::FileUnsafe);
        QCOMPARE(readSmallFile(loop, 10, SymlinkPolicy::FollowOnce).error().code, Code::FileUnsafe);
        QVERIFY(QFile::remove(path()));
        QCOMPARE(readSmallFile(link, 10, SymlinkPolicy::FollowOnce).error().code,
                 Code::FileMissing);
    }

    void refusesAHugeSparseFile()
    {
        put(path(), {});
        QCOMPARE(::truncate(QFile::encodeName(path()).constData(), 2'000'000'000), 0);
        QCOMPARE(readSmallFile(path(), 65'536).error().code, Code::FileTooLarge);
        QCOMPARE(stampOf(path()).error().code, Code::FileTooLarge);
    }

    void saysWhatItMayNotRead()
    {
        put(path(), "x", 0600);
        const Unprivileged user(m_folder->path());
        ::chmod(QFile::encodeName(path()).constData(), 0000);
        QCOMPARE(readSmallFile(path(), 10).error().code, Code::FileUnreadable);
    }

    void makesPrivateFolders()
    {
        const auto old = ::umask(0);
        const QString deep = m_folder->filePath(u"a/b/c"_s);
        QVERIFY(makePrivateFolder(deep).has_value());
        QVERIFY(makePrivateFolder(m_folder->filePath(u"d/e/"_s)).has_value());
        ::umask(old);
        for (const char *name : {"a", "a/b", "a/b/c", "d", "d/e"})
            QCOMPARE(modeOf(m_folder->filePath(QString::fromLatin1(name))), 0700U);
        QCOMPARE(::chmod(QFile::encodeName(deep).constData(), 0750), 0);
        QVERIFY(makePrivateFolder(deep).has_value());
        QCOMPARE(modeOf(deep), 0750U);
        put(path(), "x");
        QCOMPARE(makePrivateFolder(path()).error().code, Code::FileUnsafe);
        QCOMPARE(makePrivateFolder(path() + u"/below"_s).error().code, Code::FileUnsafe);
        QCOMPARE(makePrivateFolder({}).error().code, Code::FileUnsafe);
    }

    void sweepsOnlyItsOwnLeftovers()
    {
        // The largest number a process can have here is smaller.
        put(m_folder->filePath(u".config.ini.2000000000.0123456789abcdef.canopy-new"_s), "half");
        put(m_folder->filePath(u".x.%1.0123456789abcdef.canopy-new"_s.arg(::getpid())), "half");
        const QStringList kept{
            u".x.%1.0123456789abcdef.canopy-new"_s.arg(::getppid()), // alive
            u".config.ini.2000000000.0123.canopy-new"_s,
            u"config.ini.2000000000.0123456789abcdef.canopy-new"_s,
            u".config.ini.tmp"_s,
            u".vimrc"_s,
        };
        for (const QString &name : kept)
            put(m_folder->filePath(name), "keep");
        QCOMPARE(sweepTemporaryFiles(m_folder->path()), 2);
        for (const QString &name : kept)
            QVERIFY2(QFile::exists(m_folder->filePath(name)), qPrintable(name));
        QCOMPARE(sweepTemporaryFiles(m_folder->path()), 0);
        QCOMPARE(sweepTemporaryFiles(m_folder->filePath(u"no"_s)), 0);
    }

private:
    QString path() const { return m_folder->filePath(u"file"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

Q_DECLARE_METATYPE(canopy::FileFault)

QTEST_GUILESS_MAIN(TestFiles)
#include "tst_files.moc"
