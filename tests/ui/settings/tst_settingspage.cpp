#include "tests/support/accessiblenames.h"
#include "tests/support/memorysecretstore.h"
#include "ui/settings/settingspage.h"
#include "ui/settings/settingsscreen.h"
#include "ui/widgets/icontext.h"

#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;
using namespace canopy::test;

class TestSettingsPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void showsAndChangesWhatApplies();
};

void TestSettingsPage::showsAndChangesWhatApplies()
{
    const QTemporaryDir folder;
    ChosenStore store([] { return std::make_unique<MemorySecretStore>(); },
                      folder.filePath(u"secrets.vault"_s), SecretStoreState::Kind::Keychain);
    auto *page = new SettingsPage(store, Appearance::Dark,
                                  {.wallets = u"<b>/wallets</b>"_s,
                                   .data = folder.path(),
                                   .dataOrigin = u"--data-dir"_s,
                                   .config = {.value = u"/config.ini"_s},
                                   .service = {.value = u"https://api.chutes.ai"_s}});
    SettingsScreen screen(page);
    screen.show();
    auto *place = page->findChild<IconText *>(u"secretPlace"_s);
    QTRY_COMPARE(place->title(), u"GNOME Keyring"_s);
    QVERIFY(!page->findChild<QPushButton *>(u"useKeychain"_s)->isEnabled());
    page->findChild<QPushButton *>(u"useSession"_s)->click();
    QTRY_VERIFY(page->findChild<QPushButton *>(u"useKeychain"_s)->isEnabled());
    QCOMPARE(store.kind(), SecretStoreState::Kind::SessionOnly);

    auto *appearance = page->findChild<QComboBox *>(u"appearance"_s);
    QCOMPARE(appearance->currentText(), u"Dark"_s);
    QSignalSpy changed(page, &SettingsPage::appearanceChanged);
    appearance->setFocus();
    QTest::keyClick(appearance, Qt::Key_Up);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().first().value<Appearance>(), Appearance::Light);

    QCOMPARE(widgetsWithoutName(&screen), QStringList());
    QCOMPARE(labelsNotPlain(&screen), QStringList());
    QSignalSpy back(&screen, &SettingsScreen::backRequested);
    QTest::keyClick(&screen, Qt::Key_Escape);
    QCOMPARE(back.count(), 1);
}

QTEST_MAIN(TestSettingsPage)
#include "tst_settingspage.moc"
