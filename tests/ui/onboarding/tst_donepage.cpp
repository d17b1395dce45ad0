#include "ui/onboarding/fingerprintcopy.h"
#include "wizardscreen.h"

#include <QDialog>
#include <QFileDialog>
#include <QPrinter>
#include <QPushButton>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly)
        && file.write(content) == content.size();
}

/// Answers the file dialog that is open with @p path.
bool choose(QWidget *root, const QString &path)
{
    auto *dialog = root->findChild<QFileDialog *>(u"saveDialog"_s);
    if (!dialog)
        return false;
    dialog->selectFile(path);
    static_cast<QDialog *>(dialog)->accept();
    return true;
}

QDialog *changes(QWidget *root)
{
    const auto dialogs = root->window()->findChildren<QDialog *>(u"configChanges"_s);
    return dialogs.isEmpty() ? nullptr : dialogs.constLast();
}

} // namespace

class TestDonePage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void savesACopyThatOnlyTheUserCanRead();
    void neverOverwritesAFile();
    void prints();
    void writesConfigOnDemandOnly();
    void aChangeMeanwhileIsNotOverwritten();
};

void TestDonePage::savesACopyThatOnlyTheUserCanRead()
{
    WizardScreen world;
    auto &wizard = world.open();
    QVERIFY(world.goTo(RegistrationWizard::Done));
    const QString path = world.bench.folder.filePath(u"copy.txt"_s);
    QVERIFY(press(&wizard, "saveCopy"));
    QVERIFY(choose(&wizard, path));
    QTRY_VERIFY(QFile::exists(path));
    QTRY_VERIFY(button(&wizard, "saveCopy")->isEnabled());
    const QByteArray content = contentOf(path);
    QVERIFY(content.contains(world.bench.service().fingerprint));
    QVERIFY(content.contains("alice") && content.contains("api.chutes.ai"));
    struct stat info = {};
    QCOMPARE(::stat(QFile::encodeName(path).constData(), &info), 0);
    QCOMPARE(info.st_mode & 0777U, 0600U);
}

void TestDonePage::neverOverwritesAFile()
{
    WizardScreen world;
    auto &wizard = world.open();
    world.bench.keychainState.availability = SecretStoreState::Availability::Missing;
    QVERIFY(world.goTo(RegistrationWizard::Done));
    const QString path = world.bench.folder.filePath(u"copy.txt"_s);
    QVERIFY(writeFile(path, "mine"));
    QVERIFY(press(&wizard, "saveCopy"));
    QVERIFY(choose(&wizard, path));
    QTRY_VERIFY(world.bar()->isVisible());
    QCOMPARE(world.bar()->title(), u"There is a file of that name already."_s);
    QCOMPARE(contentOf(path), QByteArray("mine"));
    QTRY_VERIFY(button(&wizard, "saveCopy")->isEnabled());
}

void TestDonePage::prints()
{
    const QTemporaryDir folder;
    const auto print = [&folder](const QString &name, const char *fingerprint) {
        QPrinter printer(QPrinter::HighResolution);
        printer.setOutputFormat(QPrinter::PdfFormat);
        printer.setOutputFileName(folder.filePath(name));
        printer.setCreator({});
        printFingerprint(printer,
                         {.username = u"alice"_s,
                          .userId = u"dff3e6bb"_s,
                          .host = u"api.chutes.ai"_s,
                          .date = u"24 Nov 2026"_s},
                         Secret::copyOf(fingerprint));
        return contentOf(folder.filePath(name));
    };
    const QByteArray first = print(u"a.pdf"_s, "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xYz0C");
    QVERIFY(first.startsWith("%PDF"));
    QVERIFY(first.contains("/Count 1"));
    // The text is on the sheet, not in the document's properties.
    QVERIFY(!first.contains("aB3dE5gH7jK9"));
    QVERIFY(print(u"b.pdf"_s, "").size() < first.size());
}

void TestDonePage::writesConfigOnDemandOnly()
{
    WizardScreen world;
    auto &wizard = world.open();
    QVERIFY(world.goTo(RegistrationWizard::Done));
    const QString path = world.bench.context().configPath;
    QVERIFY(!QFile::exists(path));
    QVERIFY(press(&wizard, "configButton"));
    QTRY_VERIFY(changes(&wizard));
    QVERIFY(!QFile::exists(path));
    changes(&wizard)->reject();
    QTRY_VERIFY(!changes(&wizard));
    QVERIFY(!QFile::exists(path));
    QVERIFY(QTest::qWaitFor([&] { return press(&wizard, "configButton"); }));
    QTRY_VERIFY(changes(&wizard));
    changes(&wizard)->accept();
    QTRY_VERIFY(QFile::exists(path));
    QVERIFY(contentOf(path).contains("hotkey_seed"));
    QTRY_COMPARE(button(&wizard, "configButton")->text().remove(u'&'), u"Show changes…"_s);
}

void TestDonePage::aChangeMeanwhileIsNotOverwritten()
{
    WizardScreen world;
    auto &wizard = world.open();
    const QString path = world.bench.context().configPath;
    QVERIFY(writeFile(path, "[auth]\nusername = earlier\n"));
    QVERIFY(world.goTo(RegistrationWizard::Done));
    QVERIFY(press(&wizard, "configButton"));
    QTRY_VERIFY(changes(&wizard));
    const QByteArray theirs = "[auth]\nusername = somebody else\n";
    QVERIFY(writeFile(path, theirs));
    changes(&wizard)->accept();
    auto *bar = wizard.findChild<MessageBar *>(u"configProblem"_s);
    QTRY_VERIFY(bar->isVisible());
    QCOMPARE(contentOf(path), theirs);
    auto *review = bar->findChild<QPushButton *>();
    QVERIFY(review);
    QTRY_VERIFY(!changes(&wizard));
    review->click();
    // Seen again, it is written: the other program's file is kept beside it.
    QTRY_VERIFY(changes(&wizard));
    changes(&wizard)->accept();
    QTRY_VERIFY(contentOf(path).contains("username = alice"));
    QCOMPARE(contentOf(path + u".bak"_s), theirs);
}

QTEST_MAIN(TestDonePage)
#include "tst_donepage.moc"
