#include "app/sandbox/demowallets.h"
#include "core/secrets/secret.h"
#include "core/wallet/walletfolder.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace canopy;

namespace {

const Wallet *walletNamed(const WalletListing &listing, const QString &name)
{
    for (const Wallet &wallet : listing.wallets) {
        if (wallet.name == name)
            return &wallet;
    }
    return nullptr;
}

const Hotkey *hotkeyNamed(const Wallet &wallet, const QString &name)
{
    for (const Hotkey &hotkey : wallet.hotkeys) {
        if (hotkey.name == name)
            return &hotkey;
    }
    return nullptr;
}

} // namespace

class TestDemoWallets : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(prepareSecretMemory());
        QVERIFY(m_temporary.isValid());
        m_folder = m_temporary.filePath(u"wallets"_s);
        QVERIFY(sandbox::makeDemoWallets(m_folder, m_random));
        const auto listing = walletfolder::scan(m_folder);
        QVERIFY(listing);
        m_listing = *listing;
    }

    void everyState()
    {
        QCOMPARE(m_listing.wallets.size(), 3);
        const Wallet *demo = walletNamed(m_listing, u"demo"_s);
        QVERIFY(demo);
        QVERIFY(demo->coldkeyAddress);
        QVERIFY(!demo->hasColdkeyFile);
        QCOMPARE(demo->hotkeys.size(), 3);
        for (const auto &name : {u"default"_s, u"chutes"_s}) {
            const Hotkey *hotkey = hotkeyNamed(*demo, name);
            QVERIFY(hotkey);
            QCOMPARE(hotkey->state, Hotkey::State::Usable);
            QVERIFY(hotkey->hasSeed);
            QVERIFY(hotkey->protection.isPrivate());
        }
        const Hotkey *vault = hotkeyNamed(*demo, u"vault"_s);
        QVERIFY(vault);
        QCOMPARE(vault->state, Hotkey::State::Encrypted);
        QVERIFY(vault->address);

        const Wallet *validator = walletNamed(m_listing, u"validator"_s);
        QVERIFY(validator);
        QVERIFY(validator->coldkeyAddress);
        QCOMPARE(validator->hotkeys.size(), 1);

        const Wallet *old = walletNamed(m_listing, u"old-laptop"_s);
        QVERIFY(old);
        QVERIFY(!old->coldkeyAddress);
        QVERIFY(old->coldkeyProblem);
        QCOMPARE(old->hotkeys.size(), 1);
    }

    void theVaultOpens()
    {
        const Wallet *demo = walletNamed(m_listing, u"demo"_s);
        QVERIFY(demo);
        const Hotkey *vault = hotkeyNamed(*demo, u"vault"_s);
        QVERIFY(vault);
        const auto future = walletfolder::unlockHotkey(*vault, Secret::copyOf("canopy"));
        QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 60'000);
        auto copy = future;
        const auto key = copy.takeResult();
        QVERIFY(key);
        QCOMPARE(key->address().toString(), vault->address->toString());
        QVERIFY(key->hasSeed());
    }

    void whatIsThereIsLeftAlone()
    {
        const QString known = m_folder + u"/demo/hotkeys/default";
        const QByteArray before = contentOf(known);
        QVERIFY(!before.isEmpty());
        QVERIFY(QDir(m_folder + u"/validator").removeRecursively());
        QVERIFY(sandbox::makeDemoWallets(m_folder, m_random));
        QCOMPARE(contentOf(known), before);
        QVERIFY(QFile::exists(m_folder + u"/validator/coldkeypub.txt"));
    }

    void anUnusableFolderIsAnError()
    {
        QFile file(m_temporary.filePath(u"file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(!sandbox::makeDemoWallets(file.fileName(), m_random));
    }

private:
    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_temporary;
    SystemRandom m_random;
    QString m_folder;
    WalletListing m_listing;
};

QTEST_GUILESS_MAIN(TestDemoWallets)
#include "tst_demowallets.moc"
