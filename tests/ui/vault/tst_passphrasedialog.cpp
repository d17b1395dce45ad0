#include "core/secrets/chosenstore.h"
#include "tests/support/await.h"
#include "tests/support/memorysecretstore.h"
#include "ui/vault/passphrasedialog.h"
#include "ui/widgets/formfield.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;

class TestPassphraseDialog : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void strength_data();
    void strength();
    void createsAndOpensAVault();
    void theStoreFollowsTheChoice();
};

void TestPassphraseDialog::strength_data()
{
    QTest::addColumn<QString>("passphrase");
    QTest::addColumn<bool>("isEnough");
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("short") << u"abcdefghijk"_s << false;
    QTest::newRow("one character") << u"aaaaaaaaaaaaaaaaaaaaaaaa"_s << false;
    QTest::newRow("twelve") << u"abcdefghijkl"_s << true;
    QTest::newRow("words") << u"correct horse battery staple"_s << true;
}

void TestPassphraseDialog::strength()
{
    QFETCH(QString, passphrase);
    QFETCH(bool, isEnough);
    QCOMPARE(PassphraseDialog::strengthOf(passphrase).isEnough, isEnough);
    QVERIFY(!PassphraseDialog::strengthOf(passphrase).sentence.isEmpty());
}

void TestPassphraseDialog::createsAndOpensAVault()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"secrets.vault"_s);
    const QString passphrase = u"correct horse battery"_s;
    {
        ChosenStore store([] { return std::make_unique<MemorySecretStore>(); }, path,
                          SecretStoreState::Kind::Keychain);
        PassphraseDialog dialog(store);
        dialog.open();
        auto *submit = dialog.findChild<QPushButton *>(u"submit"_s);
        auto *first = dialog.findChild<QLineEdit *>(u"passphrase"_s);
        auto *second = dialog.findChild<QLineEdit *>(u"repeatPassphrase"_s);
        QTest::keyClicks(first, passphrase);
        QVERIFY(!submit->isEnabled());
        QTest::keyClicks(second, passphrase);
        QVERIFY(submit->isEnabled());
        QSignalSpy accepted(&dialog, &QDialog::accepted);
        submit->click();
        QVERIFY(first->text().isEmpty() && second->text().isEmpty());
        QTest::keyClick(&dialog, Qt::Key_Escape); // not while it is being written
        QVERIFY(dialog.isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(accepted.count(), 1, 60'000);
        QCOMPARE(store.kind(), SecretStoreState::Kind::VaultFile);
        AWAIT_DONE(store.write({.kind = SecretKind::Fingerprint}, Secret::copyOf("x")));
    }
    ChosenStore store([] { return std::make_unique<MemorySecretStore>(); }, path,
                      SecretStoreState::Kind::VaultFile);
    QSignalSpy wanted(&store, &ChosenStore::passphraseWanted);
    const auto unlocked = store.unlock();
    QCOMPARE(wanted.count(), 1);
    PassphraseDialog dialog(store);
    dialog.open();
    auto *edit = dialog.findChild<QLineEdit *>(u"passphrase"_s);
    auto *submit = dialog.findChild<QPushButton *>(u"submit"_s);
    QVERIFY(!dialog.findChild<QLineEdit *>(u"repeatPassphrase"_s));
    QTest::keyClicks(edit, u"wrong"_s);
    submit->click();
    auto *field = dialog.findChild<FormField *>();
    QTRY_VERIFY_WITH_TIMEOUT(field->hasError(), 60'000);
    QVERIFY(!unlocked.isFinished());
    QTest::keyClicks(edit, passphrase);
    QVERIFY(!field->hasError());
    submit->click();
    QTRY_VERIFY_WITH_TIMEOUT(unlocked.isFinished(), 60'000);
    QVERIFY(unlocked.result());
    const auto read = await(store.read({.kind = SecretKind::Fingerprint}));
    QVERIFY(read && read->equals(Secret::copyOf("x")));
}

void TestPassphraseDialog::theStoreFollowsTheChoice()
{
    const QTemporaryDir folder;
    int made = 0;
    ChosenStore store(
        [&made] {
            ++made;
            return std::make_unique<MemorySecretStore>();
        },
        folder.filePath(u"secrets.vault"_s), SecretStoreState::Kind::Keychain);
    QCOMPARE(made, 0); // the keychain is not touched before it is needed
    const SecretId id{.kind = SecretKind::ApiKey, .item = u"k"_s};
    AWAIT_DONE(store.write(id, Secret::copyOf("in the keychain")));
    QCOMPARE(made, 1);
    QSignalSpy changed(&store, &ChosenStore::kindChanged);
    store.useSession();
    QCOMPARE(changed.count(), 1);
    AWAIT_ERROR(store.read(id), Error::Code::SecretAbsent);
    store.useKeychain();
    const auto read = await(store.read(id));
    QVERIFY(read && read->equals(Secret::copyOf("in the keychain")));
    QCOMPARE(made, 1);

    ChosenStore locked([] { return std::make_unique<MemorySecretStore>(); },
                       folder.filePath(u"other.vault"_s), SecretStoreState::Kind::VaultFile);
    const auto unlocking = locked.unlock();
    locked.giveUpUnlocking();
    AWAIT_ERROR(unlocking, Error::Code::Cancelled);
}

QTEST_MAIN(TestPassphraseDialog)
#include "tst_passphrasedialog.moc"
