#include "core/wallet/walletfolder.h"
#include "tests/support/walletfixture.h"
#include "ui/onboarding/wallettreemodel.h"
#include "ui/widgets/rowdelegate.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;

class TestWalletTreeModel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepareSecretMemory()); }

    void emptyIsAModelToo();
    void showsEveryWalletWithItsReason();
    void answersAboutAccountsStay();
};

void TestWalletTreeModel::emptyIsAModelToo()
{
    WalletTreeModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.firstUsable().isValid());
    QVERIFY(!model.walletAt({}));
}

void TestWalletTreeModel::showsEveryWalletWithItsReason()
{
    WalletFixture fixture;
    fixture.addWallet(u"broken"_s, WalletFixture::key(1));
    QVERIFY(QFile::remove(fixture.path(u"broken/coldkeypub.txt"_s)));
    fixture.addHotkey(u"broken"_s, u"h"_s, WalletFixture::key(2));
    fixture.addWallet(u"main"_s, WalletFixture::key(3));
    fixture.write(u"main/hotkeys/damaged"_s, "{");
    const QString path = fixture.addHotkey(u"main"_s, u"default"_s, WalletFixture::key(4));
    const auto listing = walletfolder::scan(fixture.folder());
    QVERIFY(listing);

    WalletTreeModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setListing(*listing);
    QCOMPARE(model.rowCount(), 2);
    const QModelIndex broken = model.index(0, 0);
    QVERIFY(!model.index(0, WalletTreeModel::AddressColumn).data().toString().isEmpty());
    QVERIFY(!model.index(0, WalletTreeModel::StateColumn).data(RowRole::BadgeRole).isNull());
    QCOMPARE(model.rowCount(broken), 1);
    const QModelIndex usable = model.firstUsable();
    QCOMPARE(model.hotkeyAt(usable)->path, path);
    QCOMPARE(usable.siblingAtColumn(WalletTreeModel::AddressColumn)
                 .data(RowRole::AddressRole)
                 .toString(),
             WalletFixture::key(4).address().toString());
    const QModelIndex damaged = model.indexOfHotkey(fixture.path(u"main/hotkeys/damaged"_s));
    QVERIFY(damaged.isValid());
    // Named by its label, with the rest in the description.
    QCOMPARE(damaged.data().toString(), u"damaged"_s);
    const QString spoken = damaged.data(Qt::AccessibleDescriptionRole).toString();
    QVERIFY2(spoken.contains(u"Damaged"_s) && spoken.contains(u". "_s), qPrintable(spoken));
}

void TestWalletTreeModel::answersAboutAccountsStay()
{
    WalletFixture fixture;
    fixture.addWallet(u"main"_s, WalletFixture::key(3));
    const QString path = fixture.addHotkey(u"main"_s, u"default"_s, WalletFixture::key(4));
    const auto listing = walletfolder::scan(fixture.folder());
    QVERIFY(listing);
    WalletTreeModel model;
    model.setListing(*listing);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setAccountState(path, WalletTreeModel::AccountState::Exists);
    QCOMPARE(changed.count(), 1);
    model.setListing(*listing);
    QCOMPARE(model.accountState(path), WalletTreeModel::AccountState::Exists);
    const auto badge = model.indexOfHotkey(path)
                           .siblingAtColumn(WalletTreeModel::StateColumn)
                           .data(RowRole::BadgeRole)
                           .value<BadgeContent>();
    QCOMPARE(badge.text, u"Has an account"_s);
}

QTEST_MAIN(TestWalletTreeModel)
#include "tst_wallettreemodel.moc"
