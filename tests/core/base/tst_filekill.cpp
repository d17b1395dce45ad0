#include "core/base/files.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <cstring>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

constexpr qsizetype size = 200'000;
constexpr int kills = 200;

/// What the child does: rewrites the file until it is killed, and says so each time.
int rewriteForEver(const QString &path)
{
    for (;;) {
        for (const char letter : {'A', 'B'}) {
            if (!replaceFile(path, QByteArray(size, letter)))
                return 1;
            std::fputc('.', stdout);
            std::fflush(stdout);
        }
    }
}

} // namespace

class TestFileKill : public QObject
{
    Q_OBJECT

private slots:
    /// A process killed at any moment leaves the old content or the new (FS-01), and what it leaves
    /// beside the file goes at the next start (FS-02).
    void leavesWholeFiles()
    {
        const QTemporaryDir folder;
        QVERIFY(folder.isValid());
        const QString path = folder.filePath(u"file"_s);
        QRandomGenerator random(20261124);
        int leftovers = 0;
        for (int i = 0; i < kills; ++i) {
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(), {u"--rewrite"_s, path});
            QVERIFY(child.waitForReadyRead());
            // Spread over the few milliseconds that one rewrite takes.
            const QDeadlineTimer moment(std::chrono::microseconds(random.bounded(4000)),
                                        Qt::PreciseTimer);
            while (!moment.hasExpired()) { }
            child.kill();
            QVERIFY(child.waitForFinished());
            QCOMPARE(child.exitStatus(), QProcess::CrashExit);
            const auto content = readSmallFile(path, size);
            QVERIFY(content.has_value());
            QCOMPARE(content->bytes.size(), size);
            QCOMPARE(content->bytes.count(content->bytes.front()), size);
            if (i % 20 == 19) {
                leftovers += sweepTemporaryFiles(folder.path());
                QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden),
                         QStringList{u"file"_s});
            }
        }
        // If no kill ever hit a rewrite in the middle, nothing was shown.
        QVERIFY(leftovers > 0);
        qInfo("%d kills, %d left a temporary file behind", kills, leftovers);
    }
};

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc == 3 && std::strcmp(argv[1], "--rewrite") == 0)
        return rewriteForEver(QFile::decodeName(argv[2]));
    TestFileKill test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_filekill.moc"
