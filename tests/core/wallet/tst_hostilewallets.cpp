#include "core/wallet/walletfolder.h"
#include "tests/support/await.h"
#include "tests/support/vectors.h"
#include "tests/support/walletfixture.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <atomic>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace canopy;
using namespace Qt::StringLiterals;
using Code = Error::Code;
using State = Hotkey::State;

class TestHostileWallets : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void hostileFiles();
    void neverThroughToAColdkey();
    void linkedWallets();
    void hostileNames();
    void swapRace();
    void legacyContainers();
};

void TestHostileWallets::initTestCase()
{
    QVERIFY(prepareSecretMemory());
}

void TestHostileWallets::hostileFiles()
{
    const WalletFixture fixture;
    fixture.addWallet(u"w"_s, WalletFixture::key(1));
    fixture.addHotkey(u"w"_s, u"good"_s, WalletFixture::key(2));
    fixture.write(u"w/hotkeys/empty"_s, "");
    fixture.write(u"w/hotkeys/blank"_s, " \n\t");
    fixture.write(u"w/hotkeys/binary"_s,
                  QByteArray("\x7f"
                             "ELF\0\0\xff\xfe",
                             8)
                      .repeated(500));
    fixture.write(u"w/hotkeys/limit"_s, QByteArray(65'536, ' '));
    fixture.write(u"w/hotkeys/beyond"_s, QByteArray(65'537, ' '));
    QFile sparse(fixture.write(u"w/hotkeys/sparse"_s, ""));
    QVERIFY(sparse.resize(2LL * 1024 * 1024 * 1024));
    fixture.makeFifo(u"w/hotkeys/fifo"_s);
    fixture.makeFolder(u"w/hotkeys/folder"_s);
    fixture.link(u"w/hotkeys/zero"_s, u"/dev/zero"_s);
    fixture.link(u"w/hotkeys/self"_s, u"self"_s);
    fixture.link(u"w/hotkeys/dangling"_s, u"/nonexistent/key"_s);
    fixture.link(u"w/hotkeys/alias"_s, u"good"_s);
    const auto listing = walletfolder::scan(fixture.folder());
    const Wallet &wallet = listing->wallets.first();
    QCOMPARE(wallet.hotkeys.size(), 8);
    QCOMPARE(hotkeyNamed(wallet, u"good"_s)->state, State::Usable);
    QCOMPARE(hotkeyNamed(wallet, u"alias"_s)->address, hotkeyNamed(wallet, u"good"_s)->address);
    for (const QString &name : {u"empty"_s, u"blank"_s, u"binary"_s, u"limit"_s}) {
        QCOMPARE(hotkeyNamed(wallet, name)->state, State::Damaged);
        QCOMPARE(hotkeyNamed(wallet, name)->problem->code, Code::FileDamaged);
    }
    for (const QString &name : {u"beyond"_s, u"sparse"_s})
        QCOMPARE(hotkeyNamed(wallet, name)->problem->code, Code::FileTooLarge);

    // coldkeypub.txt is opened whatever it is.
    const QString pub = fixture.path(u"w/coldkeypub.txt"_s);
    const auto problem = [&fixture] {
        return walletfolder::scan(fixture.folder())->wallets.first().coldkeyProblem->code;
    };
    QVERIFY(QFile::remove(pub));
    QCOMPARE(problem(), Code::FileMissing);
    fixture.makeFifo(u"w/coldkeypub.txt"_s);
    QCOMPARE(problem(), Code::FileUnsafe);
    QVERIFY(QFile::remove(pub));
    fixture.link(u"w/coldkeypub.txt"_s, u"/dev/zero"_s);
    QCOMPARE(problem(), Code::FileUnsafe);
    QVERIFY(QFile::remove(pub));
    fixture.makeFolder(u"w/coldkeypub.txt"_s);
    QCOMPARE(problem(), Code::FileUnsafe);
}

// Not even where something inside "hotkeys" is the coldkey under another name.
void TestHostileWallets::neverThroughToAColdkey()
{
    const WalletFixture fixture;
    const auto expectRefused = [&fixture](const QString &wallet, const QString &hotkey) {
        const auto listing = walletfolder::scan(fixture.folder());
        const Hotkey *found = hotkeyNamed(*walletNamed(*listing, wallet), hotkey);
        QVERIFY(found != nullptr);
        QCOMPARE(found->state, State::Damaged);
        QCOMPARE(found->problem->code, Code::FileUnsafe);
        QVERIFY(!found->address.has_value());
        AWAIT_ERROR(walletfolder::unlockHotkey(*found, {}), Code::FileUnsafe);
    };
    fixture.addWallet(u"a"_s, WalletFixture::key(1));
    fixture.addWallet(u"b"_s, WalletFixture::key(2));
    fixture.link(u"a/hotkeys/beside"_s, u"../coldkey"_s);
    expectRefused(u"a"_s, u"beside"_s);
    fixture.link(u"a/hotkeys/other"_s, u"../../b/coldkey"_s);
    expectRefused(u"a"_s, u"other"_s);
    fixture.link(u"a/hotkeys/twice"_s, u"beside"_s);
    expectRefused(u"a"_s, u"twice"_s);
    QVERIFY(::link(QFile::encodeName(fixture.path(u"a/coldkey"_s)).constData(),
                   QFile::encodeName(fixture.path(u"a/hotkeys/hard"_s)).constData())
            == 0);
    expectRefused(u"a"_s, u"hard"_s);
    fixture.link(u"a/hotkeys/remotepub.txt"_s, u"../coldkey"_s);
    expectRefused(u"a"_s, u"remote"_s);
    QVERIFY(QDir(fixture.path(u"b/hotkeys"_s)).removeRecursively());
    fixture.link(u"b/hotkeys"_s, u"."_s);
    expectRefused(u"b"_s, u"coldkey"_s);
    QVERIFY(QFile::remove(fixture.path(u"b/hotkeys"_s)));
    fixture.link(u"b/hotkeys"_s, u"../a"_s);
    expectRefused(u"b"_s, u"coldkey"_s);

    QVERIFY(QFile::remove(fixture.path(u"b/coldkeypub.txt"_s)));
    fixture.link(u"b/coldkeypub.txt"_s, u"coldkey"_s);
    const auto listing = walletfolder::scan(fixture.folder());
    QCOMPARE(walletNamed(*listing, u"b"_s)->coldkeyProblem->code, Code::FileUnsafe);

    // A hotkey may bear the name.
    fixture.addWallet(u"c"_s, WalletFixture::key(3));
    fixture.addHotkey(u"c"_s, u"coldkey"_s, WalletFixture::key(4));
    const auto again = walletfolder::scan(fixture.folder());
    QCOMPARE(hotkeyNamed(*walletNamed(*again, u"c"_s), u"coldkey"_s)->state, State::Usable);
}

void TestHostileWallets::linkedWallets()
{
    const WalletFixture elsewhere;
    elsewhere.addWallet(u"real"_s, WalletFixture::key(1));
    elsewhere.addHotkey(u"real"_s, u"h"_s, WalletFixture::key(2));
    const WalletFixture fixture;
    fixture.link(u"linked"_s, elsewhere.path(u"real"_s));
    fixture.link(u"up"_s, u".."_s);
    fixture.link(u"here"_s, u"."_s);
    fixture.link(u"loop"_s, u"loop"_s);
    fixture.link(u"nowhere"_s, u"/nonexistent"_s);
    const auto listing = walletfolder::scan(fixture.folder());
    QCOMPARE(listing->wallets.size(), 1);
    QCOMPARE(listing->wallets.first().name, u"linked"_s);
    QCOMPARE(listing->wallets.first().hotkeys.first().state, State::Usable);

    const WalletFixture root;
    root.link(u"wallets"_s, elsewhere.folder());
    QCOMPARE(walletfolder::scan(root.path(u"wallets"_s))->wallets.size(), 1);
}

void TestHostileWallets::hostileNames()
{
    const WalletFixture fixture;
    const QStringList names = {u"<b>bold<br>&amp;"_s,
                               u"line\nbreak"_s,
                               u"100% %1 %n"_s,
                               QString(u"rtl"_s + QChar(0x202e) + u"txt"_s),
                               u"-rf"_s,
                               u"a b "_s,
                               QString(200, u'n')};
    for (const QString &name : names) {
        fixture.addWallet(name, WalletFixture::key(1));
        fixture.addHotkey(name, name, WalletFixture::key(2));
    }
    const auto listing = walletfolder::scan(fixture.folder());
    QCOMPARE(listing->wallets.size(), names.size());
    for (const QString &name : names) {
        const Wallet *wallet = walletNamed(*listing, name);
        QVERIFY(wallet != nullptr);
        QCOMPARE(hotkeyNamed(*wallet, name)->state, State::Usable);
    }
}

// Something swaps a key file for other things while it is read: no hang, no wrong key.
void TestHostileWallets::swapRace()
{
    const WalletFixture fixture;
    fixture.addWallet(u"w"_s, WalletFixture::key(1));
    const KeyPair key = WalletFixture::key(2);
    const QByteArray path = QFile::encodeName(fixture.addHotkey(u"w"_s, u"h"_s, key));
    const QByteArray keep = path + ".kept.tmp";
    QCOMPARE(::rename(path.constData(), keep.constData()), 0);

    std::atomic<bool> stop = false;
    std::atomic<int> rounds = 0;
    std::thread racer([&] {
        for (int turn = 0; !stop; ++turn) {
            ::link(keep.constData(), path.constData());
            // Now and then the right file stays for one whole listing.
            const int now = rounds;
            while (turn % 8 == 0 && rounds < now + 2 && !stop)
                std::this_thread::yield();
            ::unlink(path.constData());
            ::mkfifo(path.constData(), 0600);
            ::unlink(path.constData());
            ::symlink("/dev/zero", path.constData());
            ::unlink(path.constData());
            ::mkdir(path.constData(), 0700);
            ::rmdir(path.constData());
        }
    });
    int usable = 0;
    int others = 0;
    for (; rounds < 1'500; ++rounds) {
        const auto listing = walletfolder::scan(fixture.folder());
        for (const Hotkey &hotkey : listing->wallets.first().hotkeys) {
            const bool isUsable = hotkey.state == State::Usable;
            ++(isUsable ? usable : others);
            if (isUsable && hotkey.address != key.address())
                qFatal("another key");
        }
    }
    stop = true;
    racer.join();
    // With the pub file there is a hotkey in every round, of one kind or the other.
    QVERIFY(usable > 0);
    QVERIFY(others > 0);
}

void TestHostileWallets::legacyContainers()
{
    const WalletFixture fixture;
    fixture.addWallet(u"w"_s, WalletFixture::key(1));
    const KeyPair key = WalletFixture::key(2);
    for (const QJsonValue row : vectors::rows(vectors::load(u"encrypted-keyfiles"_s), u"valid"_s)) {
        const QString kind = row[u"kind"_s].toString();
        const QString path = fixture.addHotkey(u"w"_s, u"h"_s, key);
        fixture.write(u"w/hotkeys/h"_s, vectors::hex(row[u"file"_s]));
        const auto listing = walletfolder::scan(fixture.folder());
        const Hotkey &hotkey = listing->wallets.first().hotkeys.first();
        QCOMPARE(hotkey.path, path);
        // Its pub file is all there is to know of it.
        QCOMPARE(hotkey.address->toString(), key.address().toString());
        QCOMPARE(hotkey.state, kind == "nacl"_L1 ? State::Encrypted : State::Unsupported);
        if (kind == "nacl"_L1)
            continue;
        QCOMPARE(hotkey.container,
                 kind == "ansible"_L1 ? keyfilecipher::Container::AnsibleVault
                                      : keyfilecipher::Container::Fernet);
        AWAIT_ERROR(walletfolder::unlockHotkey(hotkey, Secret::copyOf("thisisafakepassword")),
                    Code::Unsupported);
    }
}

QTEST_GUILESS_MAIN(TestHostileWallets)
#include "tst_hostilewallets.moc"
