#include "core/wallet/walletfolder.h"
#include "tests/support/await.h"
#include "tests/support/vectors.h"
#include "tests/support/walletfixture.h"

#include <QFile>
#include <QHash>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace canopy;
using namespace Qt::StringLiterals;
using Code = Error::Code;
using State = Hotkey::State;

Q_DECLARE_METATYPE(canopy::WalletLocation::Origin)

namespace {

/// Makes one of the recorded directory trees. Returns the folders that Qt cannot name, and so
/// cannot remove either.
QList<QByteArray> build(const WalletFixture &fixture, const QJsonArray &entries)
{
    QList<QByteArray> unnameable;
    for (const QJsonValue entry : entries) {
        const QByteArray raw = entry.toObject().contains(u"path_hex"_s)
            ? vectors::hex(entry[u"path_hex"_s])
            : vectors::utf8(entry[u"path"_s]);
        const QByteArray target = QFile::encodeName(fixture.folder()) + '/' + raw;
        const unsigned mode = entry[u"mode"_s].toString().toUInt(nullptr, 8);
        const QString type = entry[u"type"_s].toString();
        if (raw != QFile::encodeName(QFile::decodeName(raw))) {
            // Qt cannot name it; the system can.
            unnameable.append(target.first(target.lastIndexOf('/')));
            if (::mkdir(unnameable.last().constData(), 0755) != 0)
                qFatal("cannot make a folder");
            continue;
        }
        const QString relative = QFile::decodeName(raw);
        if (type == "dir"_L1) {
            fixture.makeFolder(relative, mode);
        } else if (type == "symlink"_L1) {
            fixture.link(relative, entry[u"target"_s].toString());
        } else if (type == "fifo"_L1) {
            fixture.makeFifo(relative);
        } else if (const QJsonValue made = entry[u"generate"_s]; made.isObject()) {
            const QByteArray byte = vectors::hex(made[u"repeat_byte"_s]);
            fixture.write(relative,
                          QByteArray(byte.repeated(made[u"count"_s].toInt())
                                     + vectors::utf8(made[u"then_text"_s])),
                          mode);
        } else {
            const bool isText = entry.toObject().contains(u"text"_s);
            fixture.write(relative,
                          isText ? vectors::utf8(entry[u"text"_s]) : vectors::hex(entry[u"hex"_s]),
                          mode);
        }
    }
    return unnameable;
}

State stateFor(const QString &kind)
{
    static const QHash<QString, State> states = {
        {u"plain"_s, State::Usable},
        {u"nacl"_s, State::Encrypted},
        {u"public"_s, State::PublicOnly},
        {u"error"_s, State::Damaged},
        {u"unsupported"_s, State::Unsupported},
    };
    if (!states.contains(kind))
        qFatal("no state for %s", qPrintable(kind));
    return states.value(kind);
}

void compareColdkey(const Wallet &wallet, const QJsonObject &expected)
{
    // Which kind of file it is cannot be known, for it is not opened.
    QCOMPARE(wallet.hasColdkeyFile, expected.value(u"coldkey"_s).toString() != "none"_L1);
    const QString pub = expected.value(u"coldkeypub"_s).toString();
    QCOMPARE(wallet.coldkeyAddress.has_value(), !wallet.coldkeyProblem.has_value());
    if (pub == "ok"_L1) {
        QVERIFY(wallet.coldkeyAddress.has_value());
        QCOMPARE(wallet.coldkeyAddress->toString(), expected.value(u"address"_s).toString());
    } else if (pub.startsWith("mismatch: "_L1)) {
        // The vector's coldkey is another one; only opening it would tell.
        QCOMPARE(wallet.coldkeyAddress->toString(), pub.sliced(10));
    } else {
        const QHash<QString, Code> codes = {
            {u"missing"_s, Code::FileMissing},
            {u"error: too large"_s, Code::FileTooLarge},
        };
        const auto code = wallet.coldkeyProblem->code;
        if (pub == "error: broken or circular link"_L1)
            QVERIFY(code == Code::FileMissing || code == Code::FileUnsafe);
        else
            QCOMPARE(code, codes.value(pub, Code::Cancelled));
    }
    const QString warnings = QString::fromUtf8(
        QJsonDocument(expected.value(u"warnings"_s).toArray()).toJson());
    QCOMPARE(wallet.hotkeysProblem.has_value(), warnings.contains("hotkeys is not a directory"_L1));
    if (warnings.contains("readable by other users"_L1))
        QVERIFY(!wallet.coldkeyProtection.isPrivate());
}

void compareHotkey(const Hotkey *hotkey, const QJsonObject &expected)
{
    QVERIFY(hotkey != nullptr);
    QCOMPARE(hotkey->state, stateFor(expected.value(u"kind"_s).toString()));
    QCOMPARE(hotkey->address ? hotkey->address->toString() : QString(),
             expected.value(u"address"_s).toString());
    QCOMPARE(hotkey->problem.has_value(),
             hotkey->state == State::Damaged || hotkey->state == State::Unsupported);
    if (hotkey->state == State::Usable)
        QCOMPARE(hotkey->hasSeed, expected.value(u"has_seed"_s).toBool(true));
}

} // namespace

class TestWalletFolder : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void recorded_data();
    void recorded();
    void location_data();
    void location();
    void roots();
    void byName();
    void protection_data();
    void protection();
    void limits();
    void manyPhrases();
    void unlocksPlain();
    void unlockFailures();
    void inBackground();
};

void TestWalletFolder::initTestCase()
{
    QVERIFY(prepareSecretMemory());
}

void TestWalletFolder::recorded_data()
{
    QTest::addColumn<QJsonObject>("row");
    int index = 0;
    for (const QJsonValue row : vectors::rows(vectors::load(u"wallet-dirs"_s), u"cases"_s))
        vectors::newRow(index++, row[u"name"_s].toString()) << row.toObject();
}

void TestWalletFolder::recorded()
{
    QFETCH(QJsonObject, row);
    const WalletFixture fixture;
    const auto unnameable = build(fixture, row.value(u"entries"_s).toArray());
    const auto listing = walletfolder::scan(fixture.folder());
    for (const QByteArray &folder : unnameable)
        QCOMPARE(::rmdir(folder.constData()), 0);
    QVERIFY(listing.has_value());
    QVERIFY(!listing->truncated);

    const QJsonObject wallets = row.value(u"gui_expected"_s)[u"wallets"_s].toObject();
    QVERIFY(!wallets.isEmpty());
    QCOMPARE(listing->wallets.size(), wallets.size());
    for (auto expected = wallets.begin(); expected != wallets.end(); ++expected) {
        const Wallet *wallet = walletNamed(*listing, expected.key());
        QVERIFY2(wallet != nullptr, qPrintable(expected.key()));
        QVERIFY(!wallet->problem.has_value());
        compareColdkey(*wallet, expected.value().toObject());
        const QJsonObject hotkeys = expected.value()[u"hotkeys"_s].toObject();
        QCOMPARE(wallet->hotkeys.size(), hotkeys.size());
        for (auto hotkey = hotkeys.begin(); hotkey != hotkeys.end(); ++hotkey)
            compareHotkey(hotkeyNamed(*wallet, hotkey.key()), hotkey.value().toObject());
    }
}

void TestWalletFolder::location_data()
{
    QTest::addColumn<QString>("chosen");
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("path");
    QTest::addColumn<WalletLocation::Origin>("origin");
    using enum WalletLocation::Origin;
    QTest::newRow("default") << QString() << QString() << u"/home/me/.bittensor/wallets"_s
                             << Default;
    QTest::newRow("variable") << QString() << u"/keys"_s << u"/keys"_s << Environment;
    QTest::newRow("variable, tilde") << QString() << u"~/k"_s << u"/home/me/k"_s << Environment;
    QTest::newRow("chosen") << u"/mine"_s << u"/keys"_s << u"/mine"_s << Chosen;
    QTest::newRow("chosen, tilde") << u"~"_s << QString() << u"/home/me"_s << Chosen;
    QTest::newRow("another's home") << u"~you/k"_s << QString() << u"~you/k"_s << Chosen;
    QTest::newRow("no variables in it") << u"$HOME/k"_s << QString() << u"$HOME/k"_s << Chosen;
}

void TestWalletFolder::location()
{
    QFETCH(QString, chosen);
    QFETCH(QString, variable);
    QFETCH(QString, path);
    QFETCH(WalletLocation::Origin, origin);
    QProcessEnvironment environment;
    environment.insert(u"HOME"_s, u"/home/me"_s);
    if (!variable.isEmpty())
        environment.insert(u"BT_WALLET_PATH"_s, variable);
    QCOMPARE(walletLocation(chosen, environment), (WalletLocation{.path = path, .origin = origin}));
}

void TestWalletFolder::roots()
{
    const WalletFixture fixture;
    const auto missing = walletfolder::scan(fixture.path(u"nothing"_s));
    QVERIFY(missing && missing->wallets.isEmpty());
    QVERIFY(walletfolder::scan(fixture.folder())->wallets.isEmpty());

    const QString file = fixture.write(u"file"_s, "x");
    QCOMPARE(walletfolder::scan(file).error().code, Code::FileUnsafe);
    QCOMPARE(walletfolder::scan(file + u"/below"_s).error().code, Code::FileUnsafe);
    fixture.link(u"loop"_s, u"loop"_s);
    QCOMPARE(walletfolder::scan(fixture.path(u"loop"_s)).error().code, Code::FileUnsafe);
    fixture.makeFifo(u"fifo"_s);
    QCOMPARE(walletfolder::scan(fixture.path(u"fifo"_s)).error().code, Code::FileUnsafe);
}

void TestWalletFolder::byName()
{
    const WalletFixture fixture;
    for (const QString &name : {u"zebra"_s, u"apple"_s, u"Mango"_s, u".hidden"_s})
        fixture.addWallet(name, WalletFixture::key(1));
    for (const QString &name : {u"two"_s, u"one"_s, u"three"_s, u".hidden"_s})
        fixture.addHotkey(u"apple"_s, name, WalletFixture::key(2));
    const auto listing = walletfolder::scan(fixture.folder());
    QVERIFY(listing.has_value());
    QCOMPARE(listing->folder, fixture.folder());
    QStringList names;
    for (const Wallet &wallet : listing->wallets)
        names.append(wallet.name);
    QCOMPARE(names, QStringList({u"Mango"_s, u"apple"_s, u"zebra"_s}));
    QStringList hotkeys;
    for (const Hotkey &hotkey : walletNamed(*listing, u"apple"_s)->hotkeys)
        hotkeys.append(hotkey.name);
    QCOMPARE(hotkeys, QStringList({u"one"_s, u"three"_s, u"two"_s}));
}

void TestWalletFolder::protection_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<bool>("isPrivate");
    for (const int mode : {0600, 0400, 0700})
        QTest::newRow(QByteArray::number(mode, 8).constData()) << mode << true;
    for (const int mode : {0640, 0604, 0620, 0602, 0644, 0660, 0666, 0777, 0610, 0601})
        QTest::newRow(QByteArray::number(mode, 8).constData()) << mode << false;
}

void TestWalletFolder::protection()
{
    QFETCH(int, mode);
    QFETCH(bool, isPrivate);
    const WalletFixture fixture;
    fixture.addWallet(u"w"_s, WalletFixture::key(1));
    const QString hotkey = fixture.addHotkey(u"w"_s, u"h"_s, WalletFixture::key(2));
    for (const QString &path : {hotkey, fixture.path(u"w/coldkey"_s)})
        QCOMPARE(::chmod(QFile::encodeName(path).constData(), static_cast<mode_t>(mode)), 0);
    const auto listing = walletfolder::scan(fixture.folder());
    const Wallet &wallet = listing->wallets.first();
    QCOMPARE(wallet.hotkeys.first().protection, (FileProtection{.mode = mode}));
    QCOMPARE(wallet.hotkeys.first().protection.isPrivate(), isPrivate);
    QCOMPARE(wallet.coldkeyProtection.isPrivate(), isPrivate);
    QCOMPARE(wallet.protection, (FileProtection{.mode = 0755}));
    QVERIFY(!(FileProtection{.mode = 0600, .ownedByUser = false}).isPrivate());
}

void TestWalletFolder::limits()
{
    const WalletFixture fixture;
    fixture.makeFolder(u"00"_s);
    for (int i = 0; i < walletfolder::maximumEntries + 20; ++i) {
        const QString number = QString::number(i).rightJustified(5, u'0');
        fixture.write(u"w"_s + number + u"/coldkeypub.txt"_s, "{}");
        fixture.write(u"00/hotkeys/"_s + number, "{}");
    }
    const auto listing = walletfolder::scan(fixture.folder());
    QVERIFY(listing->truncated);
    QCOMPARE(listing->wallets.size(), walletfolder::maximumEntries);
    QCOMPARE(listing->wallets.first().hotkeys.size(), walletfolder::maximumEntries);
    QCOMPARE(listing->wallets.at(1).name, u"w00000"_s);
}

// The first phrases are derived while listing; none is used underived.
void TestWalletFolder::manyPhrases()
{
    const QJsonObject keys = vectors::load(u"wallet-dirs"_s).value(u"keys"_s).toObject();
    QJsonObject mixed = keys.value(u"A"_s).toObject();
    mixed.insert(u"secretPhrase"_s, keys.value(u"B"_s)[u"secretPhrase"_s]);
    const QByteArray text = QJsonDocument(mixed).toJson();
    const WalletFixture fixture;
    for (int i = 0; i < 80; ++i)
        fixture.write(u"w/hotkeys/"_s + QString::number(i).rightJustified(3, u'0'), text);
    const auto listing = walletfolder::scan(fixture.folder());
    const auto &hotkeys = listing->wallets.first().hotkeys;
    QCOMPARE(hotkeys.size(), 80);
    QCOMPARE(hotkeys.first().problem->code, Code::KeyMismatch);
    QCOMPARE(hotkeys.last().state, State::Usable);
    AWAIT_ERROR(walletfolder::unlockHotkey(hotkeys.last(), {}), Code::KeyMismatch);
}

void TestWalletFolder::unlocksPlain()
{
    const WalletFixture fixture;
    fixture.addWallet(u"w"_s, WalletFixture::key(1));
    fixture.addHotkey(u"w"_s, u"h"_s, WalletFixture::key(2));
    const auto listing = walletfolder::scan(fixture.folder());
    auto key = await(walletfolder::unlockHotkey(listing->wallets.first().hotkeys.first(), {}));
    QVERIFY(key.has_value());
    QVERIFY(key->address() == WalletFixture::key(2).address());
    QVERIFY(key->hasSeed());
    SystemRandom random;
    QVERIFY(key->sign("message", random).has_value());
}

void TestWalletFolder::unlockFailures()
{
    const WalletFixture fixture;
    fixture.addWallet(u"w"_s, WalletFixture::key(1));
    const QString path = fixture.addHotkey(u"w"_s, u"h"_s, WalletFixture::key(2));
    const Hotkey listed = walletfolder::scan(fixture.folder())->wallets.first().hotkeys.first();
    const auto unlock = [&listed] { return walletfolder::unlockHotkey(listed, {}); };

    fixture.addHotkey(u"w"_s, u"h"_s, WalletFixture::key(3));
    AWAIT_ERROR(unlock(), Code::KeyMismatch);
    fixture.write(u"w/hotkeys/h"_s, "{");
    AWAIT_ERROR(unlock(), Code::FileDamaged);
    fixture.write(u"w/hotkeys/h"_s, QByteArray(70'000, ' '));
    AWAIT_ERROR(unlock(), Code::FileTooLarge);
    fixture.write(u"w/hotkeys/h"_s, QByteArray("$NACL" + QByteArray(400, 'x')));
    AWAIT_ERROR(unlock(), Code::FileConflict);
    QVERIFY(QFile::copy(path + u"pub.txt"_s, path + u".new"_s));
    QVERIFY(QFile::remove(path) && QFile::rename(path + u".new"_s, path));
    AWAIT_ERROR(unlock(), Code::InvalidInput);
    QVERIFY(QFile::remove(path));
    AWAIT_ERROR(unlock(), Code::FileMissing);
    fixture.makeFifo(u"w/hotkeys/h"_s);
    AWAIT_ERROR(unlock(), Code::FileUnsafe);
}

void TestWalletFolder::inBackground()
{
    const WalletFixture fixture;
    fixture.addWallet(u"w"_s, WalletFixture::key(1));
    const auto listing = await(walletfolder::scanInBackground(fixture.folder()));
    QVERIFY(listing.has_value());
    QCOMPARE(listing->wallets.size(), 1);
    AWAIT_ERROR(walletfolder::scanInBackground(fixture.path(u"w/coldkey"_s)), Code::FileUnsafe);
}

QTEST_GUILESS_MAIN(TestWalletFolder)
#include "tst_walletfolder.moc"
