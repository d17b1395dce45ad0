#include "core/wallet/walletfolder.h"
#include "tests/support/await.h"
#include "tests/support/vectors.h"
#include "tests/support/walletfixture.h"

#include <QTest>

using namespace canopy;
using namespace Qt::StringLiterals;
using Code = Error::Code;

namespace {

constexpr int longWait = 120'000;

QJsonObject recordedCase(const QString &name)
{
    for (const QJsonValue row : vectors::rows(vectors::load(u"wallet-dirs"_s), u"cases"_s)) {
        if (row[u"name"_s].toString() == name)
            return row.toObject();
    }
    qFatal("no case %s", qPrintable(name));
}

Hotkey firstHotkey(const WalletFixture &fixture)
{
    const auto listing = walletfolder::scan(fixture.folder());
    if (!listing || listing->wallets.isEmpty() || listing->wallets.first().hotkeys.isEmpty())
        qFatal("no hotkey");
    return listing->wallets.first().hotkeys.first();
}

Result<KeyPair> unlock(const Hotkey &hotkey, QByteArrayView password)
{
    return await(walletfolder::unlockHotkey(hotkey, Secret::copyOf(password)), longWait);
}

/// The key of "thisisafakepassword", recorded.
std::array<std::uint8_t, 32> containerKey()
{
    const QJsonValue row =
        vectors::rows(vectors::load(u"encrypted-keyfiles"_s), u"valid"_s).first();
    if (row[u"password"_s].toString() != "thisisafakepassword"_L1)
        qFatal("another password");
    return vectors::fixedHex<32>(row[u"argon2i_key"_s]);
}

} // namespace

/// Encrypted hotkeys. Each derivation takes seconds and half a gigabyte; there are five.
class TestUnlockHotkey : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void writtenByBtwallet();
    void trimmedPassword();
    void wrongPassword();
    void anotherKeyInside();
    void damagedNeedsNoDerivation();
};

void TestUnlockHotkey::initTestCase()
{
    QVERIFY(prepareSecretMemory());
}

void TestUnlockHotkey::writtenByBtwallet()
{
    const QJsonObject recorded = recordedCase(
        u"encrypted hotkeys, with and without pub companion"_s);
    const WalletFixture fixture;
    for (const QJsonValue entry : recorded.value(u"entries"_s).toArray()) {
        // The one without a pub file: nothing to compare with but itself.
        if (entry[u"path"_s].toString().endsWith("hotkeys/e2"_L1))
            fixture.write(entry[u"path"_s].toString(), vectors::hex(entry[u"hex"_s]));
    }
    const Hotkey hotkey = firstHotkey(fixture);
    QCOMPARE(hotkey.state, Hotkey::State::Encrypted);
    QVERIFY(!hotkey.address.has_value());
    const auto key = unlock(hotkey, "thisisafakepassword");
    QVERIFY2(key, key ? "" : qPrintable(key.error().detail));
    QCOMPARE(key->address().toString(), u"5EPCUjPxiHAcNooYipQFWr9NmmXJKpNG5RhcntXwbtUySrgH"_s);
}

void TestUnlockHotkey::trimmedPassword()
{
    const WalletFixture fixture;
    fixture.addEncryptedHotkey(u"w"_s, u"h"_s, WalletFixture::key(2), containerKey());
    // An ordinary blank, a tab, a no-break space, an ideographic one and a thin one.
    const auto key = unlock(firstHotkey(fixture),
                            " \tthisisafakepassword\xc2\xa0\xe3\x80\x80\xe2\x80\x89\n");
    QVERIFY2(key, key ? "" : qPrintable(key.error().detail));
    QVERIFY(key->address() == WalletFixture::key(2).address());
}

void TestUnlockHotkey::wrongPassword()
{
    const WalletFixture fixture;
    fixture.addEncryptedHotkey(u"w"_s, u"h"_s, WalletFixture::key(2), containerKey());
    const auto key = unlock(firstHotkey(fixture), "thisisafakepasswort");
    QVERIFY(!key.has_value());
    QCOMPARE(key.error().code, Code::WrongPassword);
    QVERIFY(!key.error().detail.contains("fake"_L1));
}

void TestUnlockHotkey::anotherKeyInside()
{
    const WalletFixture fixture;
    const QString path = fixture.addEncryptedHotkey(u"w"_s, u"h"_s, WalletFixture::key(2),
                                                    containerKey());
    const Hotkey listed = firstHotkey(fixture);
    fixture.addEncryptedHotkey(u"w"_s, u"h"_s, WalletFixture::key(3), containerKey());
    QCOMPARE(listed.path, path);
    const auto key = unlock(listed, "thisisafakepassword");
    QVERIFY(!key.has_value());
    QCOMPARE(key.error().code, Code::KeyMismatch);
}

void TestUnlockHotkey::damagedNeedsNoDerivation()
{
    const WalletFixture fixture;
    fixture.write(u"w/hotkeys/h"_s, "$NACL and no more");
    const Hotkey hotkey = firstHotkey(fixture);
    QCOMPARE(hotkey.state, Hotkey::State::Damaged);
    QCOMPARE(unlock(hotkey, "x").error().code, Code::FileDamaged);
}

QTEST_GUILESS_MAIN(TestUnlockHotkey)
#include "tst_unlockhotkey.moc"
