#include "core/base/logging.h"
#include "core/base/redact.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <cstring>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

const QString seed = u"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"_s;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<missing>");
}

/// What the child does: the handler is the process's, so it is tried in a process of its own.
int logMuch(const QString &logFile, int lines)
{
    installRedactingLog(logFile);
    qInfo() << "first" << seed;
    qCWarning(lcFiles).noquote() << "two\nlines" << QString(QChar(0x1b)) + u"[31m"_s;
    qCDebug(lcNetwork) << "off by default";
    QThreadPool pool;
    pool.setMaxThreadCount(4);
    for (int thread = 0; thread < 4; ++thread) {
        pool.start([=] {
            for (int i = 0; i < lines / 4; ++i)
                qInfo("line %d of thread %d with %s", i, thread, qPrintable(seed));
        });
    }
    pool.waitForDone();
    return 0;
}

} // namespace

class TestRedactingLog : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void writesRedactedLines()
    {
        const QByteArray errors = run(path(), 40);
        const QByteArray log = contentOf(path());
        QCOMPARE(errors, log);
        QCOMPARE(log.count('\n'), 42);
        QVERIFY(!log.contains(seed.toUtf8()));
        QVERIFY(log.contains(" I default: first \"[redacted]\"\n"));
        QVERIFY(log.contains(" W canopy.files: two\\nlines \xEF\xBF\xBD[31m\n"));
        QVERIFY(log.contains(" I default: line 9 of thread 3 with [redacted]\n"));
        QVERIFY(!log.contains("off by default"));
    }

    void writesNoFileByDefault()
    {
        const QByteArray errors = run({}, 4);
        QVERIFY(errors.contains("first"));
        QVERIFY(QDir(m_folder->path()).isEmpty());
    }

    void keepsThreeSmallPrivateFiles()
    {
        const auto old = ::umask(0);
        run(path(), 80'000);
        ::umask(old);
        const QDir folder(m_folder->path());
        const QStringList names = folder.entryList(QDir::Files | QDir::Hidden, QDir::Name);
        QCOMPARE(names, QStringList({u"log"_s, u"log.1"_s, u"log.2"_s}));
        for (const QString &name : names) {
            const QString file = folder.filePath(name);
            struct stat status = {};
            QCOMPARE(::stat(QFile::encodeName(file).constData(), &status), 0);
            QCOMPARE(status.st_mode & 07777U, 0600U);
            QVERIFY(status.st_size <= 1024 * 1024);
            const QByteArray log = contentOf(file);
            QVERIFY(log.endsWith('\n'));
            QVERIFY(!log.contains(seed.toUtf8()));
            // Threads do not write into each other's lines.
            const auto lines = log.split('\n');
            for (qsizetype i = 0; i + 1 < lines.size(); ++i)
                QVERIFY2(lines[i].endsWith("[redacted]"), lines[i].constData());
        }
        QVERIFY(contentOf(path() + u".1"_s).size() > 1'000'000);
    }

    void addsToAnEarlierLogAndTightensIt()
    {
        {
            QFile file(path());
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("earlier\n");
        }
        QCOMPARE(::chmod(QFile::encodeName(path()).constData(), 0644), 0);
        run(path(), 4);
        QVERIFY(contentOf(path()).startsWith("earlier\n20"));
        struct stat status = {};
        QCOMPARE(::stat(QFile::encodeName(path()).constData(), &status), 0);
        QCOMPARE(status.st_mode & 07777U, 0600U);
    }

    void writesThroughNoLink()
    {
        const QString target = m_folder->filePath(u"target"_s);
        {
            QFile file(target);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("precious");
        }
        QVERIFY(QFile::link(target, path()));
        QVERIFY(run(path(), 4).contains("first"));
        QCOMPARE(contentOf(target), QByteArray("precious"));
    }

private:
    QString path() const { return m_folder->filePath(u"log"_s); }

    QByteArray run(const QString &logFile, int lines)
    {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
                    {u"--log"_s, logFile, QString::number(lines)});
        if (!child.waitForFinished(60'000) || child.exitCode() != 0)
            return "<failed>";
        return child.readAllStandardError();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc == 4 && std::strcmp(argv[1], "--log") == 0)
        return logMuch(QFile::decodeName(argv[2]), QByteArray(argv[3]).toInt());
    TestRedactingLog test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_redactinglog.moc"
